"""Published checkpoints: the signed notes in the order of their sizes, one per size.

A note is stored as the bytes that went out. Size and root stand beside it for looking up; whoever
needs to believe them reads the note (`ledger.log.note`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, exc

from ledger.errors import LogCorrupt
from ledger.store.sql import run

_AT_A_TIME: Final = 500
_COLUMNS: Final = "SELECT size, root, note FROM checkpoint"


@dataclass(frozen=True, slots=True)
class StoredCheckpoint:
    """One published checkpoint.

    Attributes:
        size: Number of entries that it covers.
        root: Root of the tree of that size.
        note: The signed note, with all its signatures, as published.
    """

    size: int
    root: bytes
    note: bytes


def latest(conn: Connection) -> StoredCheckpoint | None:
    """Return the checkpoint of the largest size, or None before the first was published."""
    return _one(conn, f"{_COLUMNS} ORDER BY size DESC LIMIT 1")


def at_or_before(conn: Connection, size: int) -> StoredCheckpoint | None:
    """Return the largest checkpoint of at most this size, or None when there is none."""
    return _one(conn, f"{_COLUMNS} WHERE size <= ? ORDER BY size DESC LIMIT 1", size)


def at_or_after(conn: Connection, size: int) -> StoredCheckpoint | None:
    """Return the smallest checkpoint of at least this size, or None when there is none yet."""
    return _one(conn, f"{_COLUMNS} WHERE size >= ? ORDER BY size LIMIT 1", size)


def all_notes(conn: Connection) -> Iterator[StoredCheckpoint]:
    """Yield every published checkpoint, smallest size first, some at a time."""
    after: int | None = None
    while found := page(conn, after=after, limit=_AT_A_TIME):
        yield from found
        after = found[-1].size


def page(conn: Connection, *, after: int | None, limit: int) -> list[StoredCheckpoint]:
    """Return checkpoints with a size above `after`, smallest first, at most `limit`."""
    low = -1 if after is None else after
    rows = run(conn, f"{_COLUMNS} WHERE size > ? ORDER BY size LIMIT ?", low, limit)
    return [StoredCheckpoint(size, bytes(root), bytes(note)) for size, root, note in rows]


def add(conn: Connection, checkpoint: StoredCheckpoint) -> None:
    """Store a checkpoint that was published, larger than all before it.

    Args:
        conn: A write transaction that holds the head row.
        checkpoint: Its note was read and found to state this size and root.

    Raises:
        LogCorrupt: The guard of the table refused it: its size is not above the last one, or
            above the head's.
    """
    try:
        run(
            conn,
            "INSERT INTO checkpoint (size, root, note) VALUES (?, ?, ?)",
            checkpoint.size,
            checkpoint.root,
            checkpoint.note,
        )
    except exc.IntegrityError as error:
        raise LogCorrupt("guard-refused", found=str(error.orig)) from error


def _one(conn: Connection, query: str, *parameters: object) -> StoredCheckpoint | None:
    row = run(conn, query, *parameters).fetchone()
    return StoredCheckpoint(row[0], bytes(row[1]), bytes(row[2])) if row else None
