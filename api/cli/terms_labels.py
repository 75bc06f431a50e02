"""What the fields and values of money clauses and of rights are called in Japanese."""

from typing import Final

from api.cli.accounting_words import ACCOUNTING_FIELDS_JA
from api.cli.bank_words import BANK_FIELDS_JA
from api.cli.cash_words import CASH_FIELDS_JA
from api.cli.debtors_words import DEBTOR_FIELDS_JA
from api.cli.disputes_words import DISPUTE_FIELDS_JA
from api.cli.fx_words import FX_FIELDS_JA
from api.cli.payments_words import PAYMENT_FIELDS_JA
from api.cli.rights_words import RIGHTS_FIELDS_JA
from api.cli.royalty_audits_words import ROYALTY_AUDIT_FIELDS_JA
from api.cli.set_off_words import SET_OFF_FIELDS_JA

TERMS_FIELDS_JA: Final[dict[str, str]] = {
    **ACCOUNTING_FIELDS_JA,
    **BANK_FIELDS_JA,
    **CASH_FIELDS_JA,
    **DEBTOR_FIELDS_JA,
    **DISPUTE_FIELDS_JA,
    **ROYALTY_AUDIT_FIELDS_JA,
    **SET_OFF_FIELDS_JA,
    **FX_FIELDS_JA,
    **PAYMENT_FIELDS_JA,
    **RIGHTS_FIELDS_JA,
    "after_months": "経過月数",
    "agreed": "契約",
    "against": "充当先の勘定",
    "cap": "上限",
    "checked_on": "確認日",
    "confidence": "確からしさ",
    "convert": "換算の単位",
    "credit": "クレジット表記",
    "cross": "通算",
    "default": "既定",
    "filled_minor": "到達額",
    "left_minor": "目標までの残額",
    "opened_at": "開設日時",
    "target_minor": "目標額",
    "departures": "公表料率からの変更",
    "disclosure": "開示の範囲",
    "floor": "下限",
    "from": "開始",
    "fx": "外貨換算",
    "income": "所得の種類",
    "instalments": "分割払い",
    "linked": "対応する受取保証",
    "metric": "計測する数",
    "minimum_payment": "最低支払額",
    "month": "月",
    "months": "月数",
    "origins": "公表料率との関係",
    "per_unit": "1単位あたり",
    "price": "対価・単価",
    "recoupable": "翌年度以降に回収",
    "release": "戻入れ",
    "remaining": "残り全部",
    "share_of_units": "算入率",
    "shared": "共有勘定",
    "starts": "開始",
    "survives": "解散後の存続",
    "template": "公表料率",
    "tier_mode": "段階の適用",
    "tier_read": "段階の判定",
    "tiers": "段階",
    "tiers_by": "段階の数え方",
    "year": "契約年度",
    "years": "年数",
}

TERMS_VALUES_JA: Final[dict[str, str]] = {
    "downloads": "ダウンロード数",
    "hours": "視聴時間",
    "marginal": "段階ごと",
    "minutes": "視聴分数",
    "now": "計算時点",
    "period_start": "計算期間の始め",
    "plays": "再生数",
    "role": "役割全体",
    "units": "数量",
    "year": "契約年度ごと",
}
