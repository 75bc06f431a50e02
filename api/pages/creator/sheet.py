"""A statement as its page shows it: lines by agreement, each of which a reader can work out.

A cumulative clause applies its rate to everything to date. What earlier statements gave stands
beside it, so that basis x rate - given before = amount on the page itself.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from contracts.figures import Language, clause, percent
from contracts.trace import TraceRow
from ledger.statements.lines import row_of
from ledger.statements.reasons import Reason

_TO_DATE: Final = ("to-date", "excess")


@dataclass(frozen=True, slots=True)
class ShownLine:
    """One line.

    Attributes:
        number: Counted from one.
        basis_minor: What the rate was applied to; None where it is not disclosed or there is none.
        rate: As written; empty for none. result_minor: basis x rate, rounded by the clause.
        before_minor: Of it, what earlier runs gave; None where it is not told.
        is_closed: Whether the terms keep the way to the amount from this reader.
        held_minor: What disputes hold of it.
    """

    number: int
    label: str
    clause: str
    kind: str
    period: str
    amount_minor: int
    basis_minor: int | None = None
    rate: str = ""
    result_minor: int | None = None
    before_minor: int | None = None
    is_to_date: bool = False
    is_closed: bool = False
    held_minor: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """The lines of one agreement."""

    agreement: str
    title: str
    works: tuple[str, ...]
    lines: tuple[ShownLine, ...]

    @property
    def amount_minor(self) -> int:
        """Sum of the lines."""
        return sum(line.amount_minor for line in self.lines)


def groups_of(
    sheet: Mapping[str, Any],
    reasons: Sequence[Reason],
    held: Iterable[Mapping[str, Any]],
    lang: Language,
) -> list[Group]:
    """Put the lines of a statement together by agreement, in the order of the statement.

    Args:
        sheet: The statement's own file.
        reasons: Of all its lines, as this reader may see them.
        held: What disputes hold, line by line.
        lang: Of the page.
    """
    waits: dict[tuple[str, str], int] = {}
    for part in held:
        key = (part["run"], part["step"])
        waits[key] = waits.get(key, 0) + part["amount_minor"]
    groups: dict[str, list[tuple[Mapping[str, Any], ShownLine]]] = {}
    for line, reason in zip(sheet["lines"], reasons, strict=True):
        amount = waits.pop((line["run"], line["step"]), 0)
        shown = _line(line, reason, amount, lang)
        groups.setdefault(line["agreement"]["id"], []).append((line, shown))
    titles = sheet.get("works", {})
    return [
        Group(
            agreement,
            _in(some[0][0]["agreement"], lang),
            _works([line for line, _ in some], titles, lang),
            tuple(shown for _, shown in some),
        )
        for agreement, some in groups.items()
    ]


def _in(names: Mapping[str, str], lang: Language) -> str:
    return names.get(lang) or names["ja"]


def _works(
    lines: Sequence[Mapping[str, Any]], titles: Mapping[str, Mapping[str, str]], lang: Language
) -> tuple[str, ...]:
    sources = (source for line in lines for source in line.get("sources", ()))
    found = dict.fromkeys(source["work"] for source in sources if source.get("work") in titles)
    return tuple(_in(titles[work], lang) for work in found)


def _line(line: Mapping[str, Any], reason: Reason, held: int, lang: Language) -> ShownLine:
    is_told = "basis_minor" in line and reason.sight.level != "aggregate"
    return ShownLine(
        number=reason.number,
        label=line["label"][lang],
        clause=clause(line["clause"], lang) if line["clause"] else "",
        kind=line["kind"],
        period=line["period"],
        amount_minor=line["amount_minor"],
        held_minor=held,
        is_closed=reason.sight.level == "aggregate",
        **(_worked_out(row_of(reason.book, reason.line)) if is_told else {}),
    )


def _worked_out(row: TraceRow) -> dict[str, Any]:
    """Return basis, rate, result and what was given before.

    Example:
        204,046,447 to date x 1.75% = 3,570,812; less 1,536,034 given before = 2,034,778.
    """
    if row.rate is None:
        return {"basis_minor": row.basis_minor}
    is_to_date = row.rule.startswith(_TO_DATE) or row.basis == "to-date" or bool(row.prior_minor)
    return {
        "basis_minor": row.basis_minor,
        "rate": percent(row.rate),
        "result_minor": row.rounded_minor,
        "before_minor": row.prior_minor,
        "is_to_date": is_to_date,
    }
