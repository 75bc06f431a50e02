"""What a witness remembers, in one SQLite file: whom it follows, and the last it saw of each.

Reading what is remembered and replacing it happen in one write transaction, so that of two requests
at once one sees the other's result. The file itself refuses to let a size go back. It is made once
and on purpose: a witness that started again with an empty memory would cosign a rewritten history.
"""

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

from ledger.errors import Conflict, LogCorrupt, NotFound, Unavailable

DATABASE: Final = "witness.db"
_BUSY_SECONDS: Final = 10
_DAMAGED: Final = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_SCHEMA: Final = """
CREATE TABLE me (one INTEGER PRIMARY KEY CHECK (one = 1), name TEXT NOT NULL) STRICT;
CREATE TABLE followed (
    origin TEXT NOT NULL, key TEXT NOT NULL, PRIMARY KEY (origin, key)
) STRICT;
CREATE TABLE seen (
    origin TEXT PRIMARY KEY, size INTEGER NOT NULL, root BLOB NOT NULL, note BLOB NOT NULL,
    cosigned_at INTEGER NOT NULL
) STRICT;
CREATE TABLE contradiction (
    number INTEGER PRIMARY KEY, origin TEXT NOT NULL, kind TEXT NOT NULL, kept BLOB NOT NULL,
    offered BLOB NOT NULL, noticed_at INTEGER NOT NULL, UNIQUE (origin, offered)
) STRICT;
CREATE TRIGGER seen_never_goes_back BEFORE UPDATE ON seen
    WHEN NEW.origin <> OLD.origin OR NEW.size < OLD.size
        OR (NEW.size = OLD.size AND NEW.root <> OLD.root)
    BEGIN SELECT RAISE(ABORT, 'a witness does not go back'); END;
CREATE TRIGGER seen_is_kept BEFORE DELETE ON seen
    BEGIN SELECT RAISE(ABORT, 'a witness does not forget'); END;
CREATE TRIGGER seen_is_not_replaced BEFORE INSERT ON seen
    WHEN EXISTS (SELECT 1 FROM seen WHERE origin = NEW.origin)
    BEGIN SELECT RAISE(ABORT, 'a witness does not forget'); END;
"""


@dataclass(frozen=True, slots=True)
class Seen:
    """The last checkpoint of a log that the witness cosigned.

    Attributes:
        size: Number of entries. root: root of the tree of that size.
        note: Signed by the log, with this witness's cosignature.
        cosigned_at: Seconds since 1970 UTC.
    """

    size: int
    root: bytes
    note: bytes
    cosigned_at: int


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two notes that a log signed and that do not go together, as far as was shown.

    Attributes:
        kind: `fork`: one size, two roots. `unproved`: larger, but the proof given does not hold.
        kept: The note that the witness had cosigned. offered: the one that it refused.
        noticed_at: Seconds since 1970 UTC.
    """

    origin: str
    kind: str
    kept: bytes
    offered: bytes
    noticed_at: int


class Book:
    """The memory of one witness.

    Args:
        conn: Of the file; used by one thread at a time.
    """

    def __init__(self, conn: sqlite3.Connection) -> None:
        self._conn = conn
        self._lock = threading.RLock()

    @classmethod
    def create(cls, folder: Path, name: str) -> None:
        """Make the file of a new witness.

        Raises:
            Conflict: There is one already.
        """
        path = folder / DATABASE
        try:
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        except FileExistsError:
            raise Conflict("witness-exists", field="folder", value=str(folder)) from None
        conn = sqlite3.connect(path, isolation_level=None)
        try:
            with _meaning():
                conn.executescript(f"BEGIN IMMEDIATE;{_SCHEMA}")
                conn.execute("INSERT INTO me VALUES (1, ?)", (name,))
                conn.execute("COMMIT")
        finally:
            conn.close()

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Open the file of a witness.

        Raises:
            NotFound: There is none: it is never made in passing.
        """
        path = folder / DATABASE
        if not path.is_file():
            raise NotFound(
                "no-witness-here",
                f"there is no witness in {folder}: `daicho witness init` makes one",
                field="folder",
                value=str(folder),
            )
        conn = sqlite3.connect(
            path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        try:
            with _meaning():
                for pragma in ("journal_mode=WAL", "synchronous=FULL", "trusted_schema=OFF"):
                    conn.execute(f"PRAGMA {pragma}")
                conn.execute("SELECT name FROM me").fetchone()
        except BaseException:
            conn.close()
            raise
        return cls(conn)

    def close(self) -> None:
        """Close the file."""
        self._conn.close()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the file for reading and then changing it; durable at the end, or not done."""
        with self._lock, _meaning():
            self._conn.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._conn.execute("COMMIT")
            except BaseException:
                if self._conn.in_transaction:
                    self._conn.execute("ROLLBACK")
                raise

    def name(self) -> str:
        """Return the name that this witness signs under."""
        return str(self._rows("SELECT name FROM me")[0][0])

    def follow(self, origin: str, key: str) -> None:
        """Accept checkpoints of a log that are signed by this key; harmless when it does."""
        with self.writing():
            self._rows("INSERT OR IGNORE INTO followed VALUES (?, ?)", origin, key)

    def unfollow(self, key: str) -> bool:
        """Accept a key no longer, for instance after a log has retired it; keep what was seen."""
        with self.writing():
            return bool(self._rows("DELETE FROM followed WHERE key = ? RETURNING 1", key))

    def keys(self, origin: str) -> list[str]:
        """Return the keys that a log may sign with."""
        rows = self._rows("SELECT key FROM followed WHERE origin = ? ORDER BY key", origin)
        return [str(row[0]) for row in rows]

    def origins(self) -> list[str]:
        """Return the names of all logs that are followed."""
        rows = self._rows("SELECT DISTINCT origin FROM followed ORDER BY origin")
        return [str(row[0]) for row in rows]

    def seen(self, origin: str) -> Seen | None:
        """Return the last checkpoint of a log that was cosigned, or None."""
        rows = self._rows("SELECT size, root, note, cosigned_at FROM seen WHERE origin = ?", origin)
        return Seen(*rows[0]) if rows else None

    def remember(self, origin: str, seen: Seen) -> None:
        """Replace what was seen of a log; within `writing`."""
        values = (seen.size, seen.root, seen.note, seen.cosigned_at, origin)
        changed = self._rows(
            "UPDATE seen SET size = ?, root = ?, note = ?, cosigned_at = ? "
            "WHERE origin = ? RETURNING 1",
            *values,
        )
        if not changed:
            self._rows(
                "INSERT INTO seen (size, root, note, cosigned_at, origin) VALUES (?, ?, ?, ?, ?)",
                *values,
            )

    def keep_contradiction(self, found: Contradiction) -> None:
        """Keep two notes that do not go together; each offered note once."""
        self._rows(
            "INSERT OR IGNORE INTO contradiction (origin, kind, kept, offered, noticed_at) "
            "VALUES (?, ?, ?, ?, ?)",
            found.origin,
            found.kind,
            found.kept,
            found.offered,
            found.noticed_at,
        )

    def settle(self, origin: str, offered: bytes) -> None:
        """Forget that a note came with a proof that did not hold, once one that holds came.

        Whoever has a note that the log published can send it with a wrong proof, so that alone
        says nothing against the log. A fork is never settled.
        """
        self._rows(
            "DELETE FROM contradiction WHERE origin = ? AND offered = ? AND kind = 'unproved'",
            origin,
            offered,
        )

    def contradictions(self) -> list[Contradiction]:
        """Return all that were noticed, the earliest first."""
        rows = self._rows(
            "SELECT origin, kind, kept, offered, noticed_at FROM contradiction ORDER BY number"
        )
        return [Contradiction(*row) for row in rows]

    def _rows(self, statement: str, *values: object) -> list[Any]:
        with self._lock, _meaning():
            return self._conn.execute(statement, values).fetchall()


@contextmanager
def _meaning() -> Iterator[None]:
    """Say in the register's words what SQLite says in its own."""
    try:
        yield
    except sqlite3.IntegrityError as error:
        raise LogCorrupt("guard-refused", found=str(error)) from error
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
        if code in _DAMAGED or "no such table" in str(error):
            raise LogCorrupt(
                "witness-damaged", found=str(error), expected="the memory of a witness"
            ) from error
        raise Unavailable("witness-unavailable", value=str(error), expected="try again") from error
