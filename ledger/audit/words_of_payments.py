"""What a finding about payments means, in Japanese and in English."""

from typing import Final

PAYMENT_FINDINGS: Final[dict[str, tuple[str, str]]] = {
    "payment-day": (
        "支払日より前の日が確認されています",
        "a payment is confirmed for a day before it",
    ),
    "payment-files": (
        "銀行ファイルの合計が支払の合計と一致しません",
        "the files for the bank do not sum up to the payment",
    ),
    "payment-item-sum": (
        "支払の内訳が合計と一致しません",
        "the parts of a payment's item do not sum up",
    ),
    "payment-not-approved": (
        "別の担当者の承認なしに銀行ファイルが作成されました",
        "files for the bank were made without another person's approval",
    ),
    "payment-not-sent": (
        "銀行ファイルの作成前に結果が記録されました",
        "an outcome is on record of a payment that was not sent",
    ),
    "payment-not-the-rest": (
        "支払の累計が明細書と一致しません",
        "what was paid of a statement in all is not what it states",
    ),
    "payment-outcome": (
        "結果が支払の内訳と一致しません",
        "an outcome names what the payment does not have",
    ),
    "payment-outcome-twice": (
        "結果が二重に記録されています",
        "what became of a transfer is on record twice",
    ),
    "payment-over": ("支払は取消または確認済みです", "the payment was over already"),
    "payment-registration": (
        "支払日のインボイス登録の有無が明細書と異なります",
        "on the day of payment the payee's registration is not the one that the statement taxed by",
    ),
    "payment-result-twice": (
        "同じ結果ファイルが二度取り込まれています",
        "one file of a bank was taken twice",
    ),
    "payment-sent": (
        "銀行ファイルの作成後に証拠なく取り消されました",
        "a payment was called off after its files were made, without evidence",
    ),
    "payment-sent-twice": (
        "銀行ファイルが二度作成されました",
        "the files of a payment were made twice",
    ),
    "payment-set-off": (
        "相殺の記録より多く控除されています",
        "more was taken off than was set off",
    ),
    "payment-statement": (
        "支払が明細書と一致しません",
        "a payment names a statement otherwise than it is",
    ),
    "payment-too-much": ("明細書より多く支払われています", "more is paid than a statement states"),
    "payment-totals": ("支払の合計が内訳と一致しません", "a payment's totals are not its items'"),
    "payment-twice": (
        "明細書が複数の支払に入っています",
        "a statement is in two payments at a time",
    ),
    "payment-unknown": ("その支払は記録にありません", "there is no such payment on record"),
}
