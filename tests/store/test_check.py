"""The check at start: a head, edge, tile or last entry that was changed apart from the rest."""

from typing import Any

import pytest
from sqlalchemy import Engine

from ledger.errors import LogCorrupt
from ledger.log import merkle
from ledger.store.append import completed_tiles
from ledger.store.check import verify_head
from ledger.store.engine import read_transaction, write_transaction
from ledger.store.sql import run
from tests.store.logs import fill

SIZE = 300


def force(engine: Engine, table: str, statement: str, *parameters: Any) -> None:
    """Do what only the owner of the database can: with the guards of a table switched off."""
    with write_transaction(engine) as conn:
        for action in ("insert", "update", "delete"):
            on = f" ON {table}" if conn.dialect.name == "postgresql" else ""
            run(conn, f"DROP TRIGGER daicho_{table}_{action}{on}")
        run(conn, statement, *parameters)


def difference(engine: Engine) -> dict[str, object]:
    with pytest.raises(LogCorrupt) as caught, read_transaction(engine) as conn:
        verify_head(conn)
    return {"code": caught.value.code, **caught.value.fields}


HASH = bytes(32)
DAMAGES: list[tuple[str, str, str, tuple[Any, ...], str]] = [
    ("a smaller size", "head", "UPDATE head SET size = 299", (), "size"),
    ("a larger size", "head", "UPDATE head SET size = 301", (), "size"),
    ("another last leaf", "head", "UPDATE head SET last_leaf = ?", (HASH,), "last_leaf"),
    ("another last time", "head", "UPDATE head SET last_time = 'x'", (), "last_time"),
    ("another edge", "head", "UPDATE head SET edge = ?", (HASH * 4,), "edge"),
    ("an edge cut short", "head", "UPDATE head SET edge = ?", (HASH,), "edge"),
    ("a last entry cut off", "entry", "DELETE FROM entry WHERE idx = 299", (), "size"),
    ("a stray entry", "entry", "INSERT INTO entry (idx, leaf, leaf_hash) VALUES (300, ?, ?)", (b"x", HASH), "size"),
    ("other last bytes", "entry", "UPDATE entry SET leaf = ? WHERE idx = 299", (b"x",), "leaf_hash"),
    ("another last hash", "entry", "UPDATE entry SET leaf_hash = ? WHERE idx = 299", (HASH,), "last_leaf"),
    ("another hash at the edge", "entry", "UPDATE entry SET leaf_hash = ? WHERE idx = 290", (HASH,), "edge"),
    ("a tile lost", "tile", "DELETE FROM tile", (), "tiles at level 0"),
    ("a tile changed", "tile", "UPDATE tile SET hashes = ?", (bytes(8192),), "edge"),
    ("a tile too many", "tile", "INSERT INTO tile (level, tile_index, hashes) VALUES (1, 0, ?)", (bytes(8192),), "tiles at level 1"),
    ("a tile too far", "tile", "UPDATE tile SET tile_index = 1", (), "tiles at level 0"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("table", "statement", "parameters", "field"),
    [d[1:] for d in DAMAGES],
    ids=[d[0] for d in DAMAGES],
)
def test_damage_is_named(
    log_engine: Engine, table: str, statement: str, parameters: tuple[Any, ...], field: str
) -> None:
    fill(log_engine, SIZE)
    force(log_engine, table, statement, *parameters)
    found = difference(log_engine)
    assert (found["code"], found["field"]) == ("head-differs", field)
    assert found["expected"] != found["found"]


def test_a_last_entry_forged_with_its_hash_is_still_no_entry(log_engine: Engine) -> None:
    fill(log_engine, 3)
    leaf = b'{"forged":true}'
    forged = merkle.leaf_hash(leaf)
    force(
        log_engine, "entry", "UPDATE entry SET leaf = ?, leaf_hash = ? WHERE idx = 2", leaf, forged
    )
    force(log_engine, "head", "UPDATE head SET last_leaf = ?", forged)
    assert difference(log_engine)["field"] == "leaf"


def test_an_empty_log_must_carry_its_genesis_hash(log_engine: Engine) -> None:
    force(log_engine, "head", "UPDATE head SET last_leaf = ?", HASH)
    assert difference(log_engine)["field"] == "last_leaf"


def test_a_tile_is_not_completed_from_entries_that_are_missing(log_engine: Engine) -> None:
    fill(log_engine, 250)
    force(log_engine, "entry", "DELETE FROM entry WHERE idx < 10")
    with pytest.raises(LogCorrupt) as caught, write_transaction(log_engine) as conn:
        completed_tiles(conn, 250, [HASH] * 6)
    assert (caught.value.code, caught.value.fields["found"]) == ("tile-incomplete", 246)
