"""Until when a claim that is not paid can be enforced (消滅時効); pure.

    limitation(date(2026, 7, 31))   -> Limitation(known_until=2031-07-31, latest=2036-07-31)

The rules kept here, in order:

1. The first day does not count, so the years end with the day of the same date.
2. Where that year has no such day, they end with the last day of the month.
3. A day is only told. Nobody's money is written off because it has come: the debtor would have to
   invoke it, and whoever keeps these books does not.

Source:
    民法140条, 143条, 145条, 152条, 166条1項; limitation.toml. That these years and not others hold
    for royalties is to be confirmed by an expert.
"""

import datetime as dt
import tomllib
from calendar import monthrange
from dataclasses import dataclass
from functools import cache
from importlib import resources

from contracts.errors import TermsInvalid


@dataclass(frozen=True, slots=True)
class LimitationTerm:
    """A line of the table."""

    id: str
    valid_from: dt.date
    years: int
    law: str
    url: str
    checked_on: dt.date
    confidence: str


@dataclass(frozen=True, slots=True)
class Limitation:
    """Until when a claim can be enforced.

    Attributes:
        known_until: Where the creditor knows of it.
        latest: Where the creditor does not.
    """

    known_until: dt.date
    latest: dt.date


@cache
def limitation_terms() -> tuple[LimitationTerm, ...]:
    """Give the table."""
    text = resources.files("contracts").joinpath("limitation.toml").read_text("utf-8")
    return tuple(LimitationTerm(**block) for block in tomllib.loads(text)["limitation"])


def limitation(since: dt.date) -> Limitation:
    """Tell until when a claim can be enforced.

    Args:
        since: Day on which it could first be enforced, or on which it was last acknowledged.

    Example:
        By hand: due on 31 July 2026: from 1 August, so through 31 July 2031, and 2036. Due on 29
        February 2028: through 28 February 2033, because 2033 has no 29th.

    Raises:
        TermsInvalid: `limitation-unknown`: other laws held on that day.
    """
    known, unknown = _years("known", since), _years("unknown", since)
    return Limitation(_after(since, known), _after(since, unknown))


def _years(id: str, day: dt.date) -> int:
    for line in limitation_terms():
        if line.id == id and line.valid_from <= day:
            return line.years
    raise TermsInvalid(
        "limitation-unknown",
        "the table does not reach back so far",
        field="since",
        value=day.isoformat(),
        expected="2020-04-01 or later",
    )


def _after(day: dt.date, years: int) -> dt.date:
    year = day.year + years
    return day.replace(year=year, day=min(day.day, monthrange(year, day.month)[1]))
