"""Interest on money that is paid late (遅延損害金); pure.

    interest(1_000_000, date(2026, 5, 31), date(2026, 7, 31))   -> 61 days, 5,013 yen

The rules kept here, in order:

1. The debtor is late from the day after the due day; the day of payment counts.
2. The statutory rate is that of the first day of delay, for the whole delay. A rate that was agreed
   takes its place where it is higher; a lower one does not.
3. A year has 365 days, leap years too; the amount is cut to whole minor units, once.
4. Nothing is compounded. A day for which no rate is known is refused, never guessed.

Source:
    民法404条, 419条1項; 法務省 (2025-03-31). 365 days in leap years follows
    利率等の表示の年利建て移行に関する法律25条; that it holds for debts between private parties
    without a clause is to be confirmed by an expert.
"""

import datetime as dt
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

from contracts.errors import TermsInvalid
from contracts.figures import percent
from contracts.money import Ratio, parse_ratio

STATUTORY: Final = "statutory"
COMMISSIONED: Final = "commissioned"
DAYS_OF_YEAR: Final = 365
_ONE_DAY: Final = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class LateRate:
    """A line of the table.

    Attributes:
        valid_from: First day. valid_to: last day; None while no end is known.
        rate: Per year.
    """

    id: str
    valid_from: dt.date
    valid_to: dt.date | None
    rate: Ratio
    law: str
    url: str
    checked_on: dt.date
    confidence: str


@dataclass(frozen=True, slots=True)
class Interest:
    """What a delay costs.

    Attributes:
        days: Days of delay.
        rate: Per year.
        law: Where the rate comes from; `agreement` for one that was agreed.
        amount_minor: In the minor unit of the debt.
    """

    days: int
    rate: Ratio
    law: str
    amount_minor: int

    def formula(self, principal_minor: int) -> str:
        """Write the arithmetic as a person does it."""
        return f"{principal_minor:,} × {percent(self.rate)} × {self.days} / {DAYS_OF_YEAR}"


@cache
def late_rates() -> tuple[LateRate, ...]:
    """Give the table."""
    text = resources.files("contracts").joinpath("late_interest.toml").read_text("utf-8")
    return tuple(
        LateRate(**{"valid_to": None, **block, "rate": parse_ratio(block["rate"])})
        for block in tomllib.loads(text)["rate"]
    )


def late_rate_on(day: dt.date, id: str = STATUTORY) -> LateRate:
    """Give the line in force on a day.

    Raises:
        TermsInvalid: `late-rate-unknown`: the table does not know the day.
    """
    for line in late_rates():
        if line.id == id and line.valid_from <= day <= (line.valid_to or day):
            return line
    raise TermsInvalid(
        "late-rate-unknown",
        "no rate of interest is known for this day",
        field="due_on",
        value=f"{id} {day}",
        expected=", ".join(
            f"{one.valid_from} to {one.valid_to or '...'}" for one in late_rates() if one.id == id
        ),
    )


def interest(
    principal_minor: int,
    due_on: dt.date,
    paid_on: dt.date,
    *,
    agreed: Ratio | None = None,
    id: str = STATUTORY,
) -> Interest:
    """Compute what the delay of a payment costs.

    Args:
        principal_minor: What was due; not below zero.
        due_on: Last day on which paying was in time.
        paid_on: Day of payment, or the day up to which interest is asked for.
        agreed: Rate per year that a clause names.
        id: Line of the table.

    Example:
        By hand: 1,000,000 due on 31 May 2026, paid on 31 July: 30 days of June and 31 of July are
        61 days. 1,000,000 × 3% × 61 / 365 = 5,013.69..., so 5,013. A clause of 14.6% gives
        24,400; one of 1% gives 5,013 as well.

    Raises:
        TermsInvalid: `late-rate-unknown`, or `late-principal-negative`.
    """
    if principal_minor < 0:
        raise TermsInvalid(
            "late-principal-negative",
            "interest is on what is owed",
            field="principal_minor",
            value=principal_minor,
            expected="0 or more",
        )
    days = (paid_on - due_on).days
    if days <= 0:  # in time, whatever the rate would be
        return Interest(0, (0, 1), "", 0)
    line = late_rate_on(due_on + _ONE_DAY, id)
    rate, law = line.rate, line.law
    if agreed is not None and agreed[0] * rate[1] > rate[0] * agreed[1]:
        rate, law = agreed, "agreement"
    amount = principal_minor * rate[0] * days // (rate[1] * DAYS_OF_YEAR)
    return Interest(days, rate, law, amount)
