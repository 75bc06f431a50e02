"""The guard's store: one signed note per log, moved forward by compare-and-swap.

It lies apart from the log, so that a log restored from a backup meets a guard that was not. It is
made once, when the register is created; a missing one is never made again in passing, because an
empty guard would forgive every rollback.
"""

import threading
from typing import Any, Final

from sqlalchemy import CursorResult, Engine, exc

from ledger.errors import Conflict, LogCorrupt, Unavailable
from ledger.log.genesis import genesis_prev
from ledger.store.engine import (
    SQLITE,
    open_engine,
    parse_url,
    read_transaction,
    write_transaction,
)
from ledger.store.sql import run

# A table per log would be as good; one row per log lets several registers share a server.
_TABLES: Final = {
    "sqlite": "CREATE TABLE IF NOT EXISTS guard (genesis TEXT PRIMARY KEY, note BLOB NOT NULL)"
    " STRICT, WITHOUT ROWID",
    "postgresql": "CREATE TABLE IF NOT EXISTS guard"
    " (genesis TEXT PRIMARY KEY, note BYTEA NOT NULL)",
}
_ADOPT: Final = "daicho checkpoint adopt-guard"


class Guard:
    """The guard of one log. Opens its store when it is first asked.

    Args:
        url: `sqlite:///...` or `postgresql://...`; the same for every process of the register.
        genesis: Genesis text of the log.
    """

    def __init__(self, url: str, genesis: str) -> None:
        self._url = url
        self._genesis = genesis_prev(genesis).hex()
        self._engine: Engine | None = None
        self._opening = threading.Lock()

    def create(self, note: bytes) -> None:
        """Make the guard of a new log.

        Raises:
            Conflict: The store guards this log already.
        """
        with_row = "INSERT INTO guard (genesis, note) VALUES (?, ?) ON CONFLICT DO NOTHING"
        if self._write(with_row, self._genesis, note, create=True).rowcount != 1:
            raise Conflict("guard-exists", value=self.shown_url, expected="a guard of no log yet")

    def replace(self, note: bytes) -> None:
        """Put a note in the place of whatever is there, or is not: an operator's decision."""
        self._write(
            "INSERT INTO guard (genesis, note) VALUES (?, ?)"
            " ON CONFLICT (genesis) DO UPDATE SET note = excluded.note",
            self._genesis,
            note,
            create=True,
        )

    def read(self) -> bytes:
        """Return the last signed note.

        Raises:
            LogCorrupt: There is no guard, it is damaged, or it guards other logs.
            Unavailable: It is out of reach.
        """
        engine = self._opened()
        try:
            with read_transaction(engine) as conn:
                query = "SELECT note FROM guard WHERE genesis = ?"
                row = run(conn, query, self._genesis).fetchone()
                others = run(conn, "SELECT count(*) FROM guard").scalar_one()
        except exc.DatabaseError as error:
            raise self._broken("guard-damaged", found=str(error.orig)) from error
        if row is None:
            raise self._broken("guard-of-another-log" if others else "guard-missing")
        return bytes(row[0])

    def advance(self, old: bytes, new: bytes) -> bool:
        """Replace the note `old` by `new`; durable when this returns.

        Returns:
            False if another process was first: the guard holds another note than `old`.
        """
        query = "UPDATE guard SET note = ? WHERE genesis = ? AND note = ?"
        return self._write(query, new, self._genesis, old).rowcount == 1

    def close(self) -> None:
        """Release the store."""
        if self._engine is not None:
            self._engine.dispose()
            self._engine = None

    @property
    def shown_url(self) -> str:
        """Return where the guard is, without a password, which may also be in the query."""
        return parse_url(self._url).set(query={}).render_as_string(hide_password=True)

    def _opened(self, *, create: bool = False) -> Engine:
        with self._opening:
            if self._engine is None:
                try:
                    self._engine = open_engine(self._url, create=create)
                except Unavailable as error:
                    if error.code != "database-missing":
                        raise
                    raise self._broken("guard-missing") from error
            return self._engine

    def _write(
        self, statement: str, *parameters: object, create: bool = False
    ) -> CursorResult[*tuple[Any, ...]]:
        engine = self._opened(create=create)
        try:
            with write_transaction(engine) as conn:
                if create:
                    conn.exec_driver_sql(_TABLES[engine.dialect.name])
                return run(conn, statement, *parameters)
        except exc.DatabaseError as error:
            raise self._broken("guard-damaged", found=str(error.orig)) from error

    def _broken(self, code: str, **fields: object) -> LogCorrupt:
        why = {
            "guard-missing": "the guard, which knows the last checkpoint, is not there",
            "guard-of-another-log": "the guard at this place is of another log",
            "guard-damaged": "the guard cannot be read",
        }
        fields = {"field": "guard", "value": self.shown_url, **fields}
        expected = f"the guard made with the register; if it is lost for good: {_ADOPT}"
        return LogCorrupt(code, why[code], **fields, expected=expected)


def same_store(guard_url: str, log_url: str) -> bool:
    """Tell whether two URLs name one database; a guard restored along with its log is none."""
    guard, log = parse_url(guard_url), parse_url(log_url)
    if guard.get_backend_name() != log.get_backend_name():
        return False
    if guard.get_backend_name() == SQLITE:
        return guard.database == log.database
    parts = ("host", "port", "database", "query")
    return all(getattr(guard, part) == getattr(log, part) for part in parts)
