"""The numbers that identify a party in Japan, and what is wrong with a given one.

Source:
    法人番号: thirteen digits; with P_n the base digits counted from the right and Q_n = 1 for odd
    n, 2 for even n, the first digit is 9 - (sum of P_n * Q_n mod 9) (National Tax Agency,
    検査用数字の計算). 登録番号 of an invoice issuer: "T" and thirteen digits; a company's are its
    法人番号, while sole traders and unincorporated bodies get other digits, so that a check digit
    that does not fit proves nothing about them.
"""

import re
from functools import lru_cache
from typing import Final

import pycountry
from stdnum.jp import cn

from ledger.errors import RuleViolation

_DIGITS: Final = re.compile(r"[0-9]{13}")
_INVOICE: Final = re.compile(r"T[0-9]{13}")


def check_corporate_number(number: str, field: str = "corporate_number") -> None:
    """Refuse a corporate number that cannot be one.

    Raises:
        RuleViolation: It is not thirteen digits, or its first digit does not fit; `expected`
            gives the number with the right one.

    Source:
        National Tax Agency, 法人番号の検査用数字.

    Example:
        For 7000012050002 the base digits from the right are 2,0,0,0,5,0,2,1,0,0,0,0; the sum is
        2*1 + 5*1 + 2*1 + 1*2 = 11, 11 mod 9 = 2, and 9 - 2 = 7.
    """
    if not _DIGITS.fullmatch(number):
        raise RuleViolation(
            "corporate-number-malformed",
            field=field,
            value=number,
            expected="13 digits without spaces or hyphens",
        )
    right = _with_check_digit(number)
    if number != right:
        raise RuleViolation(
            "corporate-number-check-digit",
            f"the first digit of {number} should be {right[0]}, or another digit is wrong",
            field=field,
            value=number,
            expected=right,
        )


def check_company_invoice_number(number: str, corporate_number: str | None) -> None:
    """Refuse a company's invoice number unless it is T and the company's corporate number.

    Raises:
        RuleViolation: As said.

    Source:
        消費税法57条の2; National Tax Agency, インボイス制度 登録番号の構成.
    """
    check_invoice_form(number)
    if corporate_number is not None and number != f"T{corporate_number}":
        raise RuleViolation(
            "invoice-number-of-another",
            field="invoice_number",
            value=number,
            expected=f"T{corporate_number}",
        )
    check_corporate_number(number[1:], field="invoice_number")


def check_invoice_form(number: str) -> None:
    """Refuse what is not T and thirteen digits.

    Raises:
        RuleViolation: As said.

    Source:
        National Tax Agency, インボイス制度 登録番号の構成.
    """
    if not _INVOICE.fullmatch(number):
        raise RuleViolation(
            "invoice-number-malformed",
            field="invoice_number",
            value=number,
            expected="T and 13 digits, for instance T7000012050002",
        )


def invoice_warnings(number: str | None) -> tuple[str, ...]:
    """Return a warning if the digits would not do for a company; they may do for others.

    Raises:
        RuleViolation: It is not T and thirteen digits.
    """
    if number is None:
        return ()
    check_invoice_form(number)
    return () if number[1:] == _with_check_digit(number[1:]) else ("invoice-number-check-digit",)


def check_country(code: str, field: str) -> None:
    """Refuse a code that is no country's.

    Raises:
        RuleViolation: As said.

    Source:
        ISO 3166-1 alpha-2.
    """
    if code not in _countries():
        raise RuleViolation(
            "country-unknown", field=field, value=code, expected="an ISO 3166-1 alpha-2 code"
        )


@lru_cache(maxsize=1)
def _countries() -> frozenset[str]:
    return frozenset(country.alpha_2 for country in pycountry.countries)


def _with_check_digit(number: str) -> str:
    return str(cn.calc_check_digit(number[1:])) + number[1:]
