"""Which entries a bundle of some scope has to open.

A bundle says itself what it discloses. If it could keep closed what it says it shows, whoever makes
it would close the one payout that does not come out again, and the audit would pass over it.

1. `full`: every entry.
2. `period`: whatever was recorded until the end of its last month, less the money (revenue,
   royalties, statements) that was recorded before its first. Months are those of Japan.
3. `party`: none that can be told from outside, because a closed part does not say who may read it.

Source:
    docs/LOG-FORMAT.md chapter 16, "Scopes".
"""

from datetime import datetime, timedelta
from typing import Final

from ledger.audit.bundle_format import Scope
from ledger.log.entry import EntryHeader

_MONEY: Final = frozenset({"revenue", "royalty", "statement"})
_JAPAN: Final = timedelta(hours=9)  # no summer time since 1951; audit laptops may lack time zones
_SECONDS: Final = 19


def must_open(scope: Scope, header: EntryHeader) -> bool:
    """Tell whether every part of an entry is disclosed in a scope."""
    if scope.kind != "period":
        return scope.kind == "full"
    month = month_in_japan(header.recorded_at)
    if month is None:
        return False
    is_money = header.event_type.partition(".")[0] in _MONEY
    return month <= str(scope.last) and (not is_money or month >= str(scope.first))


def month_in_japan(recorded_at: str) -> str | None:
    """Return the month of an entry's time in Japan; None if that is no moment.

    Example:
        >>> month_in_japan("2025-03-31T15:00:00.000000Z")
        '2025-04'
    """
    try:
        moment = datetime.fromisoformat(recorded_at[:_SECONDS]) + _JAPAN
    except (ValueError, OverflowError):
        return None
    return moment.date().isoformat()[:7]
