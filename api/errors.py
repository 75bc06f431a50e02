"""Errors as problem documents: the only place that knows HTTP numbers.

    NotFound 404 · Conflict 409 · RuleViolation 422 · Forbidden 403 · Unavailable 503 · the rest 500
    and of HTTP itself: 401 who are you, 413 too large, 404 and 405 no such route

A document names the stable `code`, a sentence for people in `detail`, and the fields of the error:
mostly `field`, `value` (shortened) and `expected`.

Source:
    RFC 9457, Problem Details for HTTP APIs; RFC 6750 section 3 for the 401 challenge.
"""

import logging
from collections.abc import Iterable, Mapping, Sequence
from http import HTTPStatus
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from api.headers import SECURITY
from contracts.errors import ConservationBroken, TermsError
from ledger.errors import (
    Conflict,
    Forbidden,
    LedgerError,
    NotFound,
    Refused,
    Unavailable,
)

MEDIA_TYPE: Final = "application/problem+json"
CREATED: Final = HTTPStatus.CREATED
OK: Final = HTTPStatus.OK
_SHORT: Final = 200
_LOG: Final = logging.getLogger("daicho.api")

# The first that fits decides, so subclasses stand before their bases.
_STATUS: Final[tuple[tuple[type[LedgerError], HTTPStatus], ...]] = (
    (NotFound, HTTPStatus.NOT_FOUND),
    (Conflict, HTTPStatus.CONFLICT),
    (Forbidden, HTTPStatus.FORBIDDEN),
    (Refused, HTTPStatus.UNPROCESSABLE_ENTITY),
    (Unavailable, HTTPStatus.SERVICE_UNAVAILABLE),
)


class HttpProblem(Exception):
    """A problem that only HTTP has, such as a missing token.

    Args:
        status: HTTP status.
        code: Stable kebab-case identifier.
        message: One sentence for people.
        headers: Headers of the response.
        **fields: Named facts, as for `LedgerError`.
    """

    def __init__(
        self,
        status: HTTPStatus,
        code: str,
        message: str,
        *,
        headers: Mapping[str, str] | None = None,
        **fields: object,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.headers = dict(headers or {})
        self.fields = fields


def unauthenticated(code: str, message: str) -> HttpProblem:
    """Return the answer to a request without a usable token."""
    challenge = 'Bearer realm="daicho"'
    if code != "token-missing":
        challenge += ', error="invalid_token"'
    return HttpProblem(
        HTTPStatus.UNAUTHORIZED, code, message, headers={"WWW-Authenticate": challenge}
    )


def too_large(limit_bytes: int) -> HttpProblem:
    """Return the answer to a body beyond the limit."""
    return HttpProblem(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        "body-too-large",
        "the body of the request is larger than this route accepts",
        field="body",
        expected=f"at most {limit_bytes} bytes",
    )


def problem(
    status: HTTPStatus,
    code: str,
    detail: str,
    fields: Mapping[str, object] | None = None,
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    """Return a problem document.

    Source:
        RFC 9457 section 3.1 for the members; other members are extensions (section 3.2).
    """
    envelope = {
        "type": f"urn:daicho:error:{code}",
        "title": status.phrase,
        "status": status.value,
        "code": code,
        "detail": _plain(detail),
    }
    named = {str(name): _plain(value) for name, value in (fields or {}).items()}
    return JSONResponse(
        {**envelope, **named, **envelope},
        status.value,
        headers={**SECURITY, **(headers or {})},
        media_type=MEDIA_TYPE,
    )


def status_of(error: LedgerError) -> HTTPStatus:
    """Return the HTTP status of one of the register's own errors."""
    for kind, status in _STATUS:
        if isinstance(error, kind):
            return status
    return HTTPStatus.INTERNAL_SERVER_ERROR


def install(app: FastAPI) -> None:
    """Answer every error of this application with a problem document."""
    app.exception_handler(LedgerError)(_ledger_error)
    app.exception_handler(TermsError)(_terms_error)
    app.exception_handler(HttpProblem)(_http_problem)
    app.exception_handler(ValidationError)(_invalid_value)
    app.exception_handler(RequestValidationError)(_invalid_request)
    app.exception_handler(HTTPException)(_http_exception)
    app.exception_handler(Exception)(_unexpected)


async def _ledger_error(_request: Request, error: LedgerError) -> JSONResponse:
    status = status_of(error)
    fields, headers = error.fields, None
    if status is HTTPStatus.SERVICE_UNAVAILABLE:
        # What a database says of itself names hosts, roles and paths: the operator's log has it.
        _LOG.warning("unavailable: %s", error)
        fields, headers = {"expected": fields.get("expected", "try again")}, {"Retry-After": "1"}
    if status is HTTPStatus.INTERNAL_SERVER_ERROR:
        _LOG.error("the register contradicts itself: %s", error)
    return problem(status, error.code, error.message, fields, headers)


async def _terms_error(request: Request, error: TermsError) -> JSONResponse:
    if isinstance(error, ConservationBroken):  # our mistake, never the caller's
        return await _unexpected(request, error)
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, error.code, error.message, error.fields)


async def _http_problem(_request: Request, error: HttpProblem) -> JSONResponse:
    return problem(error.status, error.code, str(error), error.fields, error.headers)


async def _invalid_value(_request: Request, error: ValidationError) -> JSONResponse:
    return _invalid("invalid-body", error.errors(include_url=False))


async def _invalid_request(_request: Request, error: RequestValidationError) -> JSONResponse:
    return _invalid("invalid-request", error.errors())


async def _http_exception(_request: Request, error: HTTPException) -> JSONResponse:
    status = HTTPStatus(error.status_code)
    code = status.phrase.lower().replace(" ", "-").replace("'", "")
    return problem(status, f"http-{code}", str(error.detail), headers=error.headers)


async def _unexpected(request: Request, error: Exception) -> JSONResponse:
    _LOG.exception("%s %s failed", request.method, request.url.path, exc_info=error)
    return problem(
        HTTPStatus.INTERNAL_SERVER_ERROR,
        "internal-error",
        "an unexpected error happened; nothing is known to have been recorded",
    )


def _invalid(code: str, errors: Sequence[Any]) -> JSONResponse:
    found = [_described(error) for error in errors]
    names = ", ".join(item["field"] for item in found[:5])
    return problem(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        code,
        f"{len(found)} field(s) cannot be accepted: {names}",
        {"errors": found},
    )


def _described(error: Mapping[str, Any]) -> dict[str, Any]:
    """Turn one of pydantic's errors into field, value and what would be right."""
    described = {"field": field_path(error["loc"]), "expected": _expected(error)}
    if error["type"] != "missing":
        described["value"] = _plain(error.get("input"))
    return described


def field_path(steps: Iterable[str | int]) -> str:
    """Write a place in a body as `data.credits[2].role`."""
    path = ""
    for step in steps:
        path += f"[{step}]" if isinstance(step, int) else f".{step}"
    return path.removeprefix(".") or "body"


def _expected(error: Mapping[str, Any]) -> str:
    if error["type"] == "missing":
        return "a value: this field is required"
    if error["type"] == "extra_forbidden":
        return "no such field"
    message = str(error["msg"])
    return _plain(message.removeprefix("Input should be ").removeprefix("Value error, "))  # type: ignore[no-any-return]


def _plain(value: object) -> Any:
    """Turn a field of an error into short, well-formed JSON."""
    if value is None or isinstance(value, bool | int):
        return value if not isinstance(value, int) or abs(value) < 2**63 else "a very large number"
    if isinstance(value, Mapping):
        return {_short(str(key)): _plain(item) for key, item in list(value.items())[:20]}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(item) for item in list(value)[:20]]
    return _short(str(value))


def _short(text: str) -> str:
    # A lone surrogate cannot be written as UTF-8, not even to say that it was refused.
    text = text.encode("utf-8", "backslashreplace").decode()
    return text if len(text) <= _SHORT else text[: _SHORT - 1] + "…"
