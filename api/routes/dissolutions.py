"""The end of committees: begun, tried, completed, found; and what is said about uses afterwards."""

from typing import Annotated, Any

from fastapi import APIRouter, Path
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse

from api import dissolution_examples as examples
from api.auth import PublicDep
from api.endings import Asked, ending_of, trial_of
from api.examples import COMMITTEE_ID
from api.openapi import asks, reads, writes
from api.reading import RegisterDep
from api.writing import Call, CallDep
from ledger.dissolutions import views
from ledger.dissolutions.commands import (
    BeginDissolution,
    CompleteDissolution,
    DeclareUse,
    RecordPastDissolution,
)
from ledger.errors import NotFound
from ledger.ids import DISSOLUTION

router = APIRouter(tags=["committees"])

CommitteeIdPath = Annotated[str, Path(max_length=64, examples=[COMMITTEE_ID])]


@router.post(
    "/committees/{committee_id}/dissolution",
    **writes(
        "Begin to wind a committee up",
        BeginDissolution,
        examples.BEGINNING,
        chosen=["id"],
        in_path=["committee"],
    ),
)
async def begin_dissolution(call: CallDep, committee_id: CommitteeIdPath) -> JSONResponse:
    """Record ground, resolution and liquidators, with the consents of the members."""
    command = call.read(BeginDissolution, new=("id", DISSOLUTION), committee=committee_id)
    return await call.record(command, knows=[committee_id])


@router.post(
    "/committees/{committee_id}/dissolution/trial",
    **asks("Try an end", Asked, examples.ENDING, examples.TRIED),
)
async def try_dissolution(call: CallDep, committee_id: CommitteeIdPath) -> JSONResponse:
    """Say who would hold, license, be paid and owe before and after; nothing is recorded."""
    call.must_not_sign()
    await call.must_know([committee_id])
    asked = call.read(Asked)
    return JSONResponse(await run_in_threadpool(_try, call, asked, committee_id))


def _try(call: Call, asked: Asked, committee: str) -> dict[str, Any]:
    with call.register.ledger.reading() as conn:
        document = asked.model_dump(exclude_none=True)
        ending = ending_of(document, committee, conn, call.register)
        trial = trial_of(ending, committee, conn, call.register, call.caller.actor)
    return trial.as_data()


@router.post(
    "/committees/{committee_id}/dissolution/completion",
    **writes(
        "Complete the winding up",
        CompleteDissolution,
        examples.COMPLETION,
        in_path=["dissolution"],
    ),
)
async def complete_dissolution(call: CallDep, committee_id: CommitteeIdPath) -> JSONResponse:
    """Record the end with everything that follows, or be told what it would leave open."""
    await call.must_know([committee_id])
    under_way = await run_in_threadpool(_under_way, call, committee_id)
    return await call.record(call.read(CompleteDissolution, dissolution=under_way))


def _under_way(call: Call, committee: str) -> str:
    with call.register.ledger.reading() as conn:
        found = views.of_committee(conn, committee)
    if found is None:
        raise NotFound("dissolution-not-found", field="committee", value=committee)
    return str(found["id"])


@router.post(
    "/committees/{committee_id}/dissolution/found",
    **writes(
        "Record an end that happened",
        RecordPastDissolution,
        examples.FOUND,
        chosen=["dissolution"],
        in_path=["committee"],
    ),
)
async def record_past_dissolution(call: CallDep, committee_id: CommitteeIdPath) -> JSONResponse:
    """Record that a committee had ended, with every defect it left; facts are not refused."""
    command = call.read(
        RecordPastDissolution, new=("dissolution", DISSOLUTION), committee=committee_id
    )
    return await call.record(command, knows=[committee_id])


@router.get(
    "/committees/{committee_id}/dissolution",
    **reads("Show how a committee ends", examples.SHOWN, public=True),
)
def show_dissolution(
    register: RegisterDep, caller: PublicDep, committee_id: CommitteeIdPath
) -> JSONResponse:
    """Show to everybody that it ends and whom to ask, to its members everything."""
    with register.ledger.reading() as conn:
        shown = views.show(conn, committee_id, caller.viewer)
    if shown is None:
        raise NotFound("dissolution-not-found", field="committee", value=committee_id)
    return JSONResponse(shown)


@router.post(
    "/declarations", **writes("Declare whether uses are licensed", DeclareUse, examples.DECLARATION)
)
async def declare_use(call: CallDep) -> JSONResponse:
    """Publish who may be asked for uses of a work or a committee's works (利用可否の意思表示)."""
    return await call.record(call.read(DeclareUse))
