"""Whom the clauses of an agreement pay, from a month on: pure, so that the auditor asks it, too."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

_PAYEE_FIELDS: Final = ("payee", "holders")


def parties_paid(versions: Iterable[tuple[str, int, Mapping[str, Any]]], month: str) -> set[str]:
    """Return the parties that clauses pay which are in force from a month on.

    Args:
        versions: First month, number and clauses of every version.
        month: For instance `2027-04`; versions that begin later count, too.

    Example:
        >>> clauses = {"steps": [{"payee": "party_a"}, {"holders": "committee:cmt_x/profit"}]}
        >>> parties_paid([("2026-01", 1, {}), ("2026-02", 2, clauses)], "2026-03")
        {'party_a'}
    """
    known = list(versions)
    begun = [(first, number) for first, number, _ in known if first <= month]
    now = max(begun, default=("", 0))
    return {
        name
        for first, number, terms in known
        if (first, number) >= now
        for name in _payees(terms)
        if ":" not in name
    }


def _payees(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            if name in _PAYEE_FIELDS and isinstance(inner, str):
                yield inner
            else:
                yield from _payees(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _payees(inner)
