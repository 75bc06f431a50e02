"""The structural check at start: does the head row say what entries and tiles say?

It reads a few hundred rows, not the log: enough to notice a head, an edge or a last entry that was
restored, cut or changed apart from the rest. Reading everything is `ledger.log.verify`.
"""

from sqlalchemy import Connection

from ledger.errors import LedgerError, LogCorrupt
from ledger.log import tiles
from ledger.log.genesis import genesis_prev
from ledger.log.merkle import leaf_hash
from ledger.store.read import Head, LogReader
from ledger.store.sql import run


def verify_head(conn: Connection) -> Head:
    """Check the head row against entries and tiles.

    Returns:
        The head.

    Raises:
        LogCorrupt: They differ; `field` names what, with `expected` and `found`.

    Source:
        docs/LOG-FORMAT.md chapter 5.
    """
    reader = LogReader(conn)
    head = reader.head()
    count = run(conn, "SELECT coalesce(max(idx) + 1, 0) FROM entry").fetchone()
    _same("size", head.size, count[0] if count else None)
    _check_last(reader, head)
    _check_tile_counts(conn, head.size)
    _check_edge(reader, head)
    return head


def _check_last(reader: LogReader, head: Head) -> None:
    if head.size == 0:
        _same("last_leaf", head.last_leaf, genesis_prev(head.genesis))
        _same("last_time", head.last_time, "")
        return
    last = reader.entry(head.size - 1)
    _same("last_leaf", head.last_leaf, last.leaf_hash)
    _same("leaf_hash", last.leaf_hash, leaf_hash(last.leaf))
    try:
        header = last.header()
    except LedgerError as error:
        raise LogCorrupt("head-differs", field="leaf", found=str(error)) from error
    _same("index", header.index, last.index)
    _same("last_time", head.last_time, header.recorded_at)
    _same("origin", header.origin, head.origin)


def _check_tile_counts(conn: Connection, size: int) -> None:
    rows = run(conn, "SELECT level, count(*), max(tile_index) + 1 FROM tile GROUP BY level")
    found = {level: (count, after) for level, count, after in rows}
    for level in range(tiles.MAX_LEVEL + 1):
        full = size >> (tiles.TILE_BITS * (level + 1))
        wanted = (full, full) if full else None
        _same(f"tiles at level {level}", found.get(level), wanted)


def _check_edge(reader: LogReader, head: Head) -> None:
    """Derive the right edge again from full tiles and the entries after them."""
    node = reader.hash_reader(head.size)
    start, hashes = 0, []
    for level in range(head.size.bit_length() - 1, -1, -1):
        if head.size >> level & 1:
            hashes.append(node(level, start >> level))
            start += 1 << level
    _same("edge", head.edge, b"".join(hashes))


def _same(field: str, found: object, expected: object) -> None:
    if found != expected:
        raise LogCorrupt(
            "head-differs",
            f"{field} of the head row is not what the log says",
            field=field,
            expected=_shown(expected),
            found=_shown(found),
        )


def _shown(value: object) -> object:
    return value.hex() if isinstance(value, bytes) else value
