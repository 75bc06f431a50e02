"""The vault's files on disk: for their owner alone, and durable before anyone relies on them."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from ledger.errors import LedgerError, LogCorrupt, Unavailable

_OWNER_ONLY: Final = 0o600
_BUSY_SECONDS: Final = 30
_DAMAGED: Final = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})


def write_new(path: Path, data: bytes) -> None:
    """Write a file that must not exist yet, and return when the disk has it.

    Raises:
        FileExistsError: It does.
    """
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable; where folders cannot be opened this does nothing."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def open_database(path: Path, schema: str) -> sqlite3.Connection:
    """Open a small SQLite database of the vault, making its tables where they are missing.

    Deleted content is overwritten, because deleting is how a person's data is erased.

    Raises:
        Unavailable: The file cannot be used now. LogCorrupt: It is damaged.
    """
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, _OWNER_ONLY))
    path.chmod(_OWNER_ONLY)
    conn = sqlite3.connect(
        path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )
    try:
        with answering():
            for pragma in ("secure_delete=ON", "synchronous=FULL", "trusted_schema=OFF"):
                conn.execute(f"PRAGMA {pragma}")
            conn.executescript(schema)
    except BaseException:
        conn.close()
        raise
    return conn


@contextmanager
def answering() -> Iterator[None]:
    """Say in the register's words what the vault's database says in its own.

    Raises:
        Unavailable: It is busy, full or cannot be written; the same request may succeed later.
        LogCorrupt: It is damaged, or no database at all.
    """
    try:
        yield
    except sqlite3.DatabaseError as error:
        if (meaning := _meaning(error)) is None:
            raise
        raise meaning from error


def _meaning(error: sqlite3.DatabaseError) -> LedgerError | None:
    """Say whether waiting may cure an error, or the disk is to blame; None for our own mistakes."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    if code in _DAMAGED:
        return LogCorrupt("vault-damaged", found=str(error), expected="a database of the vault")
    if isinstance(error, sqlite3.OperationalError) and code != sqlite3.SQLITE_ERROR:
        return Unavailable("vault-unavailable", value=str(error), expected="try again")
    return None


@contextmanager
def transaction(conn: sqlite3.Connection) -> Iterator[None]:
    """Run statements as one: all durable at the end, or none.

    Raises:
        Unavailable: The database cannot be written now. LogCorrupt: It is damaged.
    """
    with answering():
        conn.execute("BEGIN IMMEDIATE")
        try:
            yield
            conn.execute("COMMIT")
        except BaseException:
            if conn.in_transaction:  # a full disk has rolled back already
                conn.execute("ROLLBACK")
            raise
