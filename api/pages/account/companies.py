"""Signing in with a company's own service (OpenID Connect)."""

from typing import Annotated, Final

from fastapi import APIRouter, Query
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from api.pages.account import cookies
from api.pages.account.at_hand import entrance_of, place_of, providers_of
from api.pages.account.doors import Door
from api.pages.account.first import first_page
from api.pages.account.landing import landed
from api.pages.desk import Desk, DeskDep
from api.pages.forms import Form
from ledger.errors import LedgerError
from ledger.sign_in.companies import Back, Companies

router = APIRouter()
_BACK: Final = "/ja/sign-in/back"  # one address for both languages: services compare it exactly
_SEE_OTHER: Final = 303
_Text = Annotated[str, Query(max_length=4000)]


@router.get("/sign-in/with/{name}")
async def set_out(
    desk: DeskDep, name: str, to: Annotated[str, Query(alias="next", max_length=2000)] = ""
) -> Response:
    """Lead to a company's service."""
    cookies.must_be_private(desk.request)
    door = Door(desk)

    def way() -> str:
        return _companies(desk).set_out(name, _redirect(desk), door.csrf, lang=desk.lang, to=to)

    answer = RedirectResponse(await run_in_threadpool(way), _SEE_OTHER)
    return door.open(answer)


@router.get("/sign-in/back")
async def come_back(
    desk: DeskDep, state: _Text = "", code: _Text = "", iss: _Text = ""
) -> Response:
    """Let in whom the service vouches for."""
    cookies.must_be_private(desk.request)
    companies = _companies(desk)
    lang = await run_in_threadpool(companies.language_of, state)
    if lang not in (None, desk.lang):  # there is one address to come back to, and two languages
        query = desk.request.url.query
        return RedirectResponse(f"/{lang}/sign-in/back?{query}", _SEE_OTHER)
    back, origin = Back(state, code, iss, Door(desk).csrf), cookies.origin_of(desk.request)
    try:
        arrived = await run_in_threadpool(companies.come_back, back, origin)
    except LedgerError as error:
        return await first_page(desk, Form(), error)
    return await landed(desk, arrived.opened, arrived.to, arrived.lang)


def _companies(desk: Desk) -> Companies:
    register = desk.register
    providers = providers_of(desk.request)
    return Companies(register.engine, register.vault.beside, entrance_of(register), providers)


def _redirect(desk: Desk) -> str:
    return f"{desk.register.public_url or place_of(desk.request).origin}{_BACK}"
