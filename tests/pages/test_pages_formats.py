"""Amounts, days and forms as people write them."""

import doctest

import pytest

from api.pages import formats
from api.pages.forms import Form
from api.pages.public.look import local_path
from ledger.errors import RuleViolation


def test_the_examples_come_out() -> None:
    assert doctest.testmod(formats).failed == 0


@pytest.mark.parametrize(
    ("day", "written"),
    [
        ("1989-01-07", "1989年（昭和64年）1月7日"),
        ("1989-01-08", "1989年（平成元年）1月8日"),
        ("2026-11-23", "2026年（令和8年）11月23日"),
        ("1926-12-24", "1926年12月24日"),
    ],
)
def test_days_stand_in_both_calendars_where_forms_ask_for_them(day: str, written: str) -> None:
    assert formats.era_day(day, "ja") == written


@pytest.mark.parametrize(
    ("typed", "number"),
    [("1,234,567", 1_234_567), ("１２３円", 123), ("△1,000", -1_000), ("-5", -5), ("", None)],
)
def test_numbers_are_read_as_people_type_them(typed: str, number: int | None) -> None:
    assert Form({"amount": (typed,)}).whole("amount") == number


@pytest.mark.parametrize("typed", ["1.5", "abc", "1e3", "--", "9" * 17])
def test_what_is_no_whole_number_is_refused_with_its_field(typed: str) -> None:
    with pytest.raises(RuleViolation) as refused:
        Form({"amount": (typed,)}).whole("amount")
    assert refused.value.fields["field"] == "amount"
    assert refused.value.fields["value"] == typed


def test_a_field_that_is_needed_says_so() -> None:
    with pytest.raises(RuleViolation, match="field-needed"):
        Form({"reason": ("  ",)}).needed("reason")


def test_two_sendings_differ_by_what_is_in_them_and_not_by_their_session() -> None:
    one = Form({"a": ("1",), "_csrf": ("x",)}, path="/ja/x")
    assert one.fingerprint == Form({"a": ("1",), "_csrf": ("y",)}, path="/ja/x").fingerprint
    assert one.fingerprint != Form({"a": ("2",), "_csrf": ("x",)}, path="/ja/x").fingerprint
    assert one.fingerprint != Form({"a": ("1",), "_csrf": ("x",)}, path="/ja/y").fingerprint


@pytest.mark.parametrize(
    "path",
    ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "\t//x"],
)
def test_nobody_is_led_to_another_site(path: str) -> None:
    assert local_path(path) == "/"
