"""Read one JSON object of the terms strictly: every field known, every type exact.

A refusal always names the step and the clause it stands in, so that a person finds the place.
"""

import re
from collections.abc import Callable, Mapping
from typing import NoReturn, TypeVar

from contracts.errors import TermsError, TermsInvalid
from contracts.money import Ratio, check_amount, ratio

Value = TypeVar("Value")

_NAME = re.compile(r"[a-z][a-z0-9_-]{0,63}", re.ASCII)


class Fields:
    """One object under reading. Getters mark fields as known; `close` refuses the others.

    Attributes:
        obj: The object.
        place: What a refusal adds: step and clause.
    """

    def __init__(self, obj: object, place: Mapping[str, object], name: str) -> None:
        self.place = dict(place)
        self._known: set[str] = set()
        if not isinstance(obj, dict):
            self.refuse("not-an-object", f"{name} must be an object.", value=repr(obj))
        self.obj: dict[str, object] = obj
        self._name = name

    def refuse(self, code: str, message: str, **fields: object) -> NoReturn:
        """Raise TermsInvalid with the place added to the fields."""
        raise TermsInvalid(code, message, **{**self.place, **fields})

    def has(self, field: str) -> bool:
        """Tell whether the field is given."""
        return field in self.obj

    def text(self, field: str) -> str:
        """Give a text that is not empty."""
        value = self._take(field)
        if not isinstance(value, str) or not value.strip():
            self.refuse("text-missing", f"{field} must be text.", field=field, value=repr(value))
        return value

    def name(self, field: str) -> str:
        """Give an identifier of the terms: lower-case letters, digits, _ and -."""
        value = self.text(field)
        if not _NAME.fullmatch(value):
            self.refuse(
                "name-malformed",
                f"{field} {value!r} must be lower-case letters, digits, _ and -.",
                field=field,
                value=value,
                expected=_NAME.pattern,
            )
        return value

    def choice(self, field: str, options: tuple[str, ...], default: str | None = None) -> str:
        """Give one of the options."""
        value = self._take(field, default)
        if value not in options:
            self.refuse(
                "choice-unknown",
                f"{field} must be one of {', '.join(options)}.",
                field=field,
                value=repr(value),
                expected=list(options),
            )
        return str(value)

    def flag(self, field: str, *, default: bool) -> bool:
        """Give a boolean."""
        value = self._take(field, default)
        if not isinstance(value, bool):
            self.refuse("flag-malformed", f"{field} must be true or false.", value=repr(value))
        return value

    def integer(self, field: str, least: int, default: int | None = None) -> int:
        """Give a whole number of at least so much."""
        value = self._checked(check_amount, self._take(field, default), field)
        if value < least:
            self.refuse(
                "number-too-small",
                f"{field} must be at least {least}.",
                field=field,
                value=value,
                expected=f">= {least}",
            )
        return value

    def ratio(self, field: str) -> Ratio:
        """Give a fraction in lowest terms that is not negative."""
        num, den = self._checked(ratio, self._take(field), field)
        if num < 0:
            self.refuse(
                "rate-negative",
                f"{field} {num}/{den} must not be negative.",
                field=field,
                value=f"{num}/{den}",
                expected=">= 0",
            )
        return num, den

    def rate(self, field: str) -> Ratio:
        """Give a fraction between zero and one, both included."""
        num, den = self.ratio(field)
        if num > den:
            self.refuse(
                "rate-above-one",
                f"{field} {num}/{den} is more than the whole.",
                field=field,
                value=f"{num}/{den}",
                expected="0 to 1",
            )
        return num, den

    def part(self, field: str) -> "Fields":
        """Give an object inside."""
        return Fields(self._take(field), self.place, field)

    def parts(self, field: str, *, may_be_absent: bool = False) -> list["Fields"]:
        """Give the objects of a list that is not empty, unless it may be left out."""
        if may_be_absent and not self.obj.get(field):
            self._known.add(field)
            return []
        return [Fields(value, self.place, field) for value in self._list(field)]

    def texts(self, field: str) -> frozenset[str]:
        """Give the texts of a list that is not empty."""
        values = self._list(field)
        texts = frozenset(value for value in values if isinstance(value, str) and value)
        if len(texts) != len(values):
            self.refuse("list-malformed", f"{field} must list different texts.", value=repr(values))
        return texts

    def close(self) -> None:
        """Refuse every field nobody asked for."""
        unknown = sorted(set(self.obj) - self._known)
        if unknown:
            self.refuse(
                "field-unknown",
                f"{self._name} has no field {unknown[0]!r}.",
                field=unknown[0],
                expected=sorted(self._known),
            )

    def _take(self, field: str, default: object = None) -> object:
        self._known.add(field)
        if field not in self.obj and default is None:
            self.refuse("field-missing", f"{self._name} needs the field {field!r}.", field=field)
        return self.obj.get(field, default)

    def _list(self, field: str) -> list[object]:
        value = self._take(field)
        if not isinstance(value, list) or not value:
            self.refuse("list-malformed", f"{field} must be a list, not empty.", value=repr(value))
        return value

    def _checked(self, reading: Callable[[object, str], Value], value: object, field: str) -> Value:
        try:
            return reading(value, field)
        except TermsError as refusal:
            self.refuse(refusal.code, refusal.message, **refusal.fields)
