"""The texts of sentences about caps, floors, guarantees and reserves."""

from collections.abc import Mapping

from contracts.explain_values import Book
from contracts.figures import Language
from contracts.trace import TraceRow

MODIFIER_TEMPLATES: Mapping[str, str] = {
    "net-above-cap": "cap",
    "net-above-cap-in-run": "cap",
    "net-above-cap-in-year": "cap",
    "outside-contract-years": "cap-outside",
    "net-below-floor": "floor",
    "net-below-floor-in-run": "floor",
    "net-below-floor-by-month": "floor",
    "guarantee-shortfall": "shortfall",
    "guarantee-shortfall-of-step": "shortfall-of-step",
    "guarantee-paid-back": "paid-back",
    "guarantee-to-date": "guarantee",
    "guarantee-forecast": "forecast",
    "withheld-to-date": "withheld",
    "reserve-released": "reserve-released",
    "reserve-held": "reserve-held",
}
"""Rule of a trace row to the sentence that tells it."""

_STRETCHES: Mapping[str, str] = {
    "net-above-cap": "stretch-to-date",
    "net-above-cap-in-year": "stretch-year",
    "net-below-floor": "stretch-to-date",
    "guarantee-shortfall": "stretch-contract-year",
    "guarantee-shortfall-of-step": "stretch-contract-year",
    "guarantee-paid-back": "stretch-contract-year",
}


def modifier_values(book: Book, row: TraceRow) -> dict[str, str]:
    """Give the texts of a row of these rules; none for other rows."""
    if row.rule not in MODIFIER_TEMPLATES:
        return {}
    month = month_text(book.words["calendar-month"], row.month, book.lang) if row.month else ""
    stretch = book.words[_STRETCHES.get(row.rule, "stretch-run")]
    _, _, guaranteed = row.basis.partition(":")
    return {
        "month": month,
        "stretch": stretch.format(month=month),
        "guaranteed": book.labels.get(guaranteed, guaranteed),
    }


def month_text(pattern: str, month: str, lang: Language) -> str:
    """Write a month such as 2026-04 in a sentence of a language."""
    year, number = month.split("-")
    return pattern.format(year, number if lang == "en" else int(number))
