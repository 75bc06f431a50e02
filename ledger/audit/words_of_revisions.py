"""What a finding about a correction of past payout runs means, in Japanese and in English."""

from typing import Final

REVISION_FINDINGS: Final[dict[str, tuple[str, str]]] = {
    "returns-skipped": (
        "他の条件で計算した月の返品を戻さないうちに支払計算が行われています",
        "a payout was run before returns of months under other terms went back",
    ),
    "revision-returned": (
        "返品を戻した先または金額が再計算と一致しません",
        "other returns had to go back into the runs of their months",
    ),
    "revision-agreement": (
        "支払者または通貨が契約と異なります",
        "payer or currency are not the agreement's",
    ),
    "revision-allocations": (
        "訂正による配分の差額が再計算と一致しません",
        "differences come out otherwise",
    ),
    "revision-cause": ("訂正の原因が記録の順と異なります", "another change of the past came first"),
    "revision-converted": (
        "訂正による通貨の換算が異なります",
        "money was to be converted otherwise",
    ),
    "revision-consumed": ("訂正後の使用済みの売上が異なります", "other sales had to be used"),
    "revision-engine": ("計算方法の名称が異なります", "it names another way of computing"),
    "revision-held": (
        "訂正による保留の差額が再計算と一致しません",
        "what is held comes out otherwise",
    ),
    "revision-not-computable": ("訂正を計算し直せません", "a revision cannot be computed again"),
    "revision-pending": (
        "訂正が済まないうちに支払計算が行われています",
        "a payout was run before a change of the past was revised",
    ),
    "revision-position": ("訂正後の累計が再計算と一致しません", "the position comes out otherwise"),
    "revision-postings": ("訂正の仕訳が再計算と一致しません", "postings come out otherwise"),
    "revision-previous": ("直前の計算の参照が異なります", "it names another link before it"),
    "revision-runs": ("訂正した計算が再計算と一致しません", "the runs come out otherwise"),
    "statement-correction": (
        "訂正の行の対象期間または原因が異なります",
        "a correction is shown for another period or cause",
    ),
}
