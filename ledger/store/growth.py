"""How a log grew: the days at which it had some sizes, read with one query."""

from typing import Final

from sqlalchemy import Connection

from ledger.log.entry import EntryHeader, parse_entry
from ledger.store.sql import run

POINTS: Final = 48


def sizes_over_time(conn: Connection, size: int, points: int = POINTS) -> list[tuple[str, int]]:
    """Return (moment, size of the log then), evenly spread over the entries, oldest first.

    Args:
        conn: A snapshot.
        size: Of the log.
        points: At most so many.

    Example:
        Of a log of 5 entries, 3 points are the entries 0, 2 and 4: sizes 1, 3 and 5.
    """
    if not size:
        return []
    count = min(points, size)
    last = size - 1
    indexes = sorted({last * number // max(count - 1, 1) for number in range(count)})
    marks = ", ".join("?" * len(indexes))
    rows = run(conn, f"SELECT leaf FROM entry WHERE idx IN ({marks}) ORDER BY idx", *indexes)  # noqa: S608 - marks alone
    return [(header.recorded_at, header.index + 1) for header in map(_header, rows)]


def _header(row: tuple[bytes]) -> EntryHeader:
    return parse_entry(bytes(row[0]))
