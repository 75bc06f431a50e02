"""Fold the spellings of one name into one key for searching; the name itself stays as written.

The rules, in order:

1. Compatibility forms become ordinary ones (NFKC), capitals become small letters.
2. Hiragana becomes katakana; two kanji that keyboards give in two shapes become one.
3. Spaces, middle dots, hyphens, other punctuation, symbols, control characters and variation
   selectors are dropped; `&`, `+`, `@`, `#` and `%` stay, because they tell names apart.
4. The prolonged sound mark stays after kana; elsewhere it was typed for a hyphen and is dropped.
"""

import unicodedata
from functools import lru_cache
from typing import Final

_KEPT: Final = frozenset("&+@#%")
_SOUND_MARK: Final = "ー"
_DROPPED_CATEGORIES: Final = frozenset("PSZC")
_TO_KATAKANA: Final = {code: code + 0x60 for code in (*range(0x3041, 0x3097), 0x309D, 0x309E)}
_VARIATION_SELECTORS: Final = frozenset((*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)))
_ONE_SHAPE: Final = str.maketrans("髙﨑", "高崎")


@lru_cache(maxsize=65_536)
def fold(name: str) -> str:
    """Return the search key of a name: equal for spellings that people take for one name.

    A name of nothing but punctuation keeps it, so that no name has an empty key unless it holds
    nothing that can be written.

    Example:
        >>> fold("アニメ・スタジオ　ＡＢＣ") == fold("あにめすたじお abc")
        True
        >>> fold("AT-X"), fold("ＡＴーＸ"), fold("サーバー")
        ('atx', 'atx', 'サーバー')
    """
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    plain = plain.translate(_TO_KATAKANA).translate(_ONE_SHAPE)
    kept: list[str] = []
    for character in plain:
        if character == _SOUND_MARK:
            if kept and is_kana(kept[-1]):
                kept.append(character)
        elif character in _KEPT or not _is_dropped(character):
            kept.append(character)
    if not kept:
        kept = [character for character in plain if unicodedata.category(character)[0] not in "ZC"]
    # Once more: a lone accent (space and mark) has met the letter before it.
    return unicodedata.normalize("NFKC", "".join(kept))


def is_kana(character: str) -> bool:
    """Tell whether a folded character is katakana or the prolonged sound mark."""
    return "\u30a1" <= character <= "\u30ff"


def _is_dropped(character: str) -> bool:
    if ord(character) in _VARIATION_SELECTORS:
        return True
    return unicodedata.category(character)[0] in _DROPPED_CATEGORIES
