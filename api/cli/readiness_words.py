"""What the readiness report says, in both languages, on one page."""

from typing import Final

from api.cli.language import Lang

_REASONS: Final[dict[str, tuple[str, str]]] = {
    "draft": ("クレジットで知られるだけ（契約の記録なし）", "known from credits only, no contract"),
    "members-unknown": ("構成員が不明", "members unknown"),
    "no-plan": ("終了時計画がない", "no plan for the end"),
    "plan-incomplete": ("計画にない媒体がある", "the plan leaves media out"),
    "plan-begins-later": (
        "終了後しばらく誰にも属さない媒体がある",
        "media that nobody has until years have passed",
    ),
    "copyright-shares-unknown": (
        "著作権持分が不明（民法250条の推定のみ）",
        "copyright shares unknown (only presumed equal, Civil Code 250)",
    ),
    "member-ended": ("存在しなくなった構成員", "a member that is no longer there"),
    "member-lost": ("連絡できない構成員", "a member that cannot be reached"),
    "no-reachable-member": ("連絡できる構成員がいない", "no member that can be reached"),
    "receiver-unnamed": ("権利の受け手が特定されていない", "a receiver of rights is not named"),
    "receiver-lost": ("権利の受け手がいない", "a receiver of rights cannot be reached"),
    "no-contact": ("利用の申込み先がない", "nobody to ask for a licence"),
    "contact-lost": ("利用の申込み先がいない", "whoever is to be asked cannot be reached"),
    "debtor-lost": ("調整の負担者がいない", "whoever bears adjustments cannot be reached"),
    "window-lost": ("窓口の担当者がいない", "the holder of a window cannot be reached"),
    "claim-without-debtor": (
        "終了後の支払義務者がいないクリエイターの取り分",
        "a creator's continuing share without a debtor",
    ),
    "money-without-owner": ("帰属先の分からない保留金", "money held for owners unknown"),
    "money-without-holder": (
        "金銭を預かる者がいない",
        "whoever has the money cannot be reached",
    ),
    "rights-unassigned": (
        "権利者のいない持分がある",
        "a share of a right without a holder",
    ),
    "title-missing": ("権利の記録のない作品がある", "a work without a title on record"),
    "not-held": (
        "委員会も構成員も持分を持たない媒体がある",
        "media in which neither it nor its members hold anything",
    ),
    "encumbered": ("質権または差押えがある", "a pledge or an attachment"),
    "licences-running": (
        "続いている許諾がある（許諾者の地位の移転が必要）",
        "licences run on: their licensor's position has to pass",
    ),
    "options-open": ("行使できるオプションがある", "an option that can still be exercised"),
    "disputes-overdue": (
        "回答期限を過ぎた係争がある（係争中は終了できない）",
        "a dispute in which an answer is overdue (none may be open at an end)",
    ),
    "disputes-open": (
        "係争がある（係争中は終了できない）",
        "an open dispute (none may be open at an end)",
    ),
    "money-open": ("未精算の金銭がある（終了前に清算）", "money to be settled first"),
    "place-taken": ("承継者への書換えが必要", "a successor has to be written in"),
    "no-lead": ("幹事会社がない", "no lead"),
    "no-windows": ("窓口の定めがない（全員の合意が必要）", "no windows: all members must agree"),
    "no-works": ("作品の記録がない", "no work on record"),
    "contributions-unknown": (
        "出資比率が不明（残余財産の分割基準、民法688条）",
        "contributions unknown (they divide the residue, Civil Code 688)",
    ),
    "later-contract": ("この日より後に始まる契約がある", "a newer contract begins after this day"),
}
_EFFECTS: Final[dict[str, tuple[str, str]]] = {
    "orphans": ("宙に浮く", "orphans"),
    "task": ("要対応", "task"),
}
_ACCOUNTS: Final[dict[str, tuple[str, str]]] = {
    "held": ("保留", "held"),
    "not_distributed": ("入金済み・未分配", "received, not divided"),
    "receivable": ("未入金", "promised, not received"),
    "not_stated": ("分配済み・明細書なし", "allocated, no statement"),
    "not_paid": ("明細書あり・支払前", "stated, not paid yet"),
    "carried": ("繰越し", "carried forward"),
    "deficit": ("赤字の繰越し", "deficit carried"),
}
_HELD: Final[dict[str, tuple[str, str]]] = {
    "holders-unknown": ("持分の保有者が不明", "holders unknown"),
    "reserved": ("引当", "reserve"),
    "released": ("一部戻入れ済み", "partly released"),
}
_TITLES: Final[dict[str, tuple[str, str]]] = {
    "account": ("勘定", "account"),
    "amount": ("金額", "amount"),
    "bar": ("", ""),
    "claim": ("終了後も続く条項", "clause that outlives it"),
    "committees": ("件数", "committees"),
    "debtor": ("終了後の支払義務者", "who owes it afterwards"),
    "effect": ("区分", "effect"),
    "holder": ("今の保有者・債務者", "who has or owes it now"),
    "id": ("id", "id"),
    "money": ("金銭", "money"),
    "name": ("名称", "name"),
    "nobody": ("なし", "nobody"),
    "of": ("契約", "agreement"),
    "payees": ("受取人", "payees"),
    "ready": ("終了できる", "ready"),
    "reason": ("理由", "reason"),
    "status": ("状態", "status"),
    "what": ("対象", "concerning"),
    "yes": ("はい", "yes"),
    "no": ("いいえ", "no"),
    "synthetic": ("架空の持分", "made-up shares"),
}
_HEAD: Final[tuple[str, str]] = (
    "{on} に終了したとすると、製作委員会 {committees}件のうち {ready}件は"
    "何も宙に浮かせずに終了できます。\n"
    "できないもの {not_ready}件（うちクレジットだけで知られるもの {drafts}件）。"
    "持分が架空のもの {synthetic}件。",
    "If they ended on {on}, {ready} of {committees} committees would orphan nothing.\n"
    "{not_ready} would ({drafts} of all are known from credits only); "
    "{synthetic} have made-up shares.",
)


_ORPHANS: Final[tuple[str, str]] = (
    "{on} の時点で、製作委員会 {committees}件（うち解散済み {dissolved}件）のうち "
    "{orphans}件が孤児です。\n"
    "うちクレジットだけで知られるもの {drafts}件、持分が架空のもの {synthetic}件。",
    "On {on}, {orphans} of {committees} committees ({dissolved} of all have ended) are orphans.\n"
    "{drafts} of them are known from credits only; {synthetic} have made-up shares.",
)


def reason(code: str, lang: Lang) -> str:
    """Return how a reason is said."""
    return _said(_REASONS, code, lang)


def effect(code: str, lang: Lang) -> str:
    """Return how an effect is said."""
    return _said(_EFFECTS, code, lang)


def account(code: str, lang: Lang) -> str:
    """Return what a kind of open money is called."""
    return _said(_ACCOUNTS, code, lang)


def held(code: str, lang: Lang) -> str:
    """Return why money is held; a reason that a clause gives comes back as it is."""
    return _said(_HELD, code, lang)


def title(code: str, lang: Lang) -> str:
    """Return the title of a column."""
    return _said(_TITLES, code, lang)


def head(lang: Lang, **values: object) -> str:
    """Return the sentence that comes first."""
    return _HEAD[0 if lang == "ja" else 1].format(**values)


def orphans_head(lang: Lang, **values: object) -> str:
    """Return the sentence that comes first where orphans are told."""
    return _ORPHANS[0 if lang == "ja" else 1].format(**values)


def _said(words: dict[str, tuple[str, str]], code: str, lang: Lang) -> str:
    both = words.get(code, (code, code))
    return both[0] if lang == "ja" else both[1]
