"""Withholding, consumption tax and the dated table (tests/vectors/cases)."""

import datetime as dt
import itertools
import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.errors import TermsInvalid
from contracts.tax.consumption import InvoiceLine, invoice_tax, transitional_credit
from contracts.tax.rates import rate_on, rates, table_bytes
from contracts.tax.treaty import TreatyForm, relief
from contracts.tax.withholding import (
    TaxProfile,
    gross_for_net,
    taxable_base,
    withhold,
)

CASES = Path(__file__).parents[1] / "vectors" / "cases"
WITHHOLDING = json.loads((CASES / "withholding.json").read_text(encoding="utf-8"))
CONSUMPTION = json.loads((CASES / "consumption.json").read_text(encoding="utf-8"))

PAID_ON = dt.date(2026, 11, 30)
PERSON = TaxProfile(is_individual=True, residence="JP")
COMPANY = TaxProfile(is_individual=False, residence="JP")
FORM = TreatyForm("12", PAID_ON - dt.timedelta(days=1), has_benefits_form=True)


@pytest.mark.parametrize("case", WITHHOLDING["cases"], ids=lambda case: case["id"])
def test_a_person_is_paid_less_the_tax(case: dict[str, Any]) -> None:
    result = withhold(PERSON, case["base"], PAID_ON)
    assert (result.tax_minor, case["base"] - result.tax_minor) == (case["tax"], case["net"])


@pytest.mark.parametrize("case", WITHHOLDING["bases"], ids=lambda case: case["id"])
def test_consumption_tax_shown_apart_stays_out_of_the_base(case: dict[str, Any]) -> None:
    fee, added = case["fee"], case["consumption_tax"]
    base = taxable_base(fee, added, is_separated=case["separated"])
    tax = withhold(PERSON, base, PAID_ON).tax_minor
    assert (tax, fee + added - tax) == (case["tax"], case["transfer"])


def test_a_domestic_company_is_paid_in_full() -> None:
    """Case WH-23: 所得税法204条 names individuals only."""
    result = withhold(COMPANY, 1_000_000, PAID_ON)
    assert (result.tax_minor, result.rule) == (0, "none-domestic-company")


@pytest.mark.parametrize("case", WITHHOLDING["non_resident"], ids=lambda case: case["id"])
def test_a_treaty_helps_only_with_its_form(case: dict[str, Any]) -> None:
    with_form = TaxProfile(False, case["residence"], FORM if case["form_filed"] else None)
    without = TaxProfile(False, case["residence"])
    assert withhold(with_form, case["amount"], PAID_ON).tax_minor == case["tax"]
    assert withhold(without, case["amount"], PAID_ON).tax_minor == case["without_form"]


def test_a_form_filed_on_the_day_of_payment_is_too_late() -> None:
    profile = TaxProfile(True, "US", replace(FORM, filed_on=PAID_ON))
    assert withhold(profile, 1_234_567, PAID_ON).rule == "non-resident"


def test_a_form_that_ran_out_no_longer_helps() -> None:
    end = PAID_ON - dt.timedelta(days=1)
    profile = TaxProfile(True, "US", replace(FORM, filed_on=dt.date(2023, 1, 1), valid_to=end))
    assert withhold(profile, 1_234_567, PAID_ON).tax_minor == 252_098


def test_a_treaty_rate_does_not_apply_before_it_began() -> None:
    """Germany: 0% since 2017; a payment of 2016 is not in the table and gets the domestic rate."""
    profile = TaxProfile(True, "DE", replace(FORM, filed_on=dt.date(2015, 1, 1)))
    assert withhold(profile, 1_000, dt.date(2016, 12, 31)).tax_minor == 204


def test_a_treaty_with_limits_on_benefits_wants_their_form_too() -> None:
    """1,234,567 to the USA without it: 20.42% = 252,098.58, so 252,098. Korea has no such form."""
    bare = replace(FORM, has_benefits_form=False)
    assert withhold(TaxProfile(True, "US", bare), 1_234_567, PAID_ON).tax_minor == 252_098
    assert withhold(TaxProfile(True, "KR", bare), 1_234_567, PAID_ON).tax_minor == 123_456


def test_of_several_forms_the_one_filed_last_is_named() -> None:
    older = replace(FORM, filed_on=dt.date(2024, 1, 1), id="a")
    too_late = replace(FORM, filed_on=PAID_ON, id="z")
    assert relief([older, FORM, too_late], "US", PAID_ON) == FORM
    assert relief([FORM], "EG", PAID_ON) is None


def test_a_form_under_another_article_lowers_no_tax_on_royalties() -> None:
    dividends = replace(FORM, article="10")
    assert withhold(TaxProfile(False, "US", dividends), 100, PAID_ON).rule == "non-resident"
    paragraph = replace(FORM, article="12(1)")
    assert withhold(TaxProfile(False, "US", paragraph), 100, PAID_ON).rule == "treaty"


@pytest.mark.parametrize("income", ["fee", "partnership"])
def test_the_royalty_article_covers_royalties_only(income: str) -> None:
    """100,000 of a fee or of a partner's profit to the USA: 20.42%, form or no form."""
    found = withhold(TaxProfile(False, "US", FORM), 100_000, PAID_ON, income)
    assert (found.tax_minor, found.rule) == (20_420, "non-resident")


@pytest.mark.parametrize(
    ("income", "tax", "rule"),
    [
        ("copyright", 10_210, "individual"),
        ("fee", 10_210, "individual"),
        ("partnership", 0, "none-not-named"),
        ("repayment", 0, "none-repayment"),
    ],
)
def test_article_204_names_royalties_and_fees(income: str, tax: int, rule: str) -> None:
    found = withhold(PERSON, 100_000, PAID_ON, income)
    assert (found.tax_minor, found.rule) == (tax, rule)


def test_money_given_back_is_no_income_abroad_either() -> None:
    assert withhold(TaxProfile(False, "KR"), 100_000, PAID_ON, "repayment").tax_minor == 0


def test_an_income_nobody_knows_is_refused() -> None:
    with pytest.raises(TermsInvalid) as error:
        withhold(PERSON, 1, PAID_ON, "lottery")
    assert error.value.code == "income-unknown"


def test_the_components_of_a_rate_sum_to_it() -> None:
    """10% + 0.21% until 2026; 10% + 0.11% + 0.1% from 2027: both 10.21%."""
    for rate in rates():
        for whole, components in (
            (rate.rate, rate.components),
            (rate.upper_rate, rate.upper_components),
        ):
            if components:
                assert whole is not None
                assert sum(Fraction(*part) for _, part in components) == Fraction(*whole)


def test_every_rate_that_is_withheld_at_home_names_its_components() -> None:
    for rate in rates():
        is_domestic = rate.id.startswith("withholding.") and "treaty" not in rate.id
        assert bool(rate.components) == is_domestic
        assert bool(rate.upper_components) == (rate.upper_rate is not None)


def test_every_treaty_names_its_article() -> None:
    for rate in rates():
        assert bool(rate.article) == rate.id.startswith("withholding.treaty.")


def test_the_total_stays_the_same_in_2027() -> None:
    after = withhold(PERSON, 1_500_000, dt.date(2027, 1, 1))
    assert after.tax_minor == 204_200
    assert after.rate is not None
    assert after.rate.confidence == "to be confirmed by an expert"


def test_nothing_is_withheld_from_less_than_nothing() -> None:
    with pytest.raises(TermsInvalid) as error:
        withhold(PERSON, -1, PAID_ON)
    assert error.value.code == "base-negative"


@pytest.mark.parametrize(
    ("day", "code"),
    [(dt.date(2048, 1, 1), "rate-expired"), (dt.date(2012, 12, 31), "rate-not-yet-valid")],
)
def test_a_day_without_a_rate_is_refused(day: dt.date, code: str) -> None:
    with pytest.raises(TermsInvalid) as error:
        withhold(PERSON, 1, day)
    assert error.value.code == code


def test_a_rate_nobody_wrote_down_is_refused() -> None:
    with pytest.raises(TermsInvalid) as error:
        rate_on("withholding.martian", PAID_ON)
    assert error.value.code == "rate-unknown"


@pytest.mark.parametrize(
    ("net", "gross"),
    [(100_000, (111_370,)), (1_000_000, (1_128_298,)), (89_790, (99_999, 100_000)), (0, (0,))],
)
def test_a_net_amount_names_every_gross_it_may_come_from(net: int, gross: tuple[int, ...]) -> None:
    assert gross_for_net(net, PAID_ON) == gross


@given(st.integers(0, 10**8))
def test_every_net_has_a_gross(gross: int) -> None:
    net = gross - withhold(PERSON, gross, PAID_ON).tax_minor
    assert gross in gross_for_net(net, PAID_ON)


def test_tax_is_rounded_once_per_rate_and_invoice() -> None:
    """Case CT-01: 3 x 335 = 1,005; 10% is 100.5, so 100. Line by line it would be 99."""
    case = CONSUMPTION["invoice"]
    lines = [InvoiceLine("standard", amount) for amount in case["lines"]]
    assert [tax.tax_minor for tax in invoice_tax(lines, PAID_ON)] == [case["tax"]]


def test_each_rate_of_an_invoice_has_its_own_tax() -> None:
    """999 at 10% is 99, 999 at 8% is 79."""
    lines = [InvoiceLine("reduced", 999), InvoiceLine("standard", 999)]
    assert [(tax.kind, tax.tax_minor) for tax in invoice_tax(lines, PAID_ON)] == [
        ("standard", 99),
        ("reduced", 79),
    ]


def test_a_credit_note_mirrors_the_invoice() -> None:
    taxes = invoice_tax([InvoiceLine("standard", -1_005)], PAID_ON)
    assert taxes[0].tax_minor == -100


@pytest.mark.parametrize("case", CONSUMPTION["credit"], ids=lambda case: case["id"])
def test_the_credit_for_unregistered_sellers_shrinks_by_date(case: dict[str, Any]) -> None:
    credit = transitional_credit(case["tax"], dt.date.fromisoformat(case["date"]))
    assert credit.creditable_minor == case["creditable"]
    assert credit.rate.rate[0] * 100 == case["percent"] * credit.rate.rate[1]


def test_there_was_no_credit_rule_before_the_invoice_system() -> None:
    with pytest.raises(TermsInvalid) as error:
        transitional_credit(100, dt.date(2023, 9, 30))
    assert error.value.code == "rate-not-yet-valid"


def test_every_rate_names_its_law_and_source() -> None:
    for rate in rates():
        assert rate.law
        assert rate.url.startswith("http")
        assert rate.checked_on == dt.date(2026, 11, 22)
        assert rate.confidence in ("published", "secondary", "to be confirmed by an expert")


def test_blocks_of_one_rate_follow_each_other_without_gap_or_overlap() -> None:
    for rate_id in {rate.id for rate in rates()}:
        blocks = [rate for rate in rates() if rate.id == rate_id]
        for before, after in itertools.pairwise(blocks):
            assert before.valid_to is not None
            assert after.valid_from == before.valid_to + dt.timedelta(days=1)


def test_a_run_can_cite_the_table() -> None:
    assert b"withholding.individual" in table_bytes()
