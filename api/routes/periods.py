"""Months: open until closed, reopened for a reason."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse

from api import answers, examples
from api.auth import ReaderDep
from api.openapi import lists, writes
from api.paging import PageDep
from api.reading import RegisterDep
from api.writing import Call, CallDep
from ledger.access.views import may_read
from ledger.jobs.closing import ensure_state
from ledger.periods import views
from ledger.periods.commands import ClosePeriod, OpenPeriod, ReopenPeriod

router = APIRouter(tags=["periods"])


@router.post("/periods/open", **writes("Open a month", OpenPeriod, examples.PERIOD))
async def open_period(call: CallDep) -> JSONResponse:
    """State that a month is in use; months are open until closed."""
    return await _record(call, call.read(OpenPeriod))


@router.post("/periods/close", **writes("Close a month", ClosePeriod, examples.PERIOD))
async def close_period(call: CallDep, request: Request) -> JSONResponse:
    """Close a month for one agreement, or for all; then its state and a checkpoint follow."""
    command = call.read(ClosePeriod)
    closed = await _record(call, command)
    if command.agreement is None and not call.prepares:
        await run_in_threadpool(ensure_state, call.register, command.month)
    request.app.state.publisher.nudge()
    return closed


@router.post("/periods/reopen", **writes("Reopen a month", ReopenPeriod, examples.PERIOD_REOPENED))
async def reopen_period(call: CallDep) -> JSONResponse:
    """Reopen a closed month for a reason that stays on record."""
    return await _record(call, call.read(ReopenPeriod))


async def _record(call: Call, command: OpenPeriod | ClosePeriod | ReopenPeriod) -> JSONResponse:
    return await call.record(command, knows=[command.agreement] if command.agreement else [])


@router.get("/periods", **lists("List months", answers.PERIOD_SHOWN))
def list_periods(
    register: RegisterDep,
    caller: ReaderDep,
    page: PageDep,
    agreement: Annotated[str | None, Query(max_length=64)] = None,
) -> JSONResponse:
    """List the months somebody spoke about, register-wide or of one agreement."""
    with register.ledger.reading() as conn:
        if agreement is not None:
            may_read(conn, caller.viewer, agreement)
        items = views.page(conn, agreement=agreement, after=page.after, limit=page.fetch)
    return page.answer(items, key="month")
