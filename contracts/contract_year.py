"""Contract years: the stretches of months by which guarantees, caps and floors are counted.

    {"starts": "2026-04", "months": 12, "years": 3}

Year 0 begins with the month `starts`; every year has so many months (twelve when not told);
without `years` there is no last one. A run's period must lie inside one contract year, or wholly
before the first or after the last: money of two contract years in one sum belongs to neither.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from contracts.errors import TermsInvalid
from contracts.fields import Fields
from contracts.period import Month, Period
from contracts.schema import Schema

_TWELVE: Final = 12
_CENTURY: Final = 100

MONTH: Schema = {"type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])$"}
YEAR: Schema = {
    "type": "object",
    "properties": {
        "starts": MONTH,
        "months": {"type": "integer", "minimum": 1},
        "years": {"type": "integer", "minimum": 1},
    },
    "required": ["starts"],
    "additionalProperties": False,
}


@dataclass(frozen=True, slots=True)
class Year:
    """One contract year.

    Attributes:
        number: 0 for the first.
        first: Its first month.
        last: Its last month, included.
    """

    number: int
    first: Month
    last: Month

    def ends_with(self, period: Period) -> bool:
        """Tell whether the year is complete when the period is."""
        return period.last >= self.last

    def __str__(self) -> str:
        """The first month: the name of the year in position keys and trace rows."""
        return str(self.first)


@dataclass(frozen=True, slots=True)
class ContractYear:
    """How an agreement counts its years.

    Attributes:
        starts: First month of year 0.
        months: Length of a year.
        years: How many there are; None when they go on.
        place: Step and clause that say so, for refusals.
    """

    starts: Month
    months: int = _TWELVE
    years: int | None = None
    place: Mapping[str, object] = field(default_factory=dict, compare=False)

    def year(self, number: int) -> Year:
        """Give a contract year by its number.

        Example:
            >>> print(ContractYear(Month(2026, 4)).year(1))
            2027-04
        """
        first = self.starts.plus(number * self.months)
        return Year(number, first, first.plus(self.months - 1))

    def containing(self, month: Month) -> Year | None:
        """Give the year a month lies in; None before the first and after the last."""
        number = (_count(month) - _count(self.starts)) // self.months
        if number < 0 or (self.years is not None and number >= self.years):
            return None
        return self.year(number)

    def of(self, period: Period) -> Year | None:
        """Give the year a run's period lies in; None before the first and after the last.

        Raises:
            TermsInvalid: `period-across-contract-year`: it lies in more than one, or partly
                outside all of them.
        """
        year = self.containing(period.first)
        if year != self.containing(period.last) or (year is None and self._spans_all(period)):
            raise TermsInvalid(
                "period-across-contract-year",
                f"{period.name} is not inside one contract year of {self.months} months.",
                field="period",
                value=period.name,
                expected=f"a period inside a year of {self.months} months from {self.starts}",
                **self.place,
            )
        return year

    def begun(self, period: Period) -> Iterator[Year]:
        """Give every year that begins before the period ends, in order.

        Raises:
            TermsInvalid: `number-too-large`: the period ends more than a century after years
                without an end began: a slip of the pen in one of the two would be paid for.
        """
        passed = _count(period.last) - _count(self.starts)
        if self.years is None and passed > _CENTURY * _TWELVE:
            raise TermsInvalid(
                "number-too-large",
                f"{period.name} ends {passed} months after contract years began in {self.starts}.",
                field="year.starts",
                value=str(self.starts),
                expected=f"at most {_CENTURY} years before {period.name}",
                **self.place,
            )
        number = 0
        while self.years is None or number < self.years:
            year = self.year(number)
            if year.first > period.last:
                return
            yield year
            number += 1

    def _spans_all(self, period: Period) -> bool:
        return period.first < self.starts <= period.last


def read_contract_year(fields: Fields) -> ContractYear:
    """Read the field `year` of a step.

    Raises:
        TermsInvalid: Not a month, a year without months, or no year at all.
    """
    part = fields.part("year")
    text = part.text("starts")
    try:
        starts = Month.parse(text)
    except TermsInvalid:
        part.refuse(
            "month-malformed",
            f"starts {text!r} is not a month.",
            field="year.starts",
            value=text,
            expected="2026-04",
        )
    months = _at_most(part, "months", part.integer("months", least=1, default=_TWELVE))
    years = _at_most(part, "years", part.integer("years", least=1)) if part.has("years") else None
    part.close()
    return ContractYear(starts, months, years, fields.place)


def _at_most(part: Fields, field: str, value: int) -> int:
    """Refuse what only a slip of the pen writes, before the calendar ends."""
    if value > _CENTURY:
        part.refuse(
            "number-too-large",
            f"{field} must be at most {_CENTURY}.",
            field=f"year.{field}",
            value=value,
            expected=f"<= {_CENTURY}",
        )
    return value


def _count(month: Month) -> int:
    return month.year * _TWELVE + month.month - 1
