"""Royalty audits: rights, requests, what was said, found, and which reports carried it out."""

from typing import Annotated

from fastapi import APIRouter, Path, Query
from starlette.responses import JSONResponse

from api import royalty_audits_examples as examples
from api.auth import ReaderDep
from api.filters import RoyaltyAuditFilters
from api.openapi import lists, reads, writes
from api.paging import PageDep, best_matches
from api.reading import RegisterDep, found
from api.writing import CallDep
from ledger.ids import ROYALTY_AUDIT
from ledger.royalty_audits import views
from ledger.royalty_audits.commands import (
    CloseRoyaltyAudit,
    FindInRoyaltyAudit,
    RecordAuditRight,
    RequestRoyaltyAudit,
    SayInRoyaltyAudit,
)

router = APIRouter(tags=["royalty audits"])

AuditIdPath = Annotated[str, Path(max_length=64, examples=[examples.AUDIT_ID])]
AgreementQuery = Annotated[
    str | None, Query(alias="agreement", max_length=64, description="Only of this agreement.")
]


@router.post("/royalty-audits/rights", **writes("Record a right", RecordAuditRight, examples.RIGHT))
async def record_right(call: CallDep) -> JSONResponse:
    """Record who may audit whose reports under an agreement, and on which terms."""
    return await call.record(call.read(RecordAuditRight))


@router.get("/royalty-audits/rights", **lists("List rights to audit", examples.RIGHT_SHOWN))
def list_rights(
    register: RegisterDep, caller: ReaderDep, of_agreement: AgreementQuery = None
) -> JSONResponse:
    """List the rights to audit that this caller has, or is subject to."""
    with register.ledger.reading() as conn:
        return best_matches(views.rights(conn, caller.viewer, of_agreement))


@router.post(
    "/royalty-audits",
    **writes("Ask for an audit", RequestRoyaltyAudit, examples.REQUESTED, chosen=["id"]),
)
async def request_audit(call: CallDep) -> JSONResponse:
    """Ask to audit what was reported for some months, as far back as the agreement lets one."""
    command = call.read(RequestRoyaltyAudit, new=("id", ROYALTY_AUDIT))
    return await call.record(command, location="/v1/royalty-audits/{id}")


@router.post(
    "/royalty-audits/{audit_id}/messages",
    **writes("Say something", SayInRoyaltyAudit, examples.SAID, in_path=["audit"]),
)
async def say_in_audit(call: CallDep, audit_id: AuditIdPath) -> JSONResponse:
    """Ask for documents, hand them over, answer, or object to what was found."""
    return await call.record(call.read(SayInRoyaltyAudit, audit=audit_id))


@router.post(
    "/royalty-audits/{audit_id}/findings",
    **writes("Record findings", FindInRoyaltyAudit, examples.FOUND, in_path=["audit"]),
)
async def find_in_audit(call: CallDep, audit_id: AuditIdPath) -> JSONResponse:
    """Record what was found, report by report; interest and who bears the cost are computed."""
    return await call.record(call.read(FindInRoyaltyAudit, audit=audit_id))


@router.post(
    "/royalty-audits/{audit_id}/closing",
    **writes("Close an audit", CloseRoyaltyAudit, examples.CLOSED, in_path=["audit"]),
)
async def close_audit(call: CallDep, audit_id: AuditIdPath) -> JSONResponse:
    """Close an audit, tied to the reports that correct what it found."""
    return await call.record(call.read(CloseRoyaltyAudit, audit=audit_id))


@router.get("/royalty-audits", **lists("List royalty audits", examples.LISTED))
def list_audits(
    register: RegisterDep,
    caller: ReaderDep,
    page: PageDep,
    filters: Annotated[RoyaltyAuditFilters, Query()],
) -> JSONResponse:
    """List the audits in which this caller is a side or pays, in order of id."""
    with register.ledger.reading() as conn:
        asked = filters.given()
        items = views.page(conn, caller.viewer, after=page.after, limit=page.fetch, **asked)
    return page.answer(items)


@router.get("/royalty-audits/{audit_id}", **reads("Show a royalty audit", examples.SHOWN))
def show_audit(register: RegisterDep, caller: ReaderDep, audit_id: AuditIdPath) -> JSONResponse:
    """Show an audit with what was said, found and corrected."""
    with register.ledger.reading() as conn:
        return found(views.show(conn, audit_id, caller.viewer), "royalty-audit", audit_id)
