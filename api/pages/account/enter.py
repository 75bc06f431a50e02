"""Signing in and out: password, second proof, passkey."""

from typing import Annotated, Final
from urllib.parse import quote

from fastapi import APIRouter, Query
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response

from api.pages import menu
from api.pages.account import cookies
from api.pages.account.at_hand import entrance_of, may_have_passkeys, passkeys_of
from api.pages.account.doors import Door, give_second, second_of
from api.pages.account.first import first_page
from api.pages.account.landing import landed, target
from api.pages.desk import Desk, DeskDep, FormDep
from api.pages.forms import Form
from ledger.errors import LedgerError

router = APIRouter()
_NEXT: Final = Query(alias="next", max_length=2000)
_SIGN_IN: Final = "/sign-in"


@router.get("/sign-in")
async def sign_in_page(desk: DeskDep, to: Annotated[str, _NEXT] = "") -> Response:
    """Show the form; whoever is signed in is led on."""
    if desk.session:
        return desk.see(target(to) or menu.HOME[desk.role])
    return await first_page(desk, Form({"next": (to,)}))


@router.post("/sign-in")
async def sign_in(desk: DeskDep) -> Response:
    """Look at login and password, and ask for the second proof."""
    form = await Door(desk).sent()
    origin = cookies.origin_of(desk.request)
    secret = form.fields.get("password", ("",))[0]
    try:
        half = await run_in_threadpool(
            entrance_of(desk.register).password, form.text("login"), secret, origin
        )
    except LedgerError as error:
        return await first_page(desk, form, error)
    answer = desk.see(f"/sign-in/second?next={quote(target(form.text('next')))}")
    give_second(desk.request, answer, half.ticket)
    return answer


@router.get("/sign-in/second")
async def second_page(desk: DeskDep, to: Annotated[str, _NEXT] = "") -> Response:
    """Ask for the second proof."""
    return await _second(desk, Form({"next": (to,)}))


@router.post("/sign-in/second")
async def second(desk: DeskDep) -> Response:
    """Look at the second proof, and let in."""
    form = await Door(desk).sent()
    ticket, origin = second_of(desk.request), cookies.origin_of(desk.request)
    try:
        opened = await run_in_threadpool(
            entrance_of(desk.register).second, ticket, form.text("code"), origin
        )
    except LedgerError as error:
        return await _second(desk, form, error)
    return await landed(desk, opened, form.text("next"))


@router.post("/sign-in/passkey/options")
async def passkey_options(desk: DeskDep) -> Response:
    """Give the browser a challenge: for anybody here, or for who has shown a password."""
    await Door(desk).sent()
    keys = passkeys_of(desk.register, desk.request)
    made = await run_in_threadpool(keys.to_show, await _known(desk))
    return JSONResponse({"options": made.options, "ticket": made.ticket})


@router.post("/sign-in/passkey")
async def passkey(desk: DeskDep) -> Response:
    """Let in whoever shows a passkey."""
    form = await Door(desk).sent()
    keys, origin = passkeys_of(desk.register, desk.request), cookies.origin_of(desk.request)
    try:
        opened = await run_in_threadpool(
            keys.sign_in, form.text("credential"), form.text("ticket"), origin, await _known(desk)
        )
    except LedgerError as error:
        return await first_page(desk, form, error)
    return await landed(desk, opened, form.text("next"))


@router.post("/sign-out")
async def sign_out(desk: DeskDep, form: FormDep) -> Response:
    """End the session."""
    del form
    cookie = cookies.cookie_of(desk.request) or ""
    sessions = cookies.sessions_of(desk.register)
    await run_in_threadpool(sessions.end, cookie, cookies.origin_of(desk.request))
    answer = desk.see("/", notice="account.signed-out")
    cookies.take(desk.request, answer)
    return answer


async def _known(desk: Desk) -> str | None:
    """Return whose password was shown before, if one was."""
    half = await run_in_threadpool(entrance_of(desk.register).half_of, second_of(desk.request))
    return half.account if half else None


async def _second(desk: Desk, form: Form, error: LedgerError | None = None) -> Response:
    entrance = entrance_of(desk.register)
    half = await run_in_threadpool(entrance.half_of, second_of(desk.request))
    if half is None:
        return desk.see(_SIGN_IN, notice="account.over")
    door = Door(desk)
    answer = desk.page(
        "account/second.html",
        title="account.second",
        status=desk.status_of(error) if error else 200,
        form=form,
        csrf=door.csrf,
        kinds=half.kinds,
        passkeys="passkey" in half.kinds and may_have_passkeys(desk.request),
        problem=desk.problem(error) if error else None,
    )
    return door.open(answer)
