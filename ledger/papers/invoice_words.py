"""The words of purchase documents and invoices on paper, in Japanese and in English."""

from collections.abc import Mapping
from typing import Final

Words = Mapping[str, str]

WORDS: Final[Mapping[str, Words]] = {
    "purchase": {"ja": "仕入明細書", "en": "Purchase statement"},
    "invoice": {"ja": "請求書", "en": "Invoice"},
    "credit": {"ja": "返還請求書", "en": "Credit note"},
    "qualified": {"ja": "（適格請求書）", "en": " (qualified invoice)"},
    "qualified_credit": {"ja": "（適格返還請求書）", "en": " (qualified return invoice)"},
    "made_by": {"ja": "作成者（支払者）", "en": "Made by (payer)"},
    "issued_by": {"ja": "発行者", "en": "Issued by"},
    "for_committee": {
        "ja": "{committee}（組合員 {member}）",
        "en": "{committee} (member {member})",
    },
    "supplier": {"ja": "支払先", "en": "Paid to"},
    "payee": {"ja": "権利者", "en": "Payee"},
    "debtor": {"ja": "請求先", "en": "To"},
    "to": {"ja": "{0} 御中", "en": "{0}"},
    "number": {"ja": "登録番号", "en": "Registration number"},
    "no_number": {"ja": "なし", "en": "none"},
    "invoice_number": {"ja": "請求書番号", "en": "Number"},
    "issued_on": {"ja": "発行日", "en": "Date"},
    "due_on": {"ja": "支払期限", "en": "Due"},
    "period": {"ja": "取引の期間", "en": "Period of supply"},
    "payment_date": {"ja": "支払日", "en": "Payment"},
    "statement": {"ja": "支払明細書", "en": "Statement"},
    "replaces": {"ja": "差し替える書面", "en": "Replaces"},
    "agreement": {"ja": "契約", "en": "Agreement"},
    "report": {"ja": "売上報告", "en": "Report"},
    "original": {"ja": "対象の請求書", "en": "Credits invoice"},
    "original_of": {"ja": "{number}（{day}）", "en": "{number} ({day})"},
    "lines": {"ja": "取引の内容", "en": "What was supplied"},
    "line": {"ja": "行", "en": "No."},
    "what": {"ja": "内容", "en": "Description"},
    "class": {"ja": "区分", "en": "Class"},
    "amount_out": {"ja": "金額（税抜・{0}）", "en": "Amount before tax ({0})"},
    "amount_in": {"ja": "金額（税込・{0}）", "en": "Amount with tax ({0})"},
    "base": {"ja": "税抜額（{0}）", "en": "Base ({0})"},
    "tax": {"ja": "消費税額等（{0}）", "en": "Consumption tax ({0})"},
    "total": {"ja": "税込額（{0}）", "en": "Total ({0})"},
    "rate": {"ja": "税率", "en": "Rate"},
    "sum": {"ja": "合計", "en": "Sum"},
    "by_class": {"ja": "区分ごとの合計と消費税額", "en": "Sums by class, with tax"},
    "rest": {"ja": "繰越・相殺（{0}）", "en": "Carried or set off ({0})"},
    "once": {
        "ja": "消費税額等は、税率ごとの合計額に対し一回だけ端数処理（1円未満切捨て）をしています。",
        "en": "Tax is computed once on the sum of each rate, and cut to the yen.",
    },
    "confirm": {"ja": "確認", "en": "Confirmation"},
    "confirm_by_clause": {
        "ja": "記載内容をご確認ください。{sent}に送付しました。{by}までに誤りのご連絡がない場合は、"
        "契約（{clause}）により、確認があったものとします。",
        "en": "Please check what this says. It was sent on {sent}. Unless you tell us of an error"
        " by {by}, it counts as confirmed under our agreement ({clause}).",
    },
    "confirm_please": {
        "ja": "記載内容をご確認のうえ、確認の旨をご返答ください（{sent}送付）。ご確認の時から、"
        "本書は仕入明細書等として保存されます。",
        "en": "Please check what this says and confirm it (sent on {sent}). From your confirmation"
        " on it is kept as a purchase document.",
    },
    "is_qualified": {
        "ja": "本書は、支払先の確認を受けることにより、消費税法30条9項3号の書類"
        "（仕入明細書等）となります。",
        "en": "Confirmed by whoever is paid, it is a document under article 30(9)(iii) of the"
        " Consumption Tax Act.",
    },
    "not_registered": {
        "ja": "支払日において支払先の登録番号がないため、本書は適格請求書に代わりません。"
        "これによりお支払額が変わることはありません。",
        "en": "Whoever is paid has no registration number on the day of payment, so this does not"
        " serve as a qualified invoice. What is paid does not change because of that.",
    },
    "plain": {
        "ja": "本書は適格請求書ではありません。",
        "en": "This is no qualified invoice.",
    },
    "decided": {
        "ja": "行{line}の区分は個別の判断によります: {reason}",
        "en": "The class of line {line} was decided: {reason}",
    },
    "decided_all": {"ja": "区分は個別の判断によります: {0}", "en": "The class was decided: {0}"},
    "law": {"ja": "区分の根拠: {0}", "en": "Class by: {0}"},
    "foot": {
        "ja": "{id}　JSON版のSHA-256 {sha256}",
        "en": "{id}, SHA-256 of its JSON file {sha256}",
    },
    "foot_evidence": {
        "ja": "台帳の記録に基づく書面です。税務・法律の助言ではありません。",
        "en": "Made from what the register holds; no tax or legal advice.",
    },
}

CLASS_WORDS: Final[Mapping[str, Words]] = {
    "standard": {"ja": "課税", "en": "Taxable"},
    "export_exempt": {"ja": "輸出免税", "en": "Export exempt"},
    "not_taxable": {"ja": "不課税", "en": "Not taxable"},
    "out_of_scope": {"ja": "対象外", "en": "Out of scope"},
}
SUBJECT_WORDS: Final[Mapping[str, Words]] = {
    "royalty": {"ja": "著作権等の使用料", "en": "Use of copyright"},
    "service": {"ja": "役務の対価", "en": "Fee for services"},
    "distribution": {"ja": "組合の分配", "en": "Partner's distribution"},
    "repayment": {"ja": "返還・払戻し", "en": "Repayment"},
    "damages": {"ja": "損害賠償金", "en": "Damages"},
    "late_interest": {"ja": "遅延損害金", "en": "Late interest"},
    "remittance": {"ja": "受取金の引渡し", "en": "Remittance of money received"},
}
