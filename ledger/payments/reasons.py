"""Why something payable is not in a payment, and what to do about it.

Each reason is a word that programs read, a sentence for people, and what they can do. The list that
a payment cites is made of these.
"""

from dataclasses import asdict, dataclass, field
from typing import Any, Final, Literal

from contracts.figures import Language
from ledger.log import canonical

Reason = Literal[
    "in-payment", "already-paid", "nothing-payable", "set-off-whole", "disputed-whole",
    "disputed-undivided", "approval-missing", "payee-erased", "payee-gone", "payee-changed",
    "no-bank-details", "bank-details-pending", "bank-details-other-currency",
    "bank-details-frozen", "bank-details-returned", "bank-details-lost",
    "treaty-form-expired", "registration-changed", "tax-changed",
    "shares-tax-base", "bank-refuses", "branch-closed", "amount-too-large",
]  # fmt: skip

_WORDS: Final[dict[Reason, dict[Language, tuple[str, str]]]] = {
    "in-payment": {
        "ja": ("別の支払に入っています", "その支払を確認または取消してください"),
        "en": ("it is in another payment", "confirm or cancel that payment"),
    },
    "already-paid": {
        "ja": ("支払済みです", "することはありません"),
        "en": ("it was paid", "nothing is to be done"),
    },
    "nothing-payable": {
        "ja": ("支払う額がありません（繰越または過払い）", "次の明細書に繰り越されます"),
        "en": ("nothing is payable (carried, or below zero)", "the next statement carries it"),
    },
    "set-off-whole": {
        "ja": ("相殺により振込額がありません", "相殺の記録を確認してください"),
        "en": ("set-off leaves nothing to transfer", "look at the set-off on record"),
    },
    "disputed-whole": {
        "ja": ("全額が係争により保留されています", "係争の終了後に支払えます"),
        "en": ("disputes hold all of it", "it can be paid when they are over"),
    },
    "disputed-undivided": {
        "ja": ("一部保留のため税額を分けられません", "係争の終了後に全額を支払ってください"),
        "en": (
            "a part is held, and the statement's old rules do not divide its taxes",
            "pay all of it when the dispute is over",
        ),
    },
    "approval-missing": {
        "ja": ("明細書が承認されていません", "daicho approvals pending で承認を求めてください"),
        "en": ("the statement waits for approval", "ask for it: daicho approvals pending"),
    },
    "payee-erased": {
        "ja": ("受取人の個人データが消去されています", "受取人を定め直してください"),
        "en": ("the payee's personal data were erased", "name somebody else who is paid"),
    },
    "payee-gone": {
        "ja": (
            "受取人は死亡・合併・解散などにより存在しません",
            "承継者または受取人を記録してください",
        ),
        "en": ("the payee is there no longer", "record who is paid in the payee's place"),
    },
    "payee-changed": {
        "ja": ("明細書の発行後に受取人が変わりました", "受取人の記録を確認してください"),
        "en": ("somebody else is paid since the statement", "look at who is paid"),
    },
    "no-bank-details": {
        "ja": ("振込先口座が登録されていません", "daicho bank propose で登録してください"),
        "en": ("no bank account is on record", "record one: daicho bank propose"),
    },
    "bank-details-pending": {
        "ja": ("振込先口座の変更が確認待ちです", "待機期間と第二の担当者の確認を待ってください"),
        "en": (
            "a change of the bank account waits",
            "let it be confirmed by a second person after the waiting period",
        ),
    },
    "bank-details-other-currency": {
        "ja": ("登録口座は別の通貨用です", "この通貨の口座を登録してください"),
        "en": ("the account on record is for another currency", "record one for this currency"),
    },
    "bank-details-frozen": {
        "ja": (
            "口座変更に本人が異議を述べています",
            "本人に確認し、口座を登録し直してください",
        ),
        "en": (
            "the payee says that a change of the account was not asked for",
            "ask the payee, and record the account again",
        ),
    },
    "bank-details-returned": {
        "ja": ("この口座への振込は組み戻されました", "新しい口座を登録してください"),
        "en": ("a transfer to this account came back", "record another account"),
    },
    "bank-details-lost": {
        "ja": ("口座情報を開けません（消去済み）", "口座を登録し直してください"),
        "en": ("the account cannot be opened any more", "record it again"),
    },
    "treaty-form-expired": {
        "ja": (
            "支払日には租税条約の届出書が有効ではありません",
            "届出書を出し直すか、期限内の日に支払ってください",
        ),
        "en": (
            "on this day the treaty form is not good",
            "file a new form, or pay on a day for which it is",
        ),
    },
    "registration-changed": {
        "ja": (
            "支払日のインボイス登録の有無が明細書と異なります",
            "登録の状態が明細書と同じ日に支払うか、合意のうえ --as-stated で支払ってください",
        ),
        "en": (
            "on this day the payee's registration as an invoice issuer is not the statement's",
            "pay on a day on which it is, or, if both agree, pay it --as-stated",
        ),
    },
    "tax-changed": {
        "ja": ("支払日の税率・条件が明細書と異なります", "明細書の支払日に合わせてください"),
        "en": ("on this day the taxes differ from the statement's", "pay near the stated day"),
    },
    "shares-tax-base": {
        "ja": (
            "同じ日の別の支払と合わせて源泉徴収の計算が変わります",
            "別の日に支払ってください",
        ),
        "en": ("with what is paid that day the tax withheld differs", "pay it on another day"),
    },
    "bank-refuses": {
        "ja": ("銀行が読めない文字または長さです", "口座の名義・番号を登録し直してください"),
        "en": ("the bank cannot read it", "record the account again as the bank has it"),
    },
    "branch-closed": {
        "ja": ("支店が店舗表にありません（廃止・統合）", "新しい支店の口座を登録してください"),
        "en": ("the branch is not in the table: closed or merged", "record the new branch"),
    },
    "amount-too-large": {
        "ja": (
            "一件の振込は10桁までです",
            "--divide で分割するか、銀行窓口の方法を使ってください",
        ),
        "en": ("a transfer has ten digits at most", "divide it with --divide"),
    },
}


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A statement that is not in a payment.

    Attributes:
        amount_minor: What would be transferred of it; zero where nothing would.
        about: What explains it: the other payment, the dispute, the letter, the day.
    """

    statement: str
    payee: str
    paid_to: str
    currency: str
    amount_minor: int
    reason: Reason
    about: dict[str, Any] = field(default_factory=dict)

    def told(self, lang: Language) -> tuple[str, str]:
        """Return the reason and what to do."""
        return _WORDS[self.reason][lang]

    def as_data(self) -> dict[str, Any]:
        """Return it as plain JSON values, in both languages."""
        said = {lang: self.told(lang) for lang in _LANGUAGES}
        told = {
            "why": {lang: words[0] for lang, words in said.items()},
            "to_do": {lang: words[1] for lang, words in said.items()},
        }
        return {name: value for name, value in (asdict(self) | told).items() if value != {}}


_LANGUAGES: Final[tuple[Language, ...]] = ("ja", "en")


def listed(some: tuple[LeftOut, ...]) -> bytes:
    """Write the list that a payment cites: canonical, so that the same list is the same bytes."""
    ordered = sorted(some, key=lambda one: one.statement)
    return canonical.encode({"left_out": [one.as_data() for one in ordered]})
