"""Statements as the register knows them: issued once, chained by what they carry."""

from typing import Any

from sqlalchemy import Connection, Index, select
from sqlmodel import Field

from contracts.period import Period
from ledger.access.views import Viewer, belongs, involve, visible
from ledger.agreements.settled import tell
from ledger.clock import stamp
from ledger.errors import NotFound
from ledger.event import Event, Place
from ledger.royalties.views import RunPayeeRow
from ledger.statements.beside import assumed_in
from ledger.statements.events import StatementIssued
from ledger.statements.links import link_of
from ledger.statements.payee_views import VIEWS as PAYEE_VIEWS
from ledger.statements.payee_views import list_agreement, list_statement
from ledger.statements.tax_views import TaxPaymentRow, keep_tax
from ledger.statements.waiting_views import WaitingRow, keep_stated
from ledger.store.handler import Projection
from ledger.store.state import State
from ledger.store.views import View, integer, pack, table_of, text, unpack

_SUMMED = ("currency", "paid_to", "transfer_minor", "id")
_DOC = {"runs", "lines", "totals", "tax", "files", "carried", "final"}
_COLUMNS = ("payable", "consumption_tax", "withholding", "transfer", "carried_out")


class StatementRow(View, table=True):
    """A payee's statement for one planned payment. `doc` holds lines, totals, tax and files."""

    __tablename__ = "v_statement"
    __table_args__ = (
        Index("v_statement_payer", "payer", "id"),
        # What a payer owes by a day, and what it stated for a period, are summed from these alone.
        Index("v_statement_due", "payer", "payment_date", *_SUMMED),
        Index("v_statement_period", "payer", "period", *_SUMMED),
    )

    id: str = Field(sa_column=text(key=True))
    payer: str = Field(sa_column=text())
    payee: str = Field(sa_column=text(index=True))
    paid_to: str = Field(sa_column=text(index=True))
    period: str = Field(sa_column=text())
    currency: str = Field(sa_column=text())
    payment_date: str = Field(sa_column=text())
    payable_minor: int = Field(sa_column=integer())
    consumption_tax_minor: int = Field(sa_column=integer())
    withholding_minor: int = Field(sa_column=integer())
    transfer_minor: int = Field(sa_column=integer())
    carried_out_minor: int = Field(sa_column=integer())
    previous: str | None = Field(sa_column=text(null=True))
    entry_index: int = Field(sa_column=integer())
    doc: str = Field(sa_column=text())


class StatementHeadRow(View, table=True):
    """The last statement between a payer and a payee."""

    __tablename__ = "v_statement_head"

    payer: str = Field(sa_column=text(key=True))
    payee: str = Field(sa_column=text(key=True))
    currency: str = Field(sa_column=text(key=True))
    statement_id: str = Field(sa_column=text())
    period: str = Field(sa_column=text())
    last_month: str = Field(sa_column=text())
    entry_index: int = Field(sa_column=integer())


def statement_issued(event: StatementIssued, state: State, place: Place) -> None:
    """Put a statement on the register; what it shows of runs is shown once."""
    totals = event.totals.model_dump()
    row = {
        "id": event.id,
        "payer": event.payer,
        "payee": event.payee,
        "paid_to": event.paid_to,
        "period": event.period,
        "currency": event.currency,
        "payment_date": event.payment_date.isoformat(),
        **{f"{name}_minor": totals[name] for name in _COLUMNS},
        "previous": event.previous,
        "entry_index": place.index,
    }
    said = event.model_dump(mode="json", exclude_none=True, include=_DOC)
    doc = pack({**said, "issued_at": stamp(place.recorded_at)})
    state.put(StatementRow, **row, doc=doc)
    keep_tax(state, row, event.tax)
    state.put(
        StatementHeadRow,
        payer=event.payer,
        payee=event.payee,
        currency=event.currency,
        statement_id=event.id,
        period=event.period,
        last_month=str(Period.parse(event.period).last),
        entry_index=place.index,
    )
    list_statement(event, state)
    _mark_runs(event, state)
    keep_stated(event, state, place)
    for party in (event.payer, event.payee, event.paid_to):
        involve(state, event.id, party)


def _mark_runs(event: StatementIssued, state: State) -> None:
    """Note which runs the statement shows; one of a single agreement belongs to it."""
    agreements: set[str] = set()
    for run in event.runs:
        link = link_of(state, run)
        if link is None:
            raise NotFound("run-not-found", field="runs", value=run)
        agreements.add(link.agreement)
        list_agreement(event, state, (link.agreement, run, link.last_month))
        tell(
            state,
            link.agreement,
            link.last_month,
            statement_id=event.id,
            payee=event.payee,
            period=event.period,
        )
        if state.get(RunPayeeRow, run, event.payee) is not None:
            state.change(RunPayeeRow, run, event.payee, statement_id=event.id)
            continue
        state.put(
            RunPayeeRow,
            run_id=run,
            party_id=event.payee,
            agreement=link.agreement,
            payer=event.payer,
            currency=event.currency,
            last_month=link.last_month,
            amount_minor=0,
            kept_minor=0,
            statement_id=event.id,
        )
    if len(agreements) == 1:  # else whoever was granted one agreement would read of the others
        belongs(state, event.id, agreements.pop())


def show(conn: Connection, id: str, viewer: Viewer) -> dict[str, Any] | None:
    """Describe a statement; None when there is none, or it is not for this viewer."""
    table = table_of(StatementRow)
    query = select(table).where(table.c.id == id, visible(viewer, table.c.id))
    row = conn.execute(query).mappings().one_or_none()
    if row is None:
        return None
    plain = {name: value for name, value in row.items() if name != "doc"}
    doc = unpack(row["doc"])
    assumed = assumed_in(conn, row["payer"], doc["runs"])
    return {**plain, **doc, **({"assumed": assumed} if assumed else {})}


def page(
    conn: Connection, viewer: Viewer, *, after: str | None = None, limit: int = 50, **filters: str
) -> list[dict[str, Any]]:
    """List statements in the order of their ids, without their lines.

    Args:
        conn: A snapshot.
        viewer: Sees those he issued, receives, or was granted.
        after: Last id of the page before.
        limit: Most rows.
        **filters: Columns that must equal a value: `payer`, `payee`, `period`, `currency`.
    """
    table = table_of(StatementRow)
    columns = [column for column in table.columns if column.name != "doc"]
    query = select(*columns).where(visible(viewer, table.c.id))
    if after is not None:
        query = query.where(table.c.id > after)
    for name, value in filters.items():
        query = query.where(table.c[name] == value)
    rows = conn.execute(query.order_by(table.c.id).limit(limit)).mappings()
    return [dict(row) for row in rows]


VIEWS: tuple[type[View], ...] = (
    StatementRow,
    StatementHeadRow,
    TaxPaymentRow,
    WaitingRow,
    *PAYEE_VIEWS,
)

PROJECTIONS: dict[type[Event], Projection] = {StatementIssued: statement_issued}
