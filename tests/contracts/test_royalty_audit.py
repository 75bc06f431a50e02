"""What a royalty audit comes to, computed by hand beside it."""

from datetime import date

import pytest

from contracts.errors import TermsInvalid
from contracts.money import Ratio
from contracts.royalty_audit import Assessed, Finding, assess, first_month

APRIL = date(2026, 4, 30)


def assessed(*findings: Finding, cost: int = 300_000, agreed: Ratio | None = None) -> Assessed:
    return assess(
        findings, cost_minor=cost, as_of=date(2026, 7, 31), threshold=(1, 20), agreed=agreed
    )


def test_missing_and_excess_are_netted_and_the_cost_passes() -> None:
    """By hand: +100,000 and -20,000 are 80,000 of 1,500,000, 5.33%; 756 of interest."""
    found = assessed(
        Finding("2026-03", 1_000_000, 1_100_000, APRIL),
        Finding("2026-04", 500_000, 480_000, date(2026, 5, 31)),
    )
    assert (found.under_minor, found.over_minor, found.net_minor) == (100_000, 20_000, 80_000)
    assert (found.interest_minor, found.cost_of_audited_minor) == (756, 300_000)


def test_at_exactly_the_threshold_the_cost_stays() -> None:
    """75,000 of 1,500,000 is 5%; one yen more is above it."""
    at = Finding("2026-03", 1_500_000, 1_575_000, APRIL)
    above = Finding("2026-03", 1_500_000, 1_575_001, APRIL)
    assert not assessed(at).is_shifted
    assert assessed(above).is_shifted


def test_where_nothing_was_reported_the_cost_passes() -> None:
    assert assessed(Finding("2026-03", 0, 1, APRIL)).is_shifted


def test_where_nothing_is_missing_nothing_is_owed() -> None:
    found = assessed(Finding("2026-03", 900, 900, APRIL), Finding("2026-04", 0, 0, APRIL))
    assert (found.is_shifted, found.interest_minor, found.net_minor) == (False, 0, 0)


def test_interest_is_on_what_was_not_paid() -> None:
    """Of 100,000 more in sales 90,000 were to be paid: 90,000 × 3% × 92 / 365 = 680.5."""
    found = assessed(Finding("2026-03", 1_000_000, 1_100_000, APRIL, unpaid_minor=90_000))
    assert found.interest_minor == 680


def test_an_agreed_rate_above_the_statutory_one_counts() -> None:
    """100,000 × 14.6% × 92 / 365 = 3,680."""
    found = assessed(Finding("2026-03", 0, 100_000, APRIL), agreed=(146, 1000))
    assert found.interest_minor == 3_680


def test_a_day_without_a_known_rate_is_refused() -> None:
    with pytest.raises(TermsInvalid):
        assessed(Finding("2019-03", 0, 1, date(2019, 4, 30)))


def test_the_look_back_counts_whole_years_from_the_month_of_the_request() -> None:
    assert str(first_month(date(2026, 1, 31), 2)) == "2024-01"
