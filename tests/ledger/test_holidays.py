"""The calendar of public holidays, by hand against the law's list."""

from datetime import date

import pytest

from contracts.banking.days import working_day
from ledger.holidays import is_holiday


@pytest.mark.parametrize(
    ("day", "is_free"),
    [
        (date(2027, 1, 1), True),  # New Year
        (date(2027, 3, 21), True),  # vernal equinox, a Sunday
        (date(2027, 3, 22), True),  # in its place
        (date(2026, 9, 22), True),  # between two holidays
        (date(2027, 5, 6), False),
        (date(2027, 1, 2), False),  # banks rest; the law on holidays does not know it
    ],
)
def test_public_holidays_substitutes_and_days_between_are_known(day: date, is_free: bool) -> None:
    assert is_holiday(day) is is_free


def test_a_payment_due_in_golden_week_is_made_before_it() -> None:
    """3, 4 and 5 May 2027 are Monday to Wednesday, all free; Friday 30 April is a working day."""
    assert working_day(date(2027, 5, 5), is_holiday) == date(2027, 4, 30)
