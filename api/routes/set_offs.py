"""Set-offs and the clauses that allow them; money that is late, and interest on it."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import JSONResponse

from api import set_offs_examples as examples
from api.auth import ReaderDep
from api.filters import InterestFilters, SetOffFilters
from api.lateness import late_as_json, unclaimed_as_json
from api.openapi import lists, reads, writes
from api.paging import PageDep
from api.reading import RegisterDep
from api.writing import CallDep
from contracts.errors import TermsError
from ledger.clock import tokyo_date
from ledger.errors import RuleViolation
from ledger.ids import INTEREST, SET_OFF
from ledger.jobs.unclaimed import unclaimed_of
from ledger.revenue import interest_views
from ledger.revenue.interest_commands import ChargeInterest
from ledger.set_offs import views
from ledger.set_offs.commands import AllowSetOff, EndSetOff, RecordSetOff

router = APIRouter(tags=["set-offs"])
PartyQuery = Annotated[str, Query(max_length=64)]


@router.post(
    "/set-offs/clauses", **writes("Allow set-offs by a clause", AllowSetOff, examples.ALLOWED)
)
async def allow(call: CallDep) -> JSONResponse:
    """Record the clause by which a party's remittances are set off against what it is paid."""
    return await call.record(call.read(AllowSetOff))


@router.post("/set-offs/clauses/ends", **writes("End such a clause", EndSetOff, examples.ENDED))
async def end(call: CallDep) -> JSONResponse:
    """Record that nothing is set off by a clause any more; either side may."""
    return await call.record(call.read(EndSetOff))


@router.post(
    "/set-offs",
    **writes("Record a set-off", RecordSetOff, examples.RECORDED, chosen=["set_off"]),
)
async def record(call: CallDep) -> JSONResponse:
    """Set an amount of a report off against an amount of a statement."""
    return await call.record(call.read(RecordSetOff, new=("set_off", SET_OFF)))


@router.get("/set-offs/clauses", **reads("List clauses", {"items": [examples.CLAUSE_LISTED]}))
def list_clauses(
    register: RegisterDep, caller: ReaderDep, payer: PartyQuery | None = None
) -> JSONResponse:
    """List the clauses between this caller and others."""
    with register.ledger.reading() as conn:
        return JSONResponse({"items": views.clauses(conn, caller.viewer, payer)})


@router.get("/set-offs", **lists("List set-offs", examples.LISTED))
def list_set_offs(
    register: RegisterDep,
    caller: ReaderDep,
    page: PageDep,
    filters: Annotated[SetOffFilters, Query()],
) -> JSONResponse:
    """List what this caller set off, or what was set off with him, in order of id."""
    with register.ledger.reading() as conn:
        asked = filters.given()
        items = views.page(conn, caller.viewer, after=page.after, limit=page.fetch, **asked)
    return page.answer(items)


@router.post(
    "/interest", **writes("Charge interest", ChargeInterest, examples.CHARGED, chosen=["id"])
)
async def charge(call: CallDep) -> JSONResponse:
    """Charge whoever paid late with interest, as computed from what is on record."""
    return await call.record(call.read(ChargeInterest, new=("id", INTEREST)))


@router.get("/interest", **lists("List interest charged", examples.CHARGE_LISTED))
def list_interest(
    register: RegisterDep,
    caller: ReaderDep,
    page: PageDep,
    filters: Annotated[InterestFilters, Query()],
) -> JSONResponse:
    """List interest that this caller charged, or was charged with."""
    with register.ledger.reading() as conn:
        asked = filters.given()
        items = interest_views.page(
            conn, caller.viewer, after=page.after, limit=page.fetch, **asked
        )
    return page.answer(items)


@router.get("/interest/late", **reads("List late money", {"items": [examples.LATE_LISTED]}))
def list_late(
    register: RegisterDep, caller: ReaderDep, payer: PartyQuery, on: date | None = None
) -> JSONResponse:
    """List money for reports to a payer that came late or has not come, with statutory interest."""
    day = on or tokyo_date(register.clock.now())
    with register.ledger.reading() as conn:
        try:
            found = interest_views.late_reports(conn, caller.viewer, payer, day)
        except TermsError as error:
            raise RuleViolation(error.code, error.message, **error.fields) from error
    return JSONResponse({"items": [late_as_json(one) for one in found]})


@router.get(
    "/money/unclaimed", **reads("List unpaid money", {"items": [examples.UNCLAIMED_LISTED]})
)
def list_unclaimed(
    register: RegisterDep, caller: ReaderDep, payer: PartyQuery, on: date | None = None
) -> JSONResponse:
    """List what a payer was to pay and has not paid, why, and until when it can be claimed."""
    day = on or tokyo_date(register.clock.now())
    with register.ledger.reading() as conn:
        try:
            found = unclaimed_of(conn, caller.viewer, payer, day)
        except TermsError as error:
            raise RuleViolation(error.code, error.message, **error.fields) from error
    return JSONResponse({"items": [unclaimed_as_json(one) for one in found]})
