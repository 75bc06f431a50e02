"""The closed states, newest of each month: which entry holds the roots."""

from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import Field

from ledger.closings.events import StateClosed
from ledger.event import Event, Place
from ledger.store.handler import Projection
from ledger.store.state import State
from ledger.store.views import View, integer, table_of, text


class ClosedStateRow(View, table=True):
    """The newest closed state of a month. The key of its salts stays in the log."""

    __tablename__ = "v_closed_state"

    month: str = Field(sa_column=text(key=True))
    size: int = Field(sa_column=integer())
    entry_index: int = Field(sa_column=integer())
    identifiers: int = Field(sa_column=integer())
    identifiers_root: str = Field(sa_column=text())
    balances: int = Field(sa_column=integer())
    balances_root: str = Field(sa_column=text())


def state_closed(event: StateClosed, state: State, place: Place) -> None:
    """Keep the newest state of a month."""
    state.put(
        ClosedStateRow,
        month=event.month,
        size=event.size,
        entry_index=place.index,
        identifiers=event.identifiers.count,
        identifiers_root=event.identifiers.root,
        balances=event.balances.count,
        balances_root=event.balances.root,
    )


def closed_states(conn: Connection) -> list[dict[str, Any]]:
    """Return the newest state of every month, in the order of their entries."""
    table = table_of(ClosedStateRow)
    return [
        dict(row) for row in conn.execute(select(table).order_by(table.c.entry_index)).mappings()
    ]


VIEWS: tuple[type[View], ...] = (ClosedStateRow,)

PROJECTIONS: dict[type[Event], Projection] = {StateClosed: state_closed}
