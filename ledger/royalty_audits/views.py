"""Royalty audits as the register knows them: rights, requests, what was said, found and closed."""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import Connection, select
from sqlmodel import Field

from ledger.access.views import Viewer, involve, visible
from ledger.clock import stamp
from ledger.event import Event, Place
from ledger.keys.consents import graded
from ledger.royalty_audits.events import (
    AuditRightRecorded,
    RoyaltyAuditClosed,
    RoyaltyAuditFound,
    RoyaltyAuditRequested,
    RoyaltyAuditSaid,
)
from ledger.store.handler import Projection
from ledger.store.state import State
from ledger.store.views import View, integer, pack, table_of, text, unpack

REQUESTED, FOUND, OBJECTED = "requested", "found", "objected"
OPEN: Final = (REQUESTED, FOUND, OBJECTED)
_SUMMARY: Final = (
    "id", "agreement", "auditor", "audited", "status", "first_month", "last_month", "starts_on",
    "object_until", "currency", "under_minor", "over_minor", "interest_minor",
    "cost_of_audited_minor", "corrected_minor", "entry_index",
)  # fmt: skip


class AuditRightRow(View, table=True):
    """What an agreement says of one party's right to audit another's reports; the last word."""

    __tablename__ = "v_audit_right"

    agreement: str = Field(sa_column=text(key=True))
    auditor: str = Field(sa_column=text(key=True, index=True))
    audited: str = Field(sa_column=text(key=True, index=True))
    entry_index: int = Field(sa_column=integer())
    doc: str = Field(sa_column=text())


class RoyaltyAuditRow(View, table=True):
    """One audit. `status` is `requested`, `found`, `objected`, or the outcome."""

    __tablename__ = "v_royalty_audit"

    id: str = Field(sa_column=text(key=True))
    agreement: str = Field(sa_column=text(index=True))
    auditor: str = Field(sa_column=text(index=True))
    audited: str = Field(sa_column=text(index=True))
    status: str = Field(sa_column=text(index=True))
    first_month: str = Field(sa_column=text())
    last_month: str = Field(sa_column=text())
    asked_on: str = Field(sa_column=text())
    starts_on: str = Field(sa_column=text())
    object_until: str | None = Field(sa_column=text(null=True))
    currency: str | None = Field(sa_column=text(null=True))
    under_minor: int = Field(sa_column=integer())
    over_minor: int = Field(sa_column=integer())
    interest_minor: int = Field(sa_column=integer())
    cost_of_audited_minor: int = Field(sa_column=integer())
    corrected_minor: int = Field(sa_column=integer())
    found_index: int = Field(sa_column=integer())
    messages: int = Field(sa_column=integer())
    entry_index: int = Field(sa_column=integer())
    doc: str = Field(sa_column=text())


class RoyaltyAuditSaidRow(View, table=True):
    """One thing that was said in an audit."""

    __tablename__ = "v_royalty_audit_said"

    audit_id: str = Field(sa_column=text(key=True))
    number: int = Field(sa_column=integer(key=True))
    entry_index: int = Field(sa_column=integer())
    doc: str = Field(sa_column=text())


def right_recorded(event: AuditRightRecorded, state: State, place: Place) -> None:
    """Put a right on the register; a later word of the agreement replaces an earlier one."""
    state.put(
        AuditRightRow,
        agreement=event.agreement,
        auditor=event.auditor,
        audited=event.audited,
        entry_index=place.index,
        doc=pack({"body": event.body(), "recorded_at": stamp(place.recorded_at)}),
    )


def audit_requested(event: RoyaltyAuditRequested, state: State, place: Place) -> None:
    """Put an audit on the register."""
    state.put(
        RoyaltyAuditRow,
        id=event.id,
        agreement=event.agreement,
        auditor=event.by,
        audited=event.audited,
        status=REQUESTED,
        first_month=event.first_month,
        last_month=event.last_month,
        asked_on=event.asked_on.isoformat(),
        starts_on=event.starts_on.isoformat(),
        under_minor=0,
        over_minor=0,
        interest_minor=0,
        cost_of_audited_minor=0,
        corrected_minor=0,
        found_index=0,
        messages=0,
        entry_index=place.index,
        doc=pack({"reason": event.reason, "recorded_at": stamp(place.recorded_at)}),
    )
    for party in event.parties:
        involve(state, event.id, party)


def audit_said(event: RoyaltyAuditSaid, state: State, place: Place) -> None:
    """Add what was said; an objection is noted."""
    row = state.require(RoyaltyAuditRow, event.audit, field="audit")
    number = row["messages"] + 1
    told = {"by", "kind", "text", "evidence"}
    said = event.model_dump(mode="json", exclude_none=True, include=told)
    state.put(
        RoyaltyAuditSaidRow,
        audit_id=event.audit,
        number=number,
        entry_index=place.index,
        doc=pack(said | {"recorded_at": stamp(place.recorded_at)}),
    )
    status = OBJECTED if event.kind == "objection" else row["status"]
    state.change(RoyaltyAuditRow, event.audit, messages=number, status=status)


def audit_found(event: RoyaltyAuditFound, state: State, place: Place) -> None:
    """Note what was found; objections to what was said before are answered by it."""
    row = state.require(RoyaltyAuditRow, event.audit, field="audit")
    found = event.model_dump(mode="json", exclude_none=True, exclude={"audit", "by", "parties"})
    found |= {"entry_index": place.index, "recorded_at": stamp(place.recorded_at)}
    state.change(
        RoyaltyAuditRow,
        event.audit,
        status=FOUND,
        object_until=event.object_until.isoformat(),
        currency=event.currency,
        under_minor=event.under_minor,
        over_minor=event.over_minor,
        interest_minor=event.interest_minor,
        cost_of_audited_minor=event.cost_of_audited_minor,
        found_index=place.index,
        doc=pack(unpack(row["doc"]) | {"found": found}),
    )


def audit_closed(event: RoyaltyAuditClosed, state: State, place: Place) -> None:
    """Note how an audit ended."""
    row = state.require(RoyaltyAuditRow, event.audit, field="audit")
    closed = event.model_dump(mode="json", exclude_none=True, exclude={"audit", "parties"})
    closed |= {"entry_index": place.index, "recorded_at": stamp(place.recorded_at)}
    state.change(
        RoyaltyAuditRow,
        event.audit,
        status=event.outcome,
        interest_minor=event.interest_minor,
        cost_of_audited_minor=event.cost_of_audited_minor,
        corrected_minor=event.corrected_minor,
        doc=pack(unpack(row["doc"]) | {"closed": closed}),
    )


def page(
    conn: Connection,
    viewer: Viewer,
    *,
    after: str | None = None,
    limit: int = 50,
    **filters: str | None,
) -> list[dict[str, Any]]:
    """List audits in the order of their ids.

    Args:
        conn: A snapshot.
        viewer: Sees those in which he is a side, or pays.
        after: Last id of the page before.
        limit: Most rows.
        **filters: Columns that must equal a value: `status`, `agreement`, `auditor`, `audited`.
    """
    table = table_of(RoyaltyAuditRow)
    query = select(table).where(visible(viewer, table.c.id))
    if after is not None:
        query = query.where(table.c.id > after)
    for name, value in filters.items():
        if value is not None:
            query = query.where(table.c[name] == value)
    rows = conn.execute(query.order_by(table.c.id).limit(limit)).mappings()
    return [_summary(dict(row)) for row in rows]


def _summary(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in _SUMMARY}


def show(conn: Connection, id: str, viewer: Viewer) -> dict[str, Any] | None:
    """Describe an audit with what was said, found and corrected; None for strangers."""
    table = table_of(RoyaltyAuditRow)
    query = select(table).where(table.c.id == id, visible(viewer, table.c.id))
    row = conn.execute(query).mappings().one_or_none()
    if row is None:
        return None
    doc = unpack(row["doc"])
    if "closed" in doc:
        doc["closed"]["consents"] = graded(doc["closed"]["consents"])
    return {**_summary(dict(row)), **doc, "messages": _messages(conn, id)}


def _messages(conn: Connection, audit: str) -> list[dict[str, Any]]:
    table = table_of(RoyaltyAuditSaidRow)
    query = select(table).where(table.c.audit_id == audit).order_by(table.c.number)
    return [
        {"number": row["number"], **unpack(row["doc"])} for row in conn.execute(query).mappings()
    ]


def rights(conn: Connection, viewer: Viewer, agreement: str | None = None) -> list[dict[str, Any]]:
    """List the rights to audit that a viewer has, or is subject to."""
    table = table_of(AuditRightRow)
    query = select(table).order_by(table.c.agreement, table.c.auditor, table.c.audited)
    if agreement is not None:
        query = query.where(table.c.agreement == agreement)
    found = []
    for row in conn.execute(query).mappings():
        body = unpack(row["doc"])["body"]
        if viewer.role == "operator" or viewer.party in body["parties"]:
            shown = {name: value for name, value in body.items() if name != "parties"}
            shown["consents"] = graded(shown["consents"])
            found.append({**shown, "entry_index": row["entry_index"]})
    return found


VIEWS: Final[tuple[type[View], ...]] = (AuditRightRow, RoyaltyAuditRow, RoyaltyAuditSaidRow)
PROJECTIONS: Final[dict[type[Event], Projection]] = {
    AuditRightRecorded: right_recorded,
    RoyaltyAuditRequested: audit_requested,
    RoyaltyAuditSaid: audit_said,
    RoyaltyAuditFound: audit_found,
    RoyaltyAuditClosed: audit_closed,
}
