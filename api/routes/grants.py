"""Reading rights given to those who are no party: auditors, lawyers."""

from typing import Annotated

from fastapi import APIRouter, Path
from starlette.responses import JSONResponse

from api import answers, examples
from api.auth import ReaderDep
from api.openapi import lists, reads, writes
from api.paging import PageDep
from api.reading import RegisterDep, found
from api.writing import CallDep
from ledger.access import views
from ledger.access.commands import GrantAccess, RevokeAccess
from ledger.ids import GRANT

router = APIRouter(tags=["grants"])

GrantIdPath = Annotated[str, Path(max_length=64, examples=[examples.GRANT_ID])]


@router.post(
    "/grants", **writes("Grant reading rights", GrantAccess, examples.GRANT, chosen=["id"])
)
async def grant_access(call: CallDep) -> JSONResponse:
    """Let a party read objects, or everything."""
    return await call.record(call.read(GrantAccess, new=("id", GRANT)), location="/v1/grants/{id}")


@router.post(
    "/grants/{grant_id}/revocations",
    **writes("Revoke reading rights", RevokeAccess, examples.REVOCATION, in_path=["id"]),
)
async def revoke_access(call: CallDep, grant_id: GrantIdPath) -> JSONResponse:
    """End a grant."""
    return await call.record(call.read(RevokeAccess, id=grant_id), knows=[grant_id])


@router.get("/grants", **lists("List grants", answers.GRANT_SHOWN))
def list_grants(register: RegisterDep, caller: ReaderDep, page: PageDep) -> JSONResponse:
    """List the grants that this caller gave or was given."""
    with register.ledger.reading() as conn:
        items = views.page(conn, caller.viewer, after=page.after, limit=page.fetch)
    return page.answer(items)


@router.get("/grants/{grant_id}", **reads("Show a grant", answers.GRANT_SHOWN))
def show_grant(register: RegisterDep, caller: ReaderDep, grant_id: GrantIdPath) -> JSONResponse:
    """Show a grant to its two sides."""
    with register.ledger.reading() as conn:
        return found(views.show(conn, grant_id, caller.viewer), "grant", grant_id)
