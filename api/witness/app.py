"""A witness over HTTP: `add-checkpoint` as C2SP says, and the last checkpoint of each log to read.

Answers, by what was found: 200 cosigned; 400 the request cannot be read; 403 no trusted key signed;
404 the log is not followed; 409 another size, or another root, was cosigned, with the size; 413 the
request is too long; 422 the proof does not hold; 503 the memory cannot be written now.

Source:
    C2SP tlog-witness (c2sp.org/tlog-witness), "HTTP Interface".
"""

import asyncio
import logging
from hashlib import sha256
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import FastAPI, Path, Request
from fastapi.exceptions import RequestValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect
from starlette.responses import PlainTextResponse, Response

from api.headers import SecurityHeaders
from ledger.errors import (
    Conflict,
    Forbidden,
    HistoryForked,
    LedgerError,
    NotFound,
    ProofInvalid,
    RuleViolation,
    Unavailable,
)
from ledger.witness.submission import MAX_BYTES, SIZE_TYPE
from ledger.witness.witness import Witness

BODY_SECONDS: Final = 10
_LOG: Final = logging.getLogger("daicho.witness")
_STATUS: Final[tuple[tuple[type[LedgerError], HTTPStatus], ...]] = (
    (NotFound, HTTPStatus.NOT_FOUND),
    (HistoryForked, HTTPStatus.CONFLICT),
    (Conflict, HTTPStatus.CONFLICT),
    (Forbidden, HTTPStatus.FORBIDDEN),
    (RuleViolation, HTTPStatus.BAD_REQUEST),
    (ProofInvalid, HTTPStatus.UNPROCESSABLE_ENTITY),
    (Unavailable, HTTPStatus.SERVICE_UNAVAILABLE),
)


def create_app(witness: Witness) -> FastAPI:
    """Return the application of an open witness, which stays the caller's to close."""
    app = FastAPI(
        title="Daicho witness",
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    app.add_middleware(SecurityHeaders)
    app.exception_handler(LedgerError)(_refused)
    app.exception_handler(RequestValidationError)(_not_found)

    @app.post("/add-checkpoint")
    async def add_checkpoint(request: Request) -> Response:
        """Cosign a checkpoint that continues the last one."""
        try:
            async with asyncio.timeout(BODY_SECONDS):
                body = await _body(request)
        except (TimeoutError, ClientDisconnect):
            return PlainTextResponse("the request did not arrive in time\n", 408)
        if body is None:
            return PlainTextResponse(f"at most {MAX_BYTES} bytes\n", 413)
        line = await run_in_threadpool(witness.add_checkpoint, body)
        return Response(line, media_type="text/plain; charset=utf-8")

    @app.get("/checkpoint/{name}")
    def checkpoint(
        name: Annotated[str, Path(pattern="^[0-9a-f]{64}$")],
    ) -> Response:
        """Show the last cosigned checkpoint of the log whose origin has this SHA-256."""
        for origin in witness.book.origins():
            seen = witness.book.seen(origin)
            if seen and sha256(origin.encode()).hexdigest() == name:
                return Response(seen.note, media_type="text/plain; charset=utf-8")
        raise NotFound("checkpoint-not-found", field="origin", value=name)

    return app


async def _body(request: Request) -> bytes | None:
    """Read the request, or give up on one that is too long."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BYTES:
            return None
    return bytes(body)


async def _refused(_request: Request, error: Exception) -> Response:
    """Answer with the status that says why, and a line for people."""
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    if isinstance(error, LedgerError):
        status = next((s for kind, s in _STATUS if isinstance(error, kind)), status)
        if status is HTTPStatus.CONFLICT:
            size = {"Content-Type": SIZE_TYPE}  # exactly: as a media type it would get a charset
            return Response(f"{error.fields['size']}\n", status, size)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        _LOG.error("%s", error)
        return PlainTextResponse("the witness cannot answer now\n", status)
    return PlainTextResponse(f"{error}\n", status)


async def _not_found(_request: Request, _error: Exception) -> Response:
    return PlainTextResponse("64 small hexadecimal digits name a log\n", HTTPStatus.NOT_FOUND)
