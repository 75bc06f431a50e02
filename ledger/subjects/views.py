"""Where people's data stand: restricted, to be destroyed, destroyed."""

from typing import Final

from sqlmodel import Field

from ledger.event import Event, Place
from ledger.parties.views import SUBJECT, PartyNumberRow, PartyRow
from ledger.store.handler import Projection
from ledger.store.state import Row, State
from ledger.store.views import View, integer, text
from ledger.subjects.events import (
    ErasureOrdered,
    SubjectErased,
    SubjectReleased,
    SubjectRestricted,
)

ACTIVE: Final = "active"
ORDERED: Final = "ordered"
ERASED: Final = "erased"


class SubjectRow(View, table=True):
    """A person of the vault about whom something was decided; all others have no row.

    `status` is `active`, `ordered` (the data may be gone) or `erased` (they are). `reason`, `law`
    and `until` belong to a restriction in force.
    """

    __tablename__ = "v_subject"

    subject: str = Field(sa_column=text(key=True))
    party_id: str | None = Field(sa_column=text(null=True, index=True))
    status: str = Field(sa_column=text(index=True))
    ground: str | None = Field(sa_column=text(null=True))
    reason: str | None = Field(sa_column=text(null=True))
    law: str | None = Field(sa_column=text(null=True))
    until: str | None = Field(sa_column=text(null=True))
    ordered_index: int | None = Field(sa_column=integer(null=True))
    entry_index: int = Field(sa_column=integer())


def party_of(state: State, subject: str) -> str | None:
    """Return the party that is this person, if there is one."""
    row = state.get(PartyNumberRow, SUBJECT, subject)
    return row["party_id"] if row else None


def erasure_ordered(event: ErasureOrdered, state: State, place: Place) -> None:
    """From here on the person has no name here, whether or not the key is gone yet."""
    _put(state, event.subject, place, status=ORDERED, ground=event.ground, ordered=place.index)
    _use(state, event.subject, ERASED)


def subject_erased(event: SubjectErased, state: State, place: Place) -> None:
    """Note that the key is gone."""
    row = state.require(SubjectRow, event.subject, field="subject")
    state.put(SubjectRow, **{**row, "status": ERASED, "entry_index": place.index})


def subject_restricted(event: SubjectRestricted, state: State, place: Place) -> None:
    """Show the name no longer, but to the operator."""
    _put(
        state,
        event.subject,
        place,
        status=ACTIVE,
        reason=event.reason,
        law=event.law,
        until=event.until.isoformat() if event.until else None,
    )
    _use(state, event.subject, "restricted")


def subject_released(event: SubjectReleased, state: State, place: Place) -> None:
    """Let the name be shown again."""
    _put(state, event.subject, place, status=ACTIVE)
    _use(state, event.subject, None)


def _put(
    state: State, subject: str, place: Place, *, ordered: int | None = None, **columns: str | None
) -> None:
    state.put(
        SubjectRow,
        subject=subject,
        party_id=party_of(state, subject),
        ordered_index=ordered,
        entry_index=place.index,
        **columns,
    )


def _use(state: State, subject: str, data_use: str | None) -> None:
    party = party_of(state, subject)
    if party is not None:
        state.change(PartyRow, party, data_use=data_use)


def in_force(row: Row | None) -> bool:
    """Tell whether a row states a restriction."""
    return row is not None and row["reason"] is not None


VIEWS: Final[tuple[type[View], ...]] = (SubjectRow,)

PROJECTIONS: Final[dict[type[Event], Projection]] = {
    ErasureOrdered: erasure_ordered,
    SubjectErased: subject_erased,
    SubjectRestricted: subject_restricted,
    SubjectReleased: subject_released,
}
