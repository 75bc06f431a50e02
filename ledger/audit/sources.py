"""What a payout run must have started from, gathered again from the facts alone.

The same question that `ledger.royalties.sources` answers from the views, answered from the log as
it stood when the run was closed: reports in force, what had arrived for them, costs not yet used,
and what earlier runs had used or set aside.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from contracts.inputs import Expense, Item
from contracts.period import Period
from contracts.position import Position
from ledger.audit.files import Files
from ledger.audit.records import Record
from ledger.revenue.distributable import by_group, distributable_minor
from ledger.revenue.groups import Group, read_groups
from ledger.royalties.kept import Remittance


@dataclass(slots=True)
class Reported:
    """A report with what runs have used of it so far.

    Attributes:
        groups: Hash of the file with its groups.
        used: Distributable to date after the last run; None before the first.
    """

    index: int
    id: str
    period: Period
    reporter: str
    basis: Any
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
    """The money side of one agreement, as the facts so far tell it.

    Attributes:
        head: Payer and currency.
    """

    head: tuple[str, str] | None = None
    distribute_on: str = "receipt"
    reports: dict[str, Reported] = field(default_factory=dict)
    successor: dict[str, str] = field(default_factory=dict)
    receipts: list[Receipt] = field(default_factory=list)
    expenses: dict[int, Cost] = field(default_factory=dict)
    position: Position = field(default_factory=Position)
    runs: int = 0

    def reported(self, index: int, fact: Record) -> None:
        """Take a report; the one it corrects is no longer in force."""
        self.reports[fact.id] = Reported(
            index=index,
            id=fact.id,
            period=Period.parse(fact.period),
            reporter=fact.reporter,
            basis=fact.basis,
            amount_minor=fact.amount_minor,
            remittance_minor=fact.remittance_minor,
            groups=fact.groups.sha256,
        )
        if fact.supersedes in self.reports:
            self.reports[fact.supersedes].is_superseded = True
            self.successor[fact.supersedes] = fact.id

    def received(self, index: int, fact: Record) -> None:
        """Take a receipt."""
        receipt = Receipt(index, fact.report, fact.amount_minor, fact.received_on)
        self.receipts.append(receipt)

    def spent(self, index: int, fact: Record) -> None:
        """Take a cost."""
        last_day = Period.parse(fact.period).last_day
        self.expenses[index] = Cost(fact.step, fact.amount_minor, last_day)

    def closed(self, fact: Record) -> None:
        """Take a run: what it used is used."""
        for report, total in fact.consumed.items():
            if report in self.reports:
                self.reports[report].used = total
        for index in fact.inputs:
            self.expenses.pop(index, None)
        self.position = Position(fact.position)
        self.runs += 1

    def head_of(self, report: str) -> str:
        """Return the report that stands in the place of another."""
        seen = set()
        while report in self.successor and report not in seen:
            seen.add(report)
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


def expected_sources(book: Book, period: Period, files: Files) -> Expected:
    """Gather again what a run started from.

    Args:
        book: The agreement before the run.
        period: Of the run.
        files: Holds the groups of reports.

    Raises:
        LedgerError: A file with groups is not there, or is not what it was.
    """
    arrived, papers = _receipts(book, period)
    items: dict[str, Item] = {}
    consumed: dict[str, int] = {}
    remittances: dict[str, Remittance] = {}
    entries: set[int] = set()
    for one, total in _flowing(book, period, arrived):
        consumed[one.id] = total
        remittances[one.id] = _remittance(one, total)
        entries |= {one.index, *papers[one.id]}
        items |= {item.id: item for item in _new_items(book, one, total, files)}
    for one, item in _held_items(book, files):
        items[item.id] = item
        remittances.setdefault(one.id, _remittance(one, one.used or 0))
        entries.add(one.index)
    costs = {
        index: cost for index, cost in book.expenses.items() if cost.last_day <= period.last_day
    }
    expenses = {
        f"entry:{index}": Expense(cost.step, cost.amount_minor, f"entry:{index}")
        for index, cost in costs.items()
    }
    return Expected(items, expenses, consumed, remittances, tuple(sorted(entries | set(costs))))


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
        if (one.amount_minor == 0 or total != 0) and one.used != total:
            yield one, total


def _remittance(one: Reported, total: int) -> Remittance:
    return Remittance(
        reporter=one.reporter,
        amount_minor=one.amount_minor,
        remittance_minor=one.remittance_minor,
        before_minor=one.used or 0,
        used_minor=total,
    )


def _receipts(book: Book, period: Period) -> tuple[Mapping[str, int], Mapping[str, list[int]]]:
    arrived: dict[str, int] = defaultdict(int)
    papers: dict[str, list[int]] = defaultdict(list)
    for receipt in book.receipts:
        if receipt.received_on <= period.last_day:
            head = book.head_of(receipt.report)
            arrived[head] += receipt.amount_minor
            papers[head].append(receipt.index)
    return arrived, papers


def _new_items(book: Book, one: Reported, total: int, files: Files) -> Iterator[Item]:
    groups = read_groups(files.get(one.groups))
    weights = [group.amount_minor for group in groups]
    before = by_group(one.used, weights) if one.used is not None else [0] * len(groups)
    pairs = zip(groups, by_group(total, weights), before, strict=True)
    for ordinal, (group, now, then) in enumerate(pairs):
        if now != then:
            units = group.units if one.used is None else 0
            yield _item(one, group, (ordinal, book.runs + 1), now - then, units)


def _held_items(book: Book, files: Files) -> Iterator[tuple[Reported, Item]]:
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
        reported=one.basis,
        channel=group.channel,
        territory=group.territory,
        work=group.work,
        month=group.month,
        units=units,
        source=f"entry:{one.index}/group:{ordinal}",
    )
