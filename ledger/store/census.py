"""What verification asks about the log's tables as a whole: stored tiles, and rows out of place."""

from collections.abc import Iterator, Sequence
from typing import Final

from sqlalchemy import Connection

from ledger.store.engine import SQLITE
from ledger.store.sql import run

_GAPS_READ: Final = 1_000
_PROBLEMS_SHOWN: Final = 20

# Each query counts rows that nothing in a sound log can explain; `size` is the head's.
_STRAYS: Final = {
    "entry-beyond-head": "SELECT count(*) FROM entry WHERE idx >= ?",
    "part-beyond-head": "SELECT count(*) FROM part WHERE idx >= ?",
    "request-beyond-head": "SELECT count(*) FROM request WHERE first_index + count > ?",
}


def stored_tile(conn: Connection, level: int, index: int) -> bytes | None:
    """Return the hashes of a stored tile."""
    query = "SELECT hashes FROM tile WHERE level = ? AND tile_index = ?"
    hashes: bytes | None = run(conn, query, level, index).scalar_one_or_none()
    return hashes


def tiles_beyond(conn: Connection, counts: Sequence[int]) -> Iterator[tuple[int, int, bytes]]:
    """Yield (level, index, hashes) of stored tiles that a log does not have.

    Args:
        conn: A snapshot.
        counts: Number of full tiles at each level.
    """
    query = "SELECT level, tile_index, hashes FROM tile"
    for level, count in enumerate(counts):
        yield from run(conn, f"{query} WHERE level = ? AND tile_index >= ?", level, count)
    yield from run(conn, f"{query} WHERE level < 0 OR tile_index < 0 OR level >= ?", len(counts))


def stray_rows(conn: Connection, size: int) -> dict[str, int]:
    """Return how many rows lie beyond the head, by the name of the finding; none in a sound log."""
    counts = {name: int(run(conn, query, size).scalar_one()) for name, query in _STRAYS.items()}
    return {name: count for name, count in counts.items() if count}


def stored_requests(conn: Connection) -> Iterator[tuple[int, int, str, str, bytes]]:
    """Yield (first index, count, party, key, mac) of every request, in the order of the log."""
    columns = "first_index, count, party, key, mac"
    for row in run(conn, f"SELECT {columns} FROM request ORDER BY first_index, count, party, key"):  # noqa: S608
        yield tuple(row)


def last_to_read(conn: Connection) -> int:
    """Return the index behind the last entry worth reading, whatever the head says.

    One row under an absurd index must not make a verification read for ever; it is counted among
    the strays.
    """
    query = "SELECT coalesce(max(idx) + 1, 0), count(*) FROM entry"
    behind, count = run(conn, query).one()
    return int(min(behind, count + _GAPS_READ))


def integrity_problems(conn: Connection) -> list[str]:
    """Return what SQLite finds wrong with its own file, indexes included."""
    if conn.dialect.name != SQLITE:
        return []
    rows = run(conn, f"PRAGMA integrity_check({_PROBLEMS_SHOWN})").scalars()
    return [row for row in rows if row != "ok"]
