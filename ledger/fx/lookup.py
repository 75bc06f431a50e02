"""Which rate counts for a day: pure, so that the register and the auditor find the same one.

The rules kept here, in order:

1. The pair itself, as its source published it. Nothing is computed over a third currency.
2. On the day; else the last one before it, so many days back as the terms allow: no rate is
   published on weekends.
3. The opposite pair only where the terms allow it, and only when the pair itself has none.

Source:
    docs/decisions/0021-fx.md. 31 May 2026 is a Sunday: the rate of Friday the 29th counts.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from contracts.conversion import Fx
from contracts.fx_terms import FxTerms
from ledger.errors import RuleViolation


@dataclass(frozen=True, slots=True)
class Known:
    """A value on record: num / den, and the entry that states it."""

    num: int
    den: int
    entry: int


Lookup = Callable[[str, str, str, str], Known | None]
"""From source, base, quote and day to the value on record."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A question: one unit of `currency` in `into`, on a day, by the terms' source."""

    currency: str
    into: str
    day: date
    fx: FxTerms

    @property
    def pair(self) -> str:
        """The pair as people write it."""
        return f"{self.currency}/{self.into}"


@dataclass(frozen=True, slots=True)
class Found:
    """The rate that counts.

    Attributes:
        date: Day it was published for.
        inverse: Whether it is for the opposite pair.
    """

    known: Known
    date: str
    inverse: bool = False

    def on(self, fx: Fx) -> bool:
        """Tell whether money was converted at this very rate."""
        stated = (fx.num, fx.den, fx.date, fx.inverse)
        return stated == (self.known.num, self.known.den, self.date, self.inverse)


def find_rate(lookup: Lookup, wanted: Wanted) -> Found | None:
    """Return the rate that counts, or None when none is on record."""
    for base, quote, inverse in _pairs(wanted):
        for day in days_of(wanted):
            if known := lookup(wanted.fx.source, base, quote, day):
                return Found(known, day, inverse)
    return None


def require_rate(lookup: Lookup, wanted: Wanted, **fields: object) -> Found:
    """Return the rate that counts.

    Args:
        lookup: What is on record.
        wanted: The question.
        **fields: What a refusal names besides, such as the report.

    Raises:
        RuleViolation: `fx-rate-missing`, naming pair, source, day and clause.
    """
    found = find_rate(lookup, wanted)
    if found is None:
        first = wanted.day - timedelta(days=wanted.fx.max_days)
        clause = {"clause": wanted.fx.clause} if wanted.fx.clause else {}
        raise RuleViolation(
            "fx-rate-missing",
            f"{wanted.fx.source} has no rate {wanted.pair} for {wanted.day} or the "
            f"{wanted.fx.max_days} days before; rates over a third currency are not computed: "
            "record the direct pair, or let the terms name another source",
            field="fx",
            value=f"{wanted.pair} {wanted.day}",
            source=wanted.fx.source,
            expected=f"{wanted.pair} by {wanted.fx.source}, {first} to {wanted.day}",
            **clause,
            **fields,
        )
    return found


def days_of(wanted: Wanted) -> Iterator[str]:
    """Yield the days whose rate may count, the best first."""
    for back in range(wanted.fx.max_days + 1):
        yield (wanted.day - timedelta(days=back)).isoformat()


def _pairs(wanted: Wanted) -> Iterator[tuple[str, str, bool]]:
    yield wanted.currency, wanted.into, False
    if wanted.fx.inverse:
        yield wanted.into, wanted.currency, True
