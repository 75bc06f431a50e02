"""The money side of one agreement, and what a payout run starts from: pure, without a register.

The register fills a book from its views, an auditor from the facts; both ask the same question of
it, so that no run can be prepared in one way and checked in another. The rules kept here, in order:

1. Each report is used cumulatively: what is distributable to date, less what earlier runs used. A
   late payment for an old report flows into the run of the month in which it arrived, and its items
   keep the month of the sale.
2. A report that was corrected gives nothing any more; what arrived for it counts for its successor.
3. What earlier runs set aside is given again: the clauses decide whether it flows now.
4. A cost is used once, by the first run whose period reaches its own.
5. Returns that a revision gave back to the runs of their months are left out of what follows.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from contracts.inputs import Expense, Item
from contracts.period import Period
from contracts.position import Position
from ledger.revenue.distributable import distributable_minor
from ledger.revenue.groups import read_groups
from ledger.royalties.exchange import Converted, Exchange
from ledger.royalties.kept import Remittance
from ledger.royalties.taking import Files as Files
from ledger.royalties.taking import Receipt as Receipt
from ledger.royalties.taking import Reported as Reported
from ledger.royalties.taking import Taking, item_of, take
from ledger.royalties.taking import flows as flows
from ledger.royalties.taking import new_items as new_items
from ledger.royalties.taking import remittance_of as remittance_of


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

    def replaced_by(self, report: str) -> set[str]:
        """Return the reports that one corrects, directly or through others."""
        return {one for one in self.reports if one != report and self.head_through(one, report)}

    def head_through(self, report: str, target: str) -> bool:
        """Tell whether a report was corrected by another, directly or through others."""
        seen = set()
        while report in self.successor and report not in seen:
            seen.add(report)
            report = self.successor[report]
            if report == target:
                return True
        return False

    def arrived(self, period: Period) -> "Arrived":
        """Return what had arrived by the end of a period, for the reports in force."""
        return arrived_for(self.receipts, period, self.head_of)


@dataclass(frozen=True, slots=True)
class Arrived:
    """Money that arrived, by report, and the entries that say so."""

    amounts: Mapping[str, int]
    entries: Mapping[str, list[int]]
    receipts: Mapping[str, list[Receipt]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sources:
    """What flows into a run.

    Attributes:
        consumed: Report to what this and all earlier runs used of it.
        remittances: Every report that gives an item, to what was promised on it.
        entries: Entries of the reports, receipts, expenses and rates used.
        converted: Report in another currency to what was converted of it to date.
    """

    items: tuple[Item, ...]
    expenses: tuple[Expense, ...]
    consumed: dict[str, int]
    remittances: dict[str, Remittance]
    entries: tuple[int, ...]
    converted: dict[str, tuple[Converted, ...]] = field(default_factory=dict)


def sources_of(
    book: Book,
    period: Period,
    number: int,
    files: Files,
    *,
    with_units: bool = False,
    exchange: Exchange | None = None,
) -> Sources:
    """Gather what a run starts from.

    Args:
        book: The agreement before the run.
        period: Of the run.
        number: 1 for the agreement's first run, then one more each time.
        files: Holds the groups of reports.
        with_units: The clauses count units: see `new_items`.
        exchange: Converts reports in other currencies.

    Raises:
        LedgerError: A file with groups is not there, or is not what it was; or a report cannot be
            converted: then the run is refused as a whole.
    """
    arrived = book.arrived(period)
    taking = Taking(number, files, book.distribute_on, with_units, exchange)
    converted: dict[str, tuple[Converted, ...]] = {}
    items: list[Item] = []
    consumed: dict[str, int] = {}
    remittances: dict[str, Remittance] = {}
    entries: set[int] = set()
    for one, total in _flowing(book, period, arrived.amounts):
        part = take(one, total, arrived.receipts.get(one.id, ()), taking)
        consumed[one.id] = total
        remittances[one.id] = part.remittance
        entries |= {one.index, *arrived.entries.get(one.id, ()), *part.rates}
        items += part.items
        if part.converted:
            converted[one.id] = part.converted
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
        converted=converted,
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
    papers: dict[str, list[Receipt]] = defaultdict(list)
    for receipt in receipts:
        is_known = before is None or receipt.index < before
        if is_known and receipt.received_on <= period.last_day:
            head = head_of(receipt.report)
            amounts[head] += receipt.amount_minor
            entries[head].append(receipt.index)
            papers[head].append(receipt)
    return Arrived(amounts, entries, papers)


def _flowing(
    book: Book, period: Period, arrived: Mapping[str, int]
) -> Iterator[tuple[Reported, int]]:
    """Yield the reports that give this run money, with their distributable amount to date."""
    for one in book.reports.values():
        if one.is_superseded or one.period.last > period.last:
            continue
        total = distributable_minor(
            one.rest_minor, one.remittance_minor, arrived.get(one.id, 0), book.distribute_on
        )
        if flows(one, total):
            yield one, total


def _held_items(book: Book, files: Files) -> Iterator[tuple[Reported, Item]]:
    """Yield the items that earlier runs set aside; the clauses decide whether they flow now."""
    without_money = ((name, 0) for name, _ in book.position.starting("held-units:"))
    for name, amount in (*book.position.starting("held:"), *without_money):
        report, ordinal, number = name.split("/")
        one = book.reports[report]
        group = read_groups(files.get(one.groups))[int(ordinal)]
        yield one, item_of(one, group, (int(ordinal), number), amount, group.units)
