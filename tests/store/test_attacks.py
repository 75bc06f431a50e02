"""Every way to rewrite an append-only table, tried on every one of them, on both databases.

Each attack runs in a transaction of its own against a log of 300 entries (one full tile), must be
refused by the database itself, and must leave the log exactly as it was.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event, exc

from ledger.log.genesis import genesis_text
from ledger.store import checkpoints, schema
from ledger.store.append import lock_head, start_log
from ledger.store.check import verify_head
from ledger.store.checkpoints import StoredCheckpoint
from ledger.store.engine import open_engine, read_transaction, write_transaction
from ledger.store.read import LogReader
from ledger.store.sql import run
from tests.store.logs import fill

ORIGIN = "ledger.example/ip"
SIZE = 300
HASH, LEAF, TILE = bytes(32), b"forged", bytes(8192)

COLUMNS = {
    "entry": ("idx", "leaf", "leaf_hash"),
    "part": ("idx", "ordinal", "name", "salt", "data"),
    "tile": ("level", "tile_index", "hashes"),
    "request": ("party", "key", "mac", "first_index", "count"),
    "checkpoint": ("size", "root", "note"),
    "head": ("log_id", "genesis", "size", "edge", "last_leaf", "last_time"),
}
KEYS = {
    "entry": "idx = 5",
    "part": "idx = 5 AND ordinal = 1",
    "tile": "level = 0 AND tile_index = 0",
    "request": "key = 'key-0'",
    "checkpoint": "size = 100",
    "head": "log_id = 1",
}
CHANGES = {
    "entry": ["leaf = leaf_hash", "leaf_hash = leaf", "idx = 300", "idx = -1", "idx = idx"],
    "part": [
        "data = salt",
        "salt = data",
        "name = 'x'",
        "idx = 6",
        "ordinal = 9",
        "ordinal = ordinal",
    ],
    "tile": ["hashes = hashes", "level = 1", "tile_index = 1"],
    "request": ["mac = mac", "key = 'other'", "party = 'other'", "first_index = 1", "count = 0"],
    "checkpoint": ["root = note", "note = root", "size = 50", "size = 250", "size = size"],
}


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def filled(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Engine, list[Any]]]:
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path_factory.mktemp('attacks') / 'register.db'}"
    else:
        url = request.getfixturevalue("new_postgresql")()
    engine = open_engine(url, create=True)
    schema.create_schema(engine)
    with write_transaction(engine) as conn:
        start_log(conn, genesis_text(ORIGIN, bytes(32), 1))
    fill(engine, SIZE, batch=100)
    with write_transaction(engine) as conn:
        lock_head(conn)
        for size in (100, 200):
            checkpoints.add(conn, StoredCheckpoint(size, HASH, HASH))
    yield engine, contents(engine)
    engine.dispose()


@pytest.fixture
def full(filled: tuple[Engine, list[Any]]) -> Iterator[Engine]:
    """A full log; it is compared after each attack, so that one log serves them all."""
    engine, before = filled
    yield engine
    assert contents(engine) == before, "an attack left a trace"


def contents(engine: Engine) -> list[Any]:
    with read_transaction(engine) as conn:
        rows = [
            [tuple(row) for row in run(conn, f"SELECT * FROM {table} ORDER BY 1, 2")]
            for table in (*COLUMNS, "part")
        ]
        verify_head(conn)
    return rows


def values(table: str, **given: Any) -> tuple[Any, ...]:
    defaults: dict[str, dict[str, Any]] = {
        "entry": {"idx": SIZE, "leaf": LEAF, "leaf_hash": HASH},
        "part": {"idx": SIZE, "ordinal": 0, "name": "facts", "salt": HASH, "data": LEAF},
        "tile": {"level": 0, "tile_index": 1, "hashes": TILE},
        "request": {
            "party": "operator",
            "key": "new",
            "mac": HASH,
            "first_index": SIZE,
            "count": 0,
        },
        "checkpoint": {"size": SIZE, "root": HASH, "note": LEAF},
        "head": {
            "log_id": 1,
            "genesis": "x",
            "size": SIZE + 1,
            "edge": b"",
            "last_leaf": HASH,
            "last_time": "z",
        },
    }
    row = {**defaults[table], **given}
    return tuple(row[name] for name in COLUMNS[table])


def insert(conn: Connection, table: str, how: str = "INSERT", tail: str = "", **given: Any) -> None:
    marks = ", ".join("?" * len(COLUMNS[table]))
    names = ", ".join(COLUMNS[table])
    run(conn, f"{how} INTO {table} ({names}) VALUES ({marks}) {tail}", *values(table, **given))


def refused(engine: Engine, attack: Callable[[Connection], Any]) -> str:
    with pytest.raises(exc.DBAPIError) as caught, write_transaction(engine) as conn:
        attack(conn)
    assert not isinstance(caught.value, exc.ProgrammingError), "the attack itself is malformed"
    return str(caught.value.orig)


on_sqlite = pytest.mark.parametrize("filled", ["sqlite"], indirect=True)
on_postgresql = pytest.mark.parametrize("filled", ["postgresql"], indirect=True)


TABLES = ("entry", "part", "tile", "request", "checkpoint")


@pytest.mark.parametrize(("table", "change"), [(t, c) for t in TABLES for c in CHANGES[t]])
def test_update_is_refused(full: Engine, table: str, change: str) -> None:
    assert "append-only" in refused(
        full, lambda c: run(c, f"UPDATE {table} SET {change} WHERE {KEYS[table]}")
    )


@pytest.mark.parametrize("table", TABLES)
def test_update_of_all_rows_is_refused(full: Engine, table: str) -> None:
    assert "append-only" in refused(
        full, lambda c: run(c, f"UPDATE {table} SET {CHANGES[table][0]}")
    )


@pytest.mark.parametrize("table", TABLES)
def test_delete_is_refused(full: Engine, table: str) -> None:
    assert "append-only" in refused(
        full, lambda c: run(c, f"DELETE FROM {table} WHERE {KEYS[table]}")
    )
    assert "append-only" in refused(full, lambda c: run(c, f"DELETE FROM {table}"))


@on_postgresql
@pytest.mark.parametrize("table", [*TABLES, "head"])
def test_truncate_is_refused(full: Engine, table: str) -> None:
    assert "append-only" in refused(full, lambda c: run(c, f"TRUNCATE {table}"))
    assert "append-only" in refused(full, lambda c: run(c, f"TRUNCATE {table} CASCADE"))


SAME_PLACE: dict[str, dict[str, Any]] = {
    "entry": {"idx": 5},
    "part": {"idx": 5, "ordinal": 1},
    "tile": {"tile_index": 0},
    "request": {"key": "key-0"},
    "checkpoint": {"size": 100},
    "head": {},
}


@pytest.mark.parametrize("table", [*TABLES, "head"])
def test_a_second_row_for_a_place_is_refused(full: Engine, table: str) -> None:
    refused(full, lambda c: insert(c, table, **SAME_PLACE[table]))


@on_sqlite
@pytest.mark.parametrize("recursive", ["ON", "OFF"])
@pytest.mark.parametrize(
    "how",
    ["INSERT OR REPLACE", "REPLACE", "INSERT OR FAIL", "INSERT OR IGNORE", "INSERT OR ROLLBACK"],
)
@pytest.mark.parametrize("table", [*TABLES, "head"])
def test_insert_or_replace_on_the_same_place_is_refused(
    full: Engine, table: str, how: str, recursive: str
) -> None:
    """Even when the attacker's connection does not fire DELETE triggers for replaced rows."""
    url = str(full.url)
    attacker = open_engine(url)
    event.listen(
        attacker,
        "connect",
        lambda c, _: c.execute(f"PRAGMA recursive_triggers={recursive}").close(),
    )
    try:
        assert "daicho" in refused(attacker, lambda c: insert(c, table, how, **SAME_PLACE[table]))
    finally:
        attacker.dispose()


@on_sqlite
@pytest.mark.parametrize("recursive", ["ON", "OFF"])
def test_replace_through_another_unique_key_is_refused(full: Engine, recursive: str) -> None:
    """A new place with an old idempotency key must not delete the old row of that key."""
    attacker = open_engine(str(full.url))
    event.listen(
        attacker,
        "connect",
        lambda c, _: c.execute(f"PRAGMA recursive_triggers={recursive}").close(),
    )
    try:
        assert "daicho" in refused(
            attacker,
            lambda c: insert(c, "request", "INSERT OR REPLACE", key="key-0", first_index=SIZE),
        )
    finally:
        attacker.dispose()


@on_sqlite
@pytest.mark.parametrize("table", ["part", "tile", "request", "checkpoint"])
def test_there_is_no_hidden_rowid_to_replace_through(full: Engine, table: str) -> None:
    assert "no such column" in refused(full, lambda c: run(c, f"SELECT rowid FROM {table}"))


@on_sqlite
@pytest.mark.parametrize("name", ["rowid", "_rowid_", "oid"])
def test_the_rowid_of_an_entry_is_its_index(full: Engine, name: str) -> None:
    statement = f"INSERT OR REPLACE INTO entry ({name}, leaf, leaf_hash) VALUES (5, ?, ?)"
    assert "next index" in refused(full, lambda c: run(c, statement, LEAF, HASH))


@pytest.mark.parametrize("table", [*TABLES, "head"])
def test_upsert_is_refused(full: Engine, table: str) -> None:
    keys = {
        "entry": "idx",
        "part": "idx, ordinal",
        "tile": "level, tile_index",
        "request": "party, key",
        "checkpoint": "size",
        "head": "log_id",
    }
    change = {
        "entry": "leaf",
        "part": "data",
        "tile": "hashes",
        "request": "mac",
        "checkpoint": "note",
        "head": "last_leaf",
    }[table]
    tail = f"ON CONFLICT ({keys[table]}) DO UPDATE SET {change} = excluded.{change}"
    refused(full, lambda c: insert(c, table, tail=tail, **SAME_PLACE[table]))


GAPS: list[tuple[str, dict[str, Any]]] = [
    ("entry", {"idx": SIZE + 1}),
    ("entry", {"idx": -1}),
    ("entry", {"idx": 2**62}),
    ("entry", {"idx": None}),
    ("part", {"idx": SIZE}),
    ("part", {"idx": 5, "ordinal": 2}),
    ("part", {"idx": SIZE - 1, "ordinal": 2}),
    ("part", {"idx": -1}),
    ("tile", {"tile_index": 2}),
    ("tile", {"level": 1, "tile_index": 1}),
    ("tile", {"level": 8, "tile_index": 0}),
    ("request", {"first_index": 0, "count": 1}),
    ("request", {"first_index": SIZE - 1, "count": 1}),
    ("request", {"first_index": SIZE, "count": 1}),
    ("request", {"first_index": SIZE + 1, "count": 0}),
    ("request", {"first_index": SIZE, "count": -1}),
    ("checkpoint", {"size": 150}),
    ("checkpoint", {"size": 0}),
    ("checkpoint", {"size": -1}),
    ("checkpoint", {"size": SIZE + 1}),
    ("checkpoint", {"size": None}),
    ("head", {"log_id": 2}),
]


@pytest.mark.parametrize(("table", "place"), GAPS)
def test_a_row_out_of_place_is_refused(full: Engine, table: str, place: dict[str, Any]) -> None:
    refused(full, lambda c: insert(c, table, **place))


@pytest.mark.parametrize(
    ("shadow", "table", "place"),
    [
        ("CREATE TEMP TABLE entry AS SELECT 999 AS idx", "entry", {"idx": 1000}),
        (
            "CREATE TEMP TABLE head AS SELECT 1 AS log_id, 0 AS size",
            "part",
            {"idx": 5, "ordinal": 2},
        ),
        ("CREATE TEMP TABLE tile AS SELECT 0 AS level, 6 AS tile_index", "tile", {"tile_index": 7}),
        ("CREATE TEMP TABLE head AS SELECT 1 AS log_id, 0 AS size", "request", {"first_index": 0}),
        (
            "CREATE TEMP TABLE head AS SELECT 1 AS log_id, 999 AS size",
            "checkpoint",
            {"size": 301},
        ),
        ("CREATE TEMP TABLE checkpoint AS SELECT 1 AS size", "checkpoint", {"size": 150}),
    ],
)
def test_a_temporary_table_cannot_stand_in_for_the_log(
    full: Engine, shadow: str, table: str, place: dict[str, Any]
) -> None:
    main = "main" if full.dialect.name == "sqlite" else "public"
    attacker = open_engine(full.url.render_as_string(hide_password=False))

    def attack(conn: Connection) -> None:
        run(conn, shadow)
        marks = ", ".join("?" * len(COLUMNS[table]))
        names = ", ".join(COLUMNS[table])
        run(conn, f"INSERT INTO {main}.{table} ({names}) VALUES ({marks})", *values(table, **place))

    assert "daicho" in refused(attacker, attack)
    attacker.dispose()


def test_a_gap_inside_one_statement_is_refused(full: Engine) -> None:
    def entries(conn: Connection) -> None:
        run(
            conn,
            "INSERT INTO entry (idx, leaf, leaf_hash) VALUES (300, ?, ?), (302, ?, ?)",
            LEAF,
            HASH,
            LEAF,
            HASH,
        )

    def parts(conn: Connection) -> None:
        insert(conn, "entry")
        run(
            conn,
            "INSERT INTO part (idx, ordinal, name, salt, data) VALUES (300, 0, 'a', ?, ?), (300, 2, 'b', ?, ?)",
            HASH,
            LEAF,
            HASH,
            LEAF,
        )

    assert "next index" in refused(full, entries)
    assert "next ordinal" in refused(full, parts)


def test_checkpoints_that_shrink_inside_one_statement_are_refused(full: Engine) -> None:
    def attack(conn: Connection) -> None:
        rows = "(300, ?, ?), (250, ?, ?)"
        statement = f"INSERT INTO checkpoint (size, root, note) VALUES {rows}"
        run(conn, statement, HASH, LEAF, HASH, LEAF)

    assert "larger than the one before" in refused(full, attack)


def test_a_part_cannot_be_added_to_an_entry_of_an_earlier_transaction(full: Engine) -> None:
    assert "of this transaction" in refused(
        full, lambda c: insert(c, "part", idx=SIZE - 1, ordinal=2)
    )


WIDTHS: list[tuple[str, dict[str, Any]]] = [
    ("entry", {"leaf": b""}),
    ("entry", {"leaf": bytes(65_536)}),
    ("entry", {"leaf_hash": bytes(31)}),
    ("tile", {"hashes": bytes(8191)}),
    ("request", {"mac": bytes(31)}),
    ("checkpoint", {"root": bytes(31)}),
    ("checkpoint", {"note": b""}),
]


@pytest.mark.parametrize(("table", "given"), WIDTHS)
def test_a_row_of_the_wrong_width_is_refused(
    full: Engine, table: str, given: dict[str, Any]
) -> None:
    refused(full, lambda c: insert(c, table, **given))


@pytest.mark.parametrize("given", [{"salt": bytes(31)}, {"data": b""}, {"data": bytes(65_536)}])
def test_a_part_of_the_wrong_width_is_refused(full: Engine, given: dict[str, Any]) -> None:
    def attack(conn: Connection) -> None:
        insert(conn, "entry")
        insert(conn, "part", **given)

    refused(full, attack)


def test_a_value_of_another_type_is_refused(full: Engine) -> None:
    refused(full, lambda c: insert(c, "entry", idx="next"))
    if full.dialect.name == "sqlite":
        assert "STRICT" in "".join(row[0] for row in contents_of_master(full))
        refused(full, lambda c: insert(c, "entry", leaf="text in place of bytes"))


def contents_of_master(engine: Engine) -> list[Any]:
    with read_transaction(engine) as conn:
        return list(
            run(conn, "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = 'entry'")
        )


HEAD_MOVES = [
    "size = 299",
    "size = 0",
    "size = 300",
    "size = 301",
    "genesis = 'x', size = 301",
    "log_id = 1",
    "last_leaf = edge",
    "last_time = ''",
    "edge = last_leaf",
]


@pytest.mark.parametrize("move", HEAD_MOVES)
def test_the_head_moves_forward_only_and_only_to_the_last_entry(full: Engine, move: str) -> None:
    refused(full, lambda c: run(c, f"UPDATE head SET {move}"))


def test_the_head_does_not_go_back_in_time(full: Engine) -> None:
    def attack(conn: Connection) -> None:
        insert(conn, "entry")
        run(conn, "UPDATE head SET size = 301, last_time = '2026-01-01T00:00:00.000000Z'")

    assert "moves forward" in refused(full, attack)


def test_the_head_cannot_be_deleted(full: Engine) -> None:
    assert "stays" in refused(full, lambda c: run(c, "DELETE FROM head"))


@on_postgresql
@pytest.mark.parametrize("table", [*TABLES, "head"])
def test_triggers_fire_in_a_replica_session_too(full: Engine, table: str) -> None:
    def attack(statement: str) -> Callable[[Connection], None]:
        def do(conn: Connection) -> None:
            run(conn, "SET LOCAL session_replication_role = replica")
            run(conn, statement)

        return do

    assert "daicho" in refused(full, attack(f"DELETE FROM {table}"))
    assert "daicho" in refused(full, attack(f"TRUNCATE {table}"))
    change = CHANGES.get(table, ["size = 0"])[0]
    assert "daicho" in refused(full, attack(f"UPDATE {table} SET {change}"))


@on_postgresql
def test_inserts_are_checked_in_a_replica_session_too(full: Engine) -> None:
    def attack(conn: Connection) -> None:
        run(conn, "SET LOCAL session_replication_role = replica")
        insert(conn, "entry", idx=SIZE + 5)

    assert "next index" in refused(full, attack)


@on_postgresql
def test_copy_is_checked_too(full: Engine) -> None:
    def attack(conn: Connection) -> None:
        driver = conn.connection.driver_connection
        assert driver is not None
        with driver.cursor().copy("COPY entry FROM STDIN") as copy:
            copy.write_row((SIZE + 5, LEAF, HASH))

    with pytest.raises(Exception, match="next index"), write_transaction(full) as conn:
        attack(conn)


def test_what_the_guards_cannot_stop_is_noticed_at_start(full: Engine) -> None:
    """Whoever may alter the table can switch a guard off; then entry and hash no longer agree."""
    last = SIZE - 1
    with write_transaction(full) as conn:
        original = LogReader(conn).entry(last).leaf
        without_guard(conn, "entry", "update", "UPDATE entry SET leaf = ? WHERE idx = 299", LEAF)
    with (
        pytest.raises(Exception, match="leaf_hash of the head row"),
        read_transaction(full) as conn,
    ):
        verify_head(conn)
    with write_transaction(full) as conn:
        without_guard(
            conn, "entry", "update", "UPDATE entry SET leaf = ? WHERE idx = 299", original
        )


def without_guard(
    conn: Connection, table: str, action: str, statement: str, *parameters: Any
) -> None:
    """Do what only the owner of the database can do."""
    name = f"daicho_{table}_{action}"
    if conn.dialect.name == "postgresql":
        run(conn, f"ALTER TABLE {table} DISABLE TRIGGER {name}")
        run(conn, statement, *parameters)
        run(conn, f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")
        return
    ddl = run(conn, "SELECT sql FROM sqlite_master WHERE name = ?", name).scalar_one()
    run(conn, f"DROP TRIGGER {name}")
    run(conn, statement, *parameters)
    conn.exec_driver_sql(ddl)
