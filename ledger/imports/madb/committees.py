"""Production committees and their members, as far as they are printed.

A committee is printed in one of four ways: a name with its members behind it, a list under the
heading 製作委員会, a name with the members in brackets, or a copyright line. Members are the names
printed behind the committee, up to the next heading. Natural persons in such a list speak for the
company before them; they are no members.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from ledger.imports.madb.committee_drafts import Draft, Member, add_member, name_draft
from ledger.imports.madb.committee_lists import list_drafts
from ledger.imports.madb.copyrights import copyright_drafts
from ledger.imports.madb.names import match_key
from ledger.imports.madb.place import Place

# One name that the source prints on two lines, with the separator of the list between them.
_BROKEN: Final = {
    (
        "ルーセントピクチャーズ",
        "エンテタテインメント",
    ): "ルーセントピクチャーズエンテタテインメント",
}


NameSource = Literal["printed", "copyright", "title"]


@dataclass(frozen=True, slots=True)
class Committee:
    """A committee as printed: a draft, until somebody knows its contract.

    Attributes:
        name: Name of the committee.
        name_from: Where the name was found; `title` when the print names none.
        members: In printed order, each once.
        people: Natural persons printed among the members.
        lead: Key of the member printed as 製作幹事, or None.
    """

    name: str
    name_from: NameSource
    members: tuple[Member, ...]
    people: tuple[str, ...]
    lead: str | None
    place: Place

    @property
    def key(self) -> str:
        """Key under which spellings of this name meet."""
        return match_key(self.name)


def committee_of(
    fields: Mapping[str, str], title: str, place: Place
) -> tuple[Committee | None, tuple[str, ...]]:
    """Find the committee of a work in the fields that print companies.

    Args:
        fields: `productionCompany`, `contributor`, `copyrightHolder` as printed, where present.
        title: Names the committee when the print only says 製作委員会.
        place: The row.

    Returns:
        The committee with the most members, or None; and the names of others that are printed.
    """
    drafts = [
        draft
        for name in ("productionCompany", "contributor")
        for draft in list_drafts(name, fields.get(name, ""), place)
    ]
    copyright_line = fields.get("copyrightHolder", "")
    drafts += copyright_drafts(copyright_line, place.at("copyrightHolder"))
    if not drafts:
        return None, ()
    best = max(drafts, key=lambda draft: len(draft.members))
    others = {match_key(draft.name): draft.name for draft in drafts if draft.name}
    others.pop(match_key(best.name), None)
    return _finished(best, drafts, title), tuple(others.values())


def committee_of_list(
    name: str, members: Iterable[str], copyright_line: str, title: str, place: Place
) -> Committee:
    """Make a committee of a name and a list of members, as a CSV row prints them."""
    draft = Draft(place.at("committee"))
    name_draft(draft, re.sub(r"^[\[［]?製作委員会[\]］](?=\S)", "", name.strip()))
    for number, printed in enumerate(_mended(members), start=1):
        add_member(draft, printed, place.at("members", number))
    return _finished(draft, [draft, *copyright_drafts(copyright_line, place)], title)


def _mended(members: Iterable[str]) -> list[str]:
    names: list[str] = []
    for name in members:
        whole = _BROKEN.get((names[-1], name)) if names else None
        if whole:
            names[-1] = whole
        else:
            names.append(name)
    return names


def _finished(best: Draft, drafts: list[Draft], title: str) -> Committee:
    printed = best.name or next((d.name for d in drafts if d.name and d.role != "©"), "")
    copied = next((d.name for d in drafts if d.name and d.role == "©"), "")
    name_from: NameSource = "printed" if printed else "copyright" if copied else "title"
    if best.role == "©" and best.name:
        name_from = "copyright"
    return Committee(
        name=printed or copied or f"『{title}』製作委員会",
        name_from=name_from,
        members=tuple(best.members.values()),
        people=tuple(dict.fromkeys(best.people)),
        lead=best.lead,
        place=best.place,
    )
