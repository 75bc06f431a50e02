"""How numbers look to people: thousands separated, exact, negatives the way each language does."""

from collections.abc import Mapping
from typing import Any

from api.cli.language import Lang
from contracts.money import CURRENCIES

_PERCENT_DECIMALS = 4


def amount(minor: int, currency: str, lang: Lang) -> str:
    """Write an amount for people.

    Args:
        minor: Minor units, any sign.
        currency: ISO 4217 code; one that is unknown here is written without decimals.
        lang: Japanese marks negatives with △, as its accounts do.

    Example:
        >>> amount(-1234567, "JPY", "ja"), amount(-1234567, "JPY", "en"), amount(150, "USD", "en")
        ('△1,234,567円', '-JPY 1,234,567', 'USD 1.50')
    """
    exponent = CURRENCIES.get(currency, 0)
    whole, rest = divmod(abs(minor), 10**exponent)
    digits = f"{whole:,}" + (f".{rest:0{exponent}d}" if exponent else "")
    if lang == "ja":
        sign = "△" if minor < 0 else ""
        return f"{sign}{digits}円" if currency == "JPY" else f"{sign}{digits} {currency}"
    return f"{'-' if minor < 0 else ''}{currency} {digits}"


def count(number: int, lang: Lang) -> str:
    """Write a whole number with thousands separators."""
    sign = "" if number >= 0 else "△" if lang == "ja" else "-"
    return f"{sign}{abs(number):,}"


def ratio(value: Mapping[str, Any]) -> str:
    """Write an exact rational: as a percentage where that is exact, else as a fraction.

    Example:
        >>> ratio({"num": 1, "den": 8}), ratio({"num": 1, "den": 3})
        ('12.5%', '1/3')
    """
    num, den = int(value["num"]), int(value["den"])
    scaled, left = divmod(num * 100 * 10**_PERCENT_DECIMALS, den)
    if left:
        return f"{num}/{den}"
    whole, decimals = divmod(scaled, 10**_PERCENT_DECIMALS)
    text = f"{decimals:0{_PERCENT_DECIMALS}d}".rstrip("0")
    return f"{whole}.{text}%" if text else f"{whole}%"


def is_ratio(value: object) -> bool:
    """Tell whether a JSON value is an exact rational."""
    return isinstance(value, Mapping) and value.keys() == {"num", "den"}
