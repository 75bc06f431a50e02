"""Readers of JSON values by the part of JSON Schema that our models need.

A schema is turned into functions once, so that checking a fact is calling them. Where the schema
says `date`, a date comes out; arrays come out as tuples, objects with known fields as records.

Source:
    JSON Schema draft 2020-12, validation vocabulary. Two deviations: a text with `minLength` must
    not be blank, and `lowestTerms` asks that num/den is reduced (both are rules of ledger/values).
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from math import gcd
from typing import Any, Final

Reader = Callable[[Any, str], Any]
Build = Callable[[Mapping[str, Any]], Any]
Shapes = Mapping[str, Reader]
Schema = Mapping[str, Any]

_MOST_SHOWN: Final = 200
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_KNOWN: Final = {
    "string": {"pattern", "minLength", "maxLength", "format", "enum", "const"},
    "integer": {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "enum", "const"},
    "boolean": {"const", "enum"},
    "null": set(),
    "array": {"items", "minItems", "maxItems", "prefixItems"},
    "object": {"properties", "required", "additionalProperties", "propertyNames", "lowestTerms"},
}
_LIMITS: Final[Mapping[str, Callable[[int, int], bool]]] = {
    "minimum": lambda value, limit: value >= limit,
    "maximum": lambda value, limit: value <= limit,
    "exclusiveMinimum": lambda value, limit: value > limit,
    "exclusiveMaximum": lambda value, limit: value < limit,
}


class ShapeWrong(ValueError):
    """A value is not what the schema says.

    Attributes:
        field: Where, such as `members[2].investment.num`.
        expected: What should be there. found: what is, shortened.
    """

    def __init__(self, field: str, expected: object, found: object) -> None:
        self.field = field or "the fact"
        self.expected, self.found = str(expected), repr(found)[:_MOST_SHOWN]
        super().__init__(f"{self.field}: expected {self.expected}, found {self.found}")


def reader_of(schema: Schema, shapes: Shapes, build: Build) -> Reader:
    """Return the function that checks and reads values of a schema.

    Args:
        schema: The schema.
        shapes: Readers by the names that `$ref` uses; may be filled later.
        build: Makes a record of fields and values.

    Raises:
        ValueError: The schema uses what is not known here.
    """
    rest = {key: value for key, value in schema.items() if key != "default"}
    if "$ref" in rest:
        return _reference(rest["$ref"].removeprefix("#/$defs/"), shapes)
    if "anyOf" in rest:
        return _one_of([reader_of(one, shapes, build) for one in rest["anyOf"]])
    return _typed(rest, shapes, build) if rest else _anything


def _typed(rest: dict[str, Any], shapes: Shapes, build: Build) -> Reader:
    kind = rest.pop("type", None)
    if strange := rest.keys() - _KNOWN.get(kind, set()):
        msg = f"the auditor does not know {sorted(strange)} of {kind}"
        raise ValueError(msg)
    if kind in _PLAIN:
        return _PLAIN[kind](rest)
    return _array(rest, shapes, build) if kind == "array" else _object(rest, shapes, build)


def _anything(value: Any, _field: str) -> Any:
    return value


def _reference(name: str, shapes: Shapes) -> Reader:
    def read(value: Any, field: str) -> Any:
        return shapes[name](value, field)  # looked up late: shapes name each other

    return read


def _one_of(readers: list[Reader]) -> Reader:
    def read(value: Any, field: str) -> Any:
        wrong: ShapeWrong | None = None
        for reader in readers:
            try:
                return reader(value, field)
            except ShapeWrong as error:
                # The first alternative is the value itself; that it might be absent says less.
                wrong = wrong or error
        raise wrong or ShapeWrong(field, "a value", value)

    return read


def _text(schema: Schema) -> Reader:
    # In Python `$` also matches before a last line break.
    pattern = re.compile(re.sub(r"\$$", r"\\Z", schema.get("pattern", "")))
    least, most = schema.get("minLength", 0), schema.get("maxLength")
    choices = _choices(schema)
    is_date = schema.get("format") == "date"

    def read(value: Any, field: str) -> Any:
        if type(value) is not str:
            raise ShapeWrong(field, "text", value)
        if choices is not None and value not in choices:
            raise ShapeWrong(field, f"one of {', '.join(sorted(choices))}", value)
        if len(value.strip() if least else value) < least or (most and len(value) > most):
            raise ShapeWrong(field, f"{least} to {most or 'any number of'} characters", value)
        if not pattern.search(value):
            raise ShapeWrong(field, f"text like {schema['pattern']}", value)
        return _date(value, field) if is_date else value

    return read


def _choices(schema: Schema) -> frozenset[Any] | None:
    if "const" in schema:
        return frozenset([schema["const"]])
    return frozenset(schema["enum"]) if "enum" in schema else None


def _date(value: str, field: str) -> date:
    try:
        if _DATE.fullmatch(value):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise ShapeWrong(field, "a day such as 2025-04-01", value)


def _integer(schema: Schema) -> Reader:
    limits = [(name, _LIMITS[name], schema[name]) for name in _LIMITS if name in schema]
    choices = _choices(schema)

    def read(value: Any, field: str) -> Any:
        if type(value) is not int:
            raise ShapeWrong(field, "a whole number", value)
        if choices is not None and value not in choices:
            raise ShapeWrong(field, f"one of {sorted(choices)}", value)
        for name, holds, limit in limits:
            if not holds(value, limit):
                raise ShapeWrong(field, f"{name} {limit}", value)
        return value

    return read


def _boolean(schema: Schema) -> Reader:
    choices = _choices(schema)

    def read(value: Any, field: str) -> Any:
        if type(value) is not bool or (choices is not None and value not in choices):
            raise ShapeWrong(field, "true or false", value)
        return value

    return read


def _null(_schema: Schema) -> Reader:
    def read(value: Any, field: str) -> Any:
        if value is not None:
            raise ShapeWrong(field, "nothing", value)

    return read


_PLAIN: Final[Mapping[str | None, Callable[[Schema], Reader]]] = {
    "string": _text,
    "integer": _integer,
    "boolean": _boolean,
    "null": _null,
}


def _array(schema: Schema, shapes: Shapes, build: Build) -> Reader:
    first = [reader_of(one, shapes, build) for one in schema.get("prefixItems", ())]
    rest = reader_of(schema.get("items", {}), shapes, build)
    least, most = schema.get("minItems", 0), schema.get("maxItems")

    def read(value: Any, field: str) -> Any:
        if type(value) is not list:
            raise ShapeWrong(field, "a list", value)
        if len(value) < least or (most is not None and len(value) > most):
            expected = f"{least} to {'any number of' if most is None else most} items"
            raise ShapeWrong(field, expected, len(value))
        readers = [*first, *[rest] * (len(value) - len(first))]
        return tuple(
            reader(inner, f"{field}[{place}]")
            for place, (reader, inner) in enumerate(zip(readers, value, strict=False))
        )

    return read


def _object(schema: Schema, shapes: Shapes, build: Build) -> Reader:
    if schema.get("additionalProperties") is False:
        return _record(schema, shapes, build)
    inner = schema.get("additionalProperties", True)
    reader = _anything if inner is True else reader_of(inner, shapes, build)
    names = reader_of(schema.get("propertyNames", {}), shapes, build)

    def read(value: Any, field: str) -> Any:
        if type(value) is not dict:
            raise ShapeWrong(field, "an object", value)
        return {names(name, field): reader(value[name], _below(field, name)) for name in value}

    return read


def _record(schema: Schema, shapes: Shapes, build: Build) -> Reader:
    properties: Mapping[str, Schema] = schema.get("properties", {})
    readers = {name: reader_of(one, shapes, build) for name, one in properties.items()}
    required = frozenset(schema.get("required", ()))
    absent = {
        name: tuple(default) if isinstance(default := one.get("default"), list) else default
        for name, one in properties.items()
        if name not in required
    }
    is_ratio = schema.get("lowestTerms", False)

    def read(value: Any, field: str) -> Any:
        if type(value) is not dict:
            raise ShapeWrong(field, "an object", value)
        if strange := value.keys() - readers.keys():
            raise ShapeWrong(_below(field, min(strange)), "no such field", value[min(strange)])
        if lacking := required - value.keys():
            raise ShapeWrong(_below(field, min(lacking)), "a value", None)
        found = {name: readers[name](value[name], _below(field, name)) for name in value}
        if is_ratio and gcd(found["num"], found["den"]) != 1:
            raise ShapeWrong(field, "a ratio in lowest terms", value)
        return build(absent | found)

    return read


def _below(field: str, name: str) -> str:
    return f"{field}.{name}" if field else name
