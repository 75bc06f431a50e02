"""What invoices are called in Japanese, what is said of them, and why one is refused."""

from collections.abc import Mapping
from typing import Any, Final

# In tables these fields mean something else than elsewhere, so they go by names of their own.
_CALLED: Final = {
    "agreed": "agreed_entry",
    "by": "invoice_by",
    "credit": "payer_credit",
    "days": "objection_days",
    "kind": "invoice_kind",
    "method": "sent_by",
    "number": "number_of_invoice",
    "of": "credited",
    "on": "sent_on",
    "rate": "tax_rate",
    "registration": "registration_number",
    "report": "of_report",
    "statement": "of_statement",
    "subject": "sale_subject",
    "what": "purchase_said",
}
_HIDDEN: Final = ("parts", "parties")


def told(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return a document as people read it: fields by names that fit here."""
    return {
        _CALLED.get(name, name): _inside(value)
        for name, value in data.items()
        if name not in _HIDDEN
    }


def _inside(value: Any) -> Any:
    if isinstance(value, list):
        return [_inside(one) for one in value]
    return told(value) if isinstance(value, dict) else value


INVOICE_FIELDS_JA: Final[dict[str, str]] = {
    "agreed": "合意の記録番号",
    "agreed_entry": "合意の記録番号",
    "credited": "対象の請求書",
    "invoice_by": "名義人・発言者",
    "invoice_kind": "種類",
    "number_of_invoice": "請求書番号",
    "objection_days": "異議の日数",
    "of_report": "売上報告",
    "of_statement": "支払明細書",
    "payer_credit": "支払者の仕入税額控除",
    "purchase_said": "確認・異議",
    "registration_number": "登録番号",
    "sale_subject": "取引の種類",
    "sent_by": "送付の方法",
    "sent_on": "送付日",
    "tax_rate": "税率",
    "base_minor": "税抜額",
    "bears_tax": "課税あり",
    "classes": "区分ごとの合計",
    "confirm_by": "異議の期限",
    "figures_sha256": "計算結果のSHA-256",
    "creditable_minor": "控除できる額",
    "deeming": "みなし確認",
    "is_inclusive": "税込",
    "is_late": "期限後",
    "is_plain": "適格請求書としない",
    "is_qualified": "適格請求書",
    "issued_by": "発行者",
    "issuer": "発行者",
    "overrides": "個別に判断した区分",
    "presented_at": "提示日時",
    "purchase": "仕入明細書",
    "override": "個別に判断した区分",
    "replaces": "差し替える書面",
    "sent": "送付",
    "services_in": "役務の場所",
    "side": "仕入・売上",
    "standing": "確認の状態",
    "supplier": "支払先",
    "tax_class": "消費税の区分",
    "tax_minor": "消費税額",
    "total_minor": "税込額",
    "unpaid": "支払のない明細書",
}

INVOICE_VALUES_JA: Final[dict[str, str]] = {
    "abroad": "国外",
    "damages": "損害賠償金",
    "deemed": "みなし確認",
    "distribution": "組合の分配",
    "email": "電子メール",
    "hand": "手渡し",
    "post": "郵送",
    "credit": "返還請求書",
    "credit_note": "売上の返還",
    "export_exempt": "輸出免税",
    "full": "全額",
    "home": "国内",
    "none": "なし",
    "unconfirmed": "確認待ち",
    "register": "台帳で閲覧",
    "waiting": "確認待ち",
    "invoice": "請求書",
    "late_interest": "遅延損害金",
    "not_needed": "確認不要",
    "not_taxable": "不課税",
    "objected": "異議あり",
    "out_of_scope": "対象外",
    "purchase": "仕入",
    "remittance": "受取金の引渡し",
    "replaced": "差替え済み",
    "royalty": "著作権等の使用料",
    "sale": "売上",
    "service": "役務",
    "standard": "課税",
    "transitional": "経過措置",
}

INVOICE_SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "progress-present": ("仕入明細書の作成", "presenting documents"),
    "purchase-left-out": (
        "仕入明細書にできなかった明細書: {count}件、支払対象額の計 {total}",
        "Left out: {count} statements, {total} payable in all",
    ),
    "purchase-unpaid": (
        "支払のない明細書が {count}件あり、仕入明細書は不要です。",
        "{count} statements pay nothing to others and need no document.",
    ),
}

INVOICE_REFUSALS_JA: Final[dict[str, str]] = {
    "credit-nothing": "請求済みの額を超える訂正はないため、返還請求書は作れません。",
    "invoice-committee-not-registered": "委員会は、構成員の全員が適格請求書発行事業者で、"
    "届出がある間だけ適格請求書を発行できます。登録のない構成員の登録と届出のやり直し、"
    "または --plain（適格請求書としない請求書）が必要です。",
    "invoice-file-not-found": "この形式のファイルはありません。",
    "invoice-issuer-not-registered": "発行者の登録番号がその日にありません。"
    "登録を記録するか、--plain で発行してください。",
    "invoice-needs-yen": "課税の請求書は円で記載します。この通貨では発行できません。",
    "invoice-not-found": "その請求書・仕入明細書はありません。",
    "invoice-number-taken": "この登録番号は別の当事者のものです。",
    "invoice-nothing": "報告の支払額はすべて請求済みです。",
    "invoice-outdated": "準備した後に番号または金額が変わりました。もう一度お試しください。",
    "invoice-to-oneself": "報告者が発行者自身のため、請求書は要りません。",
    "purchase-clause-not-in-force": "終わらせる条項がありません。日数を指定してください。",
    "purchase-confirmed": "この仕入明細書は確認済みです。",
    "purchase-confirmed-by-other": "確認は支払を受ける者が行います。",
    "purchase-document-missing": "運営者が確認を記録するには、確認書などの文書が要ります。",
    "purchase-exists": "この支払明細書の仕入明細書はすでに提示されています。"
    "異議があったときに限り差し替えられます。",
    "purchase-line-unknown": "その行は明細書にありません。",
    "purchase-needs-yen": "課税の取引は円で記載します。この通貨の明細書は仕入明細書にできません。",
    "purchase-none": "この期間に、提示していない支払明細書はありません。",
    "purchase-not-found": "その仕入明細書はありません。",
    "purchase-nothing-paid": "他者への支払がないため、仕入明細書は要りません。",
    "purchase-objected-by-other": "異議を述べられるのは、この書面の当事者だけです。",
    "purchase-outdated": "準備した後に内容が変わりました。もう一度準備してください。",
    "purchase-replaced": "この書面は差し替えられています。",
    "purchase-sent-when": "送付日は、明細書の発行日から今日までの日付にしてください。",
    "purchase-statement-old": "所得の種類のない古い規則の明細書は、仕入明細書にできません。",
    "purchase-tax-differs": "この区分では、明細書で加算した消費税と一致しません。"
    "支払額は変えられません。",
    "purchase-with-oneself": "支払者と支払先が同じです。",
    "registration-in-future": "登録の開始・終了は、その日以後に記録してください。",
    "registration-of-another-number": "その日の登録番号と異なります。",
    "registration-unchanged": "その日の登録の状態は、すでにそのとおりです。",
    "tax-class-option": "区分を個別に決めるには、行・区分・理由・文書を示してください。",
    "tax-class-unknown": "この取引の区分の規則がありません。",
}
