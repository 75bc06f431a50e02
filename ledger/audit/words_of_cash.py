"""What a finding about cash means, in Japanese and in English."""

from typing import Final

CASH_FINDINGS: Final[dict[str, tuple[str, str]]] = {
    "cash-account-unknown": (
        "その預金口座は記録にありません",
        "there is no such cash account on record",
    ),
    "cash-balance": (
        "口座の残高が入出金と続きません",
        "balances of a bank statement do not run on",
    ),
    "cash-bank-balance": (
        "照合に記された銀行残高が入出金明細と一致しません",
        "a comparison states another bank balance than the lines give",
    ),
    "cash-direction": (
        "入金と出金の用途が取り違えられています",
        "a line is explained by what moves the other way",
    ),
    "cash-equation": (
        "預り金の照合の式が成り立ちません",
        "the equation of bank and book does not hold",
    ),
    "cash-fee-clause": (
        "振込手数料の負担に根拠の条項がありません",
        "the fee of a transfer is borne without a clause",
    ),
    "cash-file-twice": ("同じ入出金明細が二度取り込まれています", "a bank file was taken twice"),
    "cash-holder": ("口座の名義人が異なります", "an account is another holder's"),
    "cash-line-twice": (
        "入出金明細の行が金額を超えて消し込まれています",
        "more of a line is explained than there is",
    ),
    "cash-line-unknown": ("その入出金明細の行は記録にありません", "there is no such bank line"),
    "cash-lines-hash": (
        "入出金明細の行がハッシュと一致しません",
        "the lines of a bank file are not those cited",
    ),
    "cash-lines-order": ("入出金明細の行の順序が正しくありません", "bank lines are out of order"),
    "cash-match-day": ("消込の日付が行と異なります", "a match states another day than its line"),
    "cash-match-entry": (
        "取り消された消込の記録が異なります",
        "what was taken back is another match",
    ),
    "cash-match-number": ("消込の番号が続きません", "matches of a line are not counted on"),
    "cash-match-rest": ("消込後の残りが合いません", "what is left of a line is another amount"),
    "cash-match-sum": ("消込の内訳が合計と一致しません", "the parts of a match are not its sum"),
    "cash-match-unknown": ("その消込は記録にありません", "there is no such match to take back"),
    "cash-receipt-differs": (
        "入金の記録が消込と一致しません",
        "a receipt is not what the line's match says",
    ),
    "cash-receipt-made": (
        "消込が作ったとする入金の記録が合いません",
        "a match claims to have made receipts that it did not make",
    ),
    "cash-receipt-stays": (
        "取り消した消込の入金が残っています",
        "the receipt of a match that was taken back still stands",
    ),
    "cash-receipt-twice": (
        "一つの入金が二つの行で消し込まれています",
        "one receipt is shown by two lines",
    ),
    "cash-size": ("照合が後の記録に基づいています", "a comparison knows of later entries"),
    "cash-sums": ("入出金の合計が行と一致しません", "the sums of a bank file are not its lines'"),
    "cash-withdrawn-differs": (
        "取り消された入金が元の記録と一致しません",
        "a receipt that was taken back is not the one on record",
    ),
    "cash-withdrawn-unasked": (
        "消込の取消しがないのに入金が取り消されています",
        "a receipt was taken back without its match",
    ),
    "receipt-withdrawn-used": (
        "分配済みの入金が取り消されています",
        "a receipt was taken back that runs had used",
    ),
}
