"""The tables of notices, beside the log: addresses, what goes to them, and what came of it.

They are the operator's own, like tokens, and no view: nothing in them can be derived from the log,
and nothing in them is evidence. Addresses, secrets and codes are sealed as the vault seals.
"""

from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Engine,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    inspect,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from ledger.store.append import lock_head
from ledger.store.engine import POSTGRESQL, read_transaction, write_transaction

NOTICE_METADATA: Final = MetaData()
_BIGINT: Final = BigInteger().with_variant(Integer(), "sqlite")


def _text(name: str, *, key: bool = False, null: bool = False, index: bool = False) -> Column[Any]:
    return Column(name, Text(), primary_key=key, nullable=null, index=index)


def _integer(name: str, *, key: bool = False, null: bool = False) -> Column[Any]:
    return Column(name, _BIGINT, primary_key=key, nullable=null, autoincrement=False)


def _sealed(name: str) -> Column[Any]:
    return Column(name, LargeBinary(), nullable=True)


ADDRESSES: Final = Table(
    "notice_address",
    NOTICE_METADATA,
    _text("id", key=True),
    _text("party", index=True),
    _text("subject", null=True),
    _text("channel"),
    _text("lang"),
    _text("kinds"),
    _text("status"),
    _text("replaces", null=True),
    _text("created_at"),
    _text("created_by", null=True),
    _text("confirmed_at", null=True),
    _integer("from_index", null=True),
    _text("ended_at", null=True),
    _integer("until_index", null=True),
    _text("ended_why", null=True),
    _text("code_until", null=True),
    _integer("code_tries"),
    _sealed("target"),
    _sealed("secrets"),
    _sealed("code"),
    sqlite_strict=True,
)

DELIVERIES: Final = Table(
    "notice_delivery",
    NOTICE_METADATA,
    _text("id", key=True),
    _text("address", index=True),
    _text("party", index=True),
    _text("kind"),
    _text("about"),
    _integer("entry_index"),
    _text("arises"),
    _text("told"),
    _text("made_at"),
    _text("status", index=True),
    _text("reason", null=True),
    _text("next_at"),
    _text("taken_until", null=True),
    _integer("failed"),
    _integer("attempts"),
    sqlite_strict=True,
)

ATTEMPTS: Final = Table(
    "notice_attempt",
    NOTICE_METADATA,
    _text("delivery", key=True),
    _integer("number", key=True),
    _text("at"),
    _text("result"),
    _integer("status"),
    _text("answer"),
    _integer("ms"),
    sqlite_strict=True,
)

_PLACES: Final = Table(
    "notice_place",
    NOTICE_METADATA,
    _text("name", key=True),
    _text("value"),
    sqlite_strict=True,
)

CURSOR: Final = "cursor"
DAY: Final = "day"
_DIGITS: Final = 16  # of an index, so that its text sorts as the number does


def prepare(engine: Engine) -> None:
    """Make the tables where they are missing; what was recorded before tells nobody."""
    with read_transaction(engine) as conn:
        if inspect(conn).has_table(_PLACES.name):
            return
    with write_transaction(engine) as conn:
        size = lock_head(conn).size
        NOTICE_METADATA.create_all(conn)
        put_new(conn, _PLACES, [{"name": CURSOR, "value": _index(size)}])


def is_prepared(conn: Connection) -> bool:
    """Tell whether anybody ever asked for notices here."""
    return inspect(conn).has_table(_PLACES.name)


def cursor(conn: Connection) -> int:
    """Return the index of the first entry that was not looked at yet."""
    return int(place(conn, CURSOR) or 0)


def advance_cursor(conn: Connection, index: int) -> None:
    """Note that every entry before this one was looked at."""
    advance(conn, CURSOR, _index(index))


def place(conn: Connection, name: str) -> str | None:
    """Return how far something has come, or None."""
    query = select(_PLACES.c.value).where(_PLACES.c.name == name)
    return conn.execute(query).scalar_one_or_none()


def advance(conn: Connection, name: str, value: str) -> None:
    """Note how far something has come; never back."""
    put_new(conn, _PLACES, [{"name": name, "value": value}])
    is_there = (_PLACES.c.name == name) & (_PLACES.c.value < value)
    conn.execute(update(_PLACES).where(is_there).values(value=value))


def put_new(conn: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    """Insert rows; those whose key is there already stay as they are."""
    if not rows:
        return
    make = postgresql.insert if conn.dialect.name == POSTGRESQL else sqlite.insert
    conn.execute(make(table).on_conflict_do_nothing(), rows)


def _index(index: int) -> str:
    return f"{index:0{_DIGITS}d}"
