"""Which milestones of windows were passed, as known at an entry and by a day."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, select
from sqlmodel import Field

from ledger.committees.milestone_events import MilestoneReached
from ledger.committees.passing import PASSED, Passed
from ledger.event import Event, Place
from ledger.store.handler import Projection
from ledger.store.state import Row, State
from ledger.store.views import View, integer, pack, table_of, text, unpack


class MilestoneRow(View, table=True):
    """What was said of a milestone at an entry; the last one holds."""

    __tablename__ = "v_committee_milestone"

    committee_id: str = Field(sa_column=text(key=True))
    medium: str = Field(sa_column=text(key=True))
    territory: str = Field(sa_column=text(key=True))
    code: str = Field(sa_column=text(key=True))
    entry_index: int = Field(sa_column=integer(key=True))
    day: str = Field(sa_column=text())
    outcome: str = Field(sa_column=text())
    doc: str = Field(sa_column=text())


def milestone_reached(event: MilestoneReached, state: State, place: Place) -> None:
    """Note what was said of a milestone."""
    document = event.document.model_dump(exclude_none=True) if event.document else None
    state.put(
        MilestoneRow,
        committee_id=event.committee,
        medium=event.medium,
        territory=event.territory,
        code=event.code,
        entry_index=place.index,
        day=event.day.isoformat(),
        outcome=event.outcome,
        doc=pack({"document": document}),
    )


def milestone_rows(source: State | Connection, committees: Iterable[str]) -> list[Row]:
    """Return what was said of the milestones of committees, in the order of the log.

    Args:
        source: A snapshot, or the state of the transaction under way.
        committees: Ids.
    """
    wanted = sorted(set(committees))
    if isinstance(source, State):
        rows = [row for each in wanted for row in source.select(MilestoneRow, committee_id=each)]
    else:
        table = table_of(MilestoneRow)
        query = select(table).where(table.c.committee_id.in_(wanted))
        rows = [dict(row) for row in source.execute(query).mappings()] if wanted else []
    return sorted(rows, key=lambda row: row["entry_index"])


def passed_by(rows: Iterable[Mapping[str, Any]], day: date, known_at: int | None = None) -> Passed:
    """Return the milestones that were passed by a day; of several entries the last holds.

    Args:
        rows: As `milestone_rows` gives them.
        day: What happened later does not count.
        known_at: Entry after which nothing is known.
    """
    last = {
        _key(row): row["outcome"]
        for row in rows
        if row["day"] <= day.isoformat() and (known_at is None or row["entry_index"] <= known_at)
    }
    return frozenset(key for key, outcome in last.items() if outcome == PASSED)


def shown(conn: Connection, committee: str) -> list[dict[str, Any]]:
    """Describe what was said of a committee's milestones, in the order of the log."""
    return list(_shown(milestone_rows(conn, [committee])))


def _shown(rows: Iterable[Row]) -> Iterator[dict[str, Any]]:
    for row in rows:
        names = ("medium", "territory", "code", "day", "outcome", "entry_index")
        yield {name: row[name] for name in names} | unpack(row["doc"])


def _key(row: Mapping[str, Any]) -> tuple[str, str, str, str]:
    return row["committee_id"], row["medium"], row["territory"], row["code"]


VIEWS: Final[tuple[type[View], ...]] = (MilestoneRow,)
PROJECTIONS: Final[dict[type[Event], Projection]] = {MilestoneReached: milestone_reached}
