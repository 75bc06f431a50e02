"""Revisions as the register knows them, and what they move."""

from collections import defaultdict
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import Field

from contracts.period import Period
from ledger.access.views import Viewer, belongs, can_read, involve, visible
from ledger.agreements.settled import PendingRow, SettledRunRow, restate_run
from ledger.agreements.views import settle
from ledger.clock import stamp
from ledger.event import Event, Place
from ledger.revenue.views import ReportRow
from ledger.royalties.exchange_views import note_conversions
from ledger.royalties.held_views import put_held
from ledger.royalties.past import REPORT, RETURNS
from ledger.royalties.revision_commands import RevisedLine
from ledger.royalties.revision_events import RoyaltyRevised
from ledger.royalties.views import (
    AllocationRow,
    BalanceRow,
    RunHeadRow,
    RunPayeeRow,
    allocations,
    stand,
)
from ledger.store.handler import Projection
from ledger.store.state import State
from ledger.store.views import View, integer, pack, table_of, text, unpack


class RevisionRow(View, table=True):
    """A revision. `period` is that of the last run it concerns, `doc` says what each stands on."""

    __tablename__ = "v_revision"

    id: str = Field(sa_column=text(key=True))
    agreement: str = Field(sa_column=text(index=True))
    payer: str = Field(sa_column=text(index=True))
    period: str = Field(sa_column=text())
    currency: str = Field(sa_column=text())
    cause_kind: str = Field(sa_column=text())
    cause_entry: int = Field(sa_column=integer())
    cause_ref: str = Field(sa_column=text())
    previous: str = Field(sa_column=text())
    entry_index: int = Field(sa_column=integer())
    doc: str = Field(sa_column=text())


def royalty_revised(event: RoyaltyRevised, state: State, place: Place) -> None:
    """Move everything that the differences move; what caused them waits no longer."""
    _put_revision(event, state, place)
    _put_allocations(event, state)
    stand(state, event, event.runs[-1].terms_version, place)
    for posting in event.postings:
        key = (event.agreement, posting.account, posting.currency or event.currency)
        state.add(BalanceRow, *key, amount_minor=posting.amount_minor)
    note_conversions(state, event.converted or {})
    put_held(state, event.agreement, event.id, event.held)
    for report, total in event.consumed.items():
        state.change(ReportRow, report, distributed_minor=total, run_id=event.id)
    _restate(event, state)
    if event.cause.kind != RETURNS:
        state.delete(PendingRow, event.agreement, event.cause.entry)


def _put_revision(event: RoyaltyRevised, state: State, place: Place) -> None:
    head = state.require(RunHeadRow, event.agreement, field="agreement")
    doc = event.model_dump(mode="json", include={"engine", "runs", "held", "consumed"})
    doc |= event.model_dump(mode="json", include={"returned"}, exclude_none=True)
    state.put(
        RevisionRow,
        id=event.id,
        agreement=event.agreement,
        payer=event.payer,
        period=head["period"],
        currency=event.currency,
        cause_kind=event.cause.kind,
        cause_entry=event.cause.entry,
        cause_ref=event.cause.ref,
        previous=event.previous,
        entry_index=place.index,
        doc=pack({**doc, "closed_at": stamp(place.recorded_at)}),
    )
    state.change(RunHeadRow, event.agreement, run_id=event.id, entry_index=place.index)
    for party in event.parties:
        involve(state, event.id, party)
    belongs(state, event.id, event.agreement)


def _put_allocations(event: RoyaltyRevised, state: State) -> None:
    head = state.require(RunHeadRow, event.agreement, field="agreement")
    by_party: dict[str, list[RevisedLine]] = defaultdict(list)
    for allocation in event.allocations:
        by_party[allocation.party] += allocation.lines
    for party, lines in by_party.items():
        for step in dict.fromkeys(line.step for line in lines):
            some = [line for line in lines if line.step == step]
            state.put(
                AllocationRow,
                run_id=event.id,
                party_id=party,
                step=step,
                amount_minor=sum(line.amount_minor for line in some),
                doc=pack([line.model_dump(mode="json", exclude={"step"}) for line in some]),
            )
        state.put(
            RunPayeeRow,
            run_id=event.id,
            party_id=party,
            agreement=event.agreement,
            payer=event.payer,
            currency=event.currency,
            last_month=head["last_month"],
            amount_minor=sum(line.amount_minor for line in lines),
            kept_minor=sum(line.kept_minor for line in lines),
        )
        involve(state, event.id, party, "payee")


def _restate(event: RoyaltyRevised, state: State) -> None:
    """Note what each run stands on now; holders named for the first time are history, too."""
    rows = {row["run_id"]: row for row in state.select(SettledRunRow, agreement=event.agreement)}
    returned = {group.run for group in event.returned or ()}
    for run in event.runs:
        restate_run(
            state,
            rows[run.run],
            (run.terms_version, run.trace.sha256),
            run.consumed,
            [event.cause.ref] if run.run in returned else [],
        )
        settle(state, event.agreement, str(Period.parse(run.period).last))


def show(conn: Connection, id: str, viewer: Viewer) -> dict[str, Any] | None:
    """Describe a revision: in full to the agreement's parties, to a payee only his own lines.

    Returns:
        None when there is no such revision or the viewer may not know of it.
    """
    table = table_of(RevisionRow)
    query = select(table).where(table.c.id == id, visible(viewer, table.c.id, level="payee"))
    row = conn.execute(query).mappings().one_or_none()
    if row is None:
        return None
    plain = {name: value for name, value in row.items() if name != "doc"}
    doc = unpack(row["doc"])
    if can_read(conn, viewer, id):
        return {**plain, **doc, "allocations": allocations(conn, id)}
    own = allocations(conn, id, viewer.party)
    return {**plain, "closed_at": doc["closed_at"], "allocations": own}


def revisions_of(conn: Connection, agreement: str) -> list[dict[str, Any]]:
    """Return the revisions of an agreement in their order, without their amounts."""
    table = table_of(RevisionRow)
    columns = [column for column in table.columns if column.name != "doc"]
    query = select(*columns).where(table.c.agreement == agreement).order_by(table.c.entry_index)
    return [dict(row) for row in conn.execute(query).mappings()]


def returned_of(conn: Connection, agreement: str) -> dict[str, dict[int, int]]:
    """Return report to its groups that went back into earlier runs, each with its amount."""
    table = table_of(RevisionRow)
    query = select(table.c.cause_ref, table.c.doc).where(
        table.c.agreement == agreement, table.c.cause_kind.in_((REPORT, RETURNS))
    )
    return {
        report: {one["group"]: one["amount_minor"] for one in unpack(doc).get("returned", ())}
        for report, doc in conn.execute(query.order_by(table.c.entry_index))
    }


VIEWS: tuple[type[View], ...] = (RevisionRow,)

PROJECTIONS: dict[type[Event], Projection] = {RoyaltyRevised: royalty_revised}
