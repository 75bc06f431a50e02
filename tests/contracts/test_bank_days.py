"""Days of payment: banks rest, and sixty days count the day of receipt."""

from datetime import date

import pytest

from contracts.banking.days import freelance_limit, is_working, working_day

HOLIDAYS = {date(2027, 1, 11), date(2027, 5, 3), date(2027, 5, 4), date(2027, 5, 5)}


@pytest.mark.parametrize(
    ("day", "before", "after"),
    [
        (date(2027, 1, 31), date(2027, 1, 29), date(2027, 2, 1)),
        (date(2027, 1, 1), date(2026, 12, 30), date(2027, 1, 4)),
        (date(2027, 5, 4), date(2027, 4, 30), date(2027, 5, 6)),
        (date(2027, 1, 11), date(2027, 1, 8), date(2027, 1, 12)),
        (date(2027, 5, 31), date(2027, 5, 31), date(2027, 5, 31)),
    ],
)
def test_a_payment_moves_to_a_day_on_which_banks_work(day: date, before: date, after: date) -> None:
    assert working_day(day, HOLIDAYS.__contains__) == before
    assert working_day(day, HOLIDAYS.__contains__, "after") == after
    assert is_working(before, HOLIDAYS.__contains__)


@pytest.mark.parametrize(
    ("received", "limit"),
    [
        (date(2027, 4, 1), date(2027, 5, 30)),
        (date(2026, 12, 31), date(2027, 2, 28)),
        (date(2028, 1, 1), date(2028, 2, 29)),
    ],
)
def test_sixty_days_count_the_day_of_receipt(received: date, limit: date) -> None:
    """By hand: 31 December is day 1, January has 31 more (day 32), 28 February is day 60."""
    assert freelance_limit(received) == limit
