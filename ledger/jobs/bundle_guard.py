"""What the guard knows and the database denies goes into the bundle, so that the audit fails.

A register whose database went back refuses to write, but it can still be exported: the later note
that the log once signed goes along.
"""

from sqlalchemy import Connection

from ledger.bootstrap import Register
from ledger.errors import LedgerError
from ledger.guard.check import root_at
from ledger.log.note import parse_checkpoint, parse_note
from ledger.store.checkpoints import StoredCheckpoint
from ledger.store.read import LogReader


def guarded_note(register: Register) -> bytes | None:
    """Return the guard's note; None where the guard is lost or damaged."""
    try:
        return register.guard.read()
    except LedgerError:
        return None


def contradicting(conn: Connection, note: bytes | None) -> StoredCheckpoint | None:
    """Return the guard's checkpoint if the database is shorter than it, or another.

    Args:
        conn: A snapshot that began after the note was read.
        note: What the guard said.
    """
    try:
        known = parse_checkpoint(parse_note(note or b"").text)
        size = LogReader(conn).size()
        if known.size <= size and root_at(conn, known.size) == known.root:
            return None
    except LedgerError:
        return None  # no note, or a tree too damaged to tell: the audit reads both
    return StoredCheckpoint(known.size, known.root, note or b"")
