"""Committees as others meet them: milestones of windows abroad, orphans, members' reports."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path, Query
from starlette.responses import JSONResponse

from api import abroad_examples, examples
from api.auth import ReaderDep
from api.foreign import foreign_as_json
from api.member_reports import report_as_json
from api.openapi import reads, writes
from api.paging import PageDep, encode_cursor
from api.readiness import endings_as_json, orphans_as_json
from api.reading import RegisterDep
from api.writing import CallDep
from ledger.clock import tokyo_date
from ledger.committees.milestone_commands import ReachMilestone
from ledger.jobs.foreign import foreign
from ledger.jobs.member_report import Asked, member_report, read_method, read_period
from ledger.jobs.orphans import orphans

router = APIRouter(tags=["committees"])

CommitteeIdPath = Annotated[str, Path(max_length=64, examples=[examples.COMMITTEE_ID])]


@router.post(
    "/committees/{committee_id}/milestones",
    **writes(
        "Record a milestone", ReachMilestone, examples.MILESTONE_REACHED, in_path=["committee"]
    ),
)
async def reach_milestone(call: CallDep, committee_id: CommitteeIdPath) -> JSONResponse:
    """Record that a milestone of a window was passed, or that an authority refused it."""
    return await call.record(call.read(ReachMilestone, committee=committee_id))


@router.get("/committees/orphans", **reads("Find orphans", abroad_examples.ORPHANS))
def find_orphans(
    register: RegisterDep,
    caller: ReaderDep,
    page: PageDep,
    on: Annotated[date | None, Query(description="Day to look at; today if left out.")] = None,
) -> JSONResponse:
    """Find committees without a plan, without anybody to ask, or that left rights or money."""
    day = on or tokyo_date(register.clock.now())
    with register.ledger.reading() as conn:
        found = orphans(conn, caller.viewer, day)
    rest = [one for one in found.found.endings if page.after is None or one.id > page.after]
    shown, more = rest[: page.limit], len(rest) > page.limit
    following = encode_cursor(shown[-1].id) if more else None
    answer = {**orphans_as_json(found), "items": endings_as_json(shown), "next": following}
    return JSONResponse(answer)


@router.get(
    "/committees/{committee_id}/reports",
    **reads("Tell a member its part", abroad_examples.MEMBER_REPORT),
)
def tell_member(
    register: RegisterDep,
    caller: ReaderDep,
    committee_id: CommitteeIdPath,
    member: Annotated[str, Query(max_length=64, description="Id of the member.")],
    period: Annotated[str, Query(max_length=16, description="Like 2026-Q1.")],
    method: Annotated[str, Query(max_length=16, description="gross, intermediate, net")] = "gross",
) -> JSONResponse:
    """Tell a member, the lead or the operator what the member takes into its own books."""
    asked = Asked(committee_id, member, read_period(period), read_method(method))
    with register.ledger.reading() as conn:
        found = member_report(conn, register.blobs, caller.viewer, asked)
    return JSONResponse(report_as_json(found))


@router.get(
    "/committees/{committee_id}/foreign",
    **reads("Tell what follows abroad", abroad_examples.FOREIGN),
)
def tell_foreign(
    register: RegisterDep,
    caller: ReaderDep,
    committee_id: CommitteeIdPath,
    period: Annotated[str, Query(max_length=16, description="Like 2026; ends with a month.")],
) -> JSONResponse:
    """Tell what follows for tax where members reside abroad; to be confirmed by an expert."""
    with register.ledger.reading() as conn:
        found = foreign(conn, caller.viewer, committee_id, read_period(period))
    return JSONResponse(foreign_as_json(found))
