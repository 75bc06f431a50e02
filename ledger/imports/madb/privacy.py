"""What may stand in the log as printed, and what has to go into the vault.

Names of people never enter the log. They stand in three places besides the name of a credit:

1. An organisation that is a person and a company in one breath: a studio and its author, joined.
2. A character, when people speak for themselves or are printed beside it.
3. A role, when it says whose work was adapted.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Final

from ledger.imports.madb.organisations import (
    is_company_among_people,
    looks_like_person,
    reads_like_person,
)
from ledger.imports.madb.works import ParsedWork

OTHER_ROLE: Final = "その他"
_BRACKETS = re.compile(r"[(（][^()（）]*[)）]")
_JOINTS = re.compile(r"[・･&＆/／,、\s]+")


@dataclass(frozen=True, slots=True)
class Discretion:
    """Knows the names of people, and keeps them out of what is public.

    Attributes:
        people: Names credited to people and never to a company.
    """

    people: frozenset[str]
    _roles: dict[str, bool] = field(default_factory=dict, compare=False)

    @classmethod
    def about(cls, works: Iterable[ParsedWork]) -> "Discretion":
        """Learn the names that these works credit to people."""
        people: set[str] = set()
        companies: set[str] = set()
        for work in works:
            for credit in work.credits:
                (companies if credit.is_company else people).add(credit.name)
        return cls(frozenset(people - companies))

    def is_public(self, organisation: str) -> bool:
        """Tell whether a printed organisation is free of the name of a person joined to it."""
        pieces = [piece for piece in _JOINTS.split(organisation) if piece]
        return len(pieces) <= 1 or not any(map(self._is_person, pieces))

    def _is_person(self, piece: str) -> bool:
        is_credited = piece in self.people and not is_company_among_people(piece)
        return is_credited or looks_like_person(piece)

    def role(self, printed: str, names: Collection[str]) -> str:
        """Return a role as printed, without names of people.

        Args:
            printed: The role.
            names: What `sure_names` says of the people of the same work.

        Example:
            >>> Discretion(frozenset()).role("語り（山田太郎原作・脚色）", ["山田太郎"])
            '語り'
        """
        if self._names_anybody(printed) or any(name in printed for name in names):
            printed = _BRACKETS.sub("", printed).strip()
        if not printed or any(name in printed for name in names):
            return OTHER_ROLE
        return printed

    def _names_anybody(self, role: str) -> bool:
        """Tell whether the remark in a role holds anybody's name; few roles have a remark."""
        if role not in self._roles:
            remark = "".join(_BRACKETS.findall(role))
            self._roles[role] = bool(remark) and any(
                name in remark for name in sure_names(self.people)
            )
        return self._roles[role]


def sure_names(names: Iterable[str]) -> list[str]:
    """Return the names that read like a person's; a pen name may be any word."""
    return [name for name in names if looks_like_person(name) or reads_like_person(name)]


def public_character(character: str | None, credited: Iterable[str]) -> str | None:
    """Return a character's name, or None when it holds a name credited in the same work."""
    if character is None or any(name in character for name in credited):
        return None
    return character
