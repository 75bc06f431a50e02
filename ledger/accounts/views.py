"""Shared accounts, and what each agreement has filled of them to date."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, select
from sqlmodel import Field

from ledger.access.views import Viewer, can_read, involve, visible
from ledger.accounts.events import AccountOpened
from ledger.clock import stamp
from ledger.event import Event, Place
from ledger.store.handler import Projection
from ledger.store.state import State
from ledger.store.views import View, integer, pack, table_of, text, unpack


class SharedAccountRow(View, table=True):
    """An account that several agreements of one payer fill together."""

    __tablename__ = "v_shared_account"

    id: str = Field(sa_column=text(key=True))
    payer: str = Field(sa_column=text(index=True))
    currency: str = Field(sa_column=text())
    kind: str = Field(sa_column=text())
    target_minor: int = Field(sa_column=integer())
    entry_index: int = Field(sa_column=integer())
    doc: str = Field(sa_column=text())


class SharedUseRow(View, table=True):
    """What one agreement has filled of a shared account, and the entry that last changed it."""

    __tablename__ = "v_shared_use"

    account: str = Field(sa_column=text(key=True))
    agreement: str = Field(sa_column=text(key=True))
    filled_minor: int = Field(sa_column=integer())
    entry_index: int = Field(sa_column=integer())


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What other agreements have filled of an account.

    Attributes:
        filled_minor: To date.
        entry_index: The last entry that changed anybody's part, or opened the account.
    """

    filled_minor: int
    entry_index: int


def account_opened(event: AccountOpened, state: State, place: Place) -> None:
    """Put an account on the register."""
    plain = {"label", "parties", "document"}
    state.put(
        SharedAccountRow,
        id=event.id,
        payer=event.payer,
        currency=event.currency,
        kind=event.kind,
        target_minor=event.target_minor,
        entry_index=place.index,
        doc=pack(
            {
                **event.model_dump(mode="json", exclude_none=True, include=plain),
                "opened_at": stamp(place.recorded_at),
            }
        ),
    )
    for party in (event.payer, *event.parties):
        involve(state, event.id, party)


def note_uses(state: State, agreement: str, filled: Mapping[str, int], place: Place) -> None:
    """Keep what an agreement has filled to date; a run that changes nothing leaves no trace."""
    for account, amount in filled.items():
        known = state.get(SharedUseRow, account, agreement)
        if amount != (known["filled_minor"] if known else 0):
            state.put(
                SharedUseRow,
                account=account,
                agreement=agreement,
                filled_minor=amount,
                entry_index=place.index,
            )


def elsewhere(
    source: Connection | State, agreement: str, accounts: Iterable[str]
) -> dict[str, Elsewhere]:
    """Return for each account what other agreements than this one have filled of it."""
    found: dict[str, Elsewhere] = {}
    for account in accounts:
        uses = _uses(source, account)
        found[account] = Elsewhere(
            sum(row["filled_minor"] for row in uses if row["agreement"] != agreement),
            max((row["entry_index"] for row in uses), default=0),
        )
    return found


def _uses(source: Connection | State, account: str) -> list[Mapping[str, Any]]:
    if isinstance(source, State):
        return [*source.select(SharedUseRow, account=account)]
    table = table_of(SharedUseRow)
    query = select(table).where(table.c.account == account).order_by(table.c.agreement)
    return [*source.execute(query).mappings()]


def show(conn: Connection, id: str, viewer: Viewer) -> dict[str, Any] | None:
    """Show an account with what each agreement has filled, and what is left of the target.

    Returns:
        None when there is no such account for this viewer.
    """
    table = table_of(SharedAccountRow)
    row = conn.execute(select(table).where(table.c.id == id)).mappings().one_or_none()
    if row is None or not can_read(conn, viewer, id):
        return None
    uses = [
        {name: use[name] for name in ("agreement", "filled_minor", "entry_index")}
        for use in _uses(conn, id)
    ]
    filled = sum(use["filled_minor"] for use in uses)
    left = max(0, row["target_minor"] - filled)
    return {**_shown(dict(row)), "filled_minor": filled, "left_minor": left, "uses": uses}


def page(
    conn: Connection, viewer: Viewer, *, after: str | None = None, limit: int = 50, **filters: str
) -> list[dict[str, Any]]:
    """List accounts in the order of their ids; filters are columns that must equal a value."""
    table = table_of(SharedAccountRow)
    query = select(table).where(visible(viewer, table.c.id))
    if after is not None:
        query = query.where(table.c.id > after)
    for name, value in filters.items():
        query = query.where(table.c[name] == value)
    rows = conn.execute(query.order_by(table.c.id).limit(limit)).mappings()
    return [_shown(dict(row)) for row in rows]


def _shown(row: Mapping[str, Any]) -> dict[str, Any]:
    plain = {name: value for name, value in row.items() if name != "doc"}
    return {**plain, **unpack(row["doc"])}


VIEWS: Final[tuple[type[View], ...]] = (SharedAccountRow, SharedUseRow)
PROJECTIONS: Final[dict[type[Event], Projection]] = {AccountOpened: account_opened}
