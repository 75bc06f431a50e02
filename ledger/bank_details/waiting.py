"""How long new details wait, and what day that is; pure, so that an auditor can ask it again.

    over_on(date(2027, 4, 30), 3, is_holiday)   -> date(2027, 5, 11)

Rules kept here:
1. The days are those on which banks work. The day of the proposal is not counted.
2. Payments go to the new account from the day after the last day of the wait.
3. Without a calendar of holidays the earliest day possible is known: a wait that ends before it was
   too short by any calendar.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from contracts.banking.days import IsHoliday, is_working

DEFAULT_DAYS: Final = ((date.min, 3),)
"""First day of proposals, and how many working days they wait. To be confirmed by each register."""
_ONE_DAY: Final = timedelta(days=1)


def over_on(proposed_on: date, days: int, is_holiday: IsHoliday) -> date:
    """Return the first day on which the wait is over.

    Example:
        By hand: proposed on Friday 30 April 2027, three days. 1 and 2 May are a weekend, 3 to 5 May
        holidays; 6 and 7 May are the first and second day, 8 and 9 a weekend, Monday 10 May the
        third. The wait is over on Tuesday 11 May.
    """
    day = proposed_on
    for _ in range(days):
        day += _ONE_DAY
        while not is_working(day, is_holiday):
            day += _ONE_DAY
    return day + _ONE_DAY


def earliest(proposed_on: date, days: int) -> date:
    """Return the first day on which the wait can be over by any calendar."""
    return over_on(proposed_on, days, _never)


def _never(day: date) -> bool:
    del day
    return False


def days_on(settings: Iterable[tuple[date, int]], day: date) -> int:
    """Return how many working days a proposal of a day waits.

    Args:
        settings: First days and numbers in the order in which they were set; the last one set among
            those that have begun counts.
        day: Of the proposal.
    """
    begun = [(since, days) for since, days in (*DEFAULT_DAYS, *settings) if since <= day]
    return begun[-1][1]
