"""Figures about disputes: how many, how they ended, how long they took, what they were about.

Days are whole days between two times. A median of an even number of disputes is the lower of the
two in the middle, so that it is a number of days that was really taken.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from ledger.access.views import Viewer, visible
from ledger.clock import parse_stamp, tokyo_date
from ledger.disputes.course_views import DisputeCourseRow
from ledger.disputes.holding_views import DisputeHoldRow
from ledger.disputes.views import OPEN
from ledger.store.views import table_of

Row = Mapping[str, Any]


def statistics(conn: Connection, viewer: Viewer, first: date, last: date) -> dict[str, Any]:
    """Count the disputes that were opened from one day to another, both included, in Japan.

    Args:
        conn: A snapshot.
        viewer: Of whose disputes; the operator counts all.
        first: First day.
        last: Last day.
    """
    table = table_of(DisputeCourseRow)
    query = select(table).where(visible(viewer, table.c.dispute_id)).order_by(table.c.dispute_id)
    rows = [dict(row) for row in conn.execute(query).mappings()]
    some = [row for row in rows if first <= _day(row["opened_at"]) <= last]
    return {"from": first.isoformat(), "to": last.isoformat(), **summary(some, _held(conn, some))}


def summary(rows: Sequence[Row], held: Mapping[str, int]) -> dict[str, Any]:
    """Sum up disputes.

    Args:
        rows: Of `DisputeCourseRow`.
        held: Dispute to what it held in all.

    Example:
        By hand: two were opened. One was answered after 3 days and upheld after 10 for 600 of
        1,000; one is open and claims 500. Opened 2, settled 1; median days to answer 3, to settle
        10; claimed 1,500, granted 600.
    """
    settled = [row for row in rows if row["outcome"] != OPEN]
    return {
        "opened": len(rows),
        "still_open": len(rows) - len(settled),
        "outcomes": dict(sorted(Counter(row["outcome"] for row in settled).items())),
        "kinds": dict(sorted(Counter(row["kind"] for row in rows).items())),
        "days_to_answer": median(_days(rows, "answered_at")),
        "days_to_settle": median(_days(rows, "settled_at")),
        "not_carried_out": sum(row["is_due"] for row in rows),
        "amounts": _amounts(rows, held),
    }


def median(days: Iterable[int]) -> int | None:
    """Return the middle of some numbers, the lower of two; None of none.

    Example:
        >>> median([9, 1, 4]), median([1, 2]), median([])
        (4, 1, None)
    """
    ordered = sorted(days)
    return ordered[(len(ordered) - 1) // 2] if ordered else None


def _days(rows: Iterable[Row], until: str) -> list[int]:
    return [(_day(row[until]) - _day(row["opened_at"])).days for row in rows if row[until]]


def _day(at: str) -> date:
    return tokyo_date(parse_stamp(at))


def _amounts(rows: Iterable[Row], held: Mapping[str, int]) -> list[dict[str, Any]]:
    """Return what was claimed, held and granted, currency by currency."""
    sums: dict[str, Counter[str]] = {}
    for row in rows:
        if row["currency"] is None:
            continue
        own = sums.setdefault(row["currency"], Counter())
        own["claimed_minor"] += row["claimed_minor"]
        own["held_minor"] += held.get(row["dispute_id"], 0)
        own["granted_minor"] += row["granted_minor"]
    names = ("claimed_minor", "held_minor", "granted_minor")
    return [
        {"currency": currency, **{name: sums[currency][name] for name in names}}
        for currency in sorted(sums)
    ]


def _held(conn: Connection, rows: Iterable[Row]) -> dict[str, int]:
    """Return what each dispute ever held."""
    ids = {row["dispute_id"] for row in rows}
    table = table_of(DisputeHoldRow)
    sums: Counter[str] = Counter()
    for id, placed in conn.execute(select(table.c.dispute_id, table.c.placed_minor)):
        if id in ids:
            sums[id] += placed
    return dict(sums)
