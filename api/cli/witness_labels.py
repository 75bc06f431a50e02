"""What became of asking a witness, in words."""

from typing import Final

from api.cli.language import Lang

_OUTCOMES: Final[dict[str, tuple[str, str]]] = {
    "cosigned": ("連署しました", "cosigned"),
    "no-url": ("接続先がありません", "has no URL"),
    "unreachable": ("接続できません", "is out of reach"),
    "timeout": ("時間内に応答がありません", "did not answer in time"),
    "too-large": ("応答が大きすぎます", "answered too much"),
    "malformed": ("応答を読み取れません", "answered nothing that can be read"),
    "refused": ("断られました", "refused"),
    "ahead": (
        "この台帳より大きい件数に連署済みです",
        "has cosigned more than this database holds",
    ),
    "conflict": ("別のルートに連署済みです", "has cosigned another root of this size"),
    "wrong-cosignature": ("連署が合いません", "answered a cosignature that does not verify"),
    "fork": ("矛盾するチェックポイントを示しました", "showed a checkpoint that contradicts ours"),
}


def outcome_in_words(status: str, lang: Lang) -> str:
    """Say what a witness did; a status without words comes back as it is."""
    words = _OUTCOMES.get(status)
    return status if words is None else words[0 if lang == "ja" else 1]


def outcomes() -> frozenset[str]:
    """Return the statuses that have words."""
    return frozenset(_OUTCOMES)
