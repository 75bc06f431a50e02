"""Amounts, rates and fractions as a reader of Japanese or English writes them."""

import re
from typing import Literal

from contracts.money import Ratio, lowest_terms, minor_unit

Language = Literal["ja", "en"]

_YEN_NAMES = {"JPY": "円", "USD": "米ドル", "EUR": "ユーロ", "GBP": "英ポンド", "CNY": "人民元"}
_PERCENT_DECIMALS = 6
_RATE_DECIMALS = 15
_JAPANESE_CLAUSE = re.compile(r"第?([0-9]+)条(?:の([0-9]+))?(?:第?([0-9]+)項)?(?:第?([0-9]+)号)?")


def money(amount: Ratio, currency: str, lang: Language) -> str:
    """Write an exact amount of minor units; what does not end is cut after two more decimals.

    Example:
        >>> money((-1000, 1), "JPY", "ja"), money((200001, 10), "JPY", "en")
        ('△1,000円', 'JPY 20,000.1')
    """
    exponent = minor_unit(currency)
    digits, is_cut = _decimal(abs(amount[0]), amount[1] * 10**exponent, exponent)
    if lang == "ja":
        name = _YEN_NAMES.get(currency)
        sign = "△" if amount[0] < 0 else ""
        number = f"{sign}{digits}{name}" if name else f"{currency} {sign}{digits}"
        return f"約{number}" if is_cut else number
    sign = "-" if amount[0] < 0 else ""
    return f"{'about ' if is_cut else ''}{currency} {sign}{digits}"


def number(amount_minor: int, currency: str, lang: Language) -> str:
    """Write an amount without its currency, for a column of which the head names it.

    Example:
        >>> number(-1000, "JPY", "ja"), number(-20050, "USD", "en")
        ('△1,000', '-200.50')
    """
    exponent = minor_unit(currency)
    digits, _ = _decimal(abs(amount_minor), 10**exponent, exponent)
    sign = "△" if lang == "ja" else "-"
    return f"{sign if amount_minor < 0 else ''}{digits}"


def unit(currency: str, lang: Language) -> str:
    """Name a currency in the head of a column.

    Example:
        >>> unit("JPY", "ja"), unit("CHF", "ja"), unit("JPY", "en")
        ('円', 'CHF', 'JPY')
    """
    return _YEN_NAMES.get(currency, currency) if lang == "ja" else currency


def percent(rate: Ratio) -> str:
    """Write a rate as a percentage when that ends soon, else as a fraction.

    Example:
        >>> percent((7, 400)), percent((1, 3))
        ('1.75%', '1/3')
    """
    num, den = lowest_terms(*rate)
    scaled, rest = divmod(num * 100 * 10**_PERCENT_DECIMALS, den)
    if rest:
        return f"{num}/{den}"
    whole, decimals = divmod(scaled, 10**_PERCENT_DECIMALS)
    text = str(decimals).rjust(_PERCENT_DECIMALS, "0").rstrip("0")
    return f"{whole}.{text}%" if text else f"{whole}%"


def decimal(rate: Ratio) -> str:
    """Write a rate of exchange in full; one that never ends as a fraction.

    Example:
        >>> decimal((15123, 100)), decimal((1, 3)), decimal((1000000, 1))
        ('151.23', '1/3', '1,000,000')
    """
    num, den = lowest_terms(*rate)
    places = 0
    while 10**places % den and places < _RATE_DECIMALS:
        places += 1
    if 10**places % den:
        return f"{num}/{den}"
    whole, rest = divmod(num * (10**places // den), 10**places)
    return f"{whole:,}.{rest:0{places}}" if places else f"{whole:,}"


def clause(text: str, lang: Language) -> str:
    """Write where a step stands in the paper contract in the reader's language.

    Example:
        >>> clause("第5条1項", "en"), clause("5.1", "ja")
        ('Article 5(1)', '条項5.1')
    """
    found = _JAPANESE_CLAUSE.fullmatch(text)
    if lang == "ja":
        return f"条項{text}" if text.isascii() else text
    if not found:
        return f"clause {text}" if text.isascii() else ""
    article, branch, paragraph, item = found.groups()
    parts = "".join(f"({part})" for part in (paragraph, item) if part)
    return f"Article {article}{f'-{branch}' if branch else ''}{parts}"


def _decimal(num: int, den: int, least: int) -> tuple[str, bool]:
    """Write num/den with `least` decimals, or up to two more; tell whether it was cut."""
    whole, rest = divmod(num, den)
    digits = ""
    while len(digits) < least or (rest and len(digits) < least + 2):
        digit, rest = divmod(rest * 10, den)
        digits += str(digit)
    return f"{whole:,}.{digits}" if digits else f"{whole:,}", rest != 0
