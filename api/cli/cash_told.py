"""How lines of a bank, proposals and comparisons look to people."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from api.cli.cash_words import word
from api.cli.language import Lang
from ledger.cash.proposing import Proposed

_EQUATION: Final = ("item", "count", "amount_minor")
_COMMITTEES: Final = ("committee", "amount_minor")
_OWED: Final = ("owed_as", "party", "committee", "ref", "amount_minor")
Rows = list[dict[str, Any]]


def proposal_row(one: Proposed, lang: Lang) -> dict[str, Any]:
    """Return a proposal as one row."""
    return {
        "line": f"{one.batch}/{one.n}",
        "bank_day": one.day,
        "amount_minor": one.open_minor,
        "sender": one.name or one.text,
        "proposal": word(one.kind, lang),
        "purpose": ", ".join(_purpose(part, lang) for part in one.parts),
        "fee_minor": one.fee_minor or None,
        "rest_minor": one.rest_minor or None,
    }


def line_row(one: Mapping[str, Any], lang: Lang) -> dict[str, Any]:
    """Return a line as one row."""
    parts = [part for match in one["matches"] for part in match["purposes"]]
    return {
        **one,
        "bank_day": one["day"],
        "sender": one["sender"] or one["text"],
        "matched_as": ", ".join(_purpose(part, lang) for part in parts),
    }


def _purpose(part: Mapping[str, Any], lang: Lang) -> str:
    names = ("report", "payment", "statement", "call", "party", "expense", "month", "reason")
    about = " ".join(str(part[name]) for name in names if part.get(name) is not None)
    return f"{word('part_' + part['kind'], lang)} {about} {part['amount_minor']:,}".strip()


def comparison_lists(
    data: Mapping[str, Any], lang: Lang, committee: str | None
) -> Iterator[tuple[Sequence[str], Rows]]:
    """Yield columns and rows of the equation, of the committees, and of what is owed.

    Args:
        data: The comparison as plain values.
        lang: Language of the reader.
        committee: Only its rows, besides the equation.
    """
    currency = {"currency": data["currency"]}
    bank = {"item": word("bank", lang), "amount_minor": data["bank_minor"]}
    book = {"item": word("book", lang), "amount_minor": data["book_minor"]}
    between = [
        {"item": word(one["kind"], lang), "count": one["count"],
         "amount_minor": one["amount_minor"]}
        for one in data["differences"]
    ]  # fmt: skip
    yield _EQUATION, [row | currency for row in (bank, *between, book)]
    nobody = word("no_committee", lang)
    yield (
        _COMMITTEES,
        [
            {**one, **currency, "committee": one.get("committee") or nobody}
            for one in data["committees"]
            if committee in (None, one.get("committee"))
        ],
    )
    yield (
        _OWED,
        [
            {**one, **currency, "owed_as": word("owed_" + one["kind"], lang)}
            for one in data["owed"]
            if committee in (None, one.get("committee"))
        ],
    )
