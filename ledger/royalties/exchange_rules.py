"""Whether a prepared run converted at the rates that are on record when it is written."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from ledger.fx.lookup import Wanted, find_rate
from ledger.fx.views import lookup_in
from ledger.revenue.views import ReportRow
from ledger.royalties.commands import ConvertedLine, PostingLine
from ledger.royalties.exchange import fx_of
from ledger.royalties.exchange_views import conversions_in
from ledger.store.state import State

Changed = tuple[str, object, object]
"""What changed, what the run used, and what is on record."""


def changed_rate(
    converted: Mapping[str, Sequence[ConvertedLine]], terms: Mapping[str, Any], state: State
) -> Changed | None:
    """Return a rate that is not the one on record; None when all are.

    Rates of what earlier runs converted stay as they were then.

    Args:
        converted: As the run states it.
        terms: The clauses in force.
        state: The views.
    """
    fx = fx_of(terms)
    for report, lines in converted.items():
        known = {(one.receipt, one.wanted) for one in conversions_in(state, report)}
        row = state.require(ReportRow, report, field="converted")
        for line in lines:
            if fx is None or (line.receipt, line.wanted) in known:
                continue
            day, stated = date.fromisoformat(line.wanted), replace(fx, source=line.source)
            wanted = Wanted(row["currency"], terms["currency"], day, stated)
            found = find_rate(lookup_in(state), wanted)
            entry = found.known.entry if found else None
            if entry != line.entry or (found and found.date != line.date):
                return f"fx/{line.source}/{wanted.pair}", line.entry, entry
    return None


def balance_of(postings: Iterable[PostingLine]) -> dict[str, int]:
    """Return the sum of legs by currency; the run's own is named by an empty text."""
    sums: dict[str, int] = {"": 0}
    for posting in postings:
        currency = posting.currency or ""
        sums[currency] = sums.get(currency, 0) + posting.amount_minor
    return sums
