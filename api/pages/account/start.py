"""The first visit: password and second proof are set with the operator's code."""

import asyncio
from typing import Any

from fastapi import APIRouter
from sqlalchemy import Connection
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response

from api.pages import menu
from api.pages.account import cookies
from api.pages.account.at_hand import may_have_passkeys, passkeys_of, starting_of
from api.pages.account.codes import grouped, picture
from api.pages.account.doors import Door
from api.pages.desk import Desk, DeskDep
from api.pages.forms import Form
from ledger.errors import LedgerError, RuleViolation
from ledger.sign_in.accounts import Account
from ledger.sign_in.passwords import LEAST
from ledger.sign_in.starting import Started

router = APIRouter()


@router.get("/account/start/{code}")
async def start_page(desk: DeskDep, code: str) -> Response:
    """Show what has to be set."""
    return await _page(desk, code, Form())


@router.post("/account/start/{code}")
async def start(desk: DeskDep, code: str) -> Response:
    """Set password and second proof, sign in, and show the recovery codes this once."""
    form = await Door(desk).sent()
    try:
        started = await run_in_threadpool(_started, desk, code, form)
    except LedgerError as error:
        return await _page(desk, code, form, error)
    session = await run_in_threadpool(cookies.sessions_of(desk.register).of, started.opened.cookie)
    home = menu.HOME[session.actor.role] if session else "/"
    answer = desk.page(
        "account/recovery.html", title="account.recovery", codes=started.recovery, onward=home
    )
    cookies.give(desk.request, answer, started.opened)
    return answer


@router.post("/account/start/{code}/options")
async def start_options(desk: DeskDep, code: str) -> Response:
    """Give the browser a challenge for a new passkey."""
    await Door(desk).sent()
    account = await run_in_threadpool(starting_of(desk.register).look, code)
    made = await run_in_threadpool(passkeys_of(desk.register, desk.request).to_create, account)
    return JSONResponse({"options": made.options, "ticket": made.ticket})


def _started(desk: Desk, code: str, form: Form) -> Started:
    starting, origin = starting_of(desk.register), cookies.origin_of(desk.request)
    password = form.fields.get("password", ("",))[0]
    if password != form.fields.get("again", ("",))[0]:
        raise RuleViolation(
            "password-differs", "the two passwords differ", field="again", value="-",
            expected="the same password twice",
        )  # fmt: skip
    if not form.text("credential"):
        return starting.with_code(code, password, form.text("code"), origin)
    keys = passkeys_of(desk.register, desk.request)

    def put(conn: Connection, account: Account) -> None:
        keys.add(conn, account, form.text("credential"), form.text("ticket"))

    return starting.start(code, password, put, origin, "passkey")


async def _page(desk: Desk, code: str, form: Form, error: LedgerError | None = None) -> Response:
    cookies.must_be_private(desk.request)
    starting = starting_of(desk.register)
    account = await run_in_threadpool(starting.look, code)
    secret = starting.secret(code)
    door = Door(desk)
    context: dict[str, Any] = {
        "account": account,
        "code": code,
        "secret": grouped(secret),
        "picture": await asyncio.to_thread(picture, secret, account.login),
        "least": LEAST,
    }
    answer = desk.page(
        "account/start.html",
        title="account.start",
        status=desk.status_of(error) if error else 200,
        form=form,
        csrf=door.csrf,
        passkeys=may_have_passkeys(desk.request),
        problem=desk.problem(error) if error else None,
        **context,
    )
    return door.open(answer)
