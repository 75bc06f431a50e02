"""Interest on money that is paid late."""

from datetime import date

import pytest

from contracts.errors import TermsInvalid
from contracts.late_interest import COMMISSIONED, interest, late_rates

DUE, PAID = date(2026, 5, 31), date(2026, 7, 31)


def test_two_months_late_by_hand() -> None:
    """June has 30 days and July 31: 61. 1,000,000 × 0.03 × 61 / 365 = 5,013.69, cut to 5,013."""
    found = interest(1_000_000, DUE, PAID)
    assert (found.days, found.amount_minor) == (61, 5_013)
    assert found.formula(1_000_000) == "1,000,000 × 3% × 61 / 365"


def test_whoever_pays_on_the_due_day_or_before_owes_no_interest() -> None:
    """Paying in time costs nothing; one day late on 12,167 at 3% is 1.00002 yen."""
    assert interest(1_000_000, DUE, DUE).amount_minor == 0
    assert interest(1_000_000, DUE, date(2026, 5, 1)).amount_minor == 0
    assert interest(1_000_000, date(2031, 1, 1), date(2031, 1, 1)).amount_minor == 0
    assert interest(12_167, DUE, date(2026, 6, 1)).amount_minor == 1


def test_a_leap_year_has_365_days_too() -> None:
    """From 2027-12-31 to 2028-12-31 are 366 days: 365,000 × 3% × 366 / 365 = 10,980."""
    assert interest(365_000, date(2027, 12, 31), date(2028, 12, 31)).amount_minor == 10_980


@pytest.mark.parametrize(
    ("agreed", "amount", "law"),
    [
        ((73, 500), 24_400, "agreement"),
        ((1, 100), 5_013, "民法404条"),
        ((3, 100), 5_013, "民法404条"),
    ],
)
def test_an_agreed_rate_counts_where_it_is_higher(
    agreed: tuple[int, int], amount: int, law: str
) -> None:
    """14.6% is 73/500: 1,000,000 × 0.146 × 61 / 365 = 24,400 exactly."""
    found = interest(1_000_000, DUE, PAID, agreed=agreed)
    assert found.amount_minor == amount
    assert found.law.startswith(law)


def test_the_rate_of_the_first_day_of_delay_lasts() -> None:
    """Due on 2029-03-30, late from 2029-03-31: the known 3% for the whole delay, past its end."""
    assert interest(365_000, date(2029, 3, 30), date(2030, 3, 30)).amount_minor == 10_950


@pytest.mark.parametrize("due", [date(2020, 3, 30), date(2029, 3, 31)])
def test_a_day_without_a_known_rate_is_refused(due: date) -> None:
    """Before April 2020 other laws held; from April 2029 on nothing is announced."""
    with pytest.raises(TermsInvalid) as refused:
        interest(1, due, date(2031, 1, 1))
    assert refused.value.code == "late-rate-unknown"
    assert "2020-04-01 to 2029-03-31" in str(refused.value.fields["expected"])


def test_a_debt_below_zero_is_refused() -> None:
    """Interest on a refund is somebody else's claim."""
    with pytest.raises(TermsInvalid):
        interest(-1, DUE, PAID)


def test_what_is_late_to_subcontractors_has_its_own_rate() -> None:
    """100,000 × 14.6% × 10 / 365 = 400."""
    found = interest(100_000, DUE, date(2026, 6, 10), id=COMMISSIONED)
    assert found.amount_minor == 400


def test_every_line_names_law_source_and_day() -> None:
    """A rate without a source is no rate."""
    assert all(line.law and line.url.startswith("https://") for line in late_rates())
