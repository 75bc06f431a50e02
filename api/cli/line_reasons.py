"""Why a line of a report was held or rejected, and what to do about it, in both languages."""

from typing import Final

from api.cli.language import Lang

_REASONS: Final[dict[str, tuple[str, str]]] = {
    "amount-malformed": (
        "金額として読めません。半角数字で書くか、桁区切りや「円」を認める読取り設定を指定してください",
        "not an amount: write plain digits, or allow separators and marks with a profile",
    ),
    "amount-missing": ("金額がありません", "there is no amount"),
    "amount-out-of-range": ("金額が大きすぎます", "the amount is too large"),
    "amount-too-precise": ("小数は6桁までです", "at most six decimals"),
    "channel-missing": ("利用形態がありません", "there is no medium"),
    "channel-unknown": ("この利用形態は知られていません", "no medium is called so"),
    "currency-differs": (
        "報告書の通貨（{expected}）と異なります。通貨は報告書ごとに一つだけ指定できます",
        "not the currency of the report, {expected}; a report has one currency",
    ),
    "line-break-in-cell": ("セルの中に改行があります", "a cell has a line break in it"),
    "month-after-period": ("対象期間より後の月です", "the month lies after the period: {expected}"),
    "month-malformed": ("月として読めません（{expected}）", "not a month: write it as {expected}"),
    "month-missing": ("売上月がありません", "there is no month"),
    "rate-malformed": ("料率として読めません", "not a rate: {expected}"),
    "territory-unknown": (
        "この地域は知られていません（例: JP、US）",
        "no territory is called so: write a code like JP or US",
    ),
    "too-many-cells": ("見出しより多くのセルがあります", "more cells than headings"),
    "units-malformed": ("数量として読めません", "not a number of units: {expected}"),
    "work-ambiguous": (
        "同じ題名の作品が複数あります。作品のIDを書いてください",
        "several works have this title: write the id of one",
    ),
    "work-missing": ("作品がありません", "there is no work"),
    "work-not-covered": ("この契約の作品ではありません", "not a work of this agreement"),
    "work-unknown": (
        "この作品は登録されていません。登録した題名、IDか識別番号を書いてください",
        "no such work: write an id, an identifier or the exact title",
    ),
}


def line_reason(code: str, expected: str, lang: Lang) -> str:
    """Say why a line was not accepted; a code without a sentence comes back as it is.

    Args:
        code: Reason that reading the report gave.
        expected: What would be right, as the check says it.
        lang: Language of the sentence.
    """
    if code not in _REASONS:
        return code
    return _REASONS[code][0 if lang == "ja" else 1].format(expected=expected)


def codes() -> frozenset[str]:
    """Return the codes of all reasons that have a sentence."""
    return frozenset(_REASONS)
