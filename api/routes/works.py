"""Works: notices, registrations, amendments, elements, claims, search and certificates."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from starlette.responses import JSONResponse

from api import answers, examples
from api.auth import PublicDep, ReaderDep
from api.credits import AmendWorkBody, ElementBody, WorkBody, opened, sealed
from api.filters import WorkFilters
from api.names import names_known, with_names
from api.openapi import lists, reads, writes
from api.paging import PageDep, best_matches
from api.reading import RegisterDep, found
from api.writing import CallDep
from ledger.errors import NotFound
from ledger.ids import CLAIM, ELEMENT, WORK
from ledger.works import queries
from ledger.works.commands import AmendWork, ClaimWork, FileNotice, RegisterElement, RegisterWork
from ledger.works.queries import registrations_of

router = APIRouter(tags=["works"])

WorkIdPath = Annotated[str, Path(max_length=64, examples=[examples.WORK_ID])]
Sha256Path = Annotated[str, Path(pattern=r"^[0-9a-f]{64}$", examples=[examples.SHA256])]
_AT_WORK = "/v1/works/{id}"


@router.post(
    "/notices",
    **writes("File a pre-production notice", FileNotice, examples.NOTICE, chosen=["work"]),
)
async def file_notice(call: CallDep) -> JSONResponse:
    """Record that a work in preparation exists; only its holder can read it."""
    command = call.read(FileNotice, new=("work", WORK))
    return await call.record(command, location="/v1/notices/{id}")


@router.post("/works", **writes("Register a work", WorkBody, examples.WORK, chosen=["id"]))
async def register_work(call: CallDep) -> JSONResponse:
    """Register a work; a notice under the same id keeps its first date."""
    body = call.read(WorkBody, new=("id", WORK))
    return await sealed(call, RegisterWork, body, location=_AT_WORK)


@router.post(
    "/works/{work_id}/amendments",
    **writes("Amend a work", AmendWorkBody, examples.AMENDMENT, in_path=["work"]),
)
async def amend_work(call: CallDep, work_id: WorkIdPath) -> JSONResponse:
    """Replace what is said about a work; what was said before stays on record."""
    body = call.read(AmendWorkBody, work=work_id)
    return await sealed(call, AmendWork, body, location=_AT_WORK)


@router.post(
    "/works/{work_id}/elements",
    **writes(
        "Register a character, design or version",
        ElementBody,
        examples.ELEMENT,
        chosen=["id"],
        in_path=["work"],
    ),
)
async def register_element(call: CallDep, work_id: WorkIdPath) -> JSONResponse:
    """Register something that belongs to a work."""
    body = call.read(ElementBody, new=("id", ELEMENT), work=work_id)
    return await sealed(call, RegisterElement, body)


@router.post(
    "/works/{work_id}/claims",
    **writes("Claim a work", ClaimWork, examples.CLAIM, chosen=["id"], in_path=["work"]),
)
async def claim_work(call: CallDep, work_id: WorkIdPath) -> JSONResponse:
    """Put a claim beside those of others; the register does not judge."""
    return await call.record(call.read(ClaimWork, new=("id", CLAIM), work=work_id))


@router.get("/works", **lists("List or search works", answers.WORK_LISTED, public=True))
def list_works(
    register: RegisterDep,
    _caller: PublicDep,
    page: PageDep,
    filters: Annotated[WorkFilters, Query()],
) -> JSONResponse:
    """List works in order of id, or with `q` the best matches first."""
    with register.ledger.reading() as conn:
        if filters.q is not None:
            return best_matches(queries.search(conn, filters.q, limit=page.limit))
        items = queries.page(conn, after=page.after, limit=page.fetch, **filters.given())
    return page.answer(items)


@router.get("/works/{work_id}", **reads("Show a work", answers.WORK_SHOWN, public=True))
def show_work(register: RegisterDep, _caller: PublicDep, work_id: WorkIdPath) -> JSONResponse:
    """Show a work with its credits, elements, claims and committees."""
    with register.ledger.reading() as conn:
        work = queries.show(conn, work_id)
        if work is None:
            raise NotFound("work-not-found", field="id", value=work_id)
        names = names_known(conn, register, (work["holder"], *_claimants(work)))
    return JSONResponse(with_names(opened(register, work), names))


def _claimants(work: dict[str, Any]) -> list[str]:
    return [claim["claimant"] for claim in work["claims"]]


@router.get("/notices", **lists("List own notices", answers.NOTICE_SHOWN))
def list_notices(register: RegisterDep, caller: ReaderDep, page: PageDep) -> JSONResponse:
    """List the notices that this caller may read."""
    with register.ledger.reading() as conn:
        items = queries.notices(conn, caller.viewer, after=page.after, limit=page.fetch)
    return page.answer(items, key="work")


@router.get("/notices/{work_id}", **reads("Show a notice", answers.NOTICE_SHOWN))
def show_notice(register: RegisterDep, caller: ReaderDep, work_id: WorkIdPath) -> JSONResponse:
    """Show a notice to its holder."""
    with register.ledger.reading() as conn:
        return found(queries.show_notice(conn, caller.viewer, work_id), "notice", work_id)


@router.get(
    "/assets/{sha256}",
    **reads("Find who registered a file", {"items": [answers.ASSET_FOUND]}, public=True),
)
def find_asset(register: RegisterDep, caller: PublicDep, sha256: Sha256Path) -> JSONResponse:
    """List the registrations of a file by its hash, the earliest first."""
    with register.ledger.reading() as conn:
        return JSONResponse({"items": registrations_of(conn, caller.viewer, sha256)})
