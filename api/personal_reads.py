"""Writing down whose data an answer tells, before it leaves; what cannot be kept is not told.

The token decides who asked: `api.auth` puts the actor into the request's state.
"""

from typing import Final

from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import MEDIA_TYPE
from ledger.access.personal_reads import PersonalReads
from ledger.bootstrap import Register
from ledger.command import Actor
from ledger.errors import LedgerError
from ledger.vault.watching import Opened, watching

ACTOR: Final = "actor"
_UNAVAILABLE: Final = 503
_PROBLEM: Final = {
    "type": "urn:daicho:error:reads-unavailable",
    "title": "Service Unavailable",
    "status": _UNAVAILABLE,
    "code": "reads-unavailable",
    "detail": "who reads people's data is written down, and that cannot be done now",
}


class NotedReads:
    """Keeps whose data each request opened.

    Args:
        app: The application behind.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; keep what it opened before its answer starts, and what came after."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        scope.setdefault("state", {})
        is_refused = False

        async def send_when_kept(message: Message) -> None:
            nonlocal is_refused
            if is_refused:
                return
            if not await _is_kept(scope, opened):
                is_refused = True
                answer = JSONResponse(_PROBLEM, _UNAVAILABLE, media_type=MEDIA_TYPE)
                await answer(scope, receive, send)
                return
            await send(message)

        with watching() as opened:
            await self._app(scope, receive, send_when_kept)


async def _is_kept(scope: Scope, opened: set[Opened]) -> bool:
    """Write down what was opened since the last time; True where there was nothing, too."""
    if not opened:
        return True
    found = set(opened)
    opened.clear()
    actor = scope["state"].get(ACTOR, Actor("public"))
    register: Register = scope["app"].state.register
    reads = PersonalReads(register.engine, register.clock, register.entropy)
    try:
        await run_in_threadpool(reads.keep, actor, _why(scope), found)
    except (LedgerError, SQLAlchemyError):
        return False
    return True


def _why(scope: Scope) -> str:
    """Return the route as it is described, without the ids in it."""
    path = getattr(scope.get("route"), "path", scope["path"])
    return f"{scope['method']} {path}"
