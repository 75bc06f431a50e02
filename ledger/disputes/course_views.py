"""The course of a dispute: whose turn it is, and whether what was decided was carried out.

A dispute is overdue when somebody's turn has passed without a word of his since he was asked.
One that was decided for an amount waits until a correction gives effect to it.
"""

from typing import Any, Final

from sqlalchemy import Connection, select
from sqlmodel import Field

from ledger.clock import stamp
from ledger.disputes.course_events import DisputeCarriedOut, DisputeDeadline
from ledger.disputes.events import DisputeMessage, DisputeOpened, DisputeSettled
from ledger.disputes.holding_views import release_all
from ledger.disputes.views import OPEN, DisputeRow
from ledger.event import Event, Place
from ledger.store.handler import Projection
from ledger.store.state import State
from ledger.store.views import View, integer, pack, table_of, text, unpack

GIVING: Final = ("upheld", "agreed")
"""Outcomes after which something may have to be corrected."""


class DisputeCourseRow(View, table=True):
    """Where a dispute stands. Times are empty while something has not happened.

    Attributes:
        turn: Ids of whose turn it is, as JSON. is_waiting: 1 until one of them speaks.
        is_due: 1 from a decision for an amount until a correction carries it out.
    """

    __tablename__ = "v_dispute_course"

    dispute_id: str = Field(sa_column=text(key=True))
    kind: str = Field(sa_column=text())
    opened_at: str = Field(sa_column=text(index=True))
    answered_at: str | None = Field(sa_column=text(null=True))
    settled_at: str | None = Field(sa_column=text(null=True))
    outcome: str = Field(sa_column=text())
    turn: str = Field(sa_column=text())
    answer_by: str = Field(sa_column=text(index=True))
    is_waiting: int = Field(sa_column=integer())
    is_due: int = Field(sa_column=integer(index=True))
    currency: str | None = Field(sa_column=text(null=True))
    claimed_minor: int = Field(sa_column=integer())
    granted_minor: int = Field(sa_column=integer())
    carried_out: str | None = Field(sa_column=text(null=True))


def course_opened(event: DisputeOpened, state: State, place: Place) -> None:
    """It is the other side's turn."""
    state.put(
        DisputeCourseRow,
        dispute_id=event.id,
        kind=event.subject.kind,
        opened_at=stamp(place.recorded_at),
        outcome=OPEN,
        turn=pack(list(event.against)),
        answer_by=event.answer_by.isoformat(),
        is_waiting=1,
        is_due=0,
        currency=event.currency,
        claimed_minor=event.amount_minor or 0,
        granted_minor=0,
    )


def course_message(event: DisputeMessage, state: State, place: Place) -> None:
    """Whoever was asked has spoken."""
    row = state.get(DisputeCourseRow, event.dispute)
    if row is None or event.by is None:
        return
    opener = state.require(DisputeRow, event.dispute, field="dispute")["opened_by"]
    answered = row["answered_at"] or (stamp(place.recorded_at) if event.by != opener else None)
    is_waiting = int(bool(row["is_waiting"]) and event.by not in unpack(row["turn"]))
    state.change(DisputeCourseRow, event.dispute, answered_at=answered, is_waiting=is_waiting)


def course_deadline(event: DisputeDeadline, state: State, place: Place) -> None:
    """It is somebody's turn."""
    del place
    day = event.answer_by.isoformat()
    turn = pack(list(event.turn))
    state.change(DisputeCourseRow, event.dispute, turn=turn, answer_by=day, is_waiting=1)
    state.change(DisputeRow, event.dispute, answer_by=day)


def course_settled(event: DisputeSettled, state: State, place: Place) -> None:
    """It is over; what was held for nothing is released, what was granted waits."""
    row = state.require(DisputeCourseRow, event.dispute, field="dispute")
    granted = granted_by(event.outcome, event.granted_minor, row["claimed_minor"])
    state.change(
        DisputeCourseRow,
        event.dispute,
        settled_at=stamp(place.recorded_at),
        outcome=event.outcome,
        is_waiting=0,
        is_due=int(granted > 0),
        granted_minor=granted,
    )
    if not granted:
        release_all(state, event.dispute, place)


def granted_by(outcome: str, granted: int | None, claimed: int) -> int:
    """Return what a decision grants.

    Args:
        outcome: How the dispute ended.
        granted: As stated; a claim that is upheld without an amount is granted whole.
        claimed: What it was about.

    Example:
        >>> [granted_by(one, None, 900) for one in ("upheld", "rejected")]
        [900, 0]
    """
    if outcome not in GIVING:
        return 0
    return claimed if granted is None else granted


def course_carried_out(event: DisputeCarriedOut, state: State, place: Place) -> None:
    """The correction was made, so nothing is held any more."""
    told = event.correction.model_dump(mode="json", exclude_none=True)
    told |= {"entry_index": place.index, "recorded_at": stamp(place.recorded_at)}
    state.change(DisputeCourseRow, event.dispute, is_due=0, carried_out=pack(told))
    release_all(state, event.dispute, place)


def overdue_in(conn: Connection, today: str) -> list[str]:
    """Return the open disputes in which an answer is late, the longest waiting first."""
    table = table_of(DisputeCourseRow)
    query = select(table.c.dispute_id).where(
        table.c.outcome == OPEN, table.c.is_waiting == 1, table.c.answer_by < today
    )
    return list(conn.execute(query.order_by(table.c.answer_by, table.c.dispute_id)).scalars())


def due_in(conn: Connection) -> list[str]:
    """Return the disputes that were decided for an amount and are not carried out."""
    table = table_of(DisputeCourseRow)
    query = select(table.c.dispute_id).where(table.c.is_due == 1)
    return list(conn.execute(query.order_by(table.c.dispute_id)).scalars())


def course_of(conn: Connection, dispute: str) -> dict[str, Any]:
    """Describe whose turn it is, and what was granted and carried out; for the sides."""
    table = table_of(DisputeCourseRow)
    row = conn.execute(select(table).where(table.c.dispute_id == dispute)).mappings().one_or_none()
    if row is None:
        return {}
    told: dict[str, Any] = {}
    if row["outcome"] == OPEN:
        told["turn"] = unpack(row["turn"]) if row["is_waiting"] else []
    if row["granted_minor"]:
        told["granted_minor"] = row["granted_minor"]
        told["carried_out"] = unpack(row["carried_out"]) if row["carried_out"] else None
    return told


VIEWS: Final[tuple[type[View], ...]] = (DisputeCourseRow,)
PROJECTIONS: Final[dict[type[Event], Projection]] = {
    DisputeDeadline: course_deadline,
    DisputeCarriedOut: course_carried_out,
}
