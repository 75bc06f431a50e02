"""What a payout run must have started from, gathered again from the facts alone.

The same question that `ledger.royalties.sources` answers from the views, answered from the log as
it stood when the run was closed: reports in force, what had arrived for them, costs not yet used,
and what earlier runs had used or set aside.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from contracts.inputs import Expense, Item
from contracts.period import Period
from contracts.position import Position
from ledger.blobs.blobs import Blobs
from ledger.revenue.distributable import by_group, distributable_minor
from ledger.revenue.events import RevenueReceived, RevenueReported
from ledger.revenue.groups import Group, read_groups
from ledger.royalties.events import ExpenseRecorded, PayoutClosed
from ledger.royalties.kept import Remittance


@dataclass(slots=True)
class Reported:
    """A report with what runs have used of it so far."""

    index: int
    event: RevenueReported
    used: int | None = None
    is_superseded: bool = False


@dataclass(slots=True)
class Book:
    """The money side of one agreement, as the facts so far tell it."""

    distribute_on: str = "receipt"
    reports: dict[str, Reported] = field(default_factory=dict)
    successor: dict[str, str] = field(default_factory=dict)
    receipts: list[tuple[int, RevenueReceived]] = field(default_factory=list)
    expenses: dict[int, ExpenseRecorded] = field(default_factory=dict)
    position: Position = field(default_factory=Position)
    runs: int = 0

    def reported(self, index: int, event: RevenueReported) -> None:
        """Take a report; the one it corrects is no longer in force."""
        self.reports[event.id] = Reported(index, event)
        if event.supersedes in self.reports:
            self.reports[event.supersedes].is_superseded = True
            self.successor[event.supersedes] = event.id

    def closed(self, event: PayoutClosed) -> None:
        """Take a run: what it used is used."""
        for report, total in event.consumed.items():
            if report in self.reports:
                self.reports[report].used = total
        for index in event.inputs:
            self.expenses.pop(index, None)
        self.position = Position(event.position)
        self.runs += 1

    def head_of(self, report: str) -> str:
        """Return the report that stands in the place of another."""
        while report in self.successor:
            report = self.successor[report]
        return report


@dataclass(frozen=True, slots=True)
class Expected:
    """What a run must have started from."""

    items: dict[str, Item]
    expenses: dict[str, Expense]
    consumed: dict[str, int]
    remittances: dict[str, Remittance]
    entries: tuple[int, ...]


def expected_sources(book: Book, run: PayoutClosed, blobs: Blobs) -> Expected:
    """Gather again what a run started from.

    Args:
        book: The agreement before the run.
        run: The run.
        blobs: Holds the groups of reports.
    """
    period = Period.parse(run.period)
    arrived, papers = _receipts(book, period)
    items: dict[str, Item] = {}
    consumed: dict[str, int] = {}
    remittances: dict[str, Remittance] = {}
    entries: set[int] = set()
    in_force = [
        one
        for one in book.reports.values()
        if not one.is_superseded and Period.parse(one.event.period).last <= period.last
    ]
    for one in in_force:
        report = one.event
        total = distributable_minor(
            report.amount_minor, report.remittance_minor, arrived[report.id], book.distribute_on
        )
        if (report.amount_minor != 0 and total == 0) or one.used == total:
            continue
        consumed[report.id] = total
        remittances[report.id] = _remittance(one, total)
        entries |= {one.index, *papers[report.id]}
        items |= {item.id: item for item in _new_items(book, one, total, blobs)}
    for one, item in _held_items(book, blobs):
        items[item.id] = item
        remittances.setdefault(one.event.id, _remittance(one, one.used or 0))
        entries.add(one.index)
    costs = {
        index: cost
        for index, cost in book.expenses.items()
        if Period.parse(cost.period).last <= period.last
    }
    entries |= set(costs)
    sources = {index: f"entry:{index}" for index in costs}
    expenses = {
        sources[index]: Expense(cost.step, cost.amount_minor, sources[index])
        for index, cost in costs.items()
    }
    return Expected(items, expenses, consumed, remittances, tuple(sorted(entries)))


def _remittance(one: Reported, total: int) -> Remittance:
    report = one.event
    return Remittance(
        reporter=report.reporter,
        amount_minor=report.amount_minor,
        remittance_minor=report.remittance_minor,
        before_minor=one.used or 0,
        used_minor=total,
    )


def _receipts(book: Book, period: Period) -> tuple[Mapping[str, int], Mapping[str, list[int]]]:
    arrived: dict[str, int] = defaultdict(int)
    papers: dict[str, list[int]] = defaultdict(list)
    for index, receipt in book.receipts:
        if receipt.received_on <= period.last_day:
            head = book.head_of(receipt.report)
            arrived[head] += receipt.amount_minor
            papers[head].append(index)
    return arrived, papers


def _new_items(book: Book, one: Reported, total: int, blobs: Blobs) -> Iterator[Item]:
    groups = read_groups(blobs.get(one.event.groups.sha256))
    weights = [group.amount_minor for group in groups]
    before = by_group(one.used, weights) if one.used is not None else [0] * len(groups)
    pairs = zip(groups, by_group(total, weights), before, strict=True)
    for ordinal, (group, now, then) in enumerate(pairs):
        if now != then:
            units = group.units if one.used is None else 0
            yield _item(one, group, (ordinal, book.runs + 1), now - then, units)


def _held_items(book: Book, blobs: Blobs) -> Iterator[tuple[Reported, Item]]:
    for name, amount in book.position.starting("held:"):
        report, ordinal, number = name.split("/")
        one = book.reports[report]
        group = read_groups(blobs.get(one.event.groups.sha256))[int(ordinal)]
        yield one, _item(one, group, (int(ordinal), int(number)), amount, group.units)


def _item(
    one: Reported, group: Group, place: tuple[int, int], amount_minor: int, units: int
) -> Item:
    ordinal, number = place
    basis: Any = one.event.basis
    return Item(
        id=f"{one.event.id}/{ordinal}/{number}",
        amount_minor=amount_minor,
        reported=basis,
        channel=group.channel,
        territory=group.territory,
        work=group.work,
        month=group.month,
        units=units,
        source=f"entry:{one.index}/group:{ordinal}",
    )
