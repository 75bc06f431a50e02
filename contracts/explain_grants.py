"""The texts of sentences about grants that are given back."""

from collections.abc import Mapping
from typing import Final

from contracts.explain_values import Book, money_of
from contracts.trace import TraceRow
from contracts.wording_grants import PAID_BACK, PAST, WHOLE

GRANT_TEMPLATES: Mapping[str, str] = {PAID_BACK: PAID_BACK, WHOLE: WHOLE, PAST: PAST}
"""Rule of a trace row to the sentence that tells it."""

_FIGURES: Final = ("burden", "over", "grant", "cost")


def grant_values(book: Book, row: TraceRow) -> dict[str, str]:
    """Give the texts of a row of these rules; none for other rows."""
    if row.rule not in GRANT_TEMPLATES:
        return {}
    figures = dict(pair.split("=") for pair in row.note.split(";")[1:])
    return {name: money_of(book, row, int(figures[name])) for name in _FIGURES}
