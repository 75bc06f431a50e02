"""Names: what is taken off a printed name, and when two names are the same.

The rules are listed in `name_rules`. The printed name is never lost: callers keep it beside the
cleaned one. What a rule takes off is kept as a legal form, an episode range or a note.
"""

import unicodedata
from dataclasses import replace
from functools import lru_cache
from typing import Final

from ledger.imports.madb.name_edits import CleanName
from ledger.imports.madb.name_rules import INNER_SPACES, NAME_RULES

_CACHED_NAMES: Final = 50_000  # the same studios and actors come again and again
_TRIM: Final = " \u3000・、,，/／：:;"


@lru_cache(maxsize=_CACHED_NAMES)
def clean(printed: str, *, is_title: bool = False) -> CleanName:
    """Apply all rules to a printed name.

    Args:
        printed: One name as printed, with everything around it.
        is_title: The name holds the title of a work, where spaces between kanji mean something.

    Returns:
        The name and what was taken off it; the text is empty when nothing was left.

    Example:
        >>> clean("有限会社 アームス(～3話)")
        CleanName(text='アームス', legal_form='有限会社', episodes='～3話', unit='', notes=(), \
has_others=False)
    """
    name = CleanName(printed)
    for rule in NAME_RULES:
        if not (is_title and rule.code == INNER_SPACES):
            name = rule.apply(name)
    return replace(name, text=name.text.strip(_TRIM))


@lru_cache(maxsize=_CACHED_NAMES)
def match_key(name: str) -> str:
    """Return the key under which spellings of one name meet.

    Compatible forms are unified (NFKC), letter case, spaces, punctuation and the difference between
    hiragana and katakana are ignored. Two keys are equal or not; nothing is guessed.

    Source:
        Unicode Standard Annex 15, normalization form KC.

    Example:
        >>> match_key("アサツー ディ･ケイ") == match_key("アサツーディ・ケイ")
        True
    """
    folded = unicodedata.normalize("NFKC", name).casefold()
    kana = "".join(_to_katakana(char) for char in folded)
    return "".join(char for char in kana if char.isalnum()) or folded.strip()


def _to_katakana(char: str) -> str:
    if "ぁ" <= char <= "ゖ":
        char = chr(ord(char) + 0x60)
    return {"ヶ": "ケ", "ヵ": "カ"}.get(char, char)
