"""Days on which banks work, and the last day on which a freelancer must be paid.

    working_day(day, is_holiday)        the day, or the one before on which banks work
    freelance_limit(received_on)        sixty days, the day of receipt counted

Which days are public holidays is asked of the caller: a calendar is data that grows every year.

Source:
    Banking Act, article 15(1), Order, article 5: banks rest on Saturdays, Sundays, public holidays
    and from 31 December to 3 January. Act on Freelancers (Act No. 25 of 2023), article 4(1): within
    sixty days from the day of receipt of what was made, that day included. That royalties follow
    the agreement instead is to be confirmed by an expert.
"""

import datetime as dt
from collections.abc import Callable
from typing import Final, Literal

_SATURDAY: Final = 5
_NEW_YEAR: Final = ((12, 31), (1, 1), (1, 2), (1, 3))
_ONE_DAY: Final = dt.timedelta(days=1)
FREELANCE_DAYS: Final = 60

IsHoliday = Callable[[dt.date], bool]


def is_working(day: dt.date, is_holiday: IsHoliday) -> bool:
    """Tell whether banks work on a day."""
    is_rest = day.weekday() >= _SATURDAY or (day.month, day.day) in _NEW_YEAR
    return not is_rest and not is_holiday(day)


def working_day(
    day: dt.date, is_holiday: IsHoliday, toward: Literal["before", "after"] = "before"
) -> dt.date:
    """Give the day itself, or the nearest one before or after it on which banks work.

    Example:
        By hand: 31 January 2027 is a Sunday, so it is paid on Friday 29 January; "after", on
        Monday 1 February. 1 January 2027 is paid on Wednesday 30 December 2026.
    """
    step = -_ONE_DAY if toward == "before" else _ONE_DAY
    while not is_working(day, is_holiday):
        day += step
    return day


def freelance_limit(received_on: dt.date) -> dt.date:
    """Give the last day for paying what was received on a day.

    Example:
        By hand: received on 1 April 2027; April has 30 days, so 30 April is day 30 and 30 May is
        day 60, the last.
    """
    return received_on + dt.timedelta(days=FREELANCE_DAYS - 1)
