"""Readings in Latin letters, and characters in their old and new forms: other ways to type a title.

The rules, in order:

1. A reading in kana has one key in Latin letters, in which the ways of romanisation agree: Hepburn
   `shi`, `chi`, `tsu`, `fu`, `ja` become `si`, `ti`, `tu`, `hu`, `zya`, as Kunrei writes them.
2. Long vowels and doubled letters count once: Tokyo, Toukyou, Tōkyō and Tookyoo are one key. An n
   before b, m and p may be written m.
3. What somebody typed in Latin letters is brought to the same key, so the two meet.
4. Characters have older forms in names (髙 for 高): a search tries the forms one for the other.

A key finds, it does not decide. Keys of fewer than three letters find nothing this way.

Source:
    ISO 3602 (Kunrei) and ALA-LC (modified Hepburn) for the pairs of spellings; 内閣告示「ローマ字の
    つづり方」. Pairs of characters: those most used in names and titles, not all there are.
"""

import re
import unicodedata
from typing import Final

import jaconv

from ledger.parties.names import match_key

LEAST: Final = 3
_LATIN: Final = re.compile(r"[a-z'’\- .]+")
_KANA: Final = re.compile(r"[\u3041-\u3096\u30a1-\u30fa\u30fc\u30fb\s・！!？?。、ー]+")
_KUNREI: Final = (
    ("sh", "sy"), ("syi", "si"), ("tch", "tty"), ("cch", "tty"), ("ch", "ty"), ("tyi", "ti"),
    ("ts", "t"), ("fu", "hu"), ("j", "zy"), ("zyi", "zi"), ("zyy", "zy"), ("di", "zi"),
    ("du", "zu"), ("dz", "z"), ("wo", "o"), ("mb", "nb"), ("mp", "np"), ("mm", "nm"),
)  # fmt: skip
_LONG: Final = (("ou", "o"), ("oo", "o"), ("uu", "u"), ("aa", "a"), ("ii", "i"), ("ee", "e"))
_DOUBLED: Final = re.compile(r"([a-z])\1+")
_OLD_FORMS: Final = str.maketrans(
    "髙﨑澤邊邉齋齊濵濱廣國學會櫻龍眞德黑惠圓假藝戀劍亞",
    "高崎沢辺辺斎斉浜浜広国学会桜竜真徳黒恵円仮芸恋剣亜",
)
_NEW_FORMS: Final = str.maketrans(
    "高崎沢辺斎斉浜広国学会桜竜真徳黒恵円仮芸恋剣亜",
    "髙﨑澤邊齋齊濱廣國學會櫻龍眞德黑惠圓假藝戀劍亞",
)


def reading_key(kana: str | None) -> str:
    """Return the Latin key of a reading in kana; empty where it is none, or too short.

    Example:
        >>> reading_key("トウキョウ"), reading_key("しんぶん"), reading_key("風の図書館")
        ('tokyo', 'sinbun', '')
    """
    plain = unicodedata.normalize("NFKC", kana or "").strip()
    if not plain or not _KANA.fullmatch(plain):
        return ""
    hiragana = jaconv.kata2hira(plain)
    return _loose(jaconv.kana2alphabet(re.sub(r"[^\u3041-\u3096ー]", "", hiragana)))


def latin_key(text: str) -> str:
    """Return the key of what somebody typed in Latin letters; empty where it is something else.

    Example:
        >>> latin_key("Tōkyō"), latin_key("Toukyou"), latin_key("SHIMBUN"), latin_key("fuusen")
        ('tokyo', 'tokyo', 'sinbun', 'husen')
    """
    plain = unicodedata.normalize("NFKD", text).casefold()
    plain = "".join(char for char in plain if not unicodedata.combining(char)).strip()
    return _loose(plain) if _LATIN.fullmatch(plain) else ""


def match_keys(text: str) -> list[str]:
    """Return the keys under which a title may be found: as typed, in newer and in older forms.

    Example:
        >>> match_keys("桜の国")
        ['桜ノ国', '櫻ノ國']
    """
    spellings = (text, text.translate(_OLD_FORMS), text.translate(_NEW_FORMS))
    return [key for key in dict.fromkeys(match_key(spelling) for spelling in spellings) if key]


def _loose(latin: str) -> str:
    letters = re.sub(r"[^a-z]", "", latin)
    for spelled, kunrei in _KUNREI:
        letters = letters.replace(spelled, kunrei)
    for spelled, short in _LONG:
        letters = letters.replace(spelled, short)
    key = _DOUBLED.sub(r"\1", letters)
    return key if len(key) >= LEAST else ""
