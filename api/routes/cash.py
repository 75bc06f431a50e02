"""Cash: bank accounts, their lines, what lines were for, and bank and book compared."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, ConfigDict
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse

from api import cash_examples as examples
from api.auth import ReaderDep
from api.filters import CashFilters
from api.openapi import lists, reads, uploads, writes
from api.paging import PageDep
from api.reading import RegisterDep
from api.writing import CallDep, UploadDep, answer
from ledger.cash import shown
from ledger.cash.commands import MatchCash, OpenCashAccount, UnmatchCash
from ledger.ids import CASH_ACCOUNT
from ledger.jobs.cash import account_row, compare, import_cash, proposal_data, propose
from ledger.jobs.cash_lines import lines_of
from ledger.values import AmountMinor, DocumentRef

router = APIRouter(tags=["cash"])

CashIdPath = Annotated[str, Path(max_length=64, examples=[examples.ACCOUNT_ID])]
ProfileQuery = Annotated[str, Query(max_length=100, description="How the file is to be read.")]
DayQuery = Annotated[date, Query(description="Bank and book at the end of this day.")]


class Compared(BaseModel):
    """What to put on record: bank and book at the end of a day.

    Attributes:
        stated_minor: The bank's balance, where it is not as its lines give it.
        document: The bank's certificate or statement.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    day: date
    stated_minor: AmountMinor | None = None
    document: DocumentRef | None = None


@router.post(
    "/cash-accounts",
    **writes("Begin an account's book", OpenCashAccount, examples.OPENED, chosen=["id"]),
)
async def open_account(call: CallDep) -> JSONResponse:
    """Begin to keep the book of a bank account."""
    command = call.read(OpenCashAccount, new=("id", CASH_ACCOUNT))
    return await call.record(command, location="/v1/cash-accounts/{id}")


@router.post(
    "/cash-accounts/{cash_id}/imports", **uploads("Take a bank's file", "text/csv", examples.CSV)
)
async def take_file(
    call: UploadDep, cash_id: CashIdPath, profile: ProfileQuery = "in-out-columns/1"
) -> JSONResponse:
    """Take all lines of a bank's file, or none and the reason."""
    call.must_not_sign()
    await call.must_know([cash_id])
    taken = await run_in_threadpool(
        lambda: import_cash(
            call.register, cash_id, call.body, profile=profile,
            actor=call.caller.actor, request=call.key,
        )
    )  # fmt: skip
    more = {"summary": taken.as_data()} | await call.proof_of([taken.recorded])
    return answer(taken.recorded, "/v1/cash-accounts/" + cash_id, **more)


@router.post(
    "/cash-accounts/{cash_id}/matches",
    **writes("Say what a line was for", MatchCash, examples.MATCHED, in_path=["account"]),
)
async def match(call: CallDep, cash_id: CashIdPath) -> JSONResponse:
    """Say what a line was for; the receipts that follow are recorded with it."""
    return await call.record(call.read(MatchCash, account=cash_id), knows=[cash_id])


@router.post(
    "/cash-accounts/{cash_id}/unmatches",
    **writes("Take a match back", UnmatchCash, examples.UNMATCHED, in_path=["account"]),
)
async def unmatch(call: CallDep, cash_id: CashIdPath) -> JSONResponse:
    """Take back what was said about a line, while no run has used its receipts."""
    return await call.record(call.read(UnmatchCash, account=cash_id), knows=[cash_id])


@router.post(
    "/cash-accounts/{cash_id}/reconciliations",
    **writes("Record a comparison", Compared, examples.COMPARED),
)
async def reconcile(call: CallDep, cash_id: CashIdPath) -> JSONResponse:
    """Compare bank and book, and put the comparison on record."""
    call.must_not_sign()
    await call.must_know([cash_id])
    asked = call.read(Compared)
    found = await run_in_threadpool(
        lambda: compare(
            call.register, cash_id, asked.day, stated=asked.stated_minor,
            viewer=call.caller.viewer,
        )
    )  # fmt: skip
    return await call.record(found.command(asked.document), knows=[cash_id])


@router.get("/cash-accounts", **lists("List accounts", examples.LISTED))
def list_accounts(
    register: RegisterDep,
    caller: ReaderDep,
    page: PageDep,
    filters: Annotated[CashFilters, Query()],
) -> JSONResponse:
    """List the accounts that this caller keeps or was granted, in order of id."""
    with register.ledger.reading() as conn:
        asked = filters.given()
        items = shown.page(conn, caller.viewer, after=page.after, limit=page.fetch, **asked)
    return page.answer(items)


@router.get("/cash-accounts/{cash_id}", **reads("Show an account", examples.SHOWN))
def show_account(register: RegisterDep, caller: ReaderDep, cash_id: CashIdPath) -> JSONResponse:
    """Show an account with its imports, what is open, and how it was compared."""
    with register.ledger.reading() as conn:
        return JSONResponse(account_row(conn, cash_id, caller.viewer))


@router.get("/cash-accounts/{cash_id}/lines", **reads("List lines", {"items": [examples.LINE]}))
def list_lines(register: RegisterDep, caller: ReaderDep, cash_id: CashIdPath) -> JSONResponse:
    """List the lines with what the bank wrote beside them and what they were for."""
    return JSONResponse({"items": lines_of(register, cash_id, caller.viewer)})


@router.get(
    "/cash-accounts/{cash_id}/proposals",
    **reads("Propose what lines were for", {"items": [examples.PROPOSED]}),
)
def list_proposals(register: RegisterDep, caller: ReaderDep, cash_id: CashIdPath) -> JSONResponse:
    """Propose what open lines were for; nothing is recorded."""
    found = propose(register, cash_id, caller.viewer)
    return JSONResponse({"items": [proposal_data(one) for one in found]})


@router.get(
    "/cash-accounts/{cash_id}/comparison", **reads("Compare bank and book", examples.COMPARISON)
)
def show_comparison(
    register: RegisterDep, caller: ReaderDep, cash_id: CashIdPath, day: DayQuery
) -> JSONResponse:
    """Compare bank and book at the end of a day, and say what the money is owed for."""
    return JSONResponse(compare(register, cash_id, day, viewer=caller.viewer).as_data())
