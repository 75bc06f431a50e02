"""A database that went back, or turned into another, while a process has it open: refused.

What a process acknowledged is the least that the log must hold; it must never write over that.
"""

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Engine, text
from sqlalchemy.engine import make_url

from ledger.bootstrap import Register, open_register
from ledger.errors import LogCorrupt
from ledger.rebuild import rebuild_views
from ledger.settings import Settings
from ledger.store.engine import read_transaction
from tests.faults.world import company, must_be_sound, size_of, unguarded


def corrupt(register: Register) -> LogCorrupt:
    with pytest.raises(LogCorrupt) as caught:
        register.ledger.record(company("次の社"))
    return caught.value


def literal(value: object, dialect: str) -> str:
    if isinstance(value, bytes | memoryview):
        plain = bytes(value).hex()
        return f"x'{plain}'" if dialect == "sqlite" else f"'\\x{plain}'::bytea"
    return str(value) if isinstance(value, int) else f"'{value}'"


@pytest.fixture
def went_back(either_register: Register) -> Register:
    """A register with five entries whose database then went back to three, behind its back."""
    engine = either_register.engine
    for number in range(3):
        either_register.ledger.record(company(f"{number}社"))
    with read_transaction(engine) as conn:
        head = conn.execute(text("SELECT size, edge, last_leaf, last_time FROM head")).one()
    for number in (3, 4):
        either_register.ledger.record(company(f"{number}社"))
    values = [literal(value, engine.dialect.name) for value in head]
    columns = ("size", "edge", "last_leaf", "last_time")
    unguarded(
        engine,
        "DELETE FROM part WHERE idx >= 3",
        "DELETE FROM entry WHERE idx >= 3",
        "UPDATE head SET " + ", ".join(map(" = ".join, zip(columns, values, strict=True))),
    )
    rebuild_views(engine)
    must_be_sound(engine)
    return either_register


def test_a_log_shorter_than_what_was_acknowledged_is_refused(went_back: Register) -> None:
    for _ in range(2):
        found = corrupt(went_back)
        assert (found.code, found.fields["found"], found.fields["expected"]) == (
            "log-went-back", 3, 5,
        )  # fmt: skip
    assert size_of(went_back) == 3


def test_a_log_that_went_back_and_grew_again_is_refused_at_any_length(
    went_back: Register,
) -> None:
    """Somebody who does not know better goes on with it: same length, then longer."""
    settings = Settings(home=went_back.home)
    if went_back.engine.dialect.name == "postgresql":
        url = went_back.engine.url.render_as_string(hide_password=False)
        settings = Settings(home=went_back.home, database_url=url)
    other = open_register(settings)
    codes = []
    for number in range(4):
        other.ledger.record(company(f"別の{number}社"))
        codes.append(corrupt(went_back).code)
    assert codes == ["log-went-back", "log-forked", "log-forked", "log-forked"]
    assert size_of(other) == 7
    other.close()


def test_a_file_moved_over_the_open_one_is_refused(register: Register, tmp_path: Path) -> None:
    register.ledger.record(company("甲社"))
    older = copied(register.engine, tmp_path / "older.db")
    register.ledger.record(company("乙社"))
    older.replace(register.home / "register.db")
    for _ in range(2):
        assert corrupt(register).code == "database-replaced"
    with pytest.raises(LogCorrupt), register.ledger.reading():
        pass
    register.engine.dispose()
    assert corrupt(register).code == "database-replaced"


def test_even_an_equal_file_moved_over_the_open_one_is_refused(
    register: Register, tmp_path: Path
) -> None:
    """Its write-ahead log belongs to the file that was there before."""
    register.ledger.record(company("甲社"))
    copied(register.engine, tmp_path / "same.db").replace(register.home / "register.db")
    assert corrupt(register).code == "database-replaced"


def copied(engine: Engine, path: Path) -> Path:
    """Take a backup as SQLite does it: a file that holds everything."""
    source = sqlite3.connect(str(engine.url.database))
    target = sqlite3.connect(path)
    source.backup(target)
    source.close()
    target.close()
    return path


@pytest.fixture
def swappable(
    either_register: Register, postgresql_server: str, new_postgresql: Callable[..., str]
) -> Callable[[], Callable[[], None]]:
    """Takes a copy of the database; calling what it returns puts the copy in its place."""
    name = str(either_register.engine.url.database)

    def take() -> Callable[[], None]:
        either_register.engine.dispose()
        older = make_url(new_postgresql(name)).database

        def put() -> None:
            either_register.engine.dispose()
            with psycopg.connect(postgresql_server, autocommit=True) as conn:
                conn.execute(f'ALTER DATABASE "{name}" RENAME TO "{name}_away"')
                conn.execute(f'ALTER DATABASE "{older}" RENAME TO "{name}"')

        return put

    return take


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
def test_a_server_restored_to_an_older_state_is_refused(
    either_register: Register, swappable: Callable[[], Callable[[], None]]
) -> None:
    either_register.ledger.record(company("甲社"))
    restore = swappable()
    either_register.ledger.record(company("乙社"))
    restore()
    assert size_of(either_register) == 1
    assert corrupt(either_register).code == "log-went-back"


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
def test_the_same_state_on_another_server_is_gone_on_with(
    either_register: Register, swappable: Callable[[], Callable[[], None]]
) -> None:
    either_register.ledger.record(company("甲社"))
    swappable()()
    assert either_register.ledger.record(company("乙社")).first_index == 1


def test_a_database_restored_while_nobody_had_it_open_is_gone_on_with(
    register: Register, tmp_path: Path
) -> None:
    """Inside the register nothing can tell; that is what checkpoints kept elsewhere are for."""
    register.ledger.record(company("甲社"))
    older = copied(register.engine, tmp_path / "older.db")
    register.ledger.record(company("乙社"))
    register.close()
    shutil.copy(older, register.home / "register.db")
    again = open_register(Settings(home=register.home))
    assert again.ledger.record(company("丙社")).first_index == 1
    must_be_sound(again.engine)
    again.close()
