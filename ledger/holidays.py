"""Which days are public holidays in Japan: asked of a calendar that somebody keeps up to date.

`contracts.banking.days` takes `is_holiday` as an argument, because a calendar is data.

Source:
    Act on National Holidays (国民の祝日に関する法律, Act No. 178 of 1948), with the days between
    and the substitute days, as the package `jpholiday` has them. The equinoxes of a year are
    official only when the gazette of the February before has them; until then they are computed.
"""

from datetime import date

import jpholiday


def is_holiday(day: date) -> bool:
    """Tell whether a day is a public holiday in Japan, substitute days and days between included.

    Example:
        By hand: 21 March 2027 is the day of the vernal equinox and a Sunday, so that Monday
        22 March is free instead.
    """
    return bool(jpholiday.is_holiday(day))
