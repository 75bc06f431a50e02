"""What a request for an audit must keep, asked at the door and by the auditor of the register.

Example:
    >>> when = Asked(date(2026, 11, 23), date(2026, 12, 7), "2023-11", "2026-10")
    >>> list(request_problems(when, Terms(3, 14, 12), None, ()))
    []
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from contracts.period import Month
from contracts.royalty_audit import first_month


@dataclass(frozen=True, slots=True)
class Terms:
    """What the agreement says of requests."""

    look_back_years: int
    notice_days: int
    every_months: int


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked: on which day, from which day on, for which months."""

    asked_on: date
    starts_on: date
    first_month: str
    last_month: str


Problem = tuple[str, str, str, str]
"""Code, field, value, and what would be right."""


def request_problems(
    asked: Asked, terms: Terms, last_asked: str | None, audited: Iterable[tuple[str, str]]
) -> Iterator[Problem]:
    """Yield what is wrong with a request.

    Args:
        asked: What is asked.
        terms: What the agreement allows.
        last_asked: Day of the last request that was not withdrawn.
        audited: First and last months of those requests.
    """
    if asked.first_month > asked.last_month:
        yield (
            "audit-months-reversed",
            "last_month",
            asked.last_month,
            f"from {asked.first_month} on",
        )
    earliest = str(first_month(asked.asked_on, terms.look_back_years))
    if asked.first_month < earliest:
        yield "audit-outside-look-back", "first_month", asked.first_month, f"from {earliest} on"
    this_month = str(Month.of(asked.asked_on))
    if asked.last_month >= this_month:
        yield "audit-months-ahead", "last_month", asked.last_month, f"before {this_month}"
    soonest = asked.asked_on + timedelta(days=terms.notice_days)
    if asked.starts_on < soonest:
        yield "audit-notice-short", "starts_on", str(asked.starts_on), f"{soonest} or later"
    if last_asked is not None and terms.every_months:
        yield from _too_soon(asked, terms, date.fromisoformat(last_asked))
    for first, last in audited:
        if first <= asked.last_month and asked.first_month <= last:
            yield "audit-months-audited", "first_month", f"{first} to {last}", "other months"


def _too_soon(asked: Asked, terms: Terms, last: date) -> Iterator[Problem]:
    again = Month.of(last).plus(terms.every_months).day(last.day)
    if asked.asked_on < again:
        yield "audit-too-soon", "id", str(asked.asked_on), f"{again} or later"
