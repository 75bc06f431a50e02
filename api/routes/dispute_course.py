"""Disputes on their way: what they hold, whose turn it is, what carried them out, and figures."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path, Query
from starlette.responses import JSONResponse

from api import disputes_examples as examples
from api.auth import ReaderDep
from api.openapi import reads, writes
from api.reading import RegisterDep
from api.writing import CallDep
from ledger.disputes.course_commands import CarryOutDispute, SetDisputeDeadline
from ledger.disputes.holding_commands import HoldDisputed, ReleaseDisputed
from ledger.disputes.statistics import statistics

router = APIRouter(tags=["disputes"])

DisputeIdPath = Annotated[str, Path(max_length=64, examples=[examples.DISPUTE_ID])]
FirstDay = Annotated[date, Query(alias="from", description="First day.")]
LastDay = Annotated[date, Query(alias="to", description="Last day.")]


@router.post(
    "/disputes/{dispute_id}/holds",
    **writes("Hold what is disputed", HoldDisputed, examples.HOLD, in_path=["dispute"]),
)
async def hold_disputed(call: CallDep, dispute_id: DisputeIdPath) -> JSONResponse:
    """Hold the disputed part of lines that are about to be paid, and nothing else."""
    return await call.record(call.read(HoldDisputed, dispute=dispute_id))


@router.post(
    "/disputes/{dispute_id}/releases",
    **writes("Release what is held", ReleaseDisputed, examples.RELEASE, in_path=["dispute"]),
)
async def release_disputed(call: CallDep, dispute_id: DisputeIdPath) -> JSONResponse:
    """Release some of what a dispute holds before it is over."""
    return await call.record(call.read(ReleaseDisputed, dispute=dispute_id))


@router.post(
    "/disputes/{dispute_id}/deadlines",
    **writes("Ask for an answer", SetDisputeDeadline, examples.DEADLINE, in_path=["dispute"]),
)
async def set_deadline(call: CallDep, dispute_id: DisputeIdPath) -> JSONResponse:
    """Say whose turn it is in an open dispute, and until when."""
    return await call.record(call.read(SetDisputeDeadline, dispute=dispute_id))


@router.post(
    "/disputes/{dispute_id}/correction",
    **writes("Carry out a dispute", CarryOutDispute, examples.CARRIED_OUT, in_path=["dispute"]),
)
async def carry_out(call: CallDep, dispute_id: DisputeIdPath) -> JSONResponse:
    """Name the correction that gives effect to how a dispute ended; it holds nothing then."""
    return await call.record(call.read(CarryOutDispute, dispute=dispute_id))


@router.get("/statistics/disputes", **reads("Count disputes", examples.STATISTICS))
def count_disputes(
    register: RegisterDep, caller: ReaderDep, first: FirstDay, last: LastDay
) -> JSONResponse:
    """Count the disputes of this caller that were opened between two days, both included."""
    with register.ledger.reading() as conn:
        return JSONResponse(statistics(conn, caller.viewer, first, last))
