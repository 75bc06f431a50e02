"""Committees while they live: who comes and goes, offers, capital, invoices."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path, Query
from starlette.responses import JSONResponse

from api import committee_examples as examples
from api.auth import ReaderDep
from api.examples import COMMITTEE_ID
from api.openapi import reads, writes
from api.reading import RegisterDep
from api.writing import CallDep
from ledger.clock import tokyo_date
from ledger.committees.changes import (
    AdmitMember,
    AnswerShareOffer,
    CallCapital,
    OfferShare,
    RecordContribution,
    RecordInvoiceNotice,
    RecordLeaving,
    SetCommitteeStatus,
    SettleLeaving,
    SucceedMember,
    TransferMemberShare,
)
from ledger.ids import CAPITAL_CALL, SHARE_OFFER
from ledger.jobs.committee_life import committee_invoices, committee_life

router = APIRouter(tags=["committees"])

CommitteeIdPath = Annotated[str, Path(max_length=64, examples=[COMMITTEE_ID])]
OfferIdPath = Annotated[str, Path(max_length=64, examples=[examples.OFFER_ID])]
CallIdPath = Annotated[str, Path(max_length=64, examples=[examples.CALL_ID])]
Day = Annotated[date | None, Query(description="Today if left out.")]


@router.post(
    "/committees/{committee_id}/admissions",
    **writes("Admit a member", AdmitMember, examples.ADMISSION, in_path=["committee"]),
)
async def admit_member(call: CallDep, committee_id: CommitteeIdPath) -> JSONResponse:
    """Take a new member in, with the consents that the contract asks for."""
    return await call.record(call.read(AdmitMember, committee=committee_id))


@router.post(
    "/committees/{committee_id}/leavings",
    **writes("Record a leaving", RecordLeaving, examples.LEAVING, in_path=["committee"]),
)
async def record_leaving(call: CallDep, committee_id: CommitteeIdPath) -> JSONResponse:
    """Record that a member left, and what it is paid."""
    return await call.record(call.read(RecordLeaving, committee=committee_id))


@router.post(
    "/committees/{committee_id}/settlements",
    **writes("Settle a leaving", SettleLeaving, examples.SETTLEMENT, in_path=["committee"]),
)
async def settle_leaving(call: CallDep, committee_id: CommitteeIdPath) -> JSONResponse:
    """Say what a member that left earlier is paid, once its accounts are closed."""
    return await call.record(call.read(SettleLeaving, committee=committee_id))


@router.post(
    "/committees/{committee_id}/share-transfers",
    **writes(
        "Transfer a member's share",
        TransferMemberShare,
        examples.SHARE_TRANSFER,
        in_path=["committee"],
    ),
)
async def transfer_member_share(call: CallDep, committee_id: CommitteeIdPath) -> JSONResponse:
    """Move a member's share; whoever did not agree is named."""
    return await call.record(call.read(TransferMemberShare, committee=committee_id))


@router.post(
    "/committees/{committee_id}/successions",
    **writes("Succeed a member", SucceedMember, examples.MEMBER_SUCCESSION, in_path=["committee"]),
)
async def succeed_member(call: CallDep, committee_id: CommitteeIdPath) -> JSONResponse:
    """Write in who took a member's place by general succession, without consents."""
    return await call.record(call.read(SucceedMember, committee=committee_id))


@router.post(
    "/committees/{committee_id}/status",
    **writes("Set the status", SetCommitteeStatus, examples.STATUS, in_path=["committee"]),
)
async def set_status(call: CallDep, committee_id: CommitteeIdPath) -> JSONResponse:
    """Say that nothing happens in a committee any more, or that it works again."""
    return await call.record(call.read(SetCommitteeStatus, committee=committee_id))


@router.post(
    "/committees/{committee_id}/offers",
    **writes(
        "Offer a share", OfferShare, examples.SHARE_OFFER, chosen=["id"], in_path=["committee"]
    ),
)
async def offer_share(call: CallDep, committee_id: CommitteeIdPath) -> JSONResponse:
    """Offer a share to the other members before it is sold to somebody else."""
    command = call.read(OfferShare, new=("id", SHARE_OFFER), committee=committee_id)
    return await call.record(command)


@router.post(
    "/committees/offers/{offer_id}/answers",
    **writes("Answer an offer", AnswerShareOffer, examples.SHARE_ANSWER, in_path=["offer"]),
)
async def answer_offer(call: CallDep, offer_id: OfferIdPath) -> JSONResponse:
    """Take an offered share, or let it go."""
    return await call.record(call.read(AnswerShareOffer, offer=offer_id))


@router.post(
    "/committees/{committee_id}/calls",
    **writes(
        "Call for capital", CallCapital, examples.CAPITAL_CALL, chosen=["id"],
        in_path=["committee"],
    ),
)  # fmt: skip
async def call_capital(call: CallDep, committee_id: CommitteeIdPath) -> JSONResponse:
    """Call for contributions, divided by investment shares."""
    command = call.read(CallCapital, new=("id", CAPITAL_CALL), committee=committee_id)
    return await call.record(command)


@router.post(
    "/committees/calls/{call_id}/contributions",
    **writes("Record a contribution", RecordContribution, examples.CONTRIBUTION, in_path=["call"]),
)
async def record_contribution(call: CallDep, call_id: CallIdPath) -> JSONResponse:
    """Record that a member paid what was called for, or a part of it."""
    return await call.record(call.read(RecordContribution, call=call_id))


@router.post(
    "/committees/{committee_id}/invoice-notices",
    **writes(
        "Record an invoice notice",
        RecordInvoiceNotice,
        examples.INVOICE_NOTICE,
        in_path=["committee"],
    ),
)
async def record_invoice_notice(call: CallDep, committee_id: CommitteeIdPath) -> JSONResponse:
    """Record a filing, or that a member's registration as an invoice issuer ended or began."""
    return await call.record(call.read(RecordInvoiceNotice, committee=committee_id))


@router.get(
    "/committees/{committee_id}/invoices",
    **reads("Ask for qualified invoices", examples.INVOICES),
)
def show_invoices(
    register: RegisterDep, caller: ReaderDep, committee_id: CommitteeIdPath, on: Day = None
) -> JSONResponse:
    """Say whether a committee may issue qualified invoices on a day, and since when not."""
    day = on or tokyo_date(register.clock.now())
    with register.ledger.reading() as conn:
        return JSONResponse(committee_invoices(conn, caller.viewer, committee_id, day))


@router.get("/committees/{committee_id}/life", **reads("Show a committee's life", examples.LIFE))
def show_life(
    register: RegisterDep, caller: ReaderDep, committee_id: CommitteeIdPath, on: Day = None
) -> JSONResponse:
    """Show members, how they decide, offers, calls, and rights that are still to be transferred."""
    day = on or tokyo_date(register.clock.now())
    with register.ledger.reading() as conn:
        return JSONResponse(committee_life(conn, caller.viewer, committee_id, day))
