"""Which months are closed, for the whole register and for single agreements.

A month nobody spoke about is open. A register-wide closing closes the month for every agreement.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import Field

from contracts.period import months_of
from ledger.clock import stamp
from ledger.event import Event, Place
from ledger.periods.events import PeriodClosed, PeriodOpened, PeriodReopened
from ledger.store.handler import Projection
from ledger.store.state import Key, State
from ledger.store.views import View, integer, pack, table_of, text, unpack

REGISTER = "*"
"""The scope of closings that concern everybody."""

OPEN, CLOSED = "open", "closed"


class PeriodRow(View, table=True):
    """A month of one scope, from the first time somebody spoke about it."""

    __tablename__ = "v_period"

    scope: str = Field(sa_column=text(key=True))
    month: str = Field(sa_column=text(key=True))
    status: str = Field(sa_column=text())
    entry_index: int = Field(sa_column=integer())
    doc: str = Field(sa_column=text())


class PeriodScopeRow(View, table=True):
    """An agreement whose months can be closed, and the payer who may close them.

    The agreements' projections fill it: months know nothing else about agreements.
    """

    __tablename__ = "v_period_scope"

    agreement: str = Field(sa_column=text(key=True))
    payer: str = Field(sa_column=text())


def _move(state: State, event: PeriodOpened | PeriodClosed | PeriodReopened, place: Place) -> None:
    scope = event.agreement or REGISTER
    row = state.get(PeriodRow, scope, event.month)
    history = unpack(row["doc"])["history"] if row else []
    step = {"index": place.index, "at": stamp(place.recorded_at), "event": event.TYPE}
    if isinstance(event, PeriodReopened):
        step["reason"] = event.reason
    state.put(
        PeriodRow,
        scope=scope,
        month=event.month,
        status=CLOSED if isinstance(event, PeriodClosed) else OPEN,
        entry_index=place.index,
        doc=pack({"history": [*history, step]}),
    )


def period_opened(event: PeriodOpened, state: State, place: Place) -> None:
    """Note that a month was opened explicitly."""
    _move(state, event, place)


def period_closed(event: PeriodClosed, state: State, place: Place) -> None:
    """Close a month."""
    _move(state, event, place)


def period_reopened(event: PeriodReopened, state: State, place: Place) -> None:
    """Open a closed month again."""
    _move(state, event, place)


def place_under_payer(state: State, agreement: str, payer: str) -> None:
    """Let an agreement's months be closed by its payer."""
    state.put(PeriodScopeRow, agreement=agreement, payer=payer)


def closing_keys(months: Iterable[str], agreement: str) -> list[Key]:
    """Return the rows that decide whether months are closed for an agreement."""
    return [(PeriodRow, (scope, month)) for month in months for scope in (REGISTER, agreement)]


def is_closed(state: State, month: str, agreement: str | None = None) -> bool:
    """Tell whether a month is closed for an agreement, or register-wide when none is named."""
    scopes = (REGISTER, agreement) if agreement else (REGISTER,)
    rows = (state.get(PeriodRow, scope, month) for scope in scopes)
    return any(row is not None and row["status"] == CLOSED for row in rows)


def first_closed(state: State, period: str, agreement: str | None = None) -> str | None:
    """Return the first closed month of a period such as `2026-Q1`, or None when all are open."""
    months = map(str, months_of(period))
    return next((month for month in months if is_closed(state, month, agreement)), None)


def closed_months(source: Connection | State, agreement: str | None = None) -> list[str]:
    """Return every month that is closed for an agreement, in order."""
    scopes = (REGISTER, agreement) if agreement else (REGISTER,)
    if isinstance(source, State):
        rows = [row for scope in scopes for row in source.select(PeriodRow, scope=scope)]
        return sorted({row["month"] for row in rows if row["status"] == CLOSED})
    table = table_of(PeriodRow)
    query = select(table.c.month).where(table.c.scope.in_(scopes), table.c.status == CLOSED)
    return sorted(set(source.execute(query).scalars()))


def page(
    conn: Connection, *, agreement: str | None = None, after: str | None = None, limit: int = 100
) -> list[dict[str, Any]]:
    """List the months somebody spoke about, in one scope, with who did what when.

    Args:
        conn: A snapshot.
        agreement: Months of this agreement; the caller has checked that it may be read. None
            lists register-wide closings, which are for everybody.
        after: Month after which to start.
        limit: At most so many.
    """
    table = table_of(PeriodRow)
    query = select(table).where(table.c.scope == (agreement or REGISTER))
    if after is not None:
        query = query.where(table.c.month > after)
    rows = conn.execute(query.order_by(table.c.month).limit(limit)).mappings()
    return [
        {
            "month": row["month"],
            "agreement": agreement,
            "status": row["status"],
            "entry_index": row["entry_index"],
            **unpack(row["doc"]),
        }
        for row in rows
    ]


VIEWS: tuple[type[View], ...] = (PeriodRow, PeriodScopeRow)

PROJECTIONS: dict[type[Event], Projection] = {
    PeriodOpened: period_opened,
    PeriodClosed: period_closed,
    PeriodReopened: period_reopened,
}
