"""Holding a log against its guard: is it the log whose checkpoint was signed last?"""

from collections.abc import Callable

from sqlalchemy import Connection

from ledger.errors import LogCorrupt, SignatureInvalid
from ledger.log.log_keys import LogKeys
from ledger.log.merkle import EMPTY_ROOT
from ledger.log.note import Checkpoint, parse_checkpoint, parse_note
from ledger.log.proof import range_root
from ledger.store import checkpoints
from ledger.store.nodes import TileCache
from ledger.store.read import LogReader


def check_guard(
    conn: Connection, note: bytes, keys: LogKeys, again: Callable[[], bytes]
) -> Checkpoint:
    """Refuse a log that is shorter than its guard says, or another.

    Args:
        conn: A snapshot that began after the note was read, so that it may only be longer.
        note: What the guard said.
        keys: Every key of the log, as of the snapshot.
        again: Reads the guard once more: another process may have published in between.

    Returns:
        The guard's checkpoint.

    Raises:
        LogCorrupt: `guard-ahead`: the log is shorter. `guard-inconsistent`: it has another root.
            `guard-behind`: it holds later published checkpoints than the guard, so the guard is
            the older one. `guard-damaged`: the note is not one of this log.

    Source:
        docs/LOG-FORMAT.md chapter 15.
    """
    known, size = _read(note, keys.origin), LogReader(conn).size()
    if known.size > size:
        raise LogCorrupt(
            "guard-ahead",
            f"the database holds {size} entries, but a checkpoint of {known.size} was signed:"
            " this is an older copy",
            field="size",
            found=size,
            expected=known.size,
        )
    try:
        keys.verify_checkpoint(note)
    except SignatureInvalid as error:
        raise _damaged(error) from error
    root = root_at(conn, known.size)
    if root != known.root:
        raise LogCorrupt(
            "guard-inconsistent",
            f"the first {known.size} entries are not those whose checkpoint was signed",
            field="root",
            size=known.size,
            found=root.hex(),
            expected=known.root.hex(),
        )
    last = checkpoints.latest(conn)
    if last and last.size > known.size and last.size > _read(again(), keys.origin).size:
        raise LogCorrupt(
            "guard-behind",
            "the guard is older than the published checkpoints: it was restored or made again",
            field="guard",
            found=known.size,
            expected=last.size,
        )
    return known


def root_at(conn: Connection, size: int, cache: TileCache | None = None) -> bytes:
    """Return the root of the tree of a size that the log has had."""
    return range_root(0, size, LogReader(conn, cache).hash_reader(size)) if size else EMPTY_ROOT


def _read(note: bytes, origin: str) -> Checkpoint:
    try:
        read = parse_checkpoint(parse_note(note).text)
    except SignatureInvalid as error:
        raise _damaged(error) from error
    if read.origin != origin:
        raise LogCorrupt("guard-damaged", field="origin", found=read.origin, expected=origin)
    return read


def _damaged(error: SignatureInvalid) -> LogCorrupt:
    expected = "the last checkpoint that this log signed"
    return LogCorrupt(
        "guard-damaged",
        "what the guard holds is no checkpoint of this log",
        field="guard",
        found=str(error),
        expected=expected,
    )
