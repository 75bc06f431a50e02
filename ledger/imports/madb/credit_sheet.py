"""What reading the credits of a row gives: credits, unread parts and remarks, with their places."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from ledger.imports.madb.names import match_key
from ledger.imports.madb.organisations import company_key
from ledger.imports.madb.place import Place
from ledger.works.commands import Role

# Readings, books, parts of the work, appearances, and remarks of the editors.
_NO_ORGANISATION = re.compile(
    r"^[「『]|^[ぁ-ん\s]+$|刊$|連載|NFC|映画史|表示|担当$|出演$|パート$|部分$|^以上|訳$|仮称|[章話]$|要確認"
)


@dataclass(frozen=True, slots=True)
class Credit:
    """One name in one capacity.

    Attributes:
        role_raw: Role as printed; the meaning of the field where none is printed.
        roles: The same as roles of the register, at least one.
        name: The name, cleaned.
        printed: The entry as printed.
        affiliation: The organisation behind a person's name, or None.
        is_company: An organisation, not a natural person.
        character: The character a voice belongs to, or None.
        place: Where it stands.
        notes: Remarks that were printed with the name.
    """

    role_raw: str
    roles: tuple[Role, ...]
    name: str
    printed: str
    affiliation: str | None
    is_company: bool
    character: str | None
    place: Place
    notes: tuple[str, ...] = ()
    legal_form: str = ""

    @property
    def key(self) -> str:
        """Key under which spellings of this name meet."""
        return company_key(self.name) if self.is_company else match_key(self.name)


def affiliation_of(notes: Iterable[str]) -> str | None:
    """Return the first remark behind a person's name that can be an organisation."""
    return next((note for note in notes if not _NO_ORGANISATION.search(note)), None)


@dataclass(frozen=True, slots=True)
class Unread:
    """A part of a row that the rules could not read for certain."""

    place: Place
    text: str
    why: str


@dataclass(slots=True)
class CreditSheet:
    """What a row's fields gave, collected in printed order."""

    credits: list[Credit] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    remarks: list[Unread] = field(default_factory=list)


def merge_repeated(credits_read: Iterable[Credit]) -> tuple[Credit, ...]:
    """Leave out a credit that an earlier field printed already, for the same person and role."""
    kept: list[Credit] = []
    seen: dict[tuple[str, str | None], set[str]] = {}
    for credit in credits_read:
        roles = seen.setdefault((credit.key, credit.character), set())
        if not set(credit.roles) <= roles or (
            credit.roles == ("other",) and credit.role_raw not in roles
        ):
            kept.append(credit)
        roles.update(credit.roles)
        roles.add(credit.role_raw)
    return tuple(kept)
