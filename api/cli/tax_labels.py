"""What the fields and values of taxes and treaty forms are called in Japanese."""

from typing import Final

from api.cli.foreign_words import FOREIGN_FIELDS_JA, FOREIGN_VALUES_JA
from api.cli.tax_year_words import TAX_YEAR_FIELDS_JA

TAX_FIELDS_JA: Final[dict[str, str]] = {
    **FOREIGN_FIELDS_JA,
    **TAX_YEAR_FIELDS_JA,
    "article": "条",
    "clawback": "補助金の収益納付",
    "consumption_tax": "消費税",
    "consumption_tax_minor": "消費税",
    "filed_on": "提出日",
    "final": "最終の支払",
    "has_benefits_form": "特典条項の付表",
    "rate_id": "税率の名称",
    "treatment": "税区分",
    "upper_rate": "超える部分の税率",
    "url": "出典",
    "valid_from": "適用開始日",
    "valid_to": "期限",
    "withholding": "源泉徴収税",
    "withholding_minor": "源泉徴収税",
}

TAX_VALUES_JA: Final[dict[str, str]] = {
    **FOREIGN_VALUES_JA,
    "fee": "報酬・手数料",
    "partnership": "組合の分配",
    "published": "公表資料で確認",
    "repayment": "返還金",
    "secondary": "解説で確認",
    "to be confirmed by an expert": "専門家の確認を要する",
}
