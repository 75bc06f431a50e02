"""The money side of one agreement, and what a payout run starts from: pure, without a register.

The register fills a book from its views, an auditor from the facts; both ask the same question of
it, so that no run can be prepared in one way and checked in another. The rules kept here, in order:

1. Each report is used cumulatively: what is distributable to date, less what earlier runs used. A
   late payment for an old report flows into the run of the month in which it arrived, and its items
   keep the month of the sale.
2. A report that was corrected gives nothing any more; what arrived for it counts for its successor.
3. What earlier runs set aside is given again: the clauses decide whether it flows now.
4. A cost is used once, by the first run whose period reaches its own.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, Protocol, cast

from contracts.inputs import Expense, Item
from contracts.period import Period
from contracts.position import Position
from ledger.revenue.distributable import by_group, distributable_minor
from ledger.revenue.groups import Group, read_groups
from ledger.royalties.kept import Remittance


class Files(Protocol):
    """Files by the SHA-256 of their bytes; holds the groups of reports."""

    def get(self, sha256: str) -> bytes:
        """Return a file's bytes, its hash checked."""
        ...


@dataclass(slots=True)
class Reported:
    """A report with what runs have used of it so far.

    Attributes:
        index: Its entry. groups: hash of the file with its groups.
        used: Distributable to date after the last run; None before the first.
    """

    index: int
    id: str
    period: Period
    reporter: str
    basis: str
    amount_minor: int
    remittance_minor: int
    groups: str
    used: int | None = None
    is_superseded: bool = False


@dataclass(frozen=True, slots=True)
class Receipt:
    """Money that arrived for a report."""

    index: int
    report: str
    amount_minor: int
    received_on: date


@dataclass(frozen=True, slots=True)
class Cost:
    """A cost that no run has used yet."""

    step: str
    amount_minor: int
    last_day: date


@dataclass(slots=True)
class Book:
    """What is on record about the money of an agreement.

    Attributes:
        reports: By id, in the order of their entries. successor: report to the one correcting it.
        expenses: Entry to cost, those no run has used.
        position: After the last run. runs: how many there were.
    """

    distribute_on: str = "receipt"
    reports: dict[str, Reported] = field(default_factory=dict)
    successor: dict[str, str] = field(default_factory=dict)
    receipts: list[Receipt] = field(default_factory=list)
    expenses: dict[int, Cost] = field(default_factory=dict)
    position: Position = field(default_factory=Position)
    runs: int = 0

    def reported(self, report: Reported, supersedes: str | None) -> None:
        """Take a report; the one it corrects is no longer in force."""
        self.reports[report.id] = report
        if supersedes in self.reports:
            self.reports[supersedes].is_superseded = True
            self.successor[supersedes] = report.id

    def head_of(self, report: str) -> str:
        """Return the report that stands in the place of another."""
        seen = set()
        while report in self.successor and report not in seen:
            seen.add(report)
            report = self.successor[report]
        return report

    def arrived(self, period: Period) -> "Arrived":
        """Return what had arrived by the end of a period, for the reports in force."""
        return arrived_for(self.receipts, period, self.head_of)


@dataclass(frozen=True, slots=True)
class Arrived:
    """Money that arrived, by report, and the entries that say so."""

    amounts: Mapping[str, int]
    entries: Mapping[str, list[int]]


@dataclass(frozen=True, slots=True)
class Sources:
    """What flows into a run.

    Attributes:
        consumed: Report to what this and all earlier runs used of it.
        remittances: Every report that gives an item, to what was promised on it.
        entries: Entries of the reports, receipts and expenses used.
    """

    items: tuple[Item, ...]
    expenses: tuple[Expense, ...]
    consumed: dict[str, int]
    remittances: dict[str, Remittance]
    entries: tuple[int, ...]


def sources_of(
    book: Book, period: Period, number: int, files: Files, *, with_units: bool = False
) -> Sources:
    """Gather what a run starts from.

    Args:
        book: The agreement before the run.
        period: Of the run.
        number: 1 for the agreement's first run, then one more each time.
        files: Holds the groups of reports.
        with_units: The clauses count units: see `new_items`.

    Raises:
        LedgerError: A file with groups is not there, or is not what it was.
    """
    arrived = book.arrived(period)
    items: list[Item] = []
    consumed: dict[str, int] = {}
    remittances: dict[str, Remittance] = {}
    entries: set[int] = set()
    for one, total in _flowing(book, period, arrived.amounts):
        consumed[one.id] = total
        remittances[one.id] = remittance_of(one, total)
        entries |= {one.index, *arrived.entries.get(one.id, ())}
        items += new_items(one, total, number, files, with_units=with_units)
    for one, item in _held_items(book, files):
        items.append(item)
        remittances.setdefault(one.id, remittance_of(one, one.used or 0))
        entries.add(one.index)
    costs = {
        index: cost for index, cost in book.expenses.items() if cost.last_day <= period.last_day
    }
    return Sources(
        items=tuple(items),
        expenses=tuple(
            Expense(cost.step, cost.amount_minor, f"entry:{index}") for index, cost in costs.items()
        ),
        consumed=consumed,
        remittances=remittances,
        entries=tuple(sorted(entries | set(costs))),
    )


def counts_units(terms: Mapping[str, Any]) -> bool:
    """Tell whether any clause looks at the units of the items, not at their amounts alone."""
    return any(
        step["kind"].startswith("usage_rate/")
        or "units" in (step.get("basis"), step.get("tiers_by"))
        for step in terms["steps"]
    )


def arrived_for(
    receipts: list[Receipt], period: Period, head_of: Any, before: int | None = None
) -> Arrived:
    """Return what had arrived by the end of a period.

    Args:
        receipts: All of the agreement.
        period: Receipts dated after it do not count.
        head_of: Report to the one that stands in its place.
        before: Receipts recorded from this entry on do not count either.
    """
    amounts: dict[str, int] = defaultdict(int)
    entries: dict[str, list[int]] = defaultdict(list)
    for receipt in receipts:
        is_known = before is None or receipt.index < before
        if is_known and receipt.received_on <= period.last_day:
            head = head_of(receipt.report)
            amounts[head] += receipt.amount_minor
            entries[head].append(receipt.index)
    return Arrived(amounts, entries)


def flows(one: Reported, total: int) -> bool:
    """Tell whether a run takes anything of a report of which a total is distributable to date.

    A report of nothing at all (amounts of both signs that cancel included) waits for no money.
    """
    return (one.amount_minor == 0 or total != 0) and one.used != total


def remittance_of(one: Reported, total: int) -> Remittance:
    """Return what was promised on a report of which runs have now used a total."""
    return Remittance(
        reporter=one.reporter,
        amount_minor=one.amount_minor,
        remittance_minor=one.remittance_minor,
        before_minor=one.used or 0,
        used_minor=total,
    )


def new_items(
    one: Reported, total: int, number: int, files: Files, *, with_units: bool = False
) -> Iterator[Item]:
    """Yield what a run adds of a report, group by group.

    Args:
        one: The report, with what earlier runs used of it.
        total: Distributable to date.
        number: Of the run.
        files: Holds its groups.
        with_units: Give groups without money, too, for the units in them: views that earned
            nothing by themselves, or sales and returns of one group that cancel. Clauses that do
            not count units never had them, and runs of old must come out as they did.

    Source:
        Groups of 120 and -20, 50 of their 100 distributable for the first time: 60 and -10. A
        report of +100 and -100 gives both: two windows may bear different fees.
    """
    groups = read_groups(files.get(one.groups))
    weights = [group.amount_minor for group in groups]
    is_first = one.used is None
    before = [0] * len(groups) if one.used is None else by_group(one.used, weights)
    pairs = zip(groups, by_group(total, weights), before, strict=True)
    for ordinal, (group, now, then) in enumerate(pairs):
        units = group.units if is_first else 0
        if now != then or (with_units and units):
            yield _item(one, group, (ordinal, number), now - then, units)


def _flowing(
    book: Book, period: Period, arrived: Mapping[str, int]
) -> Iterator[tuple[Reported, int]]:
    """Yield the reports that give this run money, with their distributable amount to date."""
    for one in book.reports.values():
        if one.is_superseded or one.period.last > period.last:
            continue
        total = distributable_minor(
            one.amount_minor, one.remittance_minor, arrived.get(one.id, 0), book.distribute_on
        )
        if flows(one, total):
            yield one, total


def _held_items(book: Book, files: Files) -> Iterator[tuple[Reported, Item]]:
    """Yield the items that earlier runs set aside; the clauses decide whether they flow now."""
    for name, amount in book.position.starting("held:"):
        report, ordinal, number = name.split("/")
        one = book.reports[report]
        group = read_groups(files.get(one.groups))[int(ordinal)]
        yield one, _item(one, group, (int(ordinal), int(number)), amount, group.units)


def _item(
    one: Reported, group: Group, place: tuple[int, int], amount_minor: int, units: int
) -> Item:
    ordinal, number = place
    return Item(
        id=f"{one.id}/{ordinal}/{number}",
        amount_minor=amount_minor,
        reported=cast("Literal['gross', 'net']", one.basis),
        channel=group.channel,
        territory=group.territory,
        work=group.work,
        month=group.month,
        units=units,
        source=f"entry:{one.index}/group:{ordinal}",
    )
