"""Money is a whole number of minor units with a currency; rates are whole-number fractions.

Rules kept here:
1. No float is ever accepted, not even 1.0: it is refused by type.
2. Amounts stay within +-(2^53 - 1), so that every JSON reader sees the same number.
3. Rounding goes toward zero on the absolute value and the sign comes back afterwards.
"""

import math
import re
from dataclasses import dataclass

from contracts.errors import CurrencyMismatch, TermsInvalid

MAX_MINOR = 2**53 - 1

Ratio = tuple[int, int]
"""Numerator and denominator in lowest terms, denominator positive."""

# ISO 4217 list one (2026): every code that has a minor unit. Codes without one (gold, SDR, tests)
# are not money anybody is paid in, so they are left out. Source: https://www.six-group.com/en/
# products-services/financial-information/data-standards.html
_EXPONENTS: dict[int, str] = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    2: (
        "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD "
        "CAD CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP "
        "GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK "
        "LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO "
        "NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS "
        "SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST "
        "XAD XCD XCG YER ZAR ZMW ZWG"
    ),
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
}
CURRENCIES: dict[str, int] = {
    code: exponent for exponent, codes in _EXPONENTS.items() for code in codes.split()
}

_DECIMAL = re.compile(r"-?(0|[1-9][0-9]*)(\.([0-9]+))?", re.ASCII)
_PERCENT = re.compile(r"(-?(?:0|[1-9][0-9]*))(?:\.([0-9]+))?%", re.ASCII)
_FRACTION = re.compile(r"(-?(?:0|[1-9][0-9]*))/([1-9][0-9]*)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Money:
    """An amount of minor units (yen, cents) in one currency.

    Attributes:
        amount_minor: Whole number of minor units, within +-(2^53 - 1).
        currency: ISO 4217 code with a minor unit.
    """

    amount_minor: int
    currency: str

    def __post_init__(self) -> None:
        minor_unit(self.currency)
        check_amount(self.amount_minor, "amount_minor")

    def plus(self, other: "Money") -> "Money":
        """Give the sum of two amounts of one currency.

        Raises:
            CurrencyMismatch: The currencies differ; no rate is assumed.
        """
        if other.currency != self.currency:
            raise CurrencyMismatch(
                "currency-mismatch",
                f"{other.currency} cannot be added to {self.currency} without a rate.",
                value=other.currency,
                expected=self.currency,
            )
        return Money(self.amount_minor + other.amount_minor, self.currency)


def minor_unit(code: str) -> int:
    """Tell how many decimals the minor unit of a currency has.

    Raises:
        TermsInvalid: The code is not a currency of ISO 4217 with a minor unit.
    """
    exponent = CURRENCIES.get(code)
    if exponent is None:
        raise TermsInvalid(
            "unknown-currency",
            f"{code!r} is not an ISO 4217 currency with a minor unit.",
            value=code,
            expected="ISO 4217 code",
        )
    return exponent


def check_amount(amount: object, field: str) -> int:
    """Return the amount when it is a whole number in range.

    Args:
        amount: What claims to be minor units. Booleans and floats are refused by type.
        field: Name of the field, for the refusal.

    Raises:
        TermsInvalid: Not an int, or beyond +-(2^53 - 1).
    """
    if type(amount) is not int:
        raise TermsInvalid(
            "amount-not-integer",
            f"{field} must be a whole number of minor units, not {type(amount).__name__}.",
            field=field,
            value=repr(amount),
            expected="int",
        )
    if not -MAX_MINOR <= amount <= MAX_MINOR:
        raise TermsInvalid(
            "amount-too-large",
            f"{field} is beyond 2^53 - 1.",
            field=field,
            value=str(amount),
            expected=f"at most {MAX_MINOR}",
        )
    return amount


def parse_amount(text: str, currency: str) -> int:
    """Read decimal text as minor units, exactly or not at all.

    Only ASCII digits, one optional leading minus and one optional decimal point: no exponent,
    no thousands separator, no blank, no full-width digit, no more decimals than the currency has.

    Args:
        text: Decimal text such as "1234.50".
        currency: ISO 4217 code.

    Raises:
        TermsInvalid: The text is anything else.

    Example:
        >>> parse_amount("1234.5", "USD"), parse_amount("-3", "JPY")
        (123450, -3)
    """
    exponent = minor_unit(currency)
    found = _DECIMAL.fullmatch(text)
    decimals = (found.group(3) or "") if found else ""
    if found is None or len(decimals) > exponent:
        raise TermsInvalid(
            "amount-unreadable",
            f"{text!r} is not an amount in {currency} with at most {exponent} decimals.",
            value=text,
            expected=f"digits with at most {exponent} decimals",
        )
    whole, sign = found.group(1), -1 if text.startswith("-") else 1
    return check_amount(sign * int(whole + decimals.ljust(exponent, "0")), "amount")


def parse_ratio(text: str) -> Ratio:
    """Read "12.5%" or "1/3" as an exact fraction in lowest terms.

    Raises:
        TermsInvalid: The text is neither a percentage nor a fraction in ASCII digits.

    Example:
        >>> parse_ratio("1.75%"), parse_ratio("2/6")
        ((7, 400), (1, 3))
    """
    if percent := _PERCENT.fullmatch(text):
        decimals = percent.group(2) or ""
        return lowest_terms(int(percent.group(1) + decimals), 100 * 10 ** len(decimals))
    if fraction := _FRACTION.fullmatch(text):
        return lowest_terms(int(fraction.group(1)), int(fraction.group(2)))
    raise TermsInvalid(
        "ratio-unreadable",
        f"{text!r} is neither a percentage nor a fraction.",
        value=text,
        expected="like 12.5% or 1/3",
    )


def lowest_terms(num: int, den: int) -> Ratio:
    """Reduce a fraction; the denominator must be positive."""
    divisor = math.gcd(num, den)
    return num // divisor, den // divisor


def ratio(obj: object, field: str) -> Ratio:
    """Read a rate written as {"num": int, "den": int} in lowest terms.

    One number has one spelling, so that equal terms have equal hashes: 2/4 is refused.

    Args:
        obj: Value found in the terms.
        field: Name of the field, for the refusal.

    Raises:
        TermsInvalid: Not such an object, a denominator below one, or not in lowest terms.
    """
    if not isinstance(obj, dict) or set(obj) != {"num", "den"}:
        raise TermsInvalid(
            "ratio-malformed",
            f'{field} must be {{"num": int, "den": int}}.',
            field=field,
            value=repr(obj),
            expected='{"num": int, "den": int}',
        )
    num, den = check_amount(obj["num"], field), check_amount(obj["den"], field)
    if den < 1 or (num, den) != lowest_terms(num, den):
        raise TermsInvalid(
            "ratio-not-lowest",
            f"{field} {num}/{den} must be in lowest terms with a positive denominator.",
            field=field,
            value=f"{num}/{den}",
            expected="lowest terms, den > 0",
        )
    return num, den


def floor_toward_zero(amount: int, num: int, den: int, unit: int = 1) -> int:
    """Take a fraction of an amount and cut it to a whole number of units toward zero.

    sign(amount * num) * floor(|amount| * |num| / den / unit) * unit, so that +x and -x cancel:
    999 at 10% gives 99, and -999 gives -99.

    Args:
        amount: Minor units, any sign.
        num: Numerator of the rate.
        den: Denominator of the rate, positive.
        unit: Rounding unit in minor units, positive.

    Source:
        Rounding convention of committee settlements, cases CM-01 and CM-03 (tests/vectors/cases).

    Example:
        >>> floor_toward_zero(999, 1, 10), floor_toward_zero(-999, 1, 10)
        (99, -99)
    """
    exact = amount * num
    cut = abs(exact) // (den * unit) * unit
    return -cut if exact < 0 else cut
