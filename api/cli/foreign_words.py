"""What parties that are gone, windows abroad and members' reports are called in Japanese."""

from typing import Final

FOREIGN_REFUSALS_JA: Final[dict[str, str]] = {
    "end-ground-impossible": "この当事者の種類には、その終了の事由はありません。",
    "ended-in-future": "将来の日付です。",
    "party-ended-already": "この当事者の終了は、同じ内容ですでに登録されています。",
    "party-not-ended": "この当事者の終了は登録されていません。",
}
FOREIGN_VALUES_JA: Final[dict[str, str]] = {
    "bankruptcy": "破産",
    "death_without_heirs": "死亡（相続人不明）",
    "ended": "終了",
    "liquidation": "解散・清算",
    "unreachable": "連絡不能",
}
FOREIGN_FIELDS_JA: Final[dict[str, str]] = {
    "end": "終了",
    "is_private": "本人限り",
}
