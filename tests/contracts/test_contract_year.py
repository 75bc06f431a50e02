"""Contract years: which one a period lies in, and which periods lie in none or in two."""

import pytest

from contracts.contract_year import ContractYear, read_contract_year
from contracts.errors import TermsInvalid
from contracts.fields import Fields
from contracts.period import Month, Period

APRIL = ContractYear(Month(2026, 4), years=2)


@pytest.mark.parametrize(
    ("period", "first_month"),
    [
        ("2026-03", None),
        ("2026-04", "2026-04"),
        ("2026-Q4", "2026-04"),
        ("2027-Q1", "2026-04"),
        ("2027-04", "2027-04"),
        ("2028-03", "2027-04"),
        ("2028-04", None),
        ("2025", None),
    ],
)
def test_a_period_lies_in_the_year_that_holds_all_its_months(
    period: str, first_month: str | None
) -> None:
    """Two years from April 2026: the first is April 2026 to March 2027, 2028-04 is after both."""
    year = APRIL.of(Period.parse(period))

    assert (str(year) if year else None) == first_month


@pytest.mark.parametrize("period", ["2026", "2026-H1", "2027", "2028-H1"])
def test_a_period_across_the_edge_of_a_year_is_refused(period: str) -> None:
    """The calendar year 2026 has three months before the first contract year and nine in it."""
    with pytest.raises(TermsInvalid) as refusal:
        APRIL.of(Period.parse(period))

    assert refusal.value.code == "period-across-contract-year"
    assert refusal.value.fields["value"] == period


def test_a_period_longer_than_all_the_years_is_refused() -> None:
    """One contract year of three months inside the calendar year: both ends lie outside of it."""
    short = ContractYear(Month(2026, 4), months=3, years=1)

    with pytest.raises(TermsInvalid, match="period-across-contract-year"):
        short.of(Period.parse("2026"))


def test_the_years_that_have_begun_come_in_order() -> None:
    """In June 2027 the years from April 2026 and April 2027 have begun."""
    begun = [str(year) for year in ContractYear(Month(2026, 4)).begun(Period.parse("2027-06"))]

    assert begun == ["2026-04", "2027-04"]


def test_a_year_of_other_length_is_counted_in_its_own_months() -> None:
    """Eighteen months from April 2026 end in September 2027."""
    year = ContractYear(Month(2026, 4), months=18).of(Period.parse("2027-Q3"))

    assert year is not None
    assert (str(year.first), str(year.last)) == ("2026-04", "2027-09")


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ({}, "field-missing"),
        ({"starts": "April"}, "month-malformed"),
        ({"starts": "2026-04", "months": 0}, "number-too-small"),
        ({"starts": "2026-04", "months": 101}, "number-too-large"),
        ({"starts": "2026-04", "years": 0}, "number-too-small"),
        ({"starts": "2026-04", "end": "2027-03"}, "field-unknown"),
    ],
)
def test_a_malformed_year_names_step_and_clause(written: dict[str, object], code: str) -> None:
    """Every refusal says in which clause of the contract the year stands."""
    fields = Fields({"year": written}, {"step": "mg", "clause": "第7条"}, "step")

    with pytest.raises(TermsInvalid) as refusal:
        read_contract_year(fields)

    assert refusal.value.code == code
    assert refusal.value.fields["clause"] == "第7条"


def test_years_that_began_more_than_a_century_ago_are_a_slip_of_the_pen() -> None:
    """A minimum per year from 1926-04 on would be paid a hundred times; one from 0226-04, 1,800."""
    assert len([*ContractYear(Month(1926, 4)).begun(Period.parse("2026-04"))]) == 101
    years = ContractYear(Month(226, 4), place={"step": "mg", "clause": "第7条"})

    with pytest.raises(TermsInvalid) as refusal:
        next(years.begun(Period.parse("2026-04")))

    assert refusal.value.code == "number-too-large"
    assert (refusal.value.fields["step"], refusal.value.fields["value"]) == ("mg", "0226-04")
