"""Windows abroad: milestones that were passed or refused."""

from typing import Annotated

from fastapi import APIRouter, Path
from starlette.responses import JSONResponse

from api import examples
from api.openapi import writes
from api.writing import CallDep
from ledger.committees.milestone_commands import ReachMilestone

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
