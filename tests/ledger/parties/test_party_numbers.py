"""Numbers that identify a company are checked digit by digit; others are looked at kindly."""

from typing import Any

import pytest

from ledger.errors import Conflict, RuleViolation
from ledger.parties.numbers import check_corporate_number

GOOD = "7000012050002"  # the National Tax Agency's own number


def test_the_check_digit_is_computed_as_the_tax_agency_says() -> None:
    """Base 000012050002: 2*1 + 0*2 + 0*1 + 0*2 + 5*1 + 0*2 + 2*1 + 1*2 = 11; 9 - 11 mod 9 = 7."""
    check_corporate_number(GOOD)
    with pytest.raises(RuleViolation) as caught:
        check_corporate_number("1" + GOOD[1:])
    assert caught.value.code == "corporate-number-check-digit"
    assert caught.value.fields == {
        "field": "corporate_number",
        "value": "1000012050002",
        "expected": GOOD,
    }


@pytest.mark.parametrize(
    "number",
    ["700001205000", "70000120500022", "7-0000-1205-0002", "７000012050002", "T700001205000"],
)
def test_a_corporate_number_is_thirteen_plain_digits(parties: Any, number: str) -> None:
    with pytest.raises(RuleViolation) as caught:
        parties.company(corporate_number=number)
    assert caught.value.code == "corporate-number-malformed"
    assert caught.value.fields["value"] == number


def test_a_company_with_both_numbers_is_recorded(parties: Any) -> None:
    parties.company(corporate_number=GOOD, invoice_number=f"T{GOOD}")
    assert parties.warnings == ()


@pytest.mark.parametrize(
    ("fields", "code", "expected"),
    [
        ({"invoice_number": "T1000012050002"}, "corporate-number-check-digit", GOOD),
        (
            {"corporate_number": GOOD, "invoice_number": "T5835678256246"},
            "invoice-number-of-another",
            f"T{GOOD}",
        ),
        (
            {"invoice_number": GOOD},
            "invoice-number-malformed",
            "T and 13 digits, for instance T7000012050002",
        ),
    ],
)
def test_a_companys_invoice_number_must_be_its_corporate_number(
    parties: Any, fields: dict[str, str], code: str, expected: str
) -> None:
    with pytest.raises(RuleViolation) as caught:
        parties.company(**fields)
    assert (caught.value.code, caught.value.fields["field"]) == (code, "invoice_number")
    assert caught.value.fields["expected"] == expected


@pytest.mark.parametrize(
    "fields", [{"kind": "association"}, {"kind": "unknown"}, {"kind": "company", "country": "FR"}]
)
def test_other_bodies_may_have_digits_that_do_not_check(
    parties: Any, fields: dict[str, str]
) -> None:
    parties.company(invoice_number="T1000012050002", **fields)
    assert parties.warnings == ("invoice-number-check-digit",)


def test_a_sole_trader_may_have_digits_that_do_not_check(parties: Any) -> None:
    parties.person(kind="sole_trader", invoice_number="T1000012050002")
    assert parties.warnings == ("invoice-number-check-digit",)
    with pytest.raises(RuleViolation, match="invoice-number-malformed"):
        parties.person(kind="sole_trader", invoice_number="T100001205000")


@pytest.mark.parametrize("scheme", ["corporate_number", "invoice_number"])
def test_a_number_that_another_party_has_is_refused_and_the_party_named(
    parties: Any, scheme: str
) -> None:
    number = GOOD if scheme == "corporate_number" else f"T{GOOD}"
    first = parties.company(**{scheme: number})
    with pytest.raises(Conflict) as caught:
        parties.company("別の会社", **{scheme: number})
    assert caught.value.code == scheme.replace("_", "-") + "-taken"
    assert caught.value.fields["party"] == first


def test_a_country_that_does_not_exist_is_refused(parties: Any) -> None:
    with pytest.raises(RuleViolation) as caught:
        parties.company(country="ZZ")
    assert caught.value.fields["field"] == "country"
    with pytest.raises(RuleViolation) as caught:
        parties.person(residence="ZZ")
    assert caught.value.fields["field"] == "residence"
