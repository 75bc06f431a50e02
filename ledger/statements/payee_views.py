"""Statements as whoever is paid reads them: newest first, by month, and what is still to come.

Kept beside the statements so that a page costs what it shows, however many statements there are.
A row stands for the payee, and one for the agent company that is paid in the payee's place.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Index, Table, select, tuple_
from sqlmodel import Field

from ledger.access.views import Viewer
from ledger.statements.events import StatementIssued
from ledger.store.state import State
from ledger.store.views import View, integer, table_of, text

_SUMS: Final = ("payable", "consumption_tax", "withholding", "transfer")


class PayeeStatementRow(View, table=True):
    """A statement in the list of a party; keys are in the order in which the list is read."""

    __tablename__ = "v_payee_statement"
    __table_args__ = (
        Index("v_payee_statement_payer", "party_id", "payer", "payment_date", "statement_id"),
    )

    party_id: str = Field(sa_column=text(key=True))
    payment_date: str = Field(sa_column=text(key=True))
    statement_id: str = Field(sa_column=text(key=True))
    payer: str = Field(sa_column=text())
    payee: str = Field(sa_column=text())
    paid_to: str = Field(sa_column=text())
    period: str = Field(sa_column=text())
    currency: str = Field(sa_column=text())
    payable_minor: int = Field(sa_column=integer())
    consumption_tax_minor: int = Field(sa_column=integer())
    withholding_minor: int = Field(sa_column=integer())
    transfer_minor: int = Field(sa_column=integer())
    carried_out_minor: int = Field(sa_column=integer())


class PayeeOpenRow(View, table=True):
    """A statement of which something is still to be transferred; gone when the last of it is."""

    __tablename__ = "v_payee_open"

    party_id: str = Field(sa_column=text(key=True))
    payment_date: str = Field(sa_column=text(key=True))
    statement_id: str = Field(sa_column=text(key=True))


class PayeeMonthRow(View, table=True):
    """What statements state for a month of payment, and what banks paid in that month."""

    __tablename__ = "v_payee_month"

    party_id: str = Field(sa_column=text(key=True))
    month: str = Field(sa_column=text(key=True))
    payer: str = Field(sa_column=text(key=True))
    currency: str = Field(sa_column=text(key=True))
    statements: int = Field(sa_column=integer())
    payable_minor: int = Field(sa_column=integer())
    consumption_tax_minor: int = Field(sa_column=integer())
    withholding_minor: int = Field(sa_column=integer())
    transfer_minor: int = Field(sa_column=integer())
    paid_minor: int = Field(sa_column=integer())


class PayeeAgreementRow(View, table=True):
    """An agreement that a party was stated something of, if only that there is nothing yet."""

    __tablename__ = "v_payee_agreement"

    party_id: str = Field(sa_column=text(key=True))
    agreement: str = Field(sa_column=text(key=True))
    payee: str = Field(sa_column=text(key=True))
    payer: str = Field(sa_column=text())
    run_id: str = Field(sa_column=text())
    last_month: str = Field(sa_column=text())
    statement_id: str = Field(sa_column=text())


def list_statement(event: StatementIssued, state: State) -> None:
    """Put a statement into the lists of its payee and of whoever is paid."""
    totals = event.totals.model_dump()
    day = event.payment_date.isoformat()
    sums = {f"{name}_minor": totals[name] for name in _SUMS}
    for party in {event.payee, event.paid_to}:
        key = {"party_id": party, "payment_date": day, "statement_id": event.id}
        state.put(
            PayeeStatementRow,
            **key,
            **sums,
            payer=event.payer,
            payee=event.payee,
            paid_to=event.paid_to,
            period=event.period,
            currency=event.currency,
            carried_out_minor=totals["carried_out"],
        )
        month = (party, day[:7], event.payer, event.currency)
        state.add(PayeeMonthRow, *month, statements=1, paid_minor=0, **sums)
        if totals["transfer"] > 0 and event.paid_to != event.payer:
            state.put(PayeeOpenRow, **key)


def list_agreement(event: StatementIssued, state: State, link: tuple[str, str, str]) -> None:
    """Note that a statement shows a link of an agreement: its agreement, id and last month."""
    agreement, run, last_month = link
    for party in {event.payee, event.paid_to}:
        before = state.get(PayeeAgreementRow, party, agreement, event.payee)
        if before is not None and before["last_month"] > last_month:
            continue
        state.put(
            PayeeAgreementRow,
            party_id=party,
            agreement=agreement,
            payee=event.payee,
            payer=event.payer,
            run_id=run,
            last_month=last_month,
            statement_id=event.id,
        )


def note_paid(state: State, item: Mapping[str, Any], stated_day: str, paid_on: str) -> None:
    """Note that a bank paid what a payment pays of a statement.

    Args:
        state: Of the transaction.
        item: Row of the payment's item. A last one ends the waiting.
        stated_day: The day of payment that the statement states.
        paid_on: The day that the bank says.
    """
    none = dict.fromkeys((f"{name}_minor" for name in _SUMS), 0)
    for party in {item["payee"], item["paid_to"]}:
        month = (party, paid_on[:7], item["payer"], item["currency"])
        state.add(PayeeMonthRow, *month, statements=0, **none, paid_minor=item["transfer_minor"])
        if item["is_rest"]:
            state.delete(PayeeOpenRow, party, stated_day, item["statement_id"])


def note_back(state: State, item: Mapping[str, Any], stated_day: str) -> None:
    """Note that a transfer came back: also a part's, after the rest was paid, is to be paid again.

    Args:
        state: Of the transaction.
        item: Row of the payment's item.
        stated_day: The day of payment that the statement states.
    """
    for party in {item["payee"], item["paid_to"]}:
        state.put(
            PayeeOpenRow,
            party_id=party,
            payment_date=stated_day,
            statement_id=item["statement_id"],
        )


def listed(
    conn: Connection,
    viewer: Viewer,
    *,
    year: str = "",
    payer: str = "",
    after: str = "",
    limit: int = 50,
) -> list[dict[str, Any]]:
    """List the statements of a viewer's own party, newest first.

    Args:
        conn: A snapshot.
        viewer: Whose: as payee, or as who is paid.
        year: Only those of a year of payment.
        payer: Only those of a payer.
        after: Cursor of the last one of the page before; see `cursor_of`.
        limit: Most rows.
    """
    table = table_of(PayeeStatementRow)
    query = select(table).where(table.c.party_id == (viewer.party or ""))
    for condition in _narrowed(table, year, payer, after):
        query = query.where(condition)
    order = (table.c.payment_date.desc(), table.c.statement_id.desc())
    return [dict(row) for row in conn.execute(query.order_by(*order).limit(limit)).mappings()]


def _narrowed(table: Table, year: str, payer: str, after: str) -> Iterator[ColumnElement[bool]]:
    if year:
        yield table.c.payment_date.between(f"{year}-01-01", f"{year}-12-31")
    if payer:
        yield table.c.payer == payer
    if after:
        day, _, id = after.partition(".")
        yield tuple_(table.c.payment_date, table.c.statement_id) < tuple_(day, id)


def cursor_of(row: Mapping[str, Any]) -> str:
    """Return the cursor after a listed statement."""
    return f"{row['payment_date']}.{row['statement_id']}"


def still_open(conn: Connection, viewer: Viewer, limit: int = 50) -> list[str]:
    """Return the statements of which something is still to be transferred, the next ones first."""
    table = table_of(PayeeOpenRow)
    query = select(table.c.statement_id).where(table.c.party_id == (viewer.party or ""))
    order = (table.c.payment_date, table.c.statement_id)
    return list(conn.execute(query.order_by(*order).limit(limit)).scalars())


def months_of(
    conn: Connection, viewer: Viewer, since: str = "", payer: str = ""
) -> list[dict[str, Any]]:
    """Return what was stated and paid, month by month, payer by payer, currency by currency.

    Args:
        conn: A snapshot.
        viewer: Whose.
        since: First month, such as 2026-01; all if left out.
        payer: Of this payer alone.
    """
    table = table_of(PayeeMonthRow)
    query = select(table).where(table.c.party_id == (viewer.party or ""), table.c.month >= since)
    if payer:
        query = query.where(table.c.payer == payer)
    rows = conn.execute(query.order_by(*table.primary_key.columns)).mappings()
    return [dict(row) for row in rows]


def agreements_of(
    conn: Connection, viewer: Viewer, *, agreement: str = "", after: str = "", limit: int = 50
) -> list[dict[str, Any]]:
    """List the agreements that a viewer's own party was stated something of, payee by payee.

    Args:
        conn: A snapshot.
        viewer: Whose.
        agreement: This one alone.
        after: Agreement and payee of the last one of the page before, with a dot between.
        limit: Most rows.
    """
    table = table_of(PayeeAgreementRow)
    name, _, payee = after.partition(".")
    query = select(table).where(
        table.c.party_id == (viewer.party or ""),
        tuple_(table.c.agreement, table.c.payee) > tuple_(name, payee),
    )
    if agreement:
        query = query.where(table.c.agreement == agreement)
    rows = conn.execute(query.order_by(table.c.agreement, table.c.payee).limit(limit)).mappings()
    return [dict(row) for row in rows]


VIEWS: Final[tuple[type[View], ...]] = (
    PayeeStatementRow,
    PayeeOpenRow,
    PayeeMonthRow,
    PayeeAgreementRow,
)
