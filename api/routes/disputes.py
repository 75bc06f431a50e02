"""Disputes: opened, answered and settled by those whom their subject concerns."""

from typing import Annotated

from fastapi import APIRouter, Path, Query
from starlette.responses import JSONResponse

from api import disputes_examples as examples
from api.auth import ReaderDep
from api.filters import DisputeFilters
from api.openapi import lists, reads, writes
from api.paging import PageDep, best_matches
from api.reading import RegisterDep, found
from api.writing import CallDep
from ledger.clock import tokyo_date
from ledger.disputes import reading
from ledger.disputes.commands import OpenDispute, SayInDispute, SettleDispute
from ledger.ids import DISPUTE

router = APIRouter(tags=["disputes"])

DisputeIdPath = Annotated[str, Path(max_length=64, examples=[examples.DISPUTE_ID])]


@router.post("/disputes", **writes("Open a dispute", OpenDispute, examples.OPENED, chosen=["id"]))
async def open_dispute(call: CallDep) -> JSONResponse:
    """Contest a line of a statement, a right, a committee or an agreement."""
    command = call.read(OpenDispute, new=("id", DISPUTE))
    return await call.record(command, location="/v1/disputes/{id}")


@router.post(
    "/disputes/{dispute_id}/messages",
    **writes("Say something", SayInDispute, examples.SAID, in_path=["dispute"]),
)
async def say_in_dispute(call: CallDep, dispute_id: DisputeIdPath) -> JSONResponse:
    """Say something in an open dispute; its sides and the operator read it."""
    return await call.record(call.read(SayInDispute, dispute=dispute_id))


@router.post(
    "/disputes/{dispute_id}/settlement",
    **writes("Settle a dispute", SettleDispute, examples.SETTLED, in_path=["dispute"]),
)
async def settle_dispute(call: CallDep, dispute_id: DisputeIdPath) -> JSONResponse:
    """Record how a dispute ended: by the word of who gives way, or by what decided it."""
    return await call.record(call.read(SettleDispute, dispute=dispute_id))


@router.get("/disputes", **lists("List disputes", examples.DISPUTE_LISTED))
def list_disputes(
    register: RegisterDep,
    caller: ReaderDep,
    page: PageDep,
    filters: Annotated[DisputeFilters, Query()],
) -> JSONResponse:
    """List the disputes about what concerns this caller, in order of id."""
    asked = filters.given()
    only = asked.pop("only", None)
    with register.ledger.reading() as conn:
        if only is None:
            items = reading.page(
                conn,
                caller.viewer,
                after=page.after,
                limit=page.fetch,
                is_newest_first=False,
                **asked,
            )
            return page.answer(items)
        if only == "overdue":
            today = tokyo_date(register.clock.now()).isoformat()
            return best_matches(reading.overdue(conn, caller.viewer, today))
        some = reading.holding if only == "held" else reading.due
        return best_matches(some(conn, caller.viewer))


@router.get("/disputes/{dispute_id}", **reads("Show a dispute", examples.DISPUTE_SHOWN))
def show_dispute(
    register: RegisterDep, caller: ReaderDep, dispute_id: DisputeIdPath
) -> JSONResponse:
    """Show a dispute: all of it to its sides, that there is one to others whom it concerns."""
    with register.ledger.reading() as conn:
        return found(reading.show(conn, dispute_id, caller.viewer), "dispute", dispute_id)
