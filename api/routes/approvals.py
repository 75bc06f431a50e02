"""Two pairs of eyes: policies, what waits for a second person, and deciding about it."""

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query
from starlette.responses import JSONResponse

from api import approvals_examples as examples
from api.auth import ReaderDep
from api.filters import Filters
from api.openapi import lists, reads, writes
from api.paging import PageDep
from api.reading import RegisterDep, found
from api.writing import CallDep
from ledger.approvals.commands import Approve, Asked, Reject, SetApprovalPolicy
from ledger.approvals.views import policies
from ledger.clock import tokyo_date
from ledger.jobs.approving import pending, summary
from ledger.papers.printer import Printer

router = APIRouter(tags=["approvals"])


class ApprovalFilters(Filters):
    """Narrows what was asked for."""

    status: Literal["waiting", "given", "refused"] | None = None
    kind: Asked | None = None
    subject: Annotated[str, Query(max_length=64)] | None = None
    party: Annotated[str, Query(max_length=64)] | None = None


@router.post(
    "/approvals/policies",
    **writes("Say what needs a second person", SetApprovalPolicy, examples.POLICY),
)
async def set_approval_policy(call: CallDep) -> JSONResponse:
    """Say what needs a second person; wanting fewer kinds needs one itself."""
    return await call.record(call.read(SetApprovalPolicy))


@router.get("/approvals/policies", **reads("List policies", {"items": [examples.POLICY_SHOWN]}))
def list_approval_policies(register: RegisterDep, caller: ReaderDep) -> JSONResponse:
    """List the policies that this caller may read."""
    with register.ledger.reading() as conn:
        return JSONResponse({"items": policies(conn, caller.viewer)})


@router.post("/approvals", **writes("Approve", Approve, examples.APPROVAL))
async def approve(call: CallDep) -> JSONResponse:
    """Approve what somebody else made; `asked` names the entry that was looked at."""
    return await call.record(call.read(Approve))


@router.post("/approvals/rejections", **writes("Refuse to approve", Reject, examples.REJECTION))
async def reject(call: CallDep) -> JSONResponse:
    """Refuse to approve what somebody else made."""
    return await call.record(call.read(Reject))


@router.get("/approvals", **lists("List what was asked for", examples.LISTED))
def list_approvals(
    register: RegisterDep,
    caller: ReaderDep,
    page: PageDep,
    filters: Annotated[ApprovalFilters, Query()],
) -> JSONResponse:
    """List what waits for a second person or was decided, oldest first."""
    after = int(page.after) if page.after and page.after.isdecimal() else -1
    with register.ledger.reading() as conn:
        items = pending(conn, caller.viewer, after=after, limit=page.fetch, **filters.given())
    return page.answer(items, "asked_index")


@router.get("/approvals/{kind}/{thing:path}", **reads("Show what waits", examples.SHOWN))
def show_approval(
    register: RegisterDep,
    caller: ReaderDep,
    kind: Annotated[str, Path(max_length=20)],
    thing: Annotated[str, Path(max_length=64, description="Id of what waits.")],
    lang: Annotated[Literal["ja", "en"], Query(description="Of sentences about clauses.")] = "ja",
) -> JSONResponse:
    """Show what a second person looks at: payees and sums, or what changed, in plain words."""
    day = tokyo_date(register.clock.now())
    with register.ledger.reading() as conn:
        printer = Printer(conn, register.vault, caller.viewer, lang, day)
        return found(summary(printer, kind, thing), "approval", f"{kind}/{thing}")
