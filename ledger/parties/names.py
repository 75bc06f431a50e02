"""The key under which a name is found: one for all spellings of one name.

The rules, in order:

1. Legal forms before or after the name are left out: 株式会社, (株), Co., Ltd. and the like.
2. Spelling is folded as `ledger.vault.spelling` says: width, case, kana, spaces, dots, hyphens.
3. A name that is nothing but the Japanese reading of two or more Latin letters becomes those
   letters: エー・ティー・エックス is AT-X.

A key finds, it does not decide: two parties may share one, and then the register says so.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from ledger.vault.spelling import fold

_JAPANESE_FORMS: Final = (
    "特定非営利活動法人",
    "有限責任事業組合",
    "国立大学法人",
    "独立行政法人",
    "一般社団法人",
    "一般財団法人",
    "公益社団法人",
    "公益財団法人",
    "株式会社",
    "株式會社",
    "有限会社",
    "合同会社",
    "合資会社",
    "合名会社",
    "学校法人",
    "宗教法人",
)
_SHORT_FORMS: Final = "株有同資名社財学"
_LATIN_FORMS: Final = (
    r"co(?:\.|mpany)?,?\s*(?:ltd|limited)\.?",
    r"kabushiki\s+kaisha",
    r"corporation",
    r"corp\.?",
    r"inc(?:\.|orporated)?",
    r"l\.?l\.?c\.?",
    r"ltd\.?",
    r"limited",
    r"k\.?k\.?",
    r"gmbh",
)
_FORM: Final = f"(?:{'|'.join(_JAPANESE_FORMS)}|\\([{_SHORT_FORMS}]\\))"
_BEFORE: Final = re.compile(rf"^\s*{_FORM}\s*")
_AFTER: Final = re.compile(rf"\s*{_FORM}\s*$|(?:,\s*|\s+)(?:{'|'.join(_LATIN_FORMS)})\s*$")

_READINGS: Final = {
    "エー": "a", "ビー": "b", "シー": "c", "ディー": "d", "イー": "e", "エフ": "f", "ジー": "g",
    "エイチ": "h", "エッチ": "h", "アイ": "i", "ジェイ": "j", "ジェー": "j", "ケイ": "k",
    "ケー": "k", "エル": "l", "エム": "m", "エヌ": "n", "オー": "o", "ピー": "p", "キュー": "q",
    "アール": "r", "エス": "s", "ティー": "t", "ユー": "u", "ブイ": "v", "ヴイ": "v",
    "ダブリュー": "w", "ダブリュ": "w", "エックス": "x", "ワイ": "y", "ゼット": "z",
}  # fmt: skip
_READING: Final = "|".join(sorted(_READINGS, key=len, reverse=True))
_SPELLED_OUT: Final = re.compile(f"(?:{_READING}){{2,}}")


@lru_cache(maxsize=65_536)
def match_key(name: str) -> str:
    """Return the search key of the name of a company, a work or anything else.

    Example:
        >>> match_key("株式会社エー・ティー・エックス"), match_key("ＡＴ－Ｘ")
        ('atx', 'atx')
        >>> match_key("Studio Example Co., Ltd.") == match_key("ｓｔｕｄｉｏ　ｅｘａｍｐｌｅ")
        True
    """
    plain = unicodedata.normalize("NFKC", name).casefold()
    key = fold(_without_forms(plain)) or fold(plain)
    if _SPELLED_OUT.fullmatch(key):
        return "".join(_READINGS[reading] for reading in re.findall(_READING, key))
    return key


def _without_forms(plain: str) -> str:
    while True:
        shorter = _AFTER.sub("", _BEFORE.sub("", plain))
        if shorter == plain:
            return plain
        plain = shorter
