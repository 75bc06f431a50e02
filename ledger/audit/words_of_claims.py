"""What a finding about set-offs and interest means, in Japanese and in English."""

from typing import Final

CLAIM_FINDINGS: Final[dict[str, tuple[str, str]]] = {
    "interest-amount": ("遅延損害金の額が再計算と一致しません", "interest comes out otherwise"),
    "interest-before": (
        "請求済みの遅延損害金が記録と一致しません",
        "what was charged before is not what is on record",
    ),
    "interest-due": ("支払期日が請求書と異なります", "the due day is not that of the invoices"),
    "interest-parts": (
        "遅延した金額または日数が入金の記録と一致しません",
        "what came late is not what the receipts say",
    ),
    "interest-rate": ("遅延損害金の利率が正しくありません", "the rate of interest is wrong"),
    "interest-report": (
        "遅延損害金の対象の報告が一致しません",
        "interest is on another report, or on none",
    ),
    "set-off-amount": (
        "相殺額が明細書の支払額の残りを超えています",
        "more was set off than the statement still pays",
    ),
    "set-off-clause": ("その日に有効な相殺の条項がありません", "no clause allowed it on that day"),
    "set-off-receipt": (
        "相殺に対応する入金の記録がありません",
        "the receipt of a set-off does not stand before it",
    ),
    "set-off-sides": (
        "相殺の当事者または通貨が一致しません",
        "a set-off is not between the same two, in one currency",
    ),
    "set-off-subject": (
        "相殺の対象の明細書または報告がありません",
        "there is no such statement or report",
    ),
}
