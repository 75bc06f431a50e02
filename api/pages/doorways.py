"""Where people are led who have to show first who they are, and back to the page they asked for."""

from http import HTTPStatus
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.pages.desk import language_of


def lead_to_sign_in(request: Request) -> Response:
    """Lead to the sign-in, and back to the page where it was a page."""
    return _lead(request, "/sign-in", otherwise="/")


def lead_to_proof(request: Request) -> Response:
    """Lead to where one proves who one is, and back to the page where it was a page."""
    return _lead(request, "/account/prove", otherwise="/account")


def _lead(request: Request, path: str, *, otherwise: str) -> Response:
    """Lead to an address that knows the way back, with all that the page was asked for.

    Only path and query of this request are taken, so the way back leads nowhere but here. What was
    sent is not sent again: after a form one goes to a page that is always there.
    """
    lang = language_of(request)
    back = otherwise
    if request.method == "GET":
        query = request.url.query
        here = request.url.path.removeprefix(f"/{lang}")
        back = quote(f"{here}?{query}" if query else here, safe="/")
    return RedirectResponse(f"/{lang}{path}?next={back}", HTTPStatus.SEE_OTHER)
