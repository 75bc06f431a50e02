"""Bodies of requests: read up to a limit, parsed strictly, turned into commands.

A body is refused before any rule sees it when it is too large, not UTF-8, not JSON, names a member
twice, holds what the log cannot hold (a float, NUL, a lone surrogate, a number beyond 2^53 - 1), or
does not fit the command. Each refusal names the place.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, NoReturn, TypeVar

from pydantic import BaseModel
from starlette.requests import Request

from api.errors import too_large
from ledger.errors import RuleViolation
from ledger.log import canonical

M = TypeVar("M", bound=BaseModel)
_DIGITS: Final = 20  # of a length that is worth reading


@dataclass(frozen=True, slots=True)
class Limits:
    """How long bodies may be: of commands, and of report files."""

    json_bytes: int = 2**20
    report_bytes: int = 64 * 2**20


async def read_body(request: Request, limit_bytes: int) -> bytes:
    """Return the body, counted while it streams in: what a sender announces proves nothing.

    Raises:
        HttpProblem: It is longer than the limit.
    """
    announced = request.headers.get("content-length", "0")
    if announced.isdecimal() and len(announced) < _DIGITS and int(announced) > limit_bytes:
        raise too_large(limit_bytes)
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit_bytes:
            raise too_large(limit_bytes)
    return bytes(body)


def parse_object(body: bytes) -> dict[str, Any]:
    """Read a JSON object.

    Raises:
        RuleViolation: The body is something else; says what and where.
    """
    try:
        value = json.loads(
            body.decode("utf-8"), object_pairs_hook=_members, parse_constant=_not_a_number
        )
    except UnicodeDecodeError as error:
        raise _malformed(f"byte {error.start} is not UTF-8", "UTF-8") from None
    except json.JSONDecodeError as error:
        place = f"{error.msg} at line {error.lineno} column {error.colno}"
        raise _malformed(place, "one JSON object") from None
    except RecursionError:
        raise _malformed("nested too deeply", "at most 64 levels") from None
    except ValueError:
        raise _malformed("a number with too many digits", "numbers up to 2^53 - 1") from None
    if not isinstance(value, dict):
        raise _malformed(f"JSON {type(value).__name__}", "one JSON object")
    return value


def to_model(kind: type[M], document: dict[str, Any]) -> M:
    """Turn a parsed body into a strict model.

    Raises:
        RuleViolation: The body holds what the log cannot hold; `field` is the place.
        ValidationError: It does not have the model's shape.
    """
    try:
        data = canonical.encode(document)
    except canonical.CanonicalError as error:
        fields = error.fields
        raise RuleViolation(
            "value-not-recordable",
            error.message,
            field=fields.get("path"),
            value=fields.get("kind"),
            expected=fields.get("expected"),
        ) from None
    return kind.model_validate_json(data)


def fix(document: dict[str, Any], name: str, value: str) -> None:
    """Set the field that the path of the request names; a body that says otherwise is refused.

    Raises:
        RuleViolation: The body names something else.
    """
    if document.setdefault(name, value) != value:
        raise RuleViolation(
            "body-contradicts-path", field=name, value=document[name], expected=value
        )


def _members(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise RuleViolation(
            "member-repeated", field=twice, value="given twice", expected="each member once"
        )
    return members


def _not_a_number(text: str) -> NoReturn:
    raise _malformed(text, "numbers as JSON knows them")


def _malformed(found: str, expected: str) -> RuleViolation:
    return RuleViolation(
        "body-malformed",
        f"the body cannot be read: {found}",
        field="body",
        value=found,
        expected=expected,
    )
