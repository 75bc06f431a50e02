"""What a bank would write for the name of an account's holder; offered, never taken silently.

    offered("ｱｵﾊﾞ ｼﾞｭﾝ")               -> "ｱｵﾊﾞ ｼﾞﾕﾝ"     banks have no small letters
    offered("カブシキガイシャアオバ")     -> "ｶ)ｱｵﾊﾞ"        the form of a company is shortened
    offered("青葉 純")                  -> None           a reading is known to the holder alone

Source:
    As `contracts.banking.letters` and `contracts.banking.companies`.
"""

import unicodedata
from collections.abc import Mapping
from typing import Final

from contracts.banking.companies import FORMS, account_name
from contracts.banking.letters import bank_letters
from contracts.errors import TermsInvalid

_READINGS: Final[Mapping[str, str]] = {
    "カブシキガイシャ": "株式会社",
    "カブシキカイシャ": "株式会社",
    "ユウゲンガイシャ": "有限会社",
    "ゴウドウガイシャ": "合同会社",
    "ゴウメイガイシャ": "合名会社",
    "ゴウシガイシャ": "合資会社",
    "イッパンシャダンホウジン": "一般社団法人",
    "イッパンザイダンホウジン": "一般財団法人",
    "トクテイヒエイリカツドウホウジン": "特定非営利活動法人",
}
_BY_BANK_LETTERS: Final = {bank_letters(reading): form for reading, form in _READINGS.items()}
_WRITTEN_FORMS: Final = {form: form for form in FORMS}


def narrowed(name: str) -> str:
    """Write full-width kana, letters, digits and spaces as half-width ones: no letter changes.

    Example:
        By hand: ヤマダ　ジュン has the same letters as ﾔﾏﾀﾞ ｼﾞｭﾝ; its small ュ stays small.
    """
    widened = unicodedata.normalize("NFKC", name)
    halves = (_HALF.get(part, part) for part in unicodedata.normalize("NFD", widened))
    return "".join(halves)


def _half_width() -> dict[str, str]:
    pairs = {unicodedata.normalize("NFKC", chr(code)): chr(code) for code in range(0xFF61, 0xFFA0)}
    return pairs | {"\u3099": "ﾞ", "\u309a": "ﾟ"}


_HALF: Final = _half_width()


def offered(name: str) -> str | None:
    """Return the name as a bank would write it, or None where that cannot be told from it."""
    plain = unicodedata.normalize("NFKC", name).strip()
    if short := _shortened(plain, _WRITTEN_FORMS):
        return short
    try:
        letters = bank_letters(plain)
    except TermsInvalid:
        return None
    return _shortened(letters, _BY_BANK_LETTERS) or letters


def _shortened(name: str, forms: Mapping[str, str]) -> str | None:
    """Return the name of a company with its form shortened, if it begins or ends with one."""
    for written in sorted(forms, key=len, reverse=True):
        for is_before in (True, False):
            rest = name.removeprefix(written) if is_before else name.removesuffix(written)
            if rest in (name, ""):
                continue
            try:
                return account_name(forms[written], rest.strip(), before=is_before)
            except TermsInvalid:
                return None
    return None
