"""What verification asks about the log's tables as a whole: stored tiles, and rows out of place."""

from collections.abc import Iterator
from typing import Final

from sqlalchemy import Connection

from ledger.store.sql import run

# Each query counts rows that nothing in a sound log can explain; `size` is the head's.
_STRAYS: Final = {
    "entry-beyond-head": "SELECT count(*) FROM entry WHERE idx >= ?",
    "part-beyond-head": "SELECT count(*) FROM part WHERE idx >= ?",
    "request-beyond-head": "SELECT count(*) FROM request WHERE first_index + count > ?",
}


def stored_tiles(conn: Connection) -> Iterator[tuple[int, int, bytes]]:
    """Yield (level, index, hashes) of every stored tile, lower levels first."""
    yield from run(conn, "SELECT level, tile_index, hashes FROM tile ORDER BY level, tile_index")


def stray_rows(conn: Connection, size: int) -> dict[str, int]:
    """Return how many rows lie beyond the head, by the name of the finding; none in a sound log."""
    counts = {name: int(run(conn, query, size).scalar_one()) for name, query in _STRAYS.items()}
    return {name: count for name, count in counts.items() if count}


def highest_index(conn: Connection) -> int:
    """Return the highest index of an entry, or -1 where there is none."""
    return int(run(conn, "SELECT coalesce(max(idx), -1) FROM entry").scalar_one())
