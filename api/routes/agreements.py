"""Agreements: contracts on record, and their money clauses by version."""

from typing import Annotated

from fastapi import APIRouter, Path, Query
from starlette.responses import JSONResponse

from api import examples
from api.auth import ReaderDep
from api.filters import AgreementFilters
from api.openapi import lists, reads, writes
from api.paging import PageDep
from api.reading import RegisterDep, found
from api.writing import CallDep
from ledger.agreements import views
from ledger.agreements.commands import AddTerms, RecordAgreement
from ledger.ids import AGREEMENT

router = APIRouter(tags=["agreements"])

AgreementIdPath = Annotated[str, Path(max_length=64, examples=[examples.AGREEMENT_ID])]


@router.post(
    "/agreements",
    **writes("Record an agreement", RecordAgreement, examples.AGREEMENT, chosen=["id"]),
)
async def record_agreement(call: CallDep) -> JSONResponse:
    """Record an agreement with the first version of its money clauses."""
    command = call.read(RecordAgreement, new=("id", AGREEMENT))
    return await call.record(command, location="/v1/agreements/{id}")


@router.post(
    "/agreements/{agreement_id}/terms",
    **writes("Add terms", AddTerms, examples.TERMS, in_path=["agreement"]),
)
async def add_terms(call: CallDep, agreement_id: AgreementIdPath) -> JSONResponse:
    """Add a version of the money clauses, in force from a month on."""
    command = call.read(AddTerms, agreement=agreement_id)
    return await call.record(command, knows=[agreement_id])


@router.get("/agreements", **lists("List agreements", examples.AGREEMENT_LISTED))
def list_agreements(
    register: RegisterDep,
    caller: ReaderDep,
    page: PageDep,
    filters: Annotated[AgreementFilters, Query()],
) -> JSONResponse:
    """List the agreements that this caller may read, in order of id."""
    asked = filters.given()
    with register.ledger.reading() as conn:
        items = views.page(conn, caller.viewer, after=page.after, limit=page.fetch, **asked)
    return page.answer(items)


@router.get("/agreements/{agreement_id}", **reads("Show an agreement", examples.AGREEMENT_SHOWN))
def show_agreement(
    register: RegisterDep, caller: ReaderDep, agreement_id: AgreementIdPath
) -> JSONResponse:
    """Show an agreement with all versions of its clauses."""
    with register.ledger.reading() as conn:
        shown = views.show(conn, agreement_id, caller.viewer)
    return found(shown, "agreement", agreement_id)
