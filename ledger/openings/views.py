"""Openings as the register knows them: what an agreement came in with, and who vouches for it."""

from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import Field

from ledger.access.views import Viewer, belongs, involve, visible
from ledger.agreements.views import settle
from ledger.clock import stamp
from ledger.event import Event, Place
from ledger.keys.consents import graded
from ledger.openings.events import AgreementOpened
from ledger.royalties.held_views import put_held
from ledger.royalties.outcome import HeldChange
from ledger.royalties.views import BalanceRow, RunHeadRow, RunPayeeRow, stand
from ledger.store.handler import Projection
from ledger.store.state import Row, State
from ledger.store.views import View, integer, pack, table_of, text, unpack

_HELD = "held:"
_SHOWN = {
    "entries", "differences", "unpaid", "document", "made_by", "approved_by", "supersedes",
    "reason", "tolerance_minor", "terms_sha256", "consents",
}  # fmt: skip


class OpeningRow(View, table=True):
    """An opening; `doc` holds its figures. `successor` corrected it before the first run."""

    __tablename__ = "v_opening"

    id: str = Field(sa_column=text(key=True))
    agreement: str = Field(sa_column=text(index=True))
    payer: str = Field(sa_column=text())
    currency: str = Field(sa_column=text())
    as_of: str = Field(sa_column=text())
    terms_version: int = Field(sa_column=integer())
    successor: str | None = Field(sa_column=text(null=True))
    entry_index: int = Field(sa_column=integer())
    doc: str = Field(sa_column=text())


class OpeningDocumentRow(View, table=True):
    """A file that an opening was made of, so that none is used twice."""

    __tablename__ = "v_opening_document"

    sha256: str = Field(sa_column=text(key=True))
    opening_id: str = Field(sa_column=text())


def opening_of_head(state: State, head: Row | None) -> Row | None:
    """Return the opening at the end of an agreement's chain; None once there is a run."""
    return state.get(OpeningRow, head["run_id"]) if head is not None else None


def agreement_opened(event: AgreementOpened, state: State, place: Place) -> None:
    """Let the agreement stand where its other books left it; runs go on from there."""
    if event.supersedes is not None:
        _withdraw(event.supersedes, event.id, state)
    balances = _balances_after(event, state)
    for posting in event.postings:
        key = (event.agreement, posting.account, event.currency)
        state.add(BalanceRow, *key, amount_minor=posting.amount_minor)
    doc = event.model_dump(mode="json", exclude_none=True, include=_SHOWN)
    state.put(
        OpeningRow,
        id=event.id,
        agreement=event.agreement,
        payer=event.payer,
        currency=event.currency,
        as_of=event.as_of,
        terms_version=event.terms_version,
        entry_index=place.index,
        doc=pack(
            {
                **doc,
                "balances": balances,
                "payees": [balance.party for balance in event.unpaid],
                "recorded_at": stamp(place.recorded_at),
            }
        ),
    )
    held = [posting for posting in event.postings if posting.account.startswith(_HELD)]
    lines = [HeldChange(one.account, one.amount_minor, "opening") for one in held]
    put_held(state, event.agreement, event.id, lines)
    state.put(OpeningDocumentRow, sha256=event.document.sha256, opening_id=event.id)
    _put_chain(event, state, place)
    _put_unpaid(event, state)
    for party in event.parties:
        involve(state, event.id, party)
    belongs(state, event.id, event.agreement)
    settle(state, event.agreement, event.as_of)


def _withdraw(opening: str, successor: str, state: State) -> None:
    before = state.require(OpeningRow, opening, field="supersedes")
    state.change(OpeningRow, opening, successor=successor)
    for party in unpack(before["doc"])["payees"]:
        state.delete(RunPayeeRow, opening, party)


def _balances_after(event: AgreementOpened, state: State) -> dict[str, int]:
    """Return all balances: what the corrected opening left and this one moved."""
    before = state.get(OpeningRow, event.supersedes) if event.supersedes else None
    sums: dict[str, int] = dict(unpack(before["doc"])["balances"]) if before else {}
    for posting in event.postings:
        sums[posting.account] = sums.get(posting.account, 0) + posting.amount_minor
    return {account: amount for account, amount in sums.items() if amount}


def _put_chain(event: AgreementOpened, state: State, place: Place) -> None:
    state.put(
        RunHeadRow,
        agreement=event.agreement,
        run_id=event.id,
        period=event.as_of,
        last_month=event.as_of,
        runs=0,
        entry_index=place.index,
    )
    stand(state, event, event.terms_version, place)


def _put_unpaid(event: AgreementOpened, state: State) -> None:
    """Let the next statement of each payee show what he is still to be paid."""
    for balance in event.unpaid:
        involve(state, event.id, balance.party, "payee")
        unpaid = (
            balance.unpaid_minor, balance.unpaid_fee_minor, balance.unpaid_distribution_minor,
        )  # fmt: skip
        if any(unpaid):
            state.put(
                RunPayeeRow,
                run_id=event.id,
                party_id=balance.party,
                agreement=event.agreement,
                payer=event.payer,
                currency=event.currency,
                last_month=event.as_of,
                amount_minor=sum(unpaid),
                kept_minor=0,
            )


def show(conn: Connection, agreement: str, viewer: Viewer) -> dict[str, Any] | None:
    """Describe the opening that stands for an agreement, to those who read it in full.

    Returns:
        None when there is none, or the viewer may not know of it.
    """
    table = table_of(OpeningRow)
    query = select(table).where(
        table.c.agreement == agreement,
        table.c.successor.is_(None),
        visible(viewer, table.c.id),
    )
    row = conn.execute(query).mappings().one_or_none()
    if row is None:
        return None
    doc = unpack(row["doc"])
    plain = {name: value for name, value in row.items() if name not in ("doc", "successor")}
    return {**plain, **doc, "consents": graded(doc.get("consents", ()))}


VIEWS: tuple[type[View], ...] = (OpeningRow, OpeningDocumentRow)

PROJECTIONS: dict[type[Event], Projection] = {AgreementOpened: agreement_opened}
