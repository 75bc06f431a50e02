"""What a member of a partnership takes into its own books: gross, intermediate or net.

    lines_of(outcome, members) -> tuple[Line, ...]         what a run earned, spent and set aside
    Run(period, lines, weights, results)                   the same with whose it is
    report(before, runs, member, method)                   a member's part of them

Rules kept here:
1. A line is divided among the members by their shares of profit and loss, by largest remainder: the
   members' parts sum to the line, to the minor unit, in every run.
2. The result is what the run allocated to the members, to the minor unit. It need not be their part
   of revenue less cost: amounts are rounded to date, and deficits are carried. What differs is a
   line of its own (`rounding`), and over all members it is nothing.
3. Money that a run set aside, carried or left with the payer is neither revenue nor cost: it stands
   in lines of its own, so that revenue less all of them is the result.
4. Where the members' shares are not known, parts are not known; nobody is given nothing instead.

Source:
    Corporation Tax Basic Circular (法人税基本通達) 14-1-2: 総額方式, 中間方式, 純額方式. To be
    confirmed by a tax accountant. Example by hand: 1,000 of streaming and 1 of video less a window
    fee of 100 leave 901 for A 2/3 and B 1/3. Gross, A has 667 of streaming, 1 of video and 67 of
    the fee, which leaves 601; intermediate it has 667 of 1,001 and 67 of 100, which leaves 600 and
    1 of rounding; net 601.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import lcm
from typing import Final, Literal

from contracts.apportion import hamilton
from contracts.money import Ratio
from contracts.trace import TraceRow
from contracts.waterfall import Outcome

Method = Literal["gross", "intermediate", "net"]
Kind = Literal["revenue", "cost", "aside", "rounding", "result"]
KINDS: Final[tuple[Kind, ...]] = ("revenue", "cost", "aside", "rounding", "result")
METHODS: Final[tuple[Method, ...]] = ("gross", "intermediate", "net")

_OWN: Final = ("split/", "recoup/")
_SOURCE: Final = "from/"
_HELD: Final = "held:"
_PAYABLE: Final = "payable:"
_ASIDE: Final[Mapping[str, tuple[str, str]]] = {
    "held": ("保留（戻入れを差し引いた額）", "Set aside, less what was released"),
    "carried": ("繰越し", "Carried forward"),
    "retained": ("支払者に残る額", "Left with the payer"),
}
_TOTALS: Final[Mapping[Kind, tuple[str, str]]] = {
    "revenue": ("収入", "Revenue"),
    "cost": ("原価・費用", "Cost and expenses"),
    "aside": ("保留・繰越し", "Set aside and carried"),
}
ROUNDING: Final = ("端数・繰越しの差", "Rounding to date")
RESULT: Final = ("損益の帰属額", "Share of the result")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of what a run did, for all members together.

    Attributes:
        code: `sales/<channel>`, the id of a clause, `held`, `carried` or `retained`.
        amount_minor: Revenue, or what was taken from it; both positive as a rule.
    """

    code: str
    kind: Kind
    ja: str
    en: str
    amount_minor: int


@dataclass(frozen=True, slots=True)
class Run:
    """A run as the members see it.

    Attributes:
        period: Such as 2026-Q1.
        lines: As `lines_of` gives them.
        weights: Members with their shares of profit and loss; None when not known.
        results: Member to what the run allocated to it.
    """

    period: str
    lines: tuple[Line, ...]
    weights: tuple[tuple[str, Ratio], ...] | None
    results: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Reported:
    """A line of a member's report; None where a part is not known.

    Attributes:
        whole_minor: All members, in the period. own_minor: the member's part.
        whole_to_date_minor: The same since the beginning. own_to_date_minor: the member's part.
    """

    code: str
    kind: Kind
    ja: str
    en: str
    whole_minor: int
    own_minor: int | None
    whole_to_date_minor: int
    own_to_date_minor: int | None


def lines_of(outcome: Outcome, members: Collection[str]) -> tuple[Line, ...]:
    """Give what a run earned, spent and set aside; the rest is the result of the members.

    Args:
        outcome: A run, computed.
        members: Whose result it is; a clause that divides among others is a cost.
    """
    rows = {row.id: row for row in outcome.trace}
    splits = _clauses_of_members(outcome)
    found: dict[tuple[str, Kind], Line] = {}

    def add(line: Line) -> None:
        known = found.get((line.code, line.kind))
        amount = line.amount_minor + (known.amount_minor if known else 0)
        found[line.code, line.kind] = replace(line, amount_minor=amount)

    for posting in outcome.postings:
        if posting.currency:  # the other side of a change of money, told with its item
            continue
        row = rows[posting.row]
        if posting.row.startswith(_SOURCE):
            for line in _earned(posting.account, row, rows):
                add(line)
        elif not _is_result(posting.account, row, splits, members):
            add(_taken(posting.account, posting.amount_minor, row))
    return tuple(line for line in found.values() if line.amount_minor)


def results_of(outcome: Outcome, members: Collection[str]) -> dict[str, int]:
    """Give what a run allocated to each member as its part of the result."""
    splits = _clauses_of_members(outcome)
    found = dict.fromkeys(members, 0)
    for each in outcome.allocations:
        if each.step in splits and each.payee in found:
            found[each.payee] += each.amount_minor
    return found


def report(
    before: Iterable[Run], runs: Iterable[Run], member: str, method: Method
) -> tuple[Reported, ...]:
    """Give a member's report.

    Args:
        before: The runs before the period, for what is told to date.
        runs: Those of the period.
        member: Whose report.
        method: How much is told.
    """
    now = _Sums(member, method)
    to_date = _Sums(member, method)
    for run in before:
        to_date.take(run)
    for run in runs:
        now.take(run)
        to_date.take(run)
    return tuple(
        Reported(
            code=line.code,
            kind=line.kind,
            ja=line.ja,
            en=line.en,
            whole_minor=now.whole[key],
            own_minor=now.part(key),
            whole_to_date_minor=to_date.whole[key],
            own_to_date_minor=to_date.part(key),
        )
        for key, line in sorted(to_date.lines.items(), key=lambda each: _place(each[1]))
    )


def divided(amount_minor: int, weights: Sequence[tuple[str, Ratio]]) -> dict[str, int]:
    """Divide a line among members by largest remainder.

    Example:
        >>> divided(1_001, [("A", (2, 3)), ("B", (1, 3))])
        {'A': 667, 'B': 334}
    """
    whole = lcm(*(den for _, (_, den) in weights))
    parts = hamilton(amount_minor, [num * (whole // den) for _, (num, den) in weights])
    return {party: part for (party, _), part in zip(weights, parts, strict=True)}


def recouped(result_minor: int, investment_minor: int | None) -> Ratio | None:
    """Give how much of an investment came back; None when it is not known, or nothing.

    Example:
        300 of 1,000: 3/10. Of an unknown investment: not known, and not nothing.
    """
    if not investment_minor:
        return None
    rate = Fraction(result_minor, investment_minor)
    return rate.numerator, rate.denominator


class _Sums:
    """Lines of several runs added up, and one member's part of them.

    Args:
        member: Whose part.
        method: Which lines are told apart.
    """

    def __init__(self, member: str, method: Method) -> None:
        self._member, self._method = member, method
        self.lines: dict[tuple[str, Kind], Line] = {}
        self.whole: dict[tuple[str, Kind], int] = defaultdict(int)
        self._own: dict[tuple[str, Kind], int] = defaultdict(int)
        self._unknown: set[tuple[str, Kind]] = set()

    def take(self, run: Run) -> None:
        """Add a run."""
        left = 0
        for line in _told(run.lines, self._method):
            own = self._add(line, _part(line, run.weights, self._member))
            if own is not None:
                left += own if line.kind == "revenue" else -own
        result = run.results.get(self._member, 0)
        if self._method != "net":
            gap = None if run.weights is None else result - left
            self._add(Line("rounding", "rounding", *ROUNDING, 0), gap)
        whole = sum(run.results.values())
        self._add(Line("result", "result", *RESULT, whole), result)

    def part(self, key: tuple[str, Kind]) -> int | None:
        """Give the member's part of a line; None when it is not known."""
        return None if key in self._unknown else self._own[key]

    def _add(self, line: Line, own: int | None) -> int | None:
        key = (line.code, line.kind)
        self.lines.setdefault(key, line)
        self.whole[key] += line.amount_minor
        if own is None:
            self._unknown.add(key)
        else:
            self._own[key] += own
        return own


def _place(line: Line) -> int:
    """Give where a line stands: revenue first, the result last."""
    return KINDS.index(line.kind)


def _clauses_of_members(outcome: Outcome) -> frozenset[str]:
    """Give the clauses by which members get their own money: what is divided, and what returns."""
    return frozenset(row.step for row in outcome.trace if row.kind.startswith(_OWN))


def _part(line: Line, weights: tuple[tuple[str, Ratio], ...] | None, member: str) -> int | None:
    return divided(line.amount_minor, weights).get(member, 0) if weights else None


def _told(lines: Iterable[Line], method: Method) -> list[Line]:
    """Give the lines that a method tells: each, their sums by kind, or none."""
    if method == "gross":
        return list(lines)
    if method == "net":
        return []
    sums: dict[Kind, int] = {}
    for line in lines:
        sums[line.kind] = sums.get(line.kind, 0) + line.amount_minor
    return [Line(kind, kind, *_TOTALS[kind], sums[kind]) for kind in _TOTALS if sums.get(kind)]


def _earned(account: str, row: TraceRow, rows: Mapping[str, TraceRow]) -> Iterable[Line]:
    """Give revenue by channel; what was held before and is released is no revenue again."""
    if account.startswith(_HELD):
        yield Line("held", "aside", *_ASIDE["held"], -row.amount_minor)
        return
    for parent in row.parents:
        item = rows[parent]
        name = item.channel or "other"
        yield Line(f"sales/{name}", "revenue", name, name, item.amount_minor)


def _is_result(
    account: str, row: TraceRow, splits: Collection[str], members: Collection[str]
) -> bool:
    return row.step in splits and account.removeprefix(_PAYABLE) in members


def _taken(account: str, amount_minor: int, row: TraceRow) -> Line:
    name = account.partition(":")[0]
    if name in _ASIDE:
        return Line(name, "aside", *_ASIDE[name], amount_minor)
    return Line(row.step, "cost", row.label_ja, row.label_en, amount_minor)
