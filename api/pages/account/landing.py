"""Where somebody goes who was let in: with the cookie of the session, to a page of ours."""

from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse

from api.pages import menu
from api.pages.account import cookies
from api.pages.account.doors import take_second
from api.pages.desk import Desk
from api.pages.public.look import local_path
from ledger.sign_in.sessions import Opened

_SEE_OTHER = 303


async def landed(desk: Desk, opened: Opened, to: str, lang: str | None = None) -> RedirectResponse:
    """Give the browser its session, and lead where the person wanted to go, else to her pages."""
    sessions = cookies.sessions_of(desk.register)
    who = await run_in_threadpool(sessions.of, opened.cookie)
    home = menu.HOME[who.actor.role] if who else "/"
    path = target(to) or home
    answer = RedirectResponse(f"/{lang or desk.lang}{path}", _SEE_OTHER)
    cookies.give(desk.request, answer, opened)
    take_second(desk.request, answer)
    return answer


def target(path: str) -> str:
    """Return where to go on, if that is a page of ours that can be shown; else nothing.

    Example:
        >>> target("/my?x=1"), target("//evil.example"), target("/sign-in")
        ('/my?x=1', '', '')
    """
    found = local_path(path)
    return "" if found == "/" or found.startswith("/sign-") else found
