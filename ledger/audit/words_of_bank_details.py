"""What a finding about bank details means, in Japanese and in English."""

from typing import Final

BANK_FINDINGS: Final[dict[str, tuple[str, str]]] = {
    "bank-alarm": (
        "本人が否認した後に、それ以前の口座情報が確認されています",
        "details from before the party's alarm were confirmed after it",
    ),
    "bank-confirmed-inside": (
        "口座情報を、その当事者自身が確認しています",
        "a party confirmed its own account",
    ),
    "bank-currency": ("国内口座の通貨が円ではありません", "an account in Japan is not in yen"),
    "bank-decided": (
        "すでに決まった口座情報が、もう一度扱われています",
        "details were decided about twice",
    ),
    "bank-differs": (
        "口座情報の当事者または通貨が申請と異なります",
        "party or currency are not those that were proposed",
    ),
    "bank-evidence-alone": (
        "最初の登録でない口座情報が、書面だけで申請されています",
        "a change of details was proposed on paper alone, or without the paper",
    ),
    "bank-in-force-early": (
        "口座情報が、待機期間の終わる前に有効になっています",
        "details are in force on another day than their wait allows",
    ),
    "bank-not-shown": (
        "口座情報の申請者の本人確認が記録されていません",
        "nothing shows that the party asked",
    ),
    "bank-one-person": (
        "口座情報の申請と確認が同じトークンで行われています",
        "one token proposed and confirmed",
    ),
    "bank-replaces": (
        "置き換えられる口座情報が記録と異なります",
        "what is replaced is not what was in force",
    ),
    "bank-subject": (
        "口座情報が本人以外の鍵で封印されています",
        "details are sealed under another person's key",
    ),
    "bank-token-differs": (
        "記録された担当者が依頼の送信者と異なります",
        "the command was sent with another token than the fact says",
    ),
    "bank-token-missing": (
        "口座情報の申請または確認に、担当者のトークンがありません",
        "nobody's token stands behind a step",
    ),
    "bank-twice": (
        "確認を待つ口座情報が同時に二つあります",
        "two changes of one account wait at a time",
    ),
    "bank-unknown": ("その口座情報は申請されていません", "these details were never proposed"),
    "bank-wait-short": ("待機期間が短すぎます", "the wait is too short by any calendar"),
    "bank-waiting-days": (
        "待機日数がその日の規則と異なります",
        "the number of days to wait is not that of the day's rule",
    ),
    "bank-waiting-soon": (
        "待機期間の短縮が早すぎる日から有効になっています",
        "a shorter wait holds too soon",
    ),
}
