"""What rates of exchange are called in Japanese, and why one is refused."""

from typing import Final

FX_FIELDS_JA: Final[dict[str, str]] = {
    "base": "基準通貨",
    "cells-missing": "列が足りないか多い",
    "column-twice": "通貨の列が重複",
    "converted": "通貨の換算",
    "corrected": "訂正",
    "date": "日付",
    "date-malformed": "日付の形式が正しくない",
    "day-in-future": "未来の日付",
    "exchange_rate": "換算相場",
    "fx": "通貨の換算",
    "fx-pair-same": "同じ通貨の組",
    "fx-rate-differs": "登録済みの相場と異なる",
    "fx-rate-twice": "ファイル内で相場が食い違う",
    "inverse": "逆数で換算",
    "known": "登録済み",
    "other": "食い違う値",
    "quote": "相手通貨",
    "rate-malformed": "数値の形式が正しくない",
    "rates": "換算相場",
    "receipt": "入金の台帳番号",
    "recorder": "登録者",
    "refused": "拒否",
    "replaced_index": "訂正前の台帳番号",
    "too-many-cells": "見出しより列が多い",
    "unknown-currency": "通貨コードが不明",
    "unpublished": "公表なし",
    "wanted": "基準日",
}

FX_REFUSALS_JA: Final[dict[str, str]] = {
    "fx-file-unreadable": "ファイルを読み取れません。",
    "fx-layout-unknown": "ファイルの形式が分かりません。",
    "fx-pair-same": "同じ通貨どうしの相場は登録できません。",
    "fx-rate-differs": "この日の相場は別の値で登録されています。",
    "fx-rate-known": "この相場はすでに登録されています。",
    "fx-rate-missing": "その日の換算相場がありません。第三の通貨を介した計算はしません。"
    "直接の通貨の組の相場を登録するか、条項で別の公表元を定めてください。",
    "fx-rate-not-found": "訂正する相場がありません。",
    "fx-rate-twice": "同じ日の相場が二つあります。",
    "fx-source-of-another": "この公表元の相場は、ほかの当事者が登録しています。",
    "fx-terms-missing": "契約と異なる通貨の報告書があり、換算の条項がありません。",
}
