"""Opening a database, and the two kinds of transaction the register knows.

A *write* transaction takes the write lock with its first statement, so that what it reads is what
it builds on: `BEGIN IMMEDIATE` on SQLite; on PostgreSQL the caller locks the head row first, under
READ COMMITTED. A *read* transaction is one consistent snapshot and never keeps a change.

Whoever opens an engine disposes of it.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event, exc
from sqlalchemy.engine import URL, make_url

from ledger.errors import LedgerError, LogCorrupt, RuleViolation, Unavailable

SQLITE: Final = "sqlite"
POSTGRESQL: Final = "postgresql"
BUSY_TIMEOUT_SECONDS: Final = 30

# Order matters: the page size must be set before the file becomes a WAL database.
_PRAGMAS: Final = (
    f"PRAGMA busy_timeout={BUSY_TIMEOUT_SECONDS * 1000}",
    "PRAGMA page_size=16384",  # batches write neighbouring rows: fewer, larger pages
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",  # NORMAL may lose the last commits when the power fails
    "PRAGMA wal_autocheckpoint=4000",
    "PRAGMA foreign_keys=ON",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA recursive_triggers=ON",  # else REPLACE deletes rows without firing triggers
    "PRAGMA cache_size=-16384",
)
_TRANSIENT: Final = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
    }
)
# As many connections as threads ask for: were they counted, readers could keep the writer waiting.
_POOL: Final[dict[str, Any]] = {"max_overflow": -1}
_DAMAGED: Final = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_DAMAGED_STATES: Final = frozenset({"XX001", "XX002"})  # PostgreSQL: data or index corrupted
_DURABLE: Final = frozenset({"on", "remote_apply"})


def open_engine(url: str, *, create: bool = False) -> Engine:
    """Open a database.

    Args:
        url: `sqlite:///path/to/file.db` or `postgresql://...`.
        create: Make the SQLite file if there is none. Creation is explicit, so that a wrong path
            never starts a new log.

    Returns:
        An engine; the caller disposes of it.

    Raises:
        RuleViolation: The URL names neither a SQLite file nor PostgreSQL.
        Unavailable: The SQLite file does not exist.
    """
    parsed = parse_url(url)
    if parsed.get_backend_name() == SQLITE:
        return _open_sqlite(parsed, create=create)
    if parsed.get_backend_name() == POSTGRESQL:
        return _open_postgresql(parsed)
    raise RuleViolation(
        "database-url", field="url", value=parsed.drivername, expected="sqlite or postgresql"
    )


def parse_url(url: str) -> URL:
    """Read a URL; what cannot be read is not repeated, because a password may be in it.

    Raises:
        RuleViolation: It is no URL of a database.
    """
    try:
        return make_url(url)
    except (exc.ArgumentError, ValueError) as error:
        raise RuleViolation(
            "database-url", field="url", value="no URL", expected="sqlite:/// or postgresql://"
        ) from error


def _open_sqlite(url: URL, *, create: bool) -> Engine:
    path = url.database
    if not path or path == ":memory:":
        raise RuleViolation(
            "database-url", field="url", value=str(url), expected="sqlite:///<file>"
        )
    if create:
        Path(path).touch(mode=0o600)  # contracts are in it; SQLite's other files take its mode
    else:
        _must_exist(Path(path))
    engine = create_engine(url, connect_args={"check_same_thread": False}, **_POOL)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    _watch_file(engine, Path(path), create=create)
    return engine


def _watch_file(engine: Engine, path: Path, *, create: bool) -> None:
    """Refuse a file that was moved over the one we opened, and never make one by reconnecting.

    SQLite would go on writing to the old file, which has no name any more: everything recorded
    would be gone with the process.
    """
    opened: set[tuple[int, int]] = set()

    def connecting(*_arguments: object) -> None:
        if opened or not create:
            still_there()

    def still_there(*_arguments: object) -> None:
        _must_exist(path)
        if opened and _identity(path) not in opened:
            raise LogCorrupt(
                "database-replaced", "the database file is another one now", value=str(path)
            )

    def connected(*_arguments: object) -> None:
        opened.add(_identity(path))

    event.listen(engine, "do_connect", connecting)
    event.listen(engine, "connect", connected)
    event.listen(engine, "checkout", still_there)


def _identity(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_dev, found.st_ino


def _must_exist(path: Path) -> None:
    if not path.is_file():
        raise Unavailable(
            "database-missing",
            "there is no database at this path",
            value=str(path),
            expected="a file",
        )


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # the driver must not open transactions of its own
    for pragma in _PRAGMAS:
        connection.execute(pragma).close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("daicho_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _open_postgresql(url: URL) -> Engine:
    engine = create_engine(
        url.set(drivername="postgresql+psycopg"), isolation_level="READ COMMITTED", **_POOL
    )
    event.listen(engine, "connect", _prepare_postgresql)
    return engine


def _prepare_postgresql(connection: Any, _record: object) -> None:
    """Wait for a lock no longer than on SQLite, and refuse a server that answers too early."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET lock_timeout = '{BUSY_TIMEOUT_SECONDS}s'")
        setting = cursor.execute("SHOW synchronous_commit").fetchone()[0]
    connection.commit()
    if setting not in _DURABLE:  # it would answer before the disk has the commit
        raise Unavailable(
            "not-durable", field="synchronous_commit", value=setting, expected=sorted(_DURABLE)
        )


@contextmanager
def write_transaction(engine: Engine) -> Iterator[Connection]:
    """Open a write transaction; commit on success, roll back on any exception.

    On SQLite it holds the write lock from the start. On PostgreSQL the first statement must be
    `append.lock_head`.

    Raises:
        Unavailable: The database is busy or out of reach; nothing was written.
        LogCorrupt: The database says that it is damaged.
    """
    try:
        with (
            engine.connect().execution_options(daicho_write=True) as connection,
            connection.begin(),
        ):
            yield connection
    except exc.DatabaseError as error:
        if (meaning := _meaning(error)) is None:
            raise
        raise meaning from error


@contextmanager
def read_transaction(engine: Engine) -> Iterator[Connection]:
    """Open one consistent snapshot; whatever is done in it is rolled back.

    Raises:
        Unavailable: The database is busy or out of reach.
        LogCorrupt: The database says that it is damaged.
    """
    options: dict[str, Any] = {}
    if engine.dialect.name == POSTGRESQL:
        options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    try:
        with (
            engine.connect().execution_options(**options) as connection,
            connection.begin() as transaction,
        ):
            yield connection
            transaction.rollback()
    except exc.DatabaseError as error:
        if (meaning := _meaning(error)) is None:
            raise
        raise meaning from error


def _meaning(error: exc.DatabaseError) -> LedgerError | None:
    """Say whether waiting may cure an error, or the disk is to blame; None for our own mistakes."""
    code = getattr(error.orig, "sqlite_errorcode", None)
    primary = None if code is None else code & 0xFF
    state = getattr(error.orig, "sqlstate", None)
    if primary in _DAMAGED or state in _DAMAGED_STATES or _is_undecodable(error):
        return LogCorrupt("database-damaged", found=str(error.orig))
    if isinstance(error, exc.OperationalError) and (primary is None or primary in _TRANSIENT):
        return Unavailable("database-unavailable", value=str(error.orig), expected="try again")
    return None


def _is_undecodable(error: exc.DatabaseError) -> bool:
    """Tell whether a text column holds bytes that are no text; the driver gives no code for it."""
    return str(error.orig).startswith("Could not decode to UTF-8")
