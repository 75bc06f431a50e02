"""Committees that end, as the register knows them, and what was declared about uses.

That a committee ends, since when, and whom to ask is public; how, its members read.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from sqlalchemy import Connection, select
from sqlmodel import Field

from ledger.access.views import Viewer, can_read, involve
from ledger.clock import stamp
from ledger.committees.views import CommitteeRow
from ledger.dissolutions.events import (
    CommitteeDissolved,
    DissolutionBegun,
    DissolutionFound,
    EndOfCommittee,
    UseDeclared,
)
from ledger.event import Event, Place
from ledger.keys.consents import graded
from ledger.store.handler import Projection
from ledger.store.state import State
from ledger.store.views import View, integer, pack, table_of, text, unpack

BEGUN, COMPLETED, FOUND = "begun", "completed", "found"
DISSOLVING, DISSOLVED = "dissolving", "dissolved"

_OPEN: Final = {*DissolutionBegun.OPEN, *CommitteeDissolved.OPEN, *DissolutionFound.OPEN}
_STEPS: Final = (BEGUN, COMPLETED, FOUND)


class DissolutionRow(View, table=True):
    """The end of a committee. `doc` holds a fact per step: begun, completed, found."""

    __tablename__ = "v_dissolution"

    id: str = Field(sa_column=text(key=True))
    committee: str = Field(sa_column=text(index=True))
    phase: str = Field(sa_column=text())
    transfer_day: str | None = Field(sa_column=text(null=True))
    money_from: str | None = Field(sa_column=text(null=True))
    entry_index: int = Field(sa_column=integer())
    doc: str = Field(sa_column=text())


class UseDeclarationRow(View, table=True):
    """What somebody last declared about uses of a work, or of the works of a committee."""

    __tablename__ = "v_use_declaration"

    subject: str = Field(sa_column=text(key=True))
    declarant: str = Field(sa_column=text(key=True))
    intention: str = Field(sa_column=text())
    contact: str = Field(sa_column=text())
    until: str | None = Field(sa_column=text(null=True))
    entry_index: int = Field(sa_column=integer())
    doc: str = Field(sa_column=text())


def dissolution_begun(event: DissolutionBegun, state: State, place: Place) -> None:
    """Put an end that is under way on the register; the committee goes on until it is completed."""
    _step(event, event.id, event.committee, BEGUN, state, place)
    row = state.require(CommitteeRow, event.committee, field="committee")
    doc = unpack(row["doc"]) | {"status": DISSOLVING}
    state.change(CommitteeRow, event.committee, status=DISSOLVING, doc=pack(doc))


def committee_dissolved(event: CommitteeDissolved, state: State, place: Place) -> None:
    """Note that the winding up is over; those who left read what concerned them."""
    _step(event, event.dissolution, event.committee, COMPLETED, state, place)


def dissolution_found(event: DissolutionFound, state: State, place: Place) -> None:
    """Note that a committee had ended."""
    _step(event, event.dissolution, event.committee, FOUND, state, place)


def use_declared(event: UseDeclared, state: State, place: Place) -> None:
    """Keep what each declarant said last: one co-owner does not speak over another."""
    body = event.body() | {"at": stamp(place.recorded_at)}
    state.put(
        UseDeclarationRow,
        subject=event.committee or event.work,
        declarant=event.declarant,
        intention=event.intention,
        contact=event.contact,
        until=event.until.isoformat() if event.until else None,
        entry_index=place.index,
        doc=pack(body),
    )


def _step(
    event: EndOfCommittee, id: str, committee: str, phase: str, state: State, place: Place
) -> None:
    before = state.get(DissolutionRow, id)
    said = event.body() | {"at": stamp(place.recorded_at), "entry_index": place.index}
    state.put(
        DissolutionRow,
        id=id,
        committee=committee,
        phase=phase,
        transfer_day=said.get("transfer_day"),
        money_from=said.get("money_from"),
        entry_index=place.index,
        doc=pack((unpack(before["doc"]) if before else {}) | {phase: said}),
    )
    for party in event.parties:
        involve(state, id, party)
        involve(state, committee, party)


def of_committee(source: State | Connection, committee: str) -> Mapping[str, Any] | None:
    """Return the row of a committee's end, if it ends."""
    if isinstance(source, State):
        return next(iter(source.select(DissolutionRow, committee=committee)), None)
    table = table_of(DissolutionRow)
    found = source.execute(select(table).where(table.c.committee == committee)).mappings().first()
    return dict(found) if found else None


def show(conn: Connection, committee: str, viewer: Viewer) -> dict[str, Any] | None:
    """Describe how a committee ends: to everybody that it does, to its members everything."""
    row = of_committee(conn, committee)
    if row is None:
        return None
    doc = unpack(row["doc"])
    is_whole = can_read(conn, viewer, row["id"])
    shown = {name: row[name] for name in ("id", "committee", "phase", "transfer_day", "money_from")}
    for step in _STEPS:
        if step in doc:
            shown[step] = _told(doc[step], is_whole=is_whole)
    return {**shown, "declarations": declarations(conn, [committee])}


def _told(said: Mapping[str, Any], *, is_whole: bool) -> dict[str, Any]:
    if not is_whole:
        return {name: said[name] for name in (*_OPEN, "at", "entry_index") if name in said}
    return {**said, "consents": graded(said.get("consents", ()))}


def declarations(conn: Connection, subjects: Iterable[str]) -> list[dict[str, Any]]:
    """Return what was last declared about committees and works; public."""
    table = table_of(UseDeclarationRow)
    query = (
        select(table)
        .where(table.c.subject.in_(list(subjects)))
        .order_by(table.c.entry_index.desc())
    )
    rows = conn.execute(query).mappings()
    return [{**unpack(row["doc"]), "entry_index": row["entry_index"]} for row in rows]


VIEWS: Final[tuple[type[View], ...]] = (DissolutionRow, UseDeclarationRow)
PROJECTIONS: Final[dict[type[Event], Projection]] = {
    DissolutionBegun: dissolution_begun,
    CommitteeDissolved: committee_dissolved,
    DissolutionFound: dissolution_found,
    UseDeclared: use_declared,
}
