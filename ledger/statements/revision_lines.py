"""The lines by which a statement shows a correction of past runs: by original period and cause.

Each says what was, what is and the difference, which is all that is paid or taken off. What the
payee kept before the money came in is corrected with it.
"""

from collections.abc import Mapping
from typing import Any, Final

from contracts.disclosure import Sight
from contracts.figures import Language, money
from ledger.statements.commands import StatementLine
from ledger.statements.revision_books import RevisionBook

Names = Mapping[Language, Mapping[str, str]]

_CAUSES: Final[dict[tuple[str, Language], str]] = {
    ("terms", "ja"): "条件の改訂 第{ref}版",
    ("terms", "en"): "version {ref} of the terms",
    ("report", "ja"): "報告の訂正",
    ("report", "en"): "corrected report",
    ("returns", "ja"): "返品",
    ("returns", "en"): "returns",
}
_LABEL: Final[dict[Language, str]] = {
    "ja": "訂正 {period}分（{cause}）: {label}",
    "en": "Correction for {period} ({cause}): {label}",
}
_SAID: Final[dict[Language, str]] = {
    "ja": "{period}分の{label}を訂正しました（{cause}）。"
    "訂正前 {was}、訂正後 {now}、差額 {amount}。",
    "en": "{label} for {period} was corrected ({cause}): it was {was}, it is {now}, the difference"
    " is {amount}.",
}
_KEPT: Final[dict[Language, str]] = {
    "ja": "入金前に差し引かれた額（訂正前 {was}、訂正後 {now}）は、上の金額から除いています。",
    "en": "The amounts above are without what was kept before the money came in: {was} as computed"
    " before, {now} as computed now.",
}
_BEFORE: Final[dict[Language, str]] = {"ja": "訂正前の計算:", "en": "As computed before:"}
_AFTER: Final[dict[Language, str]] = {"ja": "訂正後の計算:", "en": "As computed now:"}
_MONTH_LENGTH: Final = 7


def revision_lines(book: RevisionBook, payee: str) -> tuple[StatementLine, ...]:
    """Return what a revision gives a payee more or less: one line per period and clause."""
    order = {run: place for place, run in enumerate(book.now)}
    lines = sorted(
        book.allocations.get(payee, []), key=lambda line: (order[line["run"]], line["step"])
    )
    return tuple(_line(book, line) for line in lines)


def _line(book: RevisionBook, revised: Mapping[str, Any]) -> StatementLine:
    row = (*revised["rows"], *revised["replaced_rows"])[0]
    return StatementLine(
        run=book.run["id"],
        agreement=book.agreement["id"],
        step=revised["step"],
        row=row,
        label_ja=_labelled(book, revised, row, "ja"),
        label_en=_labelled(book, revised, row, "en"),
        kind="adjustment",
        amount_minor=revised["amount_minor"] - revised["kept_minor"],
        period=book.now[revised["run"]].run["period"],
        cause=f"{book.run['cause_kind']}/{book.run['cause_ref']}",
        # Who gets more of a clause that takes an advance back is taxed on what it takes from.
        **book.taxed(revised["step"], is_debtor=True),
    )


def _labelled(book: RevisionBook, revised: Mapping[str, Any], row: str, lang: Language) -> str:
    return _LABEL[lang].format(**_words(book, revised, row, lang))


def _words(
    book: RevisionBook, revised: Mapping[str, Any], row: str, lang: Language
) -> dict[str, str]:
    """Return the words for period, cause and clause."""
    told = book.row(revised["run"], row)
    period = book.now[revised["run"]].run["period"]
    cause = _CAUSES[book.run["cause_kind"], lang].format(ref=book.run["cause_ref"])
    label = told.label_ja if lang == "ja" else told.label_en
    return {
        "period": _period(period) if lang == "ja" else period,
        "cause": cause,
        "label": label or revised["step"],
    }


def _period(name: str) -> str:
    """Return a month as Japanese writes it; other periods keep their name."""
    year, _, month = name.partition("-")
    return f"{year}年{int(month)}月" if len(name) == _MONTH_LENGTH and month.isdigit() else name


def revised_of(book: RevisionBook, line: StatementLine, payee: str) -> Mapping[str, Any]:
    """Return the differences that a line of a statement shows."""
    run = book.run_of(line.period)
    return next(
        each for each in book.allocations[payee] if (each["run"], each["step"]) == (run, line.step)
    )


def revision_described(line: StatementLine, book: RevisionBook, payee: str) -> dict[str, Any]:
    """Return the figures that a line of a correction shows beside those of every line."""
    revised = revised_of(book, line, payee)
    return {
        "cause": line.cause,
        "was_minor": revised["was_minor"] - revised["kept_was_minor"],
        "now_minor": revised["now_minor"] - revised["kept_now_minor"],
    }


def revision_explained(
    line: StatementLine,
    book: RevisionBook,
    lang: Language,
    names: Names,
    told: tuple[Sight, str],
) -> list[str]:
    """Return the sentences of a correction: the difference, and both computations.

    Args:
        line: One of a statement.
        book: The revision.
        lang: "ja" or "en".
        names: Party or reference to the name a reader knows, by language.
        told: What the reader may see, and the payee of the statement.
    """
    sight, payee = told
    revised = revised_of(book, line, payee)
    figures = revision_described(line, book, payee)
    currency = str(book.run["currency"])

    def amount(minor: int) -> str:
        return money((minor, 1), currency, lang)

    sentences = [
        _SAID[lang].format(
            **_words(book, revised, line.row, lang),
            was=amount(figures["was_minor"]),
            now=amount(figures["now_minor"]),
            amount=amount(line.amount_minor),
        )
    ]
    if revised["kept_was_minor"] or revised["kept_now_minor"]:
        was, now = amount(revised["kept_was_minor"]), amount(revised["kept_now_minor"])
        sentences.append(_KEPT[lang].format(was=was, now=now))
    for heading, opened, rows in (
        (_BEFORE, book.was[revised["run"]], revised["replaced_rows"]),
        (_AFTER, book.now[revised["run"]], revised["rows"]),
    ):
        for row in rows:
            explained = opened.explainer[lang].explain(row, names[lang], sight)
            sentences += [heading[lang], *explained]
    return sentences
