"""What parties that are gone, windows abroad and members' reports are called in Japanese."""

from typing import Final

FOREIGN_REFUSALS_JA: Final[dict[str, str]] = {
    "end-ground-impossible": "この当事者の種類には、その終了の事由はありません。",
    "ended-in-future": "将来の日付です。",
    "milestone-in-future": "節目の日が将来の日付です。",
    "milestone-repeated": "同じ窓口に同じ節目が二度あります。",
    "milestone-said-already": "この節目は、同じ内容ですでに登録されています。",
    "milestone-unknown": "この窓口に、その節目はありません。",
    "not-your-window": "窓口の担当者、幹事会社、運営者だけが登録できます。",
    "window-unknown": "この契約に、その利用形態と地域の窓口はありません。",
    "party-ended-already": "この当事者の終了は、同じ内容ですでに登録されています。",
    "party-not-ended": "この当事者の終了は登録されていません。",
}
FOREIGN_VALUES_JA: Final[dict[str, str]] = {
    "approval": "許可・審査",
    "bankruptcy": "破産",
    "death_without_heirs": "死亡（相続人不明）",
    "ended": "終了",
    "delivery": "納品",
    "liquidation": "解散・清算",
    "passed": "通過",
    "unreachable": "連絡不能",
}
FOREIGN_FIELDS_JA: Final[dict[str, str]] = {
    "awaiting": "許可待ち",
    "awaiting_approval": "許可待ち",
    "end": "終了",
    "is_private": "本人限り",
    "milestones": "節目",
    "milestones_reached": "節目の結果",
    "succeeds": "前身",
    "succession": "承継",
    "successor": "承継者",
    "successors": "承継者",
}
