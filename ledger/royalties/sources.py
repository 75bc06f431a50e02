"""The money that a payout run starts from: reported groups as far as they may be distributed.

Each report is used cumulatively: what is distributable to date, less what earlier runs used. So a
late payment for an old report flows into the run of the month in which it arrived, and its items
keep the month of the sale.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, cast

from sqlalchemy import Connection, select

from contracts.period import Period
from contracts.position import Position
from contracts.waterfall import Expense, Item
from ledger.blobs.blobs import Blobs
from ledger.revenue.distributable import by_group, distributable_minor
from ledger.revenue.groups import Group, read_groups
from ledger.revenue.views import SUPERSEDED, ReceiptRow, ReportRow
from ledger.royalties.kept import Remittance
from ledger.royalties.views import ExpenseRow
from ledger.store.views import table_of, unpack


@dataclass(frozen=True, slots=True)
class Book:
    """The agreement and the period a run is for.

    Attributes:
        number: 1 for the agreement's first run, then one more each time.
    """

    agreement: str
    distribute_on: str
    period: Period
    number: int


@dataclass(frozen=True, slots=True)
class Sources:
    """What flows into a run.

    Attributes:
        consumed: Report to what this and all earlier runs used of it.
        remittances: Every report that gives an item, to what was promised on it.
        entries: Entries of the reports, receipts and expenses used.
        warnings: What a person should know before closing the run.
    """

    items: tuple[Item, ...]
    expenses: tuple[Expense, ...]
    consumed: dict[str, int]
    remittances: dict[str, Remittance]
    entries: tuple[int, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Report:
    row: Mapping[str, Any]
    received_minor: int
    receipts: tuple[int, ...]


def gather(conn: Connection, blobs: Blobs, book: Book, position: Position) -> Sources:
    """Collect the items and expenses of a run.

    Args:
        conn: A snapshot.
        blobs: Holds the groups of reports.
        book: Agreement and period.
        position: After the last run; names the items that are held.
    """
    reports = _reports(conn, book)
    items: list[Item] = []
    consumed: dict[str, int] = {}
    entries: set[int] = set()
    remittances: dict[str, Remittance] = {}
    warnings: list[str] = []
    for report in reports.values():
        warnings += _warnings(report, book)
        new = _new_items(blobs, report, book)
        if new is not None:
            some, total = new
            items += some
            consumed[report.row["id"]] = total
            remittances[report.row["id"]] = _remittance(report.row, total)
            entries |= {report.row["entry_index"], *report.receipts}
    for item in _held_items(blobs, reports, position):
        items.append(item)
        row = reports[_report_of(item.id)].row
        remittances.setdefault(row["id"], _remittance(row, row["distributed_minor"]))
        entries.add(row["entry_index"])
    costs = _expenses(conn, book)
    expenses = tuple(Expense(row["step"], row["amount_minor"], _at(row)) for row in costs)
    entries |= {row["entry_index"] for row in costs}
    return Sources(
        items=tuple(items),
        expenses=expenses,
        consumed=consumed,
        remittances=remittances,
        entries=tuple(sorted(entries)),
        warnings=tuple(warnings),
    )


def _remittance(row: Mapping[str, Any], total: int) -> Remittance:
    """Return what was promised on a report of which runs have now used a total."""
    return Remittance(
        reporter=row["reporter"],
        amount_minor=row["amount_minor"],
        remittance_minor=row["remittance_minor"],
        before_minor=row["distributed_minor"],
        used_minor=total,
    )


def _at(row: Mapping[str, Any]) -> str:
    return f"entry:{row['entry_index']}"


def _reports(conn: Connection, book: Book) -> dict[str, _Report]:
    """Return the reports in force up to the period, with what arrived for them by its end."""
    table = table_of(ReportRow)
    query = select(table).where(table.c.agreement == book.agreement).order_by(table.c.entry_index)
    rows = [dict(row) for row in conn.execute(query).mappings()]
    heads = _heads(rows)
    amounts, entries = _receipts(conn, book, heads)
    return {
        row["id"]: _Report(row, amounts[row["id"]], tuple(entries[row["id"]]))
        for row in rows
        if row["status"] != SUPERSEDED and Period.parse(row["period"]).last <= book.period.last
    }


def _heads(rows: list[dict[str, Any]]) -> dict[str, str]:
    """Return for each report the one that stands in its place today."""
    heads: dict[str, str] = {}
    for row in reversed(rows):  # successors are younger
        heads[row["id"]] = heads[row["successor"]] if row["successor"] else row["id"]
    return heads


def _receipts(
    conn: Connection, book: Book, heads: Mapping[str, str]
) -> tuple[dict[str, int], dict[str, list[int]]]:
    table = table_of(ReceiptRow)
    query = select(table.c.report, table.c.amount_minor, table.c.entry_index).where(
        table.c.agreement == book.agreement,
        table.c.received_on <= _iso(book.period.last_day),
    )
    amounts: dict[str, int] = defaultdict(int)
    entries: dict[str, list[int]] = defaultdict(list)
    for report, amount, index in conn.execute(query.order_by(table.c.entry_index)):
        amounts[heads[report]] += amount
        entries[heads[report]].append(index)
    return amounts, entries


def _iso(day: date) -> str:
    return day.isoformat()


def _new_items(blobs: Blobs, report: _Report, book: Book) -> tuple[list[Item], int] | None:
    """Return what this run adds of a report, and the total to date; None when nothing is new."""
    row = report.row
    used = row["run_id"] is not None
    total = distributable_minor(
        row["amount_minor"], row["remittance_minor"], report.received_minor, book.distribute_on
    )
    waits = row["amount_minor"] != 0 and total == 0
    if waits or (used and total == row["distributed_minor"]):
        return None
    groups = _groups(blobs, row)
    weights = [group.amount_minor for group in groups]
    before = by_group(row["distributed_minor"], weights) if used else [0] * len(groups)
    items = []
    for ordinal, (group, now, then) in enumerate(
        zip(groups, by_group(total, weights), before, strict=True)
    ):
        if now != then:
            units = 0 if used else group.units
            items.append(_item(row, group, f"{ordinal}/{book.number}", now - then, units))
    return items, total


def _groups(blobs: Blobs, row: Mapping[str, Any]) -> tuple[Group, ...]:
    return read_groups(blobs.get(unpack(row["doc"])["groups"]["sha256"]))


def _item(row: Mapping[str, Any], group: Group, place: str, amount: int, units: int) -> Item:
    return Item(
        id=f"{row['id']}/{place}",
        amount_minor=amount,
        reported=cast("Literal['gross', 'net']", row["basis"]),
        channel=group.channel,
        territory=group.territory,
        work=group.work,
        month=group.month,
        units=units,
        source=f"{_at(row)}/group:{place.partition('/')[0]}",
    )


def _held_items(blobs: Blobs, reports: Mapping[str, _Report], position: Position) -> list[Item]:
    """Return the items that earlier runs set aside; the clauses decide whether they flow now."""
    items = []
    for name, amount in position.starting("held:"):
        report, ordinal, number = name.split("/")
        row = reports[report].row
        group = _groups(blobs, row)[int(ordinal)]
        items.append(_item(row, group, f"{ordinal}/{number}", amount, group.units))
    return items


def _report_of(item_id: str) -> str:
    return item_id.partition("/")[0]


def _expenses(conn: Connection, book: Book) -> list[dict[str, Any]]:
    """Return the costs up to the period that no run has used."""
    table = table_of(ExpenseRow)
    query = (
        select(table)
        .where(table.c.agreement == book.agreement, table.c.run_id.is_(None))
        .order_by(table.c.entry_index)
    )
    rows = [dict(row) for row in conn.execute(query).mappings()]
    return [row for row in rows if Period.parse(row["period"]).last <= book.period.last]


def _warnings(report: _Report, book: Book) -> list[str]:
    row, received = report.row, report.received_minor
    if book.distribute_on != "receipt" or row["remittance_minor"] <= 0:
        return []
    if received > row["remittance_minor"]:
        excess = received - row["remittance_minor"]
        return [f"receipt-exceeds-report: {row['id']} by {excess}"]
    if received < row["remittance_minor"]:
        missing = row["remittance_minor"] - received
        return [f"not-received-in-full: {row['id']} lacks {missing}"]
    return []
