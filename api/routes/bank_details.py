"""Bank details: proposed, confirmed by a second person, withdrawn; no number is on record."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Path, Query
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse

from api import bank_examples as examples
from api.auth import ReaderDep
from api.openapi import lists, writes
from api.reading import RegisterDep
from api.writing import CallDep
from ledger.bank_details.commands import ConfirmBankDetails, WithdrawBankDetails
from ledger.jobs.bank_details import Proposal, propose_details
from ledger.jobs.bank_reading import see

router = APIRouter(tags=["bank details"])

_OF_PARTY = "/parties/{party_id}/bank-details"
PartyIdPath = Annotated[str, Path(max_length=64)]
DetailsIdPath = Annotated[str, Path(max_length=64, examples=[examples.BANK_DETAILS_ID])]
FullQuery = Annotated[
    bool, Query(description="Numbers in full, for the party and whoever has to pay it.")
]


@router.post(
    _OF_PARTY,
    **writes("Propose bank details", Proposal, examples.PROPOSAL, chosen=["id"], in_path=["party"]),
)
async def propose(call: CallDep, party_id: PartyIdPath) -> JSONResponse:
    """Check and seal an account and propose it; needs a step-up token, and another person later."""
    proposal = call.read(Proposal, party=party_id)
    await call.must_know([party_id])
    actor, request = call.caller.actor, call.key
    return await call.work(
        partial(propose_details, call.register, proposal, actor=actor, request=request),
        location=f"/v1/parties/{party_id}/bank-details",
    )


@router.post(
    "/bank-details/{details_id}/confirmation",
    **writes("Confirm bank details", ConfirmBankDetails, examples.CONFIRMATION, in_path=["id"]),
)
async def confirm(call: CallDep, details_id: DetailsIdPath) -> JSONResponse:
    """Confirm proposed details as a second person: a payer of the party, or the operator."""
    return await call.record(call.read(ConfirmBankDetails, id=details_id))


@router.post(
    "/bank-details/{details_id}/withdrawal",
    **writes("Withdraw bank details", WithdrawBankDetails, examples.WITHDRAWAL, in_path=["id"]),
)
async def withdraw(call: CallDep, details_id: DetailsIdPath) -> JSONResponse:
    """Take back proposed details or end those in force; "not_me" holds every payment at once."""
    return await call.record(call.read(WithdrawBankDetails, id=details_id))


@router.get(_OF_PARTY, **lists("List bank details", examples.SHOWN))
async def list_details(
    register: RegisterDep,
    caller: ReaderDep,
    party_id: PartyIdPath,
    *,
    full: FullQuery = False,
) -> JSONResponse:
    """List a party's bank details, the newest first, as far as this caller may see them."""
    return await run_in_threadpool(_listed, register, caller, party_id, full=full)


def _listed(register: RegisterDep, caller: ReaderDep, party: str, *, full: bool) -> JSONResponse:
    with register.ledger.reading() as conn:
        seen = see(conn, register.vault, caller.viewer, party, full=full)
    return JSONResponse({"items": seen.rows, "next": None})
