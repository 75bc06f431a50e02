"""What people type as numbers, shares and months, as exact values; what cannot be read is named."""

import re
from typing import Any, Final

from api.pages.separators import plain, ungrouped
from contracts.errors import TermsError
from contracts.figures import percent
from contracts.money import parse_ratio
from ledger.errors import RuleViolation

_MONTH: Final = re.compile(r"(\d{4})[-/.年](\d{1,2})月?")
_MOST_DIGITS: Final = 16


def whole(text: str, field: str) -> int:
    """Read a whole number that is not negative.

    Raises:
        RuleViolation: It is none.

    Example:
        >>> whole("１２,３４５", "amount")
        12345
    """
    digits = ungrouped(text).removesuffix("円")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= _MOST_DIGITS):
        raise RuleViolation(
            "whole-number-malformed",
            "this is no whole number",
            field=field,
            value=text,
            expected="1,234,567",
        )
    return int(digits)


def share(text: str, field: str) -> dict[str, int]:
    """Read a percentage or a fraction as an exact ratio.

    A comma in a percentage is refused: "1,5%" is 1.5% to whoever types it so, and 15% to nobody.

    Raises:
        RuleViolation: It is neither.

    Example:
        >>> share("33.3％", "rate"), share("1/3", "rate"), share("2割", "rate")
        ({'num': 333, 'den': 1000}, {'num': 1, 'den': 3}, {'num': 1, 'den': 5})
    """
    typed = ungrouped(text) if "/" in text else plain(text)
    if typed.endswith("割"):
        typed = f"{typed.removesuffix('割')}0%" if typed[:-1].isdigit() else typed
    try:
        num, den = parse_ratio({"0": "0%", "1": "100%"}.get(typed, typed))
    except (TermsError, ZeroDivisionError) as error:
        raise RuleViolation(
            "ratio-unreadable",
            "this is neither a percentage nor a fraction",
            field=field,
            value=text,
            expected="12.5%, 1/3",
        ) from error
    return {"num": num, "den": den}


def month(text: str) -> str:
    """Return a month as the register writes it; what is none comes back as typed.

    Example:
        >>> month("2026年4月"), month("2026-04")
        ('2026-04', '2026-04')
    """
    found = _MONTH.fullmatch(plain(text))
    return f"{found[1]}-{int(found[2]):02}" if found else text


def ratio_told(ratio: dict[str, Any] | None) -> str:
    """Write an exact ratio as somebody would type it."""
    return percent((ratio["num"], ratio["den"])) if ratio else ""
