"""Proving anew who one is, before a grave thing."""

from typing import Annotated, Final

from fastapi import APIRouter, Query
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response

from api.pages.account import cookies
from api.pages.account.at_hand import entrance_of, may_have_passkeys, passkeys_of
from api.pages.desk import Desk, DeskDep, FormDep, SignInNeeded
from api.pages.forms import Form
from api.pages.public.look import local_path
from ledger.errors import LedgerError
from ledger.sign_in.sessions import Opened, SignedIn

router = APIRouter()
_NEXT: Final = Query(alias="next", max_length=2000)


@router.get("/account/prove")
async def prove_page(desk: DeskDep, to: Annotated[str, _NEXT] = "/account") -> Response:
    """Ask for a second proof."""
    return await _page(desk, Form({"next": (to,)}))


@router.post("/account/prove")
async def prove(desk: DeskDep, form: FormDep) -> Response:
    """Look at the proof, and go on."""
    try:
        opened = await run_in_threadpool(_proved, desk, form)
    except LedgerError as error:
        return await _page(desk, form, error)
    answer = desk.see(local_path(form.text("next")), notice="account.proved")
    cookies.give(desk.request, answer, opened)
    return answer


@router.post("/account/prove/options")
async def prove_options(desk: DeskDep, form: FormDep) -> Response:
    """Give the browser a challenge for a passkey of this account."""
    del form
    keys = passkeys_of(desk.register, desk.request)
    made = await run_in_threadpool(keys.to_show, _session(desk).account)
    return JSONResponse({"options": made.options, "ticket": made.ticket})


def _proved(desk: Desk, form: Form) -> Opened:
    who, origin = _session(desk), cookies.origin_of(desk.request)
    cookie = cookies.cookie_of(desk.request) or ""
    if form.text("credential"):
        keys = passkeys_of(desk.register, desk.request)
        return keys.prove(who, cookie, form.text("credential"), form.text("ticket"), origin)
    return entrance_of(desk.register).prove(who, cookie, form.text("code"), origin)


def _session(desk: Desk) -> SignedIn:
    if desk.session is None:
        raise SignInNeeded
    return desk.session


async def _page(desk: Desk, form: Form, error: LedgerError | None = None) -> Response:
    who = _session(desk)
    cards = await run_in_threadpool(entrance_of(desk.register).factors.cards, who.account)
    kinds = {card.kind for card in cards}
    return desk.page(
        "account/prove.html",
        title="account.prove",
        status=desk.status_of(error) if error else 200,
        form=form,
        csrf=desk.csrf,
        kinds=kinds,
        passkeys="passkey" in kinds and may_have_passkeys(desk.request),
        problem=desk.problem(error) if error else None,
    )
