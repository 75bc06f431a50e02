"""Production committees: credits print name, works and lead; the contract is the members'."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path, Query
from starlette.responses import JSONResponse

from api import answers, examples
from api.auth import PublicDep, ReaderDep
from api.filters import CommitteeFilters
from api.names import names_known, with_names
from api.openapi import lists, reads, writes
from api.paging import PageDep, best_matches, encode_cursor
from api.readiness import endings_as_json, summary_as_json
from api.reading import RegisterDep
from api.writing import CallDep
from ledger.clock import tokyo_date
from ledger.committees import views
from ledger.committees.commands import AmendCommittee, FormCommittee
from ledger.errors import NotFound
from ledger.ids import COMMITTEE
from ledger.jobs.readiness import readiness

router = APIRouter(tags=["committees"])

CommitteeIdPath = Annotated[str, Path(max_length=64, examples=[examples.COMMITTEE_ID])]
_AT_COMMITTEE = "/v1/committees/{id}"


@router.post(
    "/committees",
    **writes("Form a committee", FormCommittee, examples.COMMITTEE, chosen=["id"]),
)
async def form_committee(call: CallDep) -> JSONResponse:
    """Record a committee: a new one with explicit shares and a plan, or an existing one."""
    command = call.read(FormCommittee, new=("id", COMMITTEE))
    return await call.record(command, location=_AT_COMMITTEE)


@router.post(
    "/committees/{committee_id}/amendments",
    **writes(
        "Amend a committee", AmendCommittee, examples.COMMITTEE_AMENDMENT, in_path=["committee"]
    ),
)
async def amend_committee(call: CallDep, committee_id: CommitteeIdPath) -> JSONResponse:
    """Change a committee from a day on; earlier versions stay in force for earlier days."""
    return await call.record(call.read(AmendCommittee, committee=committee_id))


@router.get(
    "/committees", **lists("List or search committees", answers.COMMITTEE_LISTED, public=True)
)
def list_committees(
    register: RegisterDep,
    caller: PublicDep,
    page: PageDep,
    filters: Annotated[CommitteeFilters, Query()],
) -> JSONResponse:
    """List committees in order of id, or with `q` by name."""
    with register.ledger.reading() as conn:
        if filters.q is not None:
            return best_matches(views.search(conn, filters.q, limit=page.limit))
        asked = filters.given()
        items = views.page(conn, caller.viewer, after=page.after, limit=page.fetch, **asked)
    return page.answer(items)


@router.get("/committees/readiness", **reads("Ask what an end would orphan", answers.READINESS))
def ask_readiness(
    register: RegisterDep,
    caller: ReaderDep,
    page: PageDep,
    committee: Annotated[str | None, Query(max_length=64, description="Only this one.")] = None,
    on: Annotated[date | None, Query(description="Day of the end; today if left out.")] = None,
) -> JSONResponse:
    """Say what would happen if committees ended; totals are over all that the caller may read."""
    day = on or tokyo_date(register.clock.now())
    with register.ledger.reading() as conn:
        found = readiness(conn, caller.viewer, day, committee)
    rest = [one for one in found.endings if page.after is None or one.id > page.after]
    shown, more = rest[: page.limit], len(rest) > page.limit
    following = encode_cursor(shown[-1].id) if more else None
    answer = {**summary_as_json(found), "items": endings_as_json(shown), "next": following}
    return JSONResponse(answer)


@router.get(
    "/committees/{committee_id}",
    **reads("Show a committee", answers.COMMITTEE_SHOWN, public=True),
)
def show_committee(
    register: RegisterDep, caller: PublicDep, committee_id: CommitteeIdPath
) -> JSONResponse:
    """Show to everybody what credits print, to members the whole contract."""
    with register.ledger.reading() as conn:
        shown = views.show(conn, committee_id, caller.viewer)
        if shown is None:
            raise NotFound("committee-not-found", field="id", value=committee_id)
        members = [member["party"] for member in shown.get("members", ())]
        names = names_known(conn, register, (shown["lead"], *members))
    return JSONResponse(with_names(shown, names))
