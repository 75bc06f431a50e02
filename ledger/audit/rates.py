"""Rates of exchange: in lowest terms, one per source, pair and day, corrected by name only."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from math import gcd
from typing import Any, Final

from ledger.audit.family import Difference, Entry, Family, Setting, Tally
from ledger.audit.records import Record
from ledger.fx.lookup import Known, Lookup

RECORDED: Final = "fx.rates_recorded/1"

Cell = tuple[str, str, str, str]


class RateBook:
    """The rates that the facts so far tell, by source, base, quote and day."""

    def __init__(self) -> None:
        self._known: dict[Cell, Known] = {}

    def take(self, entry: Entry) -> None:
        """Take the rates of an entry."""
        for cell, rate in _cells(entry):
            self._known[cell] = Known(rate.num, rate.den, entry.index)

    @property
    def lookup(self) -> Lookup:
        """The way to ask for a rate."""
        return lambda source, base, quote, day: self._known.get((source, base, quote, day))


class Rates(Family):
    """Holds each rate against those recorded before it."""

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self._tally = Tally(self.findings, "rates")
        self._book = RateBook()
        self._is_blind = False

    def see(self, entry: Entry) -> None:
        """Take the fact of one entry."""
        if entry.event_type != RECORDED:
            return
        self._tally.compare(entry.index, self._differences(entry), blind=self._is_blind)
        self._book.take(entry)

    def missing(self, index: int, event_type: str) -> None:
        """What an unseen entry recorded may be corrected later."""
        self._is_blind = self._is_blind or event_type == RECORDED

    def finish(self) -> None:
        """Close the check."""
        self._tally.close()

    def _differences(self, entry: Entry) -> Iterator[Difference]:
        cells = [cell for cell, _ in _cells(entry)]
        yield "rate-twice", len(cells), len(set(cells))
        for (source, base, quote, day), rate in _cells(entry):
            yield "rate-not-lowest", 1, gcd(rate.num, rate.den)
            known = self._book.lookup(source, base, quote, day)
            yield "rate-replaces", known.entry if known else None, rate.replaces


def sums_of(postings: Iterable[Record]) -> dict[str, int]:
    """Return the sum of legs by currency; the run's own is named by an empty text."""
    sums: dict[str, int] = defaultdict(int)
    for posting in postings:
        sums[currency_of(posting) or ""] += posting.amount_minor
    return dict(sums)


def currency_of(posting: Record) -> str | None:
    """Return the currency of a leg, where it is not the run's own; revisions have none such."""
    found: str | None = getattr(posting, "currency", None)
    return found


def _cells(entry: Entry) -> Iterator[tuple[Cell, Any]]:
    for rate in entry.fact.rates:
        yield (entry.fact.source, rate.base, rate.quote, rate.date.isoformat()), rate
