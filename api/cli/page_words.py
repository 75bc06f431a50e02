"""Japanese sentences for what the pages refuse."""

from typing import Final

from api.cli.sign_in_words import SIGN_IN_REFUSALS_JA

PAGE_REFUSALS_JA: Final[dict[str, str]] = {
    **SIGN_IN_REFUSALS_JA,
    "column-for-two-things": "この列は、ほかの項目にも選ばれています。",
    "draft-gone": "このファイルはもう控えていません。もう一度選んでください。",
    "address-with-nul": "アドレスに使えない文字が含まれています。",
    "confirmation-needed": "取り消せないことを理解したら、印を付けてください。",
    "field-needed": "入力してください。",
    "form-from-elsewhere": "この台帳のページから送られたものではありません。",
    "form-old": "このページは古くなっています。開き直して、もう一度送ってください。",
    "header-line-below-one": "見出しの行は、1から数えた番号で入力してください。",
    "period-backwards": "終わりの日が、始めの日より前です。",
    "period-too-long": "期間が長すぎます（36か月まで）。",
    "page-amount-malformed": "金額として読めません（例: 1,234）。",
    "page-choice-needed": "一つ以上選んでください。",
    "page-choice-unknown": "一覧から選んでください。",
    "page-not-sure": "確かめたら、チェックを入れてください。",
    "party-needed": "当事者として操作する方のためのページです。",
    "role-may-not-enter": "このページは、別の立場の方のためのものです。",
    "text-with-nul": "使えない制御文字が含まれています。",
    "value-not-recordable": "記録できない値です。数が大きすぎないか確かめてください。",
    "whole-number-malformed": "整数で入力してください（例: 1,234,567）。",
    "working-busy": "ほかの作業が進行中です。終わってから再度お試しください。",
}
