"""Ways to damage a register behind its back, as somebody who holds the disk could."""

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ledger.log import canonical
from ledger.log.entry import commitment, entry_bytes, parse_entry
from ledger.log.genesis import genesis_prev
from ledger.log.merkle import CompactRange, leaf_hash

Body = dict[str, Any]


def execute(home: Path, statement: str, *values: object) -> None:
    """Run a statement with the guards off, and put the guards back afterwards."""
    with_guards_off(home, lambda conn: conn.execute(statement, values))


def with_guards_off(home: Path, work: Callable[[sqlite3.Connection], object]) -> None:
    """Let somebody work on the database with its triggers removed for a while."""
    conn = sqlite3.connect(home / "register.db", isolation_level=None)
    try:
        query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        guards = conn.execute(query).fetchall()
        for name, _ in guards:
            conn.execute(f"DROP TRIGGER {name}")
        work(conn)
        for _, definition in guards:
            conn.execute(definition)
    finally:
        conn.close()


def rewrite(home: Path, index: int, part: str, change: Callable[[Body], object]) -> None:
    """Change the body of one part and re-hash everything after it, without leaving a seam.

    Chain, commitments, head and edge all fit afterwards: only what the entries say does not.
    """
    with_guards_off(home, lambda conn: _rewrite(conn, index, part, change))


def retype(home: Path, index: int, event_type: str) -> None:
    """Call an entry a fact of another type, without leaving a seam."""
    with_guards_off(home, lambda conn: _rehash(conn, {index: event_type}))


def _rewrite(
    conn: sqlite3.Connection, index: int, part: str, change: Callable[[Body], object]
) -> None:
    (data,) = conn.execute(
        "SELECT data FROM part WHERE idx = ? AND name = ?", (index, part)
    ).fetchone()
    value = json.loads(data)
    change(value["body"])
    conn.execute(
        "UPDATE part SET data = ? WHERE idx = ? AND name = ?",
        (canonical.encode(value), index, part),
    )
    _rehash(conn, {})


def _rehash(conn: sqlite3.Connection, types: dict[int, str]) -> None:
    (genesis,) = conn.execute("SELECT genesis FROM head").fetchone()
    prev, tree = genesis_prev(genesis), CompactRange()
    for at, leaf in conn.execute("SELECT idx, leaf FROM entry ORDER BY idx").fetchall():
        header = parse_entry(leaf)
        parts = conn.execute(
            "SELECT salt, data FROM part WHERE idx = ? ORDER BY ordinal", (at,)
        ).fetchall()
        forged = entry_bytes(
            origin=header.origin,
            index=at,
            prev=prev,
            recorded_at=header.recorded_at,
            event_type=types.get(at, header.event_type),
            commit=commitment(parts),
        )
        prev = leaf_hash(forged)
        tree.append(prev)
        conn.execute("UPDATE entry SET leaf = ?, leaf_hash = ? WHERE idx = ?", (forged, prev, at))
    conn.execute("UPDATE head SET edge = ?, last_leaf = ?", (tree.to_bytes(), prev))
