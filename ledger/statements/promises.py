"""Sentences about what is promised and still to come: guarantees and reserves.

A payee is told what is missing to the guarantee of the running contract year, and how much of the
payee's money a reserve holds and when its next part is released.
"""

from typing import Any, Final

from contracts.disclosure import Level
from contracts.explain_modifiers import month_text
from contracts.figures import Language, money
from contracts.period import Month, Period
from contracts.release import Schedule
from contracts.steps.reserve import Reserve
from contracts.trace import TraceRow
from ledger.statements.books import RunBook
from ledger.statements.changes import payees_changed

_FORECAST: Final = "guarantee-forecast"
_WORDS: Final[dict[Language, dict[str, str]]] = {
    "ja": {
        "month": "{0}年{1}月",
        "missing": "{label}: {month}に終わる契約年度の保証額まで、現時点であと {amount} です。"
        "足りない額は年度の終わりに補います。",
        "reached": "{label}: {month}に終わる契約年度の保証額に達しています。",
        "closed-missing": "{label}: {month}に終わる契約年度の保証額に達していません"
        "（額は監査人が検証済み・非開示）。",
        "held": "{label}: 返品などに備えて {amount} を留保しています。次の解除は{month}です。",
        "closed-held": "{label}: 返品などに備えて留保している額があります"
        "（額は監査人が検証済み・非開示）。次の解除は{month}です。",
    },
    "en": {
        "month": "{0}-{1}",
        "missing": "{label}: {amount} to go to the guarantee of the contract year that ends with"
        " {month}; what is missing then is topped up.",
        "reached": "{label}: the guarantee of the contract year that ends with {month} is reached.",
        "closed-missing": "{label}: the guarantee of the contract year that ends with {month} is"
        " not reached yet (amounts: checked by the auditor, not disclosed).",
        "held": "{label}: {amount} are held back against returns; the next release is {month}.",
        "closed-held": "{label}: a part is held back against returns (amounts: checked by the"
        " auditor, not disclosed); the next release is {month}.",
    },
}


def promise_notes(book: RunBook, payee: str, lang: Language, level: Level = "full") -> list[str]:
    """Say what guarantees and reserves still have in store for a payee.

    Args:
        book: The latest run of an agreement that the statement shows.
        payee: Whose statement it is.
        lang: Language of the sentences.
        level: How much the terms let the payee read.
    """
    notes: list[str] = []
    for clause in book.standing.terms["steps"]:
        if payee not in payees_changed(clause, book.standing):
            continue
        row = book.rows.get(clause["id"])
        if row is not None and row.rule == _FORECAST:
            notes.append(_forecast(row, lang, level))
        elif str(clause["kind"]).startswith("reserve/"):
            notes += _held(book, clause["id"], payee, (lang, level))
    return notes


def _forecast(row: TraceRow, lang: Language, level: Level) -> str:
    missing = int(row.note.partition(":")[2])
    key = "reached" if not missing else "missing" if level != "aggregate" else "closed-missing"
    return _WORDS[lang][key].format(
        label=row.label_ja if lang == "ja" else row.label_en,
        month=_month(row.month, lang),
        amount=money((missing, 1), row.currency, lang),
    )


def _held(book: RunBook, step: str, payee: str, told: tuple[Language, Level]) -> list[str]:
    """Say how much of a payee's money a reserve holds, and when the next part comes."""
    lang, level = told
    position, head = book.standing.position, f"{step}/payees"
    held = -sum(
        amount for key, amount in position.starting(f"due:{head}") if key.endswith(f":{payee}")
    )
    month = _next_release(book, step)
    if not held or month is None:
        return []
    row = _label(book, step)
    key = "held" if level != "aggregate" else "closed-held"
    return [
        _WORDS[lang][key].format(
            label=row["ja"] if lang == "ja" else row["en"],
            month=_month(str(month), lang),
            amount=money((held, 1), book.standing.parsed.currency, lang),
        )
    ]


def _next_release(book: RunBook, step: str) -> Month | None:
    """Return the month in which the next part of what is held falls due."""
    schedule = next(
        one.schedule
        for one in book.standing.parsed.steps
        if isinstance(one, Reserve) and one.head.id == step
    )
    last = Period.parse(book.run["period"]).last
    origins = [
        Month.parse(month) for month, _ in book.standing.position.starting(f"reserve:{step}/")
    ]
    months = [month for origin in origins if (month := _due_after(schedule, origin, last))]
    return min(months, default=None)


def _due_after(schedule: Schedule, origin: Month, last: Month) -> Month | None:
    parts = schedule.due(origin, last)
    if parts == schedule.parts:
        return None
    return origin.plus(schedule.after_months + parts * schedule.every_months)


def _label(book: RunBook, step: str) -> dict[str, Any]:
    label: dict[str, Any] = book.clause(step)["label"]
    return label


def _month(month: str, lang: Language) -> str:
    return month_text(_WORDS[lang]["month"], month, lang)
