"""Set-offs as the register knows them: the clauses that allow them, and what was set off."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import Connection, select
from sqlmodel import Field

from ledger.access.views import Viewer, belongs, involve, visible
from ledger.clock import stamp
from ledger.event import Event, Place
from ledger.set_offs.events import SetOffAllowed, SetOffEnded, SetOffRecorded
from ledger.store.handler import Projection
from ledger.store.state import Row, State
from ledger.store.views import View, integer, pack, table_of, text, unpack

_IDS_PER_QUERY: Final = 500


class SetOffClauseRow(View, table=True):
    """The clause between an agreement's payer and a party. `until` is its last day."""

    __tablename__ = "v_set_off_clause"

    agreement: str = Field(sa_column=text(key=True))
    party: str = Field(sa_column=text(key=True))
    payer: str = Field(sa_column=text(index=True))
    since: str = Field(sa_column=text())
    until: str | None = Field(sa_column=text(null=True))
    entry_index: int = Field(sa_column=integer())
    doc: str = Field(sa_column=text())


class SetOffRow(View, table=True):
    """One set-off."""

    __tablename__ = "v_set_off"

    id: str = Field(sa_column=text(key=True))
    agreement: str = Field(sa_column=text())
    payer: str = Field(sa_column=text(index=True))
    party: str = Field(sa_column=text(index=True))
    statement: str = Field(sa_column=text(index=True))
    report: str = Field(sa_column=text(index=True))
    receipt: str = Field(sa_column=text(index=True))
    currency: str = Field(sa_column=text())
    amount_minor: int = Field(sa_column=integer())
    day: str = Field(sa_column=text())
    clause: str = Field(sa_column=text())
    entry_index: int = Field(sa_column=integer())


def set_off_allowed(event: SetOffAllowed, state: State, place: Place) -> None:
    """Keep the clause; one that is agreed anew takes the place of the one before."""
    state.put(
        SetOffClauseRow,
        agreement=event.agreement,
        party=event.party,
        payer=event.payer,
        since=event.since.isoformat(),
        until=event.until.isoformat() if event.until else None,
        entry_index=place.index,
        doc=pack({"body": event.body(), "recorded_at": stamp(place.recorded_at)}),
    )


def set_off_ended(event: SetOffEnded, state: State, place: Place) -> None:
    """Let the clause hold until the day before."""
    row = state.require(SetOffClauseRow, event.agreement, event.party, field="party")
    ended = event.model_dump(mode="json", exclude_none=True, include={"reason", "document"})
    ended |= {"from_day": event.from_day.isoformat(), "entry_index": place.index}
    state.change(
        SetOffClauseRow,
        event.agreement,
        event.party,
        until=(event.from_day - timedelta(days=1)).isoformat(),
        doc=pack({**unpack(row["doc"]), "ended": ended}),
    )


def set_off_recorded(event: SetOffRecorded, state: State, place: Place) -> None:
    """Put a set-off on the register."""
    body = event.model_dump(mode="json", exclude_none=True)
    body["id"] = body.pop("set_off")
    state.put(SetOffRow, **body, entry_index=place.index)
    for party in dict.fromkeys((event.payer, event.party)):
        involve(state, event.set_off, party)
    belongs(state, event.set_off, event.statement)


def holds_on(clause: Row, day: date) -> bool:
    """Tell whether something may be set off by a clause on a day."""
    asked = day.isoformat()
    return bool(clause["since"] <= asked <= (clause["until"] or asked))


def set_off_of(source: State | Connection, statements: Iterable[str]) -> dict[str, int]:
    """Return how much of each statement's transfer was set off, in minor units.

    Args:
        source: A snapshot, or the state of the transaction under way.
        statements: Ids; those of which nothing was set off are not in the answer.
    """
    found: dict[str, int] = defaultdict(int)
    ids = sorted(set(statements))
    for start in range(0, len(ids), _IDS_PER_QUERY):
        some = ids[start : start + _IDS_PER_QUERY]
        for row in _rows(source, some):
            found[row["statement"]] += row["amount_minor"]
    return dict(found)


def days_of(source: State | Connection, statements: Iterable[str]) -> dict[str, list[str]]:
    """Return the days on which something of each statement was set off, in the form of ISO 8601."""
    found: dict[str, list[str]] = defaultdict(list)
    ids = sorted(set(statements))
    for start in range(0, len(ids), _IDS_PER_QUERY):
        for row in _rows(source, ids[start : start + _IDS_PER_QUERY]):
            found[row["statement"]].append(row["day"])
    return dict(found)


def _rows(source: State | Connection, statements: list[str]) -> list[Row]:
    if isinstance(source, State):
        return list(source.where(SetOffRow, lambda table: [table.c.statement.in_(statements)]))
    table = table_of(SetOffRow)
    query = select(table).where(table.c.statement.in_(statements))
    return [dict(row) for row in source.execute(query).mappings()]


def clauses(conn: Connection, viewer: Viewer, payer: str | None = None) -> list[dict[str, Any]]:
    """List the clauses that allow set-offs, as their two sides and the operator read them."""
    table = table_of(SetOffClauseRow)
    query = select(table).order_by(table.c.agreement, table.c.party)
    if payer is not None:
        query = query.where(table.c.payer == payer)
    rows = [dict(row) for row in conn.execute(query).mappings()]
    return [_clause(row) for row in rows if _may_see(viewer, row)]


def _may_see(viewer: Viewer, row: Row) -> bool:
    return viewer.role == "operator" or viewer.party in (row["payer"], row["party"])


def _clause(row: Row) -> dict[str, Any]:
    doc = unpack(row["doc"])
    plain = {name: value for name, value in row.items() if name != "doc"}
    return {**doc["body"], **plain, **({"ended": doc["ended"]} if "ended" in doc else {})}


def page(
    conn: Connection,
    viewer: Viewer,
    *,
    after: str | None = None,
    limit: int = 50,
    **filters: str | None,
) -> list[dict[str, Any]]:
    """List set-offs in the order of their ids.

    Args:
        conn: A snapshot.
        viewer: Sees his own.
        after: Last id of the page before.
        limit: Most rows.
        **filters: Columns that must equal a value: `payer`, `party`, `statement`, `report`.
    """
    table = table_of(SetOffRow)
    query = select(table).where(visible(viewer, table.c.id))
    if after is not None:
        query = query.where(table.c.id > after)
    for name, value in filters.items():
        if value is not None:
            query = query.where(table.c[name] == value)
    rows = conn.execute(query.order_by(table.c.id).limit(limit)).mappings()
    return [dict(row) for row in rows]


VIEWS: Final[tuple[type[View], ...]] = (SetOffClauseRow, SetOffRow)
PROJECTIONS: Final[dict[type[Event], Projection]] = {
    SetOffAllowed: set_off_allowed,
    SetOffEnded: set_off_ended,
    SetOffRecorded: set_off_recorded,
}
