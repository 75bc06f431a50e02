"""The pages as an application of their own, mounted once per language."""

import logging
from http import HTTPStatus
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from starlette.datastructures import State
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from api.errors import HttpProblem, status_of
from api.pages import render
from api.pages.account import companies, enter, own, prove, start
from api.pages.auditor import all_pages as auditor
from api.pages.creator import acts
from api.pages.creator import agreements as creator_agreements
from api.pages.creator import home as creator_home
from api.pages.creator import line as creator_line
from api.pages.creator import statements as creator_statements
from api.pages.desk import (
    ProofNeeded,
    SignInNeeded,
    desk_of,
    language_of,
)
from api.pages.doorways import lead_to_proof, lead_to_sign_in
from api.pages.public import check, register
from api.pages.public.log import robots
from api.pages.static_files import favicon, static_file
from api.pages.studio import (
    agreement_form,
    agreement_terms,
    agreements,
    avails,
    avails_title,
    committee_form,
    committees,
    dissolution,
    dissolution_found,
    dissolution_orphans,
    money,
    recoupment,
    terms_preview,
    work_form,
    works,
)
from ledger.errors import LedgerError

_LOG: Final = logging.getLogger("daicho.pages")
_ROUTERS: Final = (
    register.router,
    creator_home.router,
    creator_agreements.router,
    creator_line.router,
    creator_statements.router,
    check.router,
    auditor.router,
    acts.router,
    enter.router,
    companies.router,
    start.router,
    prove.router,
    own.router,
    committee_form.router,
    committees.router,
    money.router,
    agreement_form.router,
    agreement_terms.router,
    agreements.router,
    terms_preview.router,
    work_form.router,
    works.router,
    avails.router,
    avails_title.router,
    recoupment.router,
    dissolution.router,
    dissolution_found.router,
    dissolution_orphans.router,
)
_TOLD: Final = {
    HTTPStatus.NOT_FOUND: "not-found",
    HTTPStatus.FORBIDDEN: "forbidden",
    HTTPStatus.SERVICE_UNAVAILABLE: "unavailable",
    HTTPStatus.INTERNAL_SERVER_ERROR: "unexpected",
}


def mount(app: FastAPI) -> None:
    """Put the pages under `/ja` and `/en` of the HTTP application."""
    site = _site(app.state)
    for lang in render.LANGUAGES:
        app.mount(f"/{lang}", site)
    app.router.routes.append(Route("/static/{version}/{name:path}", static_file))
    app.router.routes.append(Route("/", _start))
    app.router.routes.append(Route("/robots.txt", robots))
    app.router.routes.append(Route("/favicon.ico", favicon))


async def _start(_request: Request) -> Response:
    return RedirectResponse("/ja/", HTTPStatus.SEE_OTHER)


def _site(state: State) -> FastAPI:
    site = FastAPI(title="Daicho", docs_url=None, redoc_url=None, openapi_url=None)
    site.state = state
    for router in _ROUTERS:
        site.include_router(router)
    for kind in (LedgerError, HttpProblem, HTTPException, ValidationError, RequestValidationError):
        site.exception_handler(kind)(_refused)
    site.exception_handler(SignInNeeded)(_sign_in)
    site.exception_handler(ProofNeeded)(_proof)
    site.exception_handler(Exception)(_unexpected)
    return site


async def _sign_in(request: Request, _error: Exception) -> Response:
    return lead_to_sign_in(request)


async def _proof(request: Request, _error: Exception) -> Response:
    return lead_to_proof(request)


async def _unexpected(request: Request, error: Exception) -> Response:
    _LOG.exception("%s %s failed", request.method, request.url.path, exc_info=error)
    return await _told(request, error, HTTPStatus.INTERNAL_SERVER_ERROR)


async def _refused(request: Request, error: Exception) -> Response:
    return await _told(request, error, _status(error))


def _status(error: Exception) -> HTTPStatus:
    if isinstance(error, LedgerError):
        return status_of(error)
    if isinstance(error, HttpProblem | HTTPException):
        return HTTPStatus(error.status if isinstance(error, HttpProblem) else error.status_code)
    # A malformed address is an address of nothing.
    is_address = isinstance(error, RequestValidationError)
    return HTTPStatus.NOT_FOUND if is_address else HTTPStatus.UNPROCESSABLE_ENTITY


async def _told(request: Request, error: Exception, status: HTTPStatus) -> Response:
    """Say what went wrong on a page that keeps the frame where that is possible."""
    kind = _TOLD.get(status, "refused")
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        # The session may be what cannot be read: this page asks nobody.
        context: dict[str, Any] = {"title": f"shared.{kind}", "told": f"shared.{kind}-told"}
        return render.answer(render.html("plain.html", language_of(request), context), status)
    at = await desk_of(request)
    problem = at.problem(error) if isinstance(error, LedgerError | ValidationError) else None
    is_told = kind == "refused" and problem
    return at.page(
        "error.html",
        title=f"shared.{kind}",
        status=status,
        told="" if kind == "refused" else f"shared.{kind}-told",
        problem=problem if is_told or status is HTTPStatus.FORBIDDEN else None,
    )
