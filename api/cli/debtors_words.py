"""What debtors of agreements are called in Japanese, and why an assumption is refused."""

from typing import Final

from api.cli.language import Lang

DEBTOR_FIELDS_JA: Final[dict[str, str]] = {
    "assumed": "債務の引受け",
    "assumptions": "債務の引受け",
    "dissolution": "解散手続",
    "forms_missing": "租税条約の届出書が改めて必要な受取人",
    "from_month": "引受けの最初の月",
    "liable": "併せて責任を負う者",
    "manner": "引受けの方法",
    "missing": "足りないもの",
    "others": "他の契約",
}

DEBTOR_VALUES_JA: Final[dict[str, str]] = {"releasing": "免責的債務引受"}

MANNERS: Final[dict[str, dict[Lang, str]]] = {
    "cumulative": {"ja": "併存的債務引受", "en": "cumulative: former debtors stay liable"},
    "releasing": {"ja": "免責的債務引受", "en": "releasing: former debtors are let go"},
}
"""In terms, `cumulative` is another word."""

DEBTOR_REFUSALS_JA: Final[dict[str, str]] = {
    "assumption-before-terms": "引受けの最初の月が、契約の最初の月より前です。",
    "assumption-month-settled": "その月は精算済みです。精算は取り消せません。",
    "assumption-months-unsettled": "引受けより前の月が精算されていません。先に計算してください。",
    "assumption-shared-account": "共有勘定を、支払者の他の契約と一緒に回収している途中です。"
    "満額になるか、他の契約が外れてから引き受けてください。",
    "creditor-consent-missing": "免責的な引受けには債権者全員の同意が必要です（民法472条）。"
    "同意がなければ併存的な引受け（cumulative）にしてください。",
    "debtor-consent-missing": "新しい債務者の同意がありません。",
    "debtor-ended": "その当事者は消滅したか、連絡がつきません。",
    "debtor-succeeded": "その当事者の地位は、すでに他の者が承継しています。",
    "debtor-unchanged": "その当事者は、すでに債務者です。",
    "liable-released": "債権者の同意なく、責任を免れる者がいます（民法470条）。",
    "liable-repeated": "併せて責任を負う者が重複しているか、新しい債務者自身です。",
    "payer-consent-missing": "現在の支払者の同意がありません。",
}
