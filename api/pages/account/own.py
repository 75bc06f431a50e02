"""One's own account: proofs, sessions, what happened at the door, the password."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Query
from sqlalchemy import Connection
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response

from api.pages.account import cookies
from api.pages.account.at_hand import entrance_of, may_have_passkeys, passkeys_of
from api.pages.account.browsers import browser_in_words
from api.pages.account.codes import grouped, picture
from api.pages.desk import Desk, DeskDep, FormDep, ProofNeeded, SignInNeeded
from api.pages.forms import Form
from ledger.errors import LedgerError, RuleViolation
from ledger.sign_in.accounts import Account
from ledger.sign_in.factors import FactorCard
from ledger.sign_in.journal import events_page
from ledger.sign_in.passwords import LEAST
from ledger.sign_in.sessions import SignedIn
from ledger.store.engine import write_transaction

router = APIRouter()
_EVENTS: Final = 20
_HERE: Final = "/account"


async def _mine(desk: DeskDep) -> Desk:
    if desk.session is None:
        raise SignInNeeded
    return desk


async def _mine_proved(desk: DeskDep) -> Desk:
    if desk.session is None:
        raise SignInNeeded
    if not desk.actor.stepped_up:
        raise ProofNeeded
    return desk


MineDep = Annotated[Desk, Depends(_mine)]
MineProvedDep = Annotated[Desk, Depends(_mine_proved)]


@dataclass(frozen=True, slots=True)
class Overview:
    """What the page of an account shows."""

    cards: list[FactorCard]
    recovery_left: int
    sessions: list[Mapping[str, Any]]
    events: list[Mapping[str, Any]]
    following: str | None


@router.get("/account")
async def account_page(
    desk: MineDep, after: Annotated[str | None, Query(max_length=60)] = None
) -> Response:
    """Show proofs, sessions and what happened."""
    return await _page(desk, Form(), after=after)


@router.post("/account/password")
async def change_password(desk: MineDep, form: FormDep) -> Response:
    """Change the password; the other sessions end."""
    try:
        await run_in_threadpool(_changed, desk, form)
    except LedgerError as error:
        return await _page(desk, form, error)
    return desk.see(_HERE, notice="account.password-changed")


@router.post("/account/sessions/end")
async def end_session(desk: MineDep, form: FormDep) -> Response:
    """End one of the other sessions, or all of them."""
    who, origin = _session(desk), cookies.origin_of(desk.request)
    sessions = cookies.sessions_of(desk.register)
    named = form.text("session")
    try:
        if named:
            await run_in_threadpool(sessions.end_named, who.account, named, origin)
        else:
            await run_in_threadpool(sessions.end_others, who.account, who.session, origin)
    except LedgerError as error:
        return await _page(desk, form, error)
    return desk.see(_HERE, notice="account.session-ended")


@router.post("/account/factors/remove")
async def remove_factor(desk: MineProvedDep, form: FormDep) -> Response:
    """Remove a proof, unless it is the last."""
    origin = cookies.origin_of(desk.request)
    remove = entrance_of(desk.register).factors.remove
    try:
        await run_in_threadpool(remove, _session(desk).account, form.text("factor"), origin)
    except LedgerError as error:
        return await _page(desk, form, error)
    return desk.see(_HERE, notice="account.factor-removed")


@router.get("/account/factors/new")
async def new_factor_page(desk: MineProvedDep) -> Response:
    """Show what another proof needs."""
    return await _new_factor(desk, Form())


@router.post("/account/factors/new")
async def new_factor(desk: MineProvedDep, form: FormDep) -> Response:
    """Add an authenticator or a passkey."""
    try:
        await run_in_threadpool(_added, desk, form)
    except LedgerError as error:
        return await _new_factor(desk, form, error)
    return desk.see(_HERE, notice="account.factor-added")


@router.post("/account/factors/new/options")
async def new_factor_options(desk: MineProvedDep, form: FormDep) -> Response:
    """Give the browser a challenge for a new passkey."""
    del form
    account = await run_in_threadpool(_account, desk)
    made = await run_in_threadpool(passkeys_of(desk.register, desk.request).to_create, account)
    return JSONResponse({"options": made.options, "ticket": made.ticket})


@router.post("/account/recovery")
async def new_recovery(desk: MineProvedDep, form: FormDep) -> Response:
    """Draw new recovery codes, and show them this once."""
    del form
    codes = await run_in_threadpool(
        _writing,
        desk,
        lambda conn, one: entrance_of(desk.register).factors.new_recovery(conn, one.id),
    )
    return desk.page("account/recovery.html", title="account.recovery", codes=codes, onward=_HERE)


def how_in_words(desk: Desk, how: str) -> str:
    """Say by which proofs something was done, such as `password+totp`."""
    return " + ".join(desk.say(f"account.how-{one}") for one in how.split("+"))


def _writing(desk: Desk, work: Callable[[Connection, Account], Any]) -> Any:
    account = _account(desk)
    with write_transaction(desk.register.engine) as conn:
        return work(conn, account)


def _changed(desk: Desk, form: Form) -> None:
    old, new, again = (form.fields.get(name, ("",))[0] for name in ("old", "password", "again"))
    if new != again:
        raise RuleViolation(
            "password-differs", "the two passwords differ", field="again", value="-",
            expected="the same password twice",
        )  # fmt: skip
    origin = cookies.origin_of(desk.request)
    entrance_of(desk.register).change_password(_session(desk), old, new, origin)


def _added(desk: Desk, form: Form) -> None:
    factors, name = entrance_of(desk.register).factors, form.text("name")
    if form.text("credential"):
        keys = passkeys_of(desk.register, desk.request)
        sent = form.text("credential"), form.text("ticket")
        _writing(desk, lambda conn, one: keys.add(conn, one, *sent, name))
        return
    secret = _proposed(desk)
    _writing(desk, lambda conn, one: factors.add_totp(conn, one, secret, form.text("code"), name))


def _proposed(desk: Desk) -> str:
    who = _session(desk)
    return entrance_of(desk.register).factors.proposal(who.account, who.csrf)


def _account(desk: Desk) -> Account:
    return entrance_of(desk.register).accounts.of(_session(desk).account)


def _session(desk: Desk) -> SignedIn:
    if desk.session is None:
        raise SignInNeeded
    return desk.session


def _overview(desk: Desk, after: str | None) -> Overview:
    account, entrance = _session(desk).account, entrance_of(desk.register)
    with desk.reading() as conn:
        events = events_page(conn, account, before=after, limit=_EVENTS + 1)
    return Overview(
        entrance.factors.cards(account),
        entrance.factors.recovery_left(account),
        entrance.sessions.listed(account),
        events[:_EVENTS],
        str(events[_EVENTS - 1]["id"]) if len(events) > _EVENTS else None,
    )


async def _page(
    desk: Desk, form: Form, error: LedgerError | None = None, after: str | None = None
) -> Response:
    return desk.page(
        "account/account.html",
        title="account.account",
        status=desk.status_of(error) if error else 200,
        form=form,
        least=LEAST,
        seen=await run_in_threadpool(_overview, desk, after),
        is_first=after is None,
        how_of=partial(how_in_words, desk),
        browser_of=browser_in_words,
        problem=desk.problem(error) if error else None,
    )


async def _new_factor(desk: Desk, form: Form, error: LedgerError | None = None) -> Response:
    secret = _proposed(desk)
    return desk.page(
        "account/new-factor.html",
        title="account.new-factor",
        status=desk.status_of(error) if error else 200,
        form=form,
        csrf=desk.csrf,
        secret=grouped(secret),
        picture=await asyncio.to_thread(picture, secret, _session(desk).login),
        passkeys=may_have_passkeys(desk.request),
        problem=desk.problem(error) if error else None,
    )
