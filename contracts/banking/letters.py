"""Letters that Japanese banks read: half-width kana, capital Latin letters, digits, a few signs.

    bank_letters("株式会社あおば") refuses, naming 株: a bank knows readings, not characters
    bank_letters("アオバ　シュッパン")  -> "ｱｵﾊﾞ ｼﾕﾂﾊﾟﾝ"

Rules kept here:
1. Voiced marks are letters of their own: ガ is two.
2. Small kana are written as large ones, and the long sound as a hyphen: banks know neither.
3. Nothing is left out, shortened or guessed. What cannot be written is refused with its place.

Source:
    全国銀行協会, standard protocol for personal computers (2019-12), as banks print it in their
    manuals: カナ without ヲ and small letters, A-Z, 0-9, space and ( ) - . in names; besides these
    ヲ, 「 」 ¥ / , in EDI fields. Banks differ in signs: to be confirmed with the paying bank.
"""

import unicodedata
from collections.abc import Iterator, Mapping
from typing import Final

from contracts.errors import TermsInvalid

_HALF_WIDTH: Final = range(0xFF61, 0xFFA0)

_KANA: Final = (
    "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン"
)
_MARKS: Final = "ﾞﾟ"
_DIGITS: Final = "0123456789"
_CAPITALS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

_SMALL: Final = str.maketrans("ァィゥェォッャュョヮヵヶ", "アイウエオツヤユヨワカケ")
_SAME: Final = str.maketrans(
    {**dict.fromkeys("ー－‐−–—―", "-"), **dict.fromkeys("゛ﾞ\u3099", "ﾞ"), "゜": "ﾟ", "\u309a": "ﾟ"}
)


def _half_width() -> dict[str, str]:
    """Give every full-width kana that has a half-width letter of its own."""
    pairs = {unicodedata.normalize("NFKC", chr(code)): chr(code) for code in _HALF_WIDTH}
    return {full: half for full, half in pairs.items() if len(full) == 1}


_HALF: Final[Mapping[str, str]] = _half_width()
_READABLE: Final = frozenset(_half for full in _KANA if (_half := _HALF[full]))

NAME: Final = _READABLE | set(_MARKS + _DIGITS + _CAPITALS + " ()-.")
"""What the name of an account may consist of."""
EDI: Final = NAME | set("ｦ｢｣\\/,")
"""What a reference for the receiver (EDI情報) may consist of."""


def bank_letters(text: str, *, allowed: frozenset[str] = NAME, field: str = "name") -> str:
    """Write a text in the letters of banks.

    Args:
        text: Kana of any width, hiragana, Latin letters, digits, signs.
        allowed: `NAME` or `EDI`.
        field: Named by a refusal.

    Returns:
        Letters that each take one byte.

    Raises:
        TermsInvalid: `bank-letter-unknown`, with the first character that cannot be written and
            its place, counted from 1.

    Example:
        By hand: ジュン has シ, its mark, ュ and ン; ュ becomes ユ: ｼﾞﾕﾝ, four letters.
    """
    written = []
    for place, letter in enumerate(unicodedata.normalize("NFC", text), start=1):
        for half in _written(letter):
            if half not in allowed:
                raise TermsInvalid(
                    "bank-letter-unknown",
                    f"a bank cannot read {letter!r} (U+{ord(letter):04X}), character {place}",
                    field=field,
                    value=text,
                    letter=letter,
                    place=place,
                    expected="kana, capital Latin letters, digits, space and ( ) - .",
                )
            written.append(half)
    return "".join(written)


def _written(letter: str) -> Iterator[str]:
    """Give the letters of a bank for one character; itself where there are none."""
    for part in unicodedata.normalize("NFKD", letter.translate(_SAME)):
        kana = _katakana(part.translate(_SAME)).translate(_SMALL)
        yield _HALF.get(kana, kana.upper())


def _katakana(letter: str) -> str:
    """Give the katakana of a hiragana."""
    return chr(ord(letter) + 0x60) if "ぁ" <= letter <= "ゖ" else letter
