"""What set-offs and interest are called in Japanese, and why one is refused."""

from typing import Final

SET_OFF_FIELDS_JA: Final[dict[str, str]] = {
    "claimable_at_latest": "請求できる最終日（長期）",
    "claimable_until": "請求できる日まで",
    "charged_minor": "請求済みの損害金",
    "days_late": "遅延日数",
    "debtor": "支払義務者",
    "delays": "遅延の内訳",
    "formula": "計算式",
    "interest_minor": "遅延損害金",
    "interest_rate": "年率",
    "open_minor": "未入金額",
    "set_off": "相殺",
    "to_charge_minor": "請求できる損害金",
}

SET_OFF_REFUSALS_JA: Final[dict[str, str]] = {
    "interest-clause-missing": "約定利率には根拠の条項を、条項には利率を添えてください。",
    "interest-differs": "遅延損害金の額が、記録からの計算と一致しません。",
    "interest-without-due-day": "請求書がないため、いつから遅れているか分かりません。"
    "先に請求書を登録してください。",
    "limitation-unknown": "その日の消滅時効の期間は登録されていません。",
    "late-principal-negative": "元本が負の額です。",
    "late-rate-unknown": "その日の遅延損害金の利率は登録されていません。",
    "rate-not-positive": "年率は0より大きい割合で指定してください。",
    "set-off-allowed-already": "その日には、すでに両者の間の相殺条項があります。",
    "set-off-between-others": "相殺は、同じ二者の債権と債務の間でだけできます。",
    "set-off-clause-not-found": "この当事者との相殺条項は登録されていません。",
    "set-off-clause-not-in-force": "その日に有効な相殺条項ではありません。",
    "set-off-consent-missing": "支払を受ける者の合意なしに、支払額から差し引くことはできません。"
    "挙げられた者の同意を付けてください。",
    "set-off-currencies-differ": "明細書と報告の通貨が異なります。",
    "set-off-disputed": "明細書の一部が係争のため保留されています。終了後に相殺してください。",
    "set-off-ends-before-it-begins": "終期が始期より前です。",
    "set-off-not-allowed": "その日に有効な相殺条項が、両者の間にありません。",
    "set-off-party-wrong": "相殺条項は、契約の支払者と、ほかの当事者または報告者の間のものです。",
    "set-off-too-much": "相殺できるのは、報告の未入金額と明細書の未払額の少ない方までです。",
}
