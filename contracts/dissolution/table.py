"""The end of a committee as a table of text: before and after, for a screen, a page or a paper.

    table(end, told) -> tuple[Section, ...]

`end` is plain JSON: the fact of an end, or what a dry run computes. Every key may be left out, and
so what is not known makes no section: `transfer_day`, `money_from`, `contact`, `declaration`,
`cells`, `windows`, `holders`, `running`, `balances`, `continuing`, `settled`, `custody`, `tasks`,
`defects`. Ids are written as the names that the reader may know, or as they are.

Source:
    Copyright Act of Japan, articles 63-2, 65, 77; Civil Code, articles 470-472, 674, 688.
    Example by hand: a cell of all media in the world from 2027-04-01 with the committee before and
    A 1/2, B 1/2 after is the row (work, 全媒体・全世界・すべての行為・2027-04-01から, 委員会,
    A 1/2、B 1/2, 第12条).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from contracts.dissolution.gaps import told_note
from contracts.dissolution.situation import Clause
from contracts.dissolution.table_money import MONEY
from contracts.dissolution.telling import Row, Told
from contracts.rights.extent import Extent, describe, from_dict
from contracts.rights.grants import UNASSIGNED
from contracts.rights.vocabulary import committee_uses, tree_of

End = Mapping[str, Any]
Rows = Iterable[Row]

_ALONE: Final = 1


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the table.

    Attributes:
        code: Stable name.
        title: In the language asked for.
        columns: Headings.
        rows: As many texts as there are columns.
        notes: What the law adds to it.
    """

    code: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Part:
    """How a section is made.

    Attributes:
        code: Name of the section.
        key: What must be known.
        columns: Codes of headings.
        rows: Gives the rows.
        notes: Codes of notes.
    """

    code: str
    key: str
    columns: tuple[str, ...]
    rows: Callable[[End, Told], Rows]
    notes: tuple[str, ...] = ()


def table(end: End, told: Told) -> tuple[Section, ...]:
    """Write an end as sections of text.

    Args:
        end: Plain JSON, as the fact of an end holds it, with `windows` and `declaration`.
        told: Language, and names of parties, works and committees.
    """
    return tuple(
        Section(
            part.code,
            told.title(part.code),
            tuple(map(told.column, part.columns)),
            tuple(part.rows(end, told)),
            tuple(map(told.note, part.notes)),
        )
        for part in _PARTS
        if end.get(part.key) is not None
    )


def _summary(end: End, told: Told) -> Rows:
    for key in ("transfer_day", "money_from"):
        if end.get(key):
            yield told.word(key), str(end[key])
    yield told.word("contact"), told.name(end.get("contact") or UNASSIGNED)
    if end.get("declaration"):
        yield told.word("declaration"), _declared(end["declaration"], told)


def _declared(said: Mapping[str, Any], told: Told) -> str:
    """Say who declared what, and until when."""
    words = [told.word(said["intention"]), told.word("by", name=told.name(said["declarant"]))]
    if said.get("conditions"):
        words.append(said["conditions"])
    if said.get("until"):
        words.append(told.word("until", day=str(said["until"])))
    return f"{told.joined(words)} ({told.note('declaration')})"


def _cells(end: End, told: Told) -> Rows:
    clauses = {_name_of(each): told.clause(each) for each in end.get("applied") or ()}
    for cell in end["cells"]:
        clause = cell.get("clause") or ""
        yield (
            told.name(cell["work"]),
            describe(_extent(cell), told.language),
            _shares(cell["before"], told),
            _shares(cell["after"], told),
            clauses.get(clause, clause) or told.word("statute"),
        )


def _name_of(said: Mapping[str, Any]) -> str:
    """Give the name by which cells cite a clause of the plan."""
    clause = Clause(
        outcome=said["outcome"],
        media=tuple(said.get("rights") or ()),
        after_years=said.get("after_years") or 0,
        clause=said.get("clause") or "",
    )
    return clause.name


def _extent(cell: Mapping[str, Any]) -> Extent:
    return from_dict(cell["extent"])


def _shares(holdings: Sequence[Mapping[str, Any]], told: Told) -> str:
    """Write holders with their shares; a sole one without."""
    if len(holdings) == _ALONE:
        return told.name(holdings[0]["holder"])
    return told.joined(f"{told.name(one['holder'])} {told.share(one['share'])}" for one in holdings)


def _windows(end: End, told: Told) -> Rows:
    """Say who signs for what a window signed for, on the day of transfer."""
    for window in end["windows"]:
        media, places = _reached(window)
        signers: dict[tuple[str, ...], None] = {}
        for cell in end.get("cells", ()):
            extent = _extent(cell)
            is_first = str(extent.first) == str(end.get("transfer_day", extent.first))
            if is_first and extent.media & media and extent.territories & places:
                signers[tuple(sorted(one["holder"] for one in cell["after"]))] = None
        together = [_together(each, told) for each in signers]
        yield (
            told.medium(window["medium"]),
            tree_of("territories").told(places, told.language) if places else window["territory"],
            told.name(window["holder"]),
            " / ".join(together) or told.word("nobody"),
        )


def _reached(window: Mapping[str, Any]) -> tuple[int, int]:
    """Give the media and territories of a window; a territory that no code names is nothing."""
    use, tree = committee_uses()[window["medium"]], tree_of("territories")
    code = window.get("territory", "JP")
    return use.media, use.territories or (tree.bits(code) if code in tree.nodes else 0)


def _together(holders: Sequence[str], told: Told) -> str:
    """Say who signs for a part: one alone, or all of them."""
    names = told.joined(map(told.name, holders))
    return names if len(holders) == _ALONE else told.word("everybody", names=names)


def _holders(end: End, told: Told) -> Rows:
    for sets in end["holders"]:
        for one in sets["members"]:
            shares = (one.get(name) for name in ("investment", "copyright", "profit"))
            words = (told.share(each) if each else told.word("not-known") for each in shares)
            yield (str(sets["since"]), told.name(one["party"]), *words)


def _licences(end: End, told: Told) -> Rows:
    for one in end["running"]:
        yield (
            told.name(one["licence"]),
            told.name(one["licensee"]),
            told.joined(map(told.name, one["before"])),
            told.joined(map(told.name, one["after"])) or told.word("nobody"),
        )


def _custody(end: End, told: Told) -> Rows:
    for one in end["custody"]:
        yield one["item"], told.name(one["party"])


def _tasks(end: End, told: Told) -> Rows:
    for one in end["tasks"]:
        yield (told.task(one) or told_note(one["code"], told.language) or one["code"],)


def _defects(end: End, told: Told) -> Rows:
    for one in end["defects"]:
        yield (told.named(one[f"said_{told.language}"]),)


_PARTS: Final = (
    _Part("end", "transfer_day", ("item", "what"), _summary),
    _Part("defects", "defects", ("what",), _defects),
    _Part("rights", "cells", ("work", "cell", "before", "after", "clause"), _cells),
    _Part("windows", "windows", ("medium", "territory", "window", "signs"), _windows, ("windows",)),
    _Part(
        "licences",
        "running",
        ("licence", "licensee", "licensor_before", "licensor_after"),
        _licences,
        ("licences",),
    ),
    _Part(
        "holders",
        "holders",
        ("since", "party", "investment", "copyright", "profit"),
        _holders,
    ),
    *(_Part(*part) for part in MONEY),
    _Part("custody", "custody", ("item", "party"), _custody),
    _Part("tasks", "tasks", ("what",), _tasks, ("registration",)),
)
