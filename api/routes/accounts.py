"""Accounts that several agreements of one payer fill together."""

from typing import Annotated

from fastapi import APIRouter, Path
from starlette.responses import JSONResponse

from api import answers, examples
from api.auth import ReaderDep
from api.openapi import lists, reads, writes
from api.paging import PageDep
from api.reading import RegisterDep, found
from api.writing import CallDep
from ledger.accounts import views
from ledger.accounts.commands import OpenAccount
from ledger.ids import SHARED_ACCOUNT

router = APIRouter(tags=["agreements"])

AccountIdPath = Annotated[str, Path(max_length=64, examples=[examples.SHARED_ACCOUNT_ID])]


@router.post(
    "/accounts",
    **writes("Open a shared account", OpenAccount, examples.OPENED_ACCOUNT, chosen=["id"]),
)
async def open_account(call: CallDep) -> JSONResponse:
    """Open an account that several agreements of one payer may fill together."""
    command = call.read(OpenAccount, new=("id", SHARED_ACCOUNT))
    return await call.record(command, location="/v1/accounts/{id}")


@router.get("/accounts", **lists("List shared accounts", answers.SHARED_ACCOUNT_LISTED))
def list_accounts(register: RegisterDep, caller: ReaderDep, page: PageDep) -> JSONResponse:
    """List the shared accounts that this caller is a party to."""
    with register.ledger.reading() as conn:
        items = views.page(conn, caller.viewer, after=page.after, limit=page.fetch)
    return page.answer(items)


@router.get("/accounts/{account_id}", **reads("Show a shared account", answers.SHARED_ACCOUNT))
def show_account(
    register: RegisterDep, caller: ReaderDep, account_id: AccountIdPath
) -> JSONResponse:
    """Show what each agreement has filled of an account, and what is left of its target."""
    with register.ledger.reading() as conn:
        return found(views.show(conn, account_id, caller.viewer), "account", account_id)
