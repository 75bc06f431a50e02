"""Offers, calls for capital and notices of a committee, and whether it may issue invoices."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import Field

from ledger.committees.change_events import (
    CapitalCalled,
    CommitteeChange,
    ContributionPaid,
    InvoiceNotified,
    LeavingSettled,
    MemberAdmitted,
    MemberLeft,
    MemberSucceeded,
    ShareAnswered,
    ShareOffered,
    ShareTransferred,
    StatusChanged,
)
from ledger.committees.invoicing import NOTICE_OF, Invoicing, Notice, Version, invoicing
from ledger.committees.views import CommitteeVersionRow, committee_changed
from ledger.event import Event, Place
from ledger.parties.registrations import registrations_of
from ledger.parties.views import PartyRow
from ledger.store.handler import Projection
from ledger.store.state import Row, State
from ledger.store.views import View, integer, pack, table_of, text, unpack

Source = State | Connection

PAID, PAID_LATE, AWAITED, IN_DEFAULT = "paid", "paid_late", "awaited", "in_default"


class CommitteeOfferRow(View, table=True):
    """A share that is offered to the other members, with their answers."""

    __tablename__ = "v_committee_offer"

    id: str = Field(sa_column=text(key=True))
    committee_id: str = Field(sa_column=text(index=True))
    entry_index: int = Field(sa_column=integer())
    doc: str = Field(sa_column=text())


class CommitteeCallRow(View, table=True):
    """A call for capital, with what was paid."""

    __tablename__ = "v_committee_call"

    id: str = Field(sa_column=text(key=True))
    committee_id: str = Field(sa_column=text(index=True))
    entry_index: int = Field(sa_column=integer())
    doc: str = Field(sa_column=text())


class CommitteeNoticeRow(View, table=True):
    """What decides about qualified invoices."""

    __tablename__ = "v_committee_notice"

    committee_id: str = Field(sa_column=text(key=True))
    entry_index: int = Field(sa_column=integer(key=True))
    doc: str = Field(sa_column=text())


class CommitteeSettlementRow(View, table=True):
    """What a member that left is paid, where that was settled later."""

    __tablename__ = "v_committee_settlement"

    committee_id: str = Field(sa_column=text(key=True))
    party_id: str = Field(sa_column=text(key=True))
    left_on: str = Field(sa_column=text(key=True))
    entry_index: int = Field(sa_column=integer())
    doc: str = Field(sa_column=text())


def leaving_settled(event: LeavingSettled, state: State, place: Place) -> None:
    """Note what a member that left is paid."""
    state.put(
        CommitteeSettlementRow,
        committee_id=event.committee,
        party_id=event.party,
        left_on=event.left_on.isoformat(),
        entry_index=place.index,
        doc=pack(event.body()),
    )


def share_offered(event: ShareOffered, state: State, place: Place) -> None:
    """Note an offer that nobody has answered yet."""
    _put(
        state, CommitteeOfferRow, event.id, event.committee, place, {**event.body(), "answers": {}}
    )


def offer_answered(event: ShareAnswered, state: State, place: Place) -> None:
    """Note an answer."""
    del place
    row = state.require(CommitteeOfferRow, event.offer, field="offer")
    doc = unpack(row["doc"])
    doc["answers"][event.party] = event.answer
    state.change(CommitteeOfferRow, event.offer, doc=pack(doc))


def share_transferred(event: ShareTransferred, state: State, place: Place) -> None:
    """Add a version, and note that its offer is used."""
    committee_changed(event, state, place)
    row = state.get(CommitteeOfferRow, event.offer) if event.offer else None
    if row is not None:
        doc = {**unpack(row["doc"]), "used_at": place.index}
        state.change(CommitteeOfferRow, row["id"], doc=pack(doc))


def capital_called(event: CapitalCalled, state: State, place: Place) -> None:
    """Note a call that nobody has paid yet."""
    _put(state, CommitteeCallRow, event.id, event.committee, place, {**event.body(), "paid": []})


def contribution_paid(event: ContributionPaid, state: State, place: Place) -> None:
    """Note a payment."""
    row = state.require(CommitteeCallRow, event.call, field="call")
    doc = unpack(row["doc"])
    payment = {"party": event.party, "amount_minor": event.amount_minor}
    payment |= {"paid_on": event.paid_on.isoformat(), "index": place.index}
    doc["paid"].append({**payment, "document": event.document.sha256})
    state.change(CommitteeCallRow, event.call, doc=pack(doc))


def invoice_notified(event: InvoiceNotified, state: State, place: Place) -> None:
    """Note a filing, or a member's registration that ended or began."""
    state.put(
        CommitteeNoticeRow,
        committee_id=event.committee,
        entry_index=place.index,
        doc=pack(event.body()),
    )


def _put(
    state: State, view: type[View], id: str, committee: str, place: Place, doc: dict[str, Any]
) -> None:
    columns = {"id": id, "committee_id": committee, "entry_index": place.index, "doc": pack(doc)}
    state.put(view, **columns)


def invoicing_on(
    source: Source,
    committee: str,
    day: date,
    following: Version | None = None,
) -> Invoicing:
    """Say whether a committee may issue qualified invoices on a day, and since when not.

    Args:
        source: A snapshot, or the state of the transaction under way.
        committee: One that is on the register.
        day: The day that is asked about.
        following: A version that is about to be recorded.
    """
    versions = [
        Version(
            row["effective_from"],
            tuple(member["party"] for member in unpack(row["doc"])["members"]),
        )
        for row in _rows(source, CommitteeVersionRow, committee)
    ]
    versions += [following] if following else []
    notices = [
        Notice(doc["day"], doc["kind"], doc.get("party"))
        for doc in documents(source, CommitteeNoticeRow, committee)
    ]
    parties = sorted({party for version in versions for party in version.parties})
    notices += [
        Notice(row["day"], NOTICE_OF[row["kind"]], row["party_id"])
        for row in registrations_of(source, parties)
    ]
    return invoicing(versions, _registered(source, parties), notices, day.isoformat())


def _registered(source: Source, parties: Iterable[str]) -> dict[str, bool]:
    if isinstance(source, State):
        found = [source.get(PartyRow, party) for party in parties]
        return {row["id"]: bool(row["invoice_number"]) for row in found if row}
    table = table_of(PartyRow)
    query = select(table.c.id, table.c.invoice_number).where(table.c.id.in_(list(parties)))
    return {row.id: bool(row.invoice_number) for row in source.execute(query)}


def documents(source: Source, view: type[View], committee: str) -> list[dict[str, Any]]:
    """Return the offers, calls or notices of a committee, in the order of their entries."""
    rows = sorted(_rows(source, view, committee), key=lambda row: row["entry_index"])
    return [{**unpack(row["doc"]), "entry_index": row["entry_index"]} for row in rows]


def calls_on(source: Source, committee: str, day: date) -> list[dict[str, Any]]:
    """Return the calls for capital of a committee, and how each member stands on a day."""
    return [
        {**call, "owed": [_standing(call, owed, day.isoformat()) for owed in call["owed"]]}
        for call in documents(source, CommitteeCallRow, committee)
    ]


def _standing(call: Row, owed: Row, day: str) -> Row:
    """Return what a member paid by a day, and whether it is late.

    Source:
        Civil Code, articles 412 and 669: who does not contribute in time owes interest and damages
        from the day after it was due.
    """
    payments = [
        payment
        for payment in call["paid"]
        if payment["party"] == owed["party"] and payment["paid_on"] <= day
    ]
    paid = sum(payment["amount_minor"] for payment in payments)
    if paid < owed["amount_minor"]:
        state = IN_DEFAULT if day > call["due_on"] else AWAITED
    else:
        is_late = any(payment["paid_on"] > call["due_on"] for payment in payments)
        state = PAID_LATE if is_late else PAID
    return {**owed, "paid_minor": paid, "state": state}


def _rows(source: Source, view: type[View], committee: str) -> list[Row]:
    if isinstance(source, State):
        return source.select(view, committee_id=committee)
    table = table_of(view)
    query = select(table).where(table.c.committee_id == committee)
    query = query.order_by(*table.primary_key.columns)
    return [dict(row) for row in source.execute(query).mappings()]


VIEWS: tuple[type[View], ...] = (
    CommitteeOfferRow,
    CommitteeCallRow,
    CommitteeNoticeRow,
    CommitteeSettlementRow,
)

_CHANGES: tuple[type[CommitteeChange], ...] = (
    MemberAdmitted,
    MemberLeft,
    MemberSucceeded,
    StatusChanged,
)

PROJECTIONS: dict[type[Event], Projection] = {
    **dict.fromkeys(_CHANGES, committee_changed),
    LeavingSettled: leaving_settled,
    ShareTransferred: share_transferred,
    ShareOffered: share_offered,
    ShareAnswered: offer_answered,
    CapitalCalled: capital_called,
    ContributionPaid: contribution_paid,
    InvoiceNotified: invoice_notified,
}
