"""Amounts, days and times as a reader of Japanese or of English writes them.

Source:
    Eras: 元号法 (昭和54年法律第43号) and the cabinet orders under it; 令和 began on 2019-05-01,
    平成 on 1989-01-08, 昭和 on 1926-12-25. Earlier days are written without an era.
"""

from datetime import date
from typing import Final

from contracts import figures
from contracts.figures import Language
from ledger.clock import TOKYO, parse_stamp

_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_ERAS: Final = (
    ("令和", date(2019, 5, 1)),
    ("平成", date(1989, 1, 8)),
    ("昭和", date(1926, 12, 25)),
)
_KIBI: Final = 1024
_NOTHING: Final[dict[Language, str]] = {"ja": "―", "en": "–"}


def money(amount_minor: int | None, currency: str, lang: Language) -> str:
    """Write an amount with its currency.

    Example:
        >>> money(-1000, "JPY", "ja"), money(123456, "EUR", "en")
        ('△1,000円', 'EUR 1,234.56')
    """
    if amount_minor is None:
        return _NOTHING[lang]
    return figures.money((amount_minor, 1), currency, lang)


def number(amount_minor: int | None, currency: str, lang: Language) -> str:
    """Write an amount for a column of which the head names the currency."""
    return _NOTHING[lang] if amount_minor is None else figures.number(amount_minor, currency, lang)


def count(value: int) -> str:
    """Write how many.

    Example:
        >>> count(12345)
        '12,345'
    """
    return f"{value:,}"


def day(text: str | date | None, lang: Language) -> str:
    """Write a day.

    Example:
        >>> day("2026-04-01", "ja"), day("2026-04-01", "en")
        ('2026年4月1日', '1 April 2026')
    """
    if not text:
        return _NOTHING[lang]
    at = text if isinstance(text, date) else date.fromisoformat(text[:10])
    if lang == "ja":
        return f"{at.year}年{at.month}月{at.day}日"
    return f"{at.day} {_MONTHS[at.month - 1]} {at.year}"


def era_day(text: str | date, lang: Language) -> str:
    """Write a day in both calendars where a Japanese form asks for the era; in English in one.

    Example:
        >>> era_day("2019-04-30", "ja"), era_day("2019-05-01", "ja")
        ('2019年（平成31年）4月30日', '2019年（令和元年）5月1日')
    """
    at = text if isinstance(text, date) else date.fromisoformat(text[:10])
    if lang == "en":
        return day(at, lang)
    era = era_year(at)
    return f"{at.year}年（{era}）{at.month}月{at.day}日" if era else day(at, lang)


def era_year(at: date) -> str:
    """Return the year of the era, such as 令和8年; empty before 1926-12-25."""
    for name, start in _ERAS:
        if at >= start:
            year = at.year - start.year + 1
            return f"{name}{'元' if year == 1 else year}年"
    return ""


def month(text: str, lang: Language) -> str:
    """Write a month.

    Example:
        >>> month("2026-04", "ja"), month("2026-04", "en")
        ('2026年4月', 'April 2026')
    """
    year, number_ = text.split("-")
    return f"{year}年{int(number_)}月" if lang == "ja" else f"{_MONTHS[int(number_) - 1]} {year}"


def period(text: str, lang: Language) -> str:
    """Write a month, quarter, half or year as terms name it.

    Example:
        >>> period("2026-Q3", "ja"), period("2026-Q3", "en"), period("2026-07", "en")
        ('2026年第3四半期', '2026 Q3', 'July 2026')
    """
    year, _, rest = text.partition("-")
    if not rest:
        return f"{year}年" if lang == "ja" else year
    if rest[0] == "Q":
        return f"{year}年第{rest[1]}四半期" if lang == "ja" else f"{year} Q{rest[1]}"
    if rest[0] == "H":
        half = {"1": ("上半期", "first half"), "2": ("下半期", "second half")}[rest[1]]
        return f"{year}年{half[0]}" if lang == "ja" else f"{year}, {half[1]}"
    return month(text, lang)


def moment(text: str | None, lang: Language) -> str:
    """Write a time of the log as a clock in Japan shows it.

    Example:
        >>> moment("2026-11-22T16:44:05.123456Z", "ja")
        '2026年11月23日 1:44'
    """
    if not text:
        return _NOTHING[lang]
    at = parse_stamp(text).astimezone(TOKYO)
    clock = f"{at.hour}:{at.minute:02}"
    return f"{day(at.date(), lang)} {clock}" + ("" if lang == "ja" else " JST")


def bytes_of(size: int, lang: Language) -> str:
    """Write the size of a file.

    Example:
        >>> bytes_of(20480, "ja"), bytes_of(900, "en")
        ('20 KB', '900 bytes')
    """
    if size < _KIBI:
        return f"{size} バイト" if lang == "ja" else f"{size} bytes"
    for unit, scale in (("GB", 30), ("MB", 20), ("KB", 10)):
        if size >> scale:
            return f"{-(-size >> scale):,} {unit}"
    return str(size)
