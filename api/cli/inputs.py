"""What people hand to the command: JSON files and options; what is wrong is named by its place."""

import json
import sys
from collections.abc import Mapping
from datetime import date
from math import isfinite
from pathlib import Path
from typing import Any, Final, NoReturn, TypeVar

import orjson
from pydantic import BaseModel

from ledger.bootstrap import Register
from ledger.errors import RuleViolation
from ledger.ids import new_id
from ledger.log import canonical

STDIN: Final = "-"
_ModelT = TypeVar("_ModelT", bound=BaseModel)


def read_bytes(file: str) -> bytes:
    """Read a file, or standard input for `-`."""
    return sys.stdin.buffer.read() if file == STDIN else Path(file).read_bytes()


def read_json(file: str) -> dict[str, Any]:
    """Read one JSON object from a file, or from standard input for `-`.

    Raises:
        RuleViolation: Not UTF-8, not JSON, not an object, or a member is there twice.
    """
    return parse_json(read_bytes(file), file)


def parse_json(data: bytes, file: str) -> dict[str, Any]:
    """Read one JSON object from bytes; see `read_json`.

    Args:
        data: The bytes.
        file: What a refusal calls them.
    """
    try:
        value = json.loads(
            data.decode("utf-8-sig"),
            object_pairs_hook=_without_repeats,
            parse_constant=_no_number,
            parse_float=_finite,
        )
    except UnicodeDecodeError as error:
        raise RuleViolation(
            "json-encoding", field=file, byte=error.start, expected="UTF-8"
        ) from None
    except json.JSONDecodeError as error:
        raise RuleViolation(
            "json-malformed", field=file, line=error.lineno, column=error.colno, expected="JSON"
        ) from None
    except RecursionError:
        raise RuleViolation("json-malformed", field=file, expected="less nesting") from None
    except ValueError:
        expected = "numbers up to 2^53 - 1"
        raise RuleViolation("json-malformed", field=file, expected=expected) from None
    if not isinstance(value, dict):
        found = type(value).__name__
        raise RuleViolation("json-not-an-object", field=file, value=found, expected="an object")
    return value


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise RuleViolation("json-member-repeated", field=name, expected="each name once")
        found[name] = value
    return found


def _no_number(text: str) -> NoReturn:
    """Refuse NaN and Infinity: JSON has none, and on the way they would turn into nothing said."""
    raise RuleViolation("json-malformed", value=text, expected="numbers as JSON knows them")


def _finite(text: str) -> float:
    number = float(text)
    return number if isfinite(number) else _no_number(text)


def build(model: type[_ModelT], data: Mapping[str, Any]) -> _ModelT:
    """Make a command, or the like, of JSON values; fields that are None are left out.

    Raises:
        pydantic.ValidationError: A field is missing, unknown or malformed.
        RuleViolation: A value cannot be written as JSON.
    """
    given = {name: value for name, value in data.items() if value is not None}
    try:
        text = orjson.dumps(given)
    except (TypeError, ValueError) as error:
        raise _named(given, error) from None
    return model.model_validate_json(text)


def _named(given: dict[str, Any], error: Exception) -> RuleViolation:
    """Return the refusal that names the place of what cannot be written."""
    try:
        canonical.encode(given)
    except canonical.CanonicalError as why:
        fields = why.fields
        return RuleViolation(
            "json-value",
            field=fields.get("path"),
            value=fields.get("kind"),
            expected=fields.get("expected"),
        )
    return RuleViolation("json-value", value=str(error), expected="JSON values")


def with_id(
    data: Mapping[str, Any], prefix: str, register: Register, field: str = "id"
) -> dict[str, Any]:
    """Return the data with an id: its own, or a new one."""
    return {**data, field: data.get(field) or new_id(prefix, register.clock, register.entropy)}


def names(ja: str | None, kana: str | None, en: str | None) -> dict[str, str] | None:
    """Return a name in up to three spellings, or None if there is none."""
    given = {"ja": ja, "kana": kana, "en": en}
    return {key: text for key, text in given.items() if text is not None} or None


def day(text: str, field: str) -> date:
    """Read a day.

    Raises:
        RuleViolation: It is no day in the form of ISO 8601.
    """
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise RuleViolation(
            "day-malformed", field=field, value=text, expected="2026-03-31"
        ) from None
