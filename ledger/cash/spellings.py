"""Days and amounts as banks write them, read strictly: what is not certain is refused."""

import datetime as dt
import re
import unicodedata
from typing import Final

from contracts.money import minor_unit

_ERAS: Final = {
    "令和": 2018, "R": 2018, "平成": 1988, "H": 1988,
}  # fmt: skip
"""Era to the year before its first."""
_SIGNS: Final = "-−△▲"
_WESTERN: Final = re.compile(r"([0-9]{4})([-/.年])([0-9]{1,2})([-/.月])([0-9]{1,2})日?")
_PLAIN: Final = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_JAPANESE: Final = re.compile(
    r"(令和|平成|R|H)\s*([0-9]{1,2}|元)[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?"
)
_AMOUNT: Final = re.compile(r"([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.([0-9]+))?")
_MOST_DIGITS: Final = 15


def read_day(text: str) -> dt.date | None:
    """Read a day; None for what is none.

    Example:
        By hand: 令和8.11.2 is 2018 + 8 = 2026, 2 November; so are R8/11/2, 2026/11/2, 20261102.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if found := _WESTERN.fullmatch(plain):
        year, month, day = found[1], found[3], found[5]
    elif found := _PLAIN.fullmatch(plain):
        year, month, day = found[1], found[2], found[3]
    elif found := _JAPANESE.fullmatch(plain):
        of_era = 1 if found[2] == "元" else int(found[2])
        year, month, day = str(_ERAS[found[1]] + of_era), found[3], found[4]
    else:
        return None
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None


def read_amount(text: str, currency: str) -> int | None:
    """Read an amount in minor units, signed; None for what is none.

    Commas group three digits, △ ▲ - and brackets mean minus, ¥ and 円 mean nothing.

    Example:
        By hand: "¥1,234,567" is 1,234,567 yen, "△1,200円" is -1,200, "1,23" is refused; "12.5" is
        1,250 cents of a dollar, and no amount of yen.
    """
    plain = unicodedata.normalize("NFKC", text).replace("\\", "¥").strip()
    plain = plain.removeprefix("¥").removesuffix("円").strip()
    is_minus = plain[:1] in _SIGNS and bool(plain)
    if is_minus:
        plain = plain[1:].strip()
    elif plain.startswith("(") and plain.endswith(")"):
        is_minus, plain = True, plain[1:-1].strip()
    found = _AMOUNT.fullmatch(plain.removeprefix("+").removeprefix("¥"))
    places = minor_unit(currency)
    if found is None or len(found[2] or "") > places:
        return None
    digits = found[1].replace(",", "") + (found[2] or "").ljust(places, "0")
    if len(digits) > _MOST_DIGITS:
        return None
    return -int(digits) if is_minus else int(digits)


def is_blank(text: str) -> bool:
    """Tell whether a cell holds nothing: banks also write a hyphen or an asterisk for that."""
    return unicodedata.normalize("NFKC", text).strip() in ("", "-", "*", "ー", "−")
