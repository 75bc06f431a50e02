"""Entries that name nobody: placeholders of the source, headings, and remarks of its editors."""

import re
from typing import Final

_PLACEHOLDERS: Final = frozenset(
    {"ほか", "ほか)", "ほか映", "他", "その他", "など", "他/テアトルエコー", "(五十音順)"}
    | {
        "なし",
        "なし[12話]",
        "無し",
        "Not exist",
        "表記なし",
        "[表記無し]",
        "不詳",
        "不明",
        "作者不詳",
        "作者不明",
    }
    | {"製作会社", "原画", "洋画", "イベント", "劇場未公開", "提携作品", "<イチギョウアキ>"}
)
_WIDE: Final = str.maketrans("［］（）＜＞", "[]()<>")
_REMARK = re.compile(
    r"[※*＊](?!「).*[のはよりなし\[、].*|[※*＊]\S{9,}|以上\(.*|.*社名のみ.*|.*のEDにまとめて表示"
    r"|\[?[左中右]([→列].*)?\]?|な\s*し(\[.*\])?|〔〔.*〕〕|.*のため省略.*|実写パートスタッフ|[^※]{20,}。"
    r"|(?!.*※「).*参照。?.*|日本アニメーション映画史.*|参考文献.*|[\[\]()◆★?？※\-&＆\d\s]+|製作委員\]?"
)
_HEADING = re.compile(r"^[<〈《][^/].*[>〉》]$|^\(\d+\).*|^【[^【】]*】$|^【[^【】]*】※?(ほか)?$")


def is_remark(text: str) -> bool:
    """Tell whether an entry is a placeholder or a remark instead of a name."""
    plain = text.strip().translate(_WIDE)
    return plain in _PLACEHOLDERS or _REMARK.fullmatch(plain) is not None


def is_section(text: str) -> bool:
    """Tell whether an entry is marked as a heading: <共通スタッフ>."""
    return _HEADING.fullmatch(text.strip()) is not None


def is_heading(text: str, *, is_actor: bool) -> bool:
    """Tell whether an entry heads the ones behind it.

    Args:
        text: The entry.
        is_actor: It stands in a list of voices, where a bare word is a programme or a character
            without a name behind it.
    """
    if is_section(text):
        return True
    return is_actor and not re.search(r"[()【】\[\]]", text)
