"""Minor units, exact ratios, strict reading, rounding toward zero."""

import iso4217
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.errors import CurrencyMismatch, TermsInvalid
from contracts.money import (
    CURRENCIES,
    MAX_MINOR,
    Money,
    floor_toward_zero,
    minor_unit,
    parse_amount,
    parse_ratio,
    ratio,
)


def code_of(error: pytest.ExceptionInfo[TermsInvalid]) -> str:
    return error.value.code


def test_currencies_are_those_of_the_published_list() -> None:
    published = {one.code: one.exponent for one in iso4217.Currency if one.exponent is not None}
    assert published == CURRENCIES


def test_yen_has_no_decimals_and_dinar_has_three() -> None:
    assert [minor_unit(code) for code in ("JPY", "USD", "KWD")] == [0, 2, 3]


@pytest.mark.parametrize("code", ["XXX", "XAU", "jpy", "", "EURO"])
def test_what_is_not_money_is_no_currency(code: str) -> None:
    with pytest.raises(TermsInvalid) as error:
        minor_unit(code)
    assert code_of(error) == "unknown-currency"


@pytest.mark.parametrize("amount", [1.0, True, "1", None])
def test_an_amount_is_an_int_by_type(amount: object) -> None:
    with pytest.raises(TermsInvalid) as error:
        Money(amount, "JPY")  # type: ignore[arg-type]
    assert code_of(error) == "amount-not-integer"


@pytest.mark.parametrize("amount", [MAX_MINOR + 1, -MAX_MINOR - 1])
def test_an_amount_beyond_exact_json_numbers_is_refused(amount: int) -> None:
    with pytest.raises(TermsInvalid) as error:
        Money(amount, "JPY")
    assert code_of(error) == "amount-too-large"


def test_amounts_of_one_currency_add_up() -> None:
    assert Money(1, "JPY").plus(Money(2, "JPY")) == Money(3, "JPY")


def test_amounts_of_two_currencies_do_not() -> None:
    with pytest.raises(CurrencyMismatch) as error:
        Money(1, "JPY").plus(Money(2, "USD"))
    assert error.value.fields == {"value": "USD", "expected": "JPY"}


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("0", "JPY", 0),
        ("-3", "JPY", -3),
        ("1234.5", "USD", 123450),
        ("-0.05", "USD", -5),
        ("1.234", "KWD", 1234),
        (str(MAX_MINOR), "JPY", MAX_MINOR),
    ],
)
def test_decimal_text_is_read_exactly(text: str, currency: str, minor: int) -> None:
    assert parse_amount(text, currency) == minor


@pytest.mark.parametrize(
    "text",
    [
        "1.5",
        "1e3",
        "1,000",
        "１",
        " 1",
        "+1",
        "",
        "-",
        "01",
        "1.",
        ".5",
        "NaN",
        "0x1",
        "1_0",
        "1\n",
    ],
)
def test_any_other_text_is_refused(text: str) -> None:
    with pytest.raises(TermsInvalid) as error:
        parse_amount(text, "JPY")
    assert code_of(error) == "amount-unreadable"


def test_too_many_decimals_are_never_rounded_away() -> None:
    with pytest.raises(TermsInvalid):
        parse_amount("1.005", "USD")


@pytest.mark.parametrize(
    ("text", "expected"),
    [("10%", (1, 10)), ("0.019%", (19, 100_000)), ("1/3", (1, 3)), ("2/6", (1, 3)), ("0%", (0, 1))],
)
def test_percentages_and_fractions_are_read_in_lowest_terms(
    text: str, expected: tuple[int, int]
) -> None:
    assert parse_ratio(text) == expected


@pytest.mark.parametrize("text", ["10", "10 %", "1/0", "0.1", "１０%", "1.%", "1/-3"])
def test_other_ratios_are_refused(text: str) -> None:
    with pytest.raises(TermsInvalid) as error:
        parse_ratio(text)
    assert code_of(error) == "ratio-unreadable"


@pytest.mark.parametrize(
    ("obj", "code"),
    [
        ({"num": 2, "den": 4}, "ratio-not-lowest"),
        ({"num": 1, "den": 0}, "ratio-not-lowest"),
        ({"num": 1, "den": -2}, "ratio-not-lowest"),
        ({"num": 0.5, "den": 1}, "amount-not-integer"),
        ({"num": 1}, "ratio-malformed"),
        ({"num": 1, "den": 2, "x": 3}, "ratio-malformed"),
        ("1/2", "ratio-malformed"),
    ],
)
def test_a_rate_has_one_spelling(obj: object, code: str) -> None:
    with pytest.raises(TermsInvalid) as error:
        ratio(obj, "rate")
    assert code_of(error) == code


@given(
    st.integers(-(10**15), 10**15),
    st.integers(0, 10**6),
    st.integers(1, 10**6),
    st.integers(1, 1000),
)
def test_rounding_mirrors_and_never_exceeds(amount: int, num: int, den: int, unit: int) -> None:
    cut = floor_toward_zero(amount, num, den, unit)
    assert cut == -floor_toward_zero(-amount, num, den, unit)
    assert cut % unit == 0
    assert abs(cut) * den <= abs(amount) * num < (abs(cut) + unit) * den


def test_a_unit_of_a_hundred_yen_cuts_to_hundreds() -> None:
    """12,345 at 10% is 1,234.5, cut to 1,200."""
    assert floor_toward_zero(12_345, 1, 10, 100) == 1_200
