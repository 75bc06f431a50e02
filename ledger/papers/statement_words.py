"""The words of statements on paper and in workbooks, in Japanese and in English."""

from collections.abc import Mapping
from typing import Final

Words = Mapping[str, str]

WORDS: Final[Mapping[str, Words]] = {
    "title": {"ja": "支払明細書", "en": "Statement"},
    "payer": {"ja": "支払元", "en": "Payer"},
    "payee": {"ja": "支払先", "en": "Payee"},
    "paid_to": {"ja": "受取人", "en": "Paid to"},
    "invoice_number": {"ja": "登録番号", "en": "Registration number"},
    "period": {"ja": "対象期間", "en": "Period"},
    "payment_date": {"ja": "支払予定日", "en": "Planned payment"},
    "currency": {"ja": "通貨", "en": "Currency"},
    "id": {"ja": "明細書番号", "en": "Statement"},
    "previous": {"ja": "前回の明細書", "en": "Statement before"},
    "summary": {"ja": "支払額の計算", "en": "How the payment is computed"},
    "item": {"ja": "項目", "en": "Item"},
    "amount": {"ja": "金額（{0}）", "en": "Amount ({0})"},
    "basis": {"ja": "計算基礎（{0}）", "en": "Basis ({0})"},
    "tax_base": {"ja": "対象額（{0}）", "en": "Base ({0})"},
    "tax_amount": {"ja": "税額（{0}）", "en": "Tax ({0})"},
    "was": {"ja": "訂正前（{0}）", "en": "Before ({0})"},
    "now": {"ja": "訂正後（{0}）", "en": "Now ({0})"},
    "rate": {"ja": "料率", "en": "Rate"},
    "tax_rate": {"ja": "税率", "en": "Rate"},
    "lines": {"ja": "明細", "en": "Lines"},
    "line": {"ja": "行", "en": "No."},
    "agreement": {"ja": "契約・作品", "en": "Agreement, works"},
    "clause": {"ja": "内容・条項", "en": "What for, clause"},
    "place": {"ja": "利用・地域・期間", "en": "Use, territory, time"},
    "recoupments": {"ja": "前払金充当", "en": "Advances taken back"},
    "adjustment_lines": {"ja": "調整", "en": "Adjustments"},
    "sum": {"ja": "合計", "en": "Sum"},
    "of_cause": {"ja": "計: {0}", "en": "Sum: {0}"},
    "no_lines": {"ja": "この期間の明細はありません。", "en": "There are no lines for this period."},
    "carried_in_parts": {"ja": "前期繰越の内訳", "en": "Carried in from"},
    "carried_out_parts": {"ja": "翌期繰越の内訳", "en": "Carried out"},
    "arose": {"ja": "生じた明細書", "en": "Statement in which it arose"},
    "kind": {"ja": "種類", "en": "Kind"},
    "taxes": {"ja": "消費税・源泉徴収税", "en": "Consumption tax and tax withheld"},
    "tax": {"ja": "税", "en": "Tax"},
    "law": {"ja": "根拠", "en": "Law"},
    "beyond": {"ja": "{0}円超 {1}", "en": "{1} beyond JPY {0}"},
    "treaty": {
        "ja": "租税条約に関する届出書 {0}（{1}条）による。",
        "en": "By the treaty form {0} (article {1}).",
    },
    "unsure": {
        "ja": "税率に、公布された条文で確認していないものがあります（専門家の確認が必要）。",
        "en": "A rate here is not confirmed by a published text yet; an expert must confirm it.",
    },
    "notes": {"ja": "注記", "en": "Notes"},
    "reasons": {"ja": "各行の計算", "en": "How each line comes about"},
    "reason": {"ja": "計算の説明", "en": "Explanation"},
    "runs": {"ja": "もとの計算", "en": "Runs behind it"},
    "run": {"ja": "計算回", "en": "Run"},
    "entry": {"ja": "記録番号", "en": "Entry"},
    "more": {"ja": "ほか{0}件", "en": "{0} more"},
    "closed": {"ja": "非開示", "en": "not disclosed"},
    "foot_id": {
        "ja": "明細書 {id}　JSON版のSHA-256 {sha256}",
        "en": "Statement {id}, SHA-256 of its JSON file {sha256}",
    },
    "foot_entries": {
        "ja": "もとの計算の記録番号 {entries}。明細書自体の記録番号は発行の記録で決まるため、"
        "ここにはありません。",
        "en": "Made of the entries {entries}. The statement's own entry is given when it is"
        " recorded, so it is not here.",
    },
    "foot_evidence": {
        "ja": "台帳の記録に基づく書面です。税務・法律の助言ではありません。",
        "en": "Made from what the register holds; no tax or legal advice.",
    },
    "no_entries": {"ja": "なし", "en": "none"},
    "identity": {"ja": "検算（0になること）", "en": "Check (must be 0)"},
    "identity_balance": {
        "ja": "前期繰越＋当期＋調整－前払金充当－支払対象額－翌期繰越",
        "en": "carried in + royalties + adjustments - recouped - payable - carried out",
    },
    "identity_transfer": {
        "ja": "支払対象額＋消費税－源泉徴収税－差引支払額",
        "en": "payable + consumption tax - tax withheld - transfer",
    },
}

TOTALS: Final[Mapping[str, Words]] = {
    "carried_in": {"ja": "前期繰越", "en": "Carried in"},
    "royalties": {"ja": "当期", "en": "Royalties of this period"},
    "adjustments": {"ja": "調整", "en": "Adjustments"},
    "recouped": {"ja": "前払金充当", "en": "Advances taken back"},
    "payable": {"ja": "支払対象額", "en": "Payable"},
    "carried_out": {"ja": "翌期繰越", "en": "Carried out"},
    "consumption_tax": {"ja": "消費税", "en": "Consumption tax"},
    "withholding": {"ja": "源泉徴収税", "en": "Tax withheld"},
    "transfer": {"ja": "差引支払額", "en": "Transfer"},
}
TAKEN_OFF: Final = ("recouped", "withholding")
"""Totals that are stated without a sign and reduce what is paid."""

KINDS: Final[Mapping[str, Words]] = {
    "royalty": {"ja": "明細", "en": "Royalty"},
    "recoupment": {"ja": "前払金充当", "en": "Advance taken back"},
    "adjustment": {"ja": "調整", "en": "Adjustment"},
}
CAUSES: Final[Mapping[str, Words]] = {
    "terms": {"ja": "条件の改訂", "en": "Revised terms"},
    "report": {"ja": "報告の訂正", "en": "Corrected report"},
    "returns": {"ja": "返品", "en": "Returns"},
    "opening": {"ja": "移行時の未払残高", "en": "Unpaid at the cut-over"},
    "kept": {"ja": "入金前の控除", "en": "Kept before remittance"},
    "other": {"ja": "訂正", "en": "Correction"},
}
INCOMES: Final[Mapping[str, Words]] = {
    "repayment": {"ja": "返還金・払戻し", "en": "Repayment"},
    "partnership": {"ja": "組合の利益の分配", "en": "Partnership profit"},
    "fee": {"ja": "役務の対価", "en": "Fee for services"},
    "copyright": {"ja": "著作権の使用料", "en": "Use of copyright"},
}
RULES: Final[Mapping[str, Words]] = {
    "registered": {"ja": "課税", "en": "Taxed"},
    "outside-scope": {"ja": "不課税", "en": "Outside its scope"},
    "abroad": {"ja": "国外への支払", "en": "Paid abroad"},
    "no-invoice-number": {"ja": "登録番号なし", "en": "No registration number"},
    "own-account": {"ja": "自社の取り分", "en": "The payer's own part"},
    "nothing-payable": {"ja": "支払対象額なし", "en": "Nothing is payable"},
    "below-minimum": {"ja": "最低支払額未満", "en": "Below the smallest payment"},
    "none-domestic-company": {"ja": "国内の法人への支払", "en": "Paid to a domestic company"},
    "none-not-named": {"ja": "源泉徴収の対象外", "en": "The law names no such payment"},
    "none-repayment": {"ja": "返還金", "en": "Money that is given back"},
    "individual": {"ja": "個人への支払", "en": "Paid to an individual"},
    "non-resident": {"ja": "非居住者・外国法人への支払", "en": "Paid to a non-resident"},
    "treaty": {"ja": "租税条約", "en": "Under a treaty"},
}
