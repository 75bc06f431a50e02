"""The money side of an agreement as the views tell it; what a run takes of it is computed from it.

See `ledger.royalties.book` for the rules.
"""

from datetime import date

from sqlalchemy import Connection, select

from contracts.period import Period
from contracts.position import Position
from ledger.revenue.views import SUPERSEDED, ReceiptRow, ReportRow
from ledger.royalties.book import Book, Cost, Receipt, Reported
from ledger.royalties.exchange_views import conversions_of
from ledger.royalties.revision_views import returned_of
from ledger.royalties.views import ExpenseRow
from ledger.store.views import table_of, unpack


def open_book(conn: Connection, agreement: str, distribute_on: str, position: Position) -> Book:
    """Read the money side of an agreement.

    Args:
        conn: A snapshot.
        agreement: Its id.
        distribute_on: `report` or `receipt`, as the agreement says.
        position: After the last run; names the items that are held.
    """
    book = Book(distribute_on=distribute_on, position=position)
    _read_reports(conn, agreement, book)
    book.receipts = receipts_of(conn, agreement)
    book.expenses = _unused_expenses(conn, agreement)
    return book


def _read_reports(conn: Connection, agreement: str, book: Book) -> None:
    table = table_of(ReportRow)
    query = select(table).where(table.c.agreement == agreement).order_by(table.c.entry_index)
    converted, returned = conversions_of(conn, agreement), returned_of(conn, agreement)
    for row in conn.execute(query).mappings():
        book.reports[row["id"]] = Reported(
            index=row["entry_index"],
            id=row["id"],
            period=Period.parse(row["period"]),
            reporter=row["reporter"],
            basis=row["basis"],
            amount_minor=row["amount_minor"],
            remittance_minor=row["remittance_minor"],
            groups=unpack(row["doc"])["groups"]["sha256"],
            used=row["distributed_minor"] if row["run_id"] is not None else None,
            is_superseded=row["status"] == SUPERSEDED,
            currency=row["currency"],
            converted=converted.get(row["id"], ()),
            returned=returned.get(row["id"], {}),
        )
        if row["successor"]:
            book.successor[row["id"]] = row["successor"]


def receipts_of(conn: Connection, agreement: str) -> list[Receipt]:
    """Return all money that arrived under an agreement, in the order of the entries."""
    table = table_of(ReceiptRow)
    columns = (table.c.entry_index, table.c.report, table.c.amount_minor, table.c.received_on)
    query = select(*columns).where(table.c.agreement == agreement).order_by(table.c.entry_index)
    return [
        Receipt(index, report, amount, date.fromisoformat(day))
        for index, report, amount, day in conn.execute(query)
    ]


def _unused_expenses(conn: Connection, agreement: str) -> dict[int, Cost]:
    table = table_of(ExpenseRow)
    query = (
        select(table)
        .where(table.c.agreement == agreement, table.c.run_id.is_(None))
        .order_by(table.c.entry_index)
    )
    return {
        row["entry_index"]: Cost(
            row["step"], row["amount_minor"], Period.parse(row["period"]).last_day
        )
        for row in conn.execute(query).mappings()
    }


def warnings_of(book: Book, period: Period) -> list[str]:
    """Say for which reports more or less money arrived than was promised."""
    if book.distribute_on != "receipt":
        return []
    amounts, warnings = book.arrived(period).amounts, []
    for one in book.reports.values():
        if one.is_superseded or one.period.last > period.last or one.remittance_minor <= 0:
            continue
        missing = one.remittance_minor - amounts.get(one.id, 0)
        if missing < 0:
            warnings.append(f"receipt-exceeds-report: {one.id} by {-missing}")
        elif missing > 0:
            warnings.append(f"not-received-in-full: {one.id} lacks {missing}")
    return warnings
