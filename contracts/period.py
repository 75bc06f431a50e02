"""Months, and the periods made of them: "2026-03", "2026-Q1", "2026-H1", "2026".

Periods count from January, or from the first month of a business year when it is given:
with April, "2026-Q1" is April to June 2026 and "2026-Q4" ends in March 2027.
"""

import calendar
import datetime as dt
import re
from dataclasses import dataclass

from contracts.errors import TermsInvalid

_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])", re.ASCII)
_PERIOD = re.compile(r"([0-9]{4})(?:-(?:Q([1-4])|H([12])))?", re.ASCII)
_JANUARY, _DECEMBER, _QUARTER, _HALF, _YEAR = 1, 12, 3, 6, 12


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """One calendar month.

    Attributes:
        year: Four digits.
        month: 1 to 12.
    """

    year: int
    month: int

    def __post_init__(self) -> None:
        # Days are built from it later; refuse here what the calendar would refuse there.
        if not (dt.MINYEAR <= self.year <= dt.MAXYEAR and _JANUARY <= self.month <= _DECEMBER):
            raise _unreadable(f"{self.year}-{self.month}")

    @classmethod
    def parse(cls, text: str) -> "Month":
        """Read "2026-03".

        Raises:
            TermsInvalid: Anything else.
        """
        found = _MONTH.fullmatch(text)
        if found is None:
            raise _unreadable(text)
        return cls(int(found.group(1)), int(found.group(2)))

    @classmethod
    def of(cls, day: dt.date) -> "Month":
        """Give the month a day lies in."""
        return cls(day.year, day.month)

    @property
    def first_day(self) -> dt.date:
        """The first day of the month."""
        return dt.date(self.year, self.month, 1)

    @property
    def last_day(self) -> dt.date:
        """The last day of the month."""
        return self.day(31)

    def day(self, number: int) -> dt.date:
        """Give that day of the month, or its last day where the month is shorter."""
        longest = calendar.monthrange(self.year, self.month)[1]
        return dt.date(self.year, self.month, min(number, longest))

    def plus(self, months: int) -> "Month":
        """Give the month so many months later, or earlier when negative."""
        count = self.year * _YEAR + self.month - 1 + months
        return Month(count // _YEAR, count % _YEAR + 1)

    def __str__(self) -> str:
        return f"{self.year:04}-{self.month:02}"


@dataclass(frozen=True, slots=True)
class Period:
    """Consecutive months that are closed together.

    Attributes:
        name: As written, "2026-Q1".
        first: First month.
        last: Last month, included.
    """

    name: str
    first: Month
    last: Month

    @classmethod
    def parse(cls, text: str, year_starts: int = _JANUARY) -> "Period":
        """Read a month, quarter, half-year or year.

        Args:
            text: "2026-03", "2026-Q1", "2026-H1" or "2026".
            year_starts: Month in which the business year starts; 4 for April.

        Raises:
            TermsInvalid: Anything else.

        Example:
            >>> [str(month) for month in Period.parse("2026-Q4", year_starts=4).months]
            ['2027-01', '2027-02', '2027-03']
        """
        if _MONTH.fullmatch(text):
            return cls(text, Month.parse(text), Month.parse(text))
        found = _PERIOD.fullmatch(text)
        if found is None:
            raise _unreadable(text)
        year, quarter, half = found.groups()
        length = _QUARTER if quarter else _HALF if half else _YEAR
        nth = int(quarter or half or 1) - 1
        begins = Month(int(year), year_starts).plus(nth * length)
        return cls(text, begins, begins.plus(length - 1))

    @property
    def months(self) -> tuple[Month, ...]:
        """Every month of the period, in order."""
        count = (self.last.year - self.first.year) * _YEAR + self.last.month - self.first.month
        return tuple(self.first.plus(step) for step in range(count + 1))

    @property
    def first_day(self) -> dt.date:
        """The day the period starts."""
        return self.first.first_day

    @property
    def last_day(self) -> dt.date:
        """The last day of the period."""
        return self.last.last_day


def months_of(text: str) -> tuple[Month, ...]:
    """Give the months of a calendar period, in order.

    Raises:
        TermsInvalid: The text names no period.
    """
    return Period.parse(text).months


def _unreadable(text: str) -> TermsInvalid:
    return TermsInvalid(
        "period-unreadable",
        f"{text!r} is not a period.",
        value=text,
        expected="2026-03, 2026-Q1, 2026-H1 or 2026",
    )
