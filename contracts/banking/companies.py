"""How a company's name is written for a bank: the form of the company shortened, at its place.

    account_name("株式会社", "アオバシュッパン", before=True)   -> "ｶ)ｱｵﾊﾞｼﾕﾂﾊﾟﾝ"
    account_name("株式会社", "アオバシュッパン", before=False)  -> "ｱｵﾊﾞｼﾕﾂﾊﾟﾝ(ｶ"

Source:
    全国銀行協会's list of abbreviations (法人略語), as banks print it in their manuals.
"""

from collections.abc import Mapping
from typing import Final

from contracts.banking.letters import bank_letters

FORMS: Final[Mapping[str, str]] = {
    "株式会社": "カ",
    "有限会社": "ユ",
    "合名会社": "メ",
    "合資会社": "シ",
    "合同会社": "ド",
    "一般社団法人": "シヤ",
    "公益社団法人": "シヤ",
    "社団法人": "シヤ",
    "一般財団法人": "ザイ",
    "公益財団法人": "ザイ",
    "財団法人": "ザイ",
    "学校法人": "ガク",
    "宗教法人": "シユウ",
    "医療法人": "イ",
    "社会福祉法人": "フク",
    "相互会社": "ソ",
    "特定非営利活動法人": "トクヒ",
    "独立行政法人": "ドク",
    "地方独立行政法人": "チドク",
    "弁護士法人": "ベン",
    "税理士法人": "ゼイ",
    "司法書士法人": "シホウ",
    "行政書士法人": "ギヨ",
    "国立大学法人": "ダイ",
    "公立大学法人": "ダイ",
    "農事組合法人": "ノウ",
}
"""Form of a company to its abbreviation."""


def account_name(form: str, reading: str, *, before: bool) -> str:
    """Write the name of a company's account.

    Args:
        form: Its legal form; one that has no abbreviation stays out, and has to be in `reading`.
        reading: Its name without the form, in kana.
        before: Whether the form stands before the name (前株) or behind it (後株).

    Raises:
        TermsInvalid: A character that no bank reads.
    """
    name = bank_letters(reading)
    short = bank_letters(FORMS.get(form, ""))
    if not short:
        return name
    return f"{short}){name}" if before else f"{name}({short}"
