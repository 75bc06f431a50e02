"""What left the account for statements, as payments on record say; the tax law counts that day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Connection, select

from ledger.payments.views import CANCELLED, PAID, PaymentItemRow, items_of
from ledger.store.state import Row
from ledger.store.views import table_of, unpack


@dataclass(frozen=True, slots=True)
class Sent:
    """A part of a statement, or all of it.

    Attributes:
        day: When it was paid, or is planned.
        amount_minor: Without consumption tax. consumption_minor: that tax.
        withheld_minor: Income tax withheld from it.
        incomes: Its amounts by kind of income, where they are not those of the statement.
    """

    day: date
    amount_minor: int
    consumption_minor: int
    withheld_minor: int
    incomes: Mapping[str, int] = field(default_factory=dict)


def sent_of(conn: Connection, statements: Iterable[str]) -> dict[str, list[Sent]]:
    """Return what was paid of statements.

    A statement in payments of which nothing was paid has an empty list: it was sent and came back,
    or is on its way. One that no payment names, or only payments that were called off, is absent.
    """
    found: dict[str, list[Sent]] = {}
    for statement, rows in items_of(conn, statements).items():
        standing = [row for row in rows if row["status"] != CANCELLED]
        if standing:
            found[statement] = [_sent(row) for row in standing if row["status"] == PAID]
    return found


def _sent(row: Row) -> Sent:
    incomes: dict[str, int] = unpack(row["doc"]).get("incomes", {})
    return Sent(
        date.fromisoformat(row["paid_on"] or row["pay_on"]),
        row["amount_minor"],
        row["consumption_tax_minor"],
        row["withholding_minor"],
        incomes,
    )


def sent_between(conn: Connection, first: date, last: date) -> list[str]:
    """Return the statements of which anything was paid in these days, in order of id."""
    table = table_of(PaymentItemRow)
    query = select(table.c.statement_id).where(
        table.c.status == PAID, table.c.paid_on.between(first.isoformat(), last.isoformat())
    )
    return sorted({row[0] for row in conn.execute(query)})
