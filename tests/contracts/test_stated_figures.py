"""What a result states besides its amount: base, tax, line of the table. Found by mutants."""

import datetime as dt

import pytest

from contracts.errors import TermsInvalid
from contracts.tax.consumption import InvoiceLine, invoice_tax, transitional_credit
from contracts.tax.rates import rate_on
from contracts.tax.withholding import TaxProfile, withhold

DAY = dt.date(2026, 11, 30)
PERSON = TaxProfile(is_individual=True, residence="JP")


def test_an_invoice_states_base_tax_and_line_of_every_rate() -> None:
    """Lines of 335, 335 and 335 at 10%: base 1,005, tax 100; one of 99 at 8%: tax 7."""
    lines = [*(InvoiceLine("standard", 335) for _ in range(3)), InvoiceLine("reduced", 99)]
    stated = {one.kind: one for one in invoice_tax(lines, DAY)}
    assert (stated["standard"].base_minor, stated["standard"].tax_minor) == (1_005, 100)
    assert (stated["reduced"].base_minor, stated["reduced"].tax_minor) == (99, 7)
    assert stated["standard"].rate.rate == (1, 10)
    assert stated["reduced"].rate.rate == (2, 25)


def test_a_credit_states_the_tax_it_is_a_part_of() -> None:
    """70% of 1,001 from October 2026 on: 700.7, cut to 700."""
    credit = transitional_credit(1_001, dt.date(2026, 10, 1))
    assert (credit.tax_minor, credit.creditable_minor) == (1_001, 700)
    assert credit.rate.rate == (7, 10)


def test_what_is_withheld_states_its_base_and_its_line() -> None:
    """1,500,000: 102,100 + 500,000 x 20.42% = 204,200, by the line for individuals."""
    held = withhold(PERSON, 1_500_000, DAY)
    assert (held.base_minor, held.tax_minor, held.rule) == (1_500_000, 204_200, "individual")
    assert held.rate == rate_on("withholding.individual", DAY)
    abroad = withhold(TaxProfile(is_individual=False, residence="BR"), 1_234_567, DAY)
    assert (abroad.base_minor, abroad.tax_minor) == (1_234_567, 252_098)
    assert abroad.rate == rate_on("withholding.non_resident", DAY)


def test_repaid_money_states_its_base_and_no_line() -> None:
    repaid = withhold(PERSON, 777, DAY, "repayment")
    assert (repaid.base_minor, repaid.tax_minor, repaid.rate) == (777, 0, None)


def test_a_negative_tax_has_a_mirrored_credit() -> None:
    """A purchase taken back: 70% of -1,001 is -700."""
    assert transitional_credit(-1_001, dt.date(2026, 10, 1)).creditable_minor == -700


def test_an_amount_beyond_what_readers_keep_exact_is_refused_by_name() -> None:
    with pytest.raises(TermsInvalid) as error:
        withhold(PERSON, 2**53, DAY)
    assert error.value.code == "amount-too-large"
