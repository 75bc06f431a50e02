"""Facts as plain records: read from parts, checked against a schema, without the register's models.

`schema.json` is made from the models (`make docs`). Of JSON Schema it uses what is read here and
nothing else; a keyword that is not known stops the auditor, because a check left out silently
would be worse than none.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from importlib import resources
from typing import Any, Final

from ledger.audit.shapes import Reader, ShapeWrong, reader_of
from ledger.errors import VerificationFailed
from ledger.log.parts import Bodies, Joining, join, unjoined


class FactMalformed(VerificationFailed):
    """The parts of an entry are not a fact of its type. Fields: `field`, `expected`, `found`."""


class Record:
    """An immutable value whose fields are attributes; equal when type-free contents are equal.

    Args:
        values: Field to value: text, numbers, dates, tuples, records, and plain JSON objects.
    """

    __slots__ = ("_values",)

    def __init__(self, values: Mapping[str, Any]) -> None:
        object.__setattr__(self, "_values", dict(values))

    def __getattr__(self, name: str) -> Any:
        try:
            return self._values[name]
        except KeyError:
            raise AttributeError(name) from None

    def __setattr__(self, name: str, value: object) -> None:
        msg = f"a record does not change: {name}"
        raise AttributeError(msg)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Record) and self._values == other._values

    __hash__ = None  # type: ignore[assignment]  # it may hold plain objects

    def __repr__(self) -> str:
        return f"Record({self._values!r})"

    def __reduce__(self) -> tuple[type["Record"], tuple[dict[str, Any]]]:
        return Record, (self._values,)

    def __iter__(self) -> Iterator[tuple[str, Any]]:
        """Iterate over (field, value)."""
        return iter(self._values.items())


def plain(value: Any) -> Any:
    """Return a record as plain JSON values, absent fields as None."""
    if isinstance(value, Record):
        return {name: plain(inner) for name, inner in value}
    if isinstance(value, tuple | list):
        return [plain(inner) for inner in value]
    if isinstance(value, dict):
        return {name: plain(inner) for name, inner in value.items()}
    return value.isoformat() if isinstance(value, date) else value


class FactReader:
    """Turns parts into records.

    Args:
        table: The decoded `schema.json`.
    """

    def __init__(self, table: Mapping[str, Any]) -> None:
        self._facts: dict[str, tuple[Joining, Reader]] = {}
        shapes: dict[str, Reader] = {}
        for name, shape in table["$defs"].items():
            shapes[name] = reader_of(shape, shapes, Record)
        for name, fact in table["facts"].items():
            joining = Joining.from_data(fact["joining"])
            self._facts[name] = joining, reader_of(fact["shape"], shapes, Record)

    def knows(self, event_type: str) -> bool:
        """Tell whether facts of this type can be read."""
        return event_type in self._facts

    def fields(self, event_type: str, parts: Bodies) -> dict[str, Any]:
        """Return the fields of a fact that can be read, as plain JSON values."""
        return join(parts, self._facts[event_type][0])

    def read(self, event_type: str, parts: Bodies) -> Record:
        """Return the fact that the parts of an entry state.

        Args:
            event_type: A known type.
            parts: Name to body, the command's included.

        Raises:
            FactMalformed: A part is missing or too many, or a field is not what it must be.
        """
        joining, reader = self._facts[event_type]
        if strange := unjoined(parts, joining):
            raise _malformed("parts", "parts of the command and of the fact", strange[0])
        try:
            body = join(parts, joining)
        except KeyError as error:
            raise _malformed("parts", f"a part or member {error}", sorted(parts)) from error
        except (TypeError, ValueError) as error:
            raise _malformed("parts", "items in a list", error) from error
        try:
            record: Record = reader(body, "")
        except ShapeWrong as wrong:
            raise _malformed(wrong.field, wrong.expected, wrong.found) from wrong
        return record


def _malformed(field: str, expected: object, found: object) -> FactMalformed:
    return FactMalformed("fact-malformed", field=field, expected=expected, found=found)


SCHEMA_FILE: Final = "schema.json"


@cache
def fact_reader() -> FactReader:
    """Return the reader of all facts that this version knows."""
    text = resources.files("ledger.audit").joinpath(SCHEMA_FILE).read_text(encoding="utf-8")
    return FactReader(json.loads(text))
