"""Out of reach, busy, full, late: the caller is told to come back, and coming back works."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.engine import make_url

from ledger.bootstrap import Register, open_register
from ledger.clock import stamp
from ledger.errors import Unavailable
from ledger.settings import Settings
from ledger.store import engine as engines
from ledger.store.append import lock_head
from ledger.store.engine import write_transaction
from ledger.store.read import LogReader
from tests.faults.world import company, evidence, key, must_be_sound, size_of

ON_POSTGRESQL = pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)


def unavailable(register: Register, name: str) -> Unavailable:
    with pytest.raises(Unavailable) as caught:
        register.ledger.record(company(name), request=key(name))
    return caught.value


def test_a_closed_ledger_refuses_and_closing_twice_is_harmless(register: Register) -> None:
    register.ledger.record(company("甲社"))
    assert register.ledger.is_writing
    register.ledger.close()
    register.ledger.close()
    assert not register.ledger.is_writing
    assert unavailable(register, "乙社").code == "register-closed"
    assert size_of(register) == 1


def test_closing_writes_what_is_queued(either_register: Register) -> None:
    futures = [either_register.ledger.submit(company(f"{n}社")) for n in range(700)]
    either_register.ledger.close()
    assert [future.result().first_index for future in futures] == list(range(700))
    assert size_of(either_register) == 700


def test_a_caller_who_goes_away_does_not_stop_the_writer(register: Register) -> None:
    with write_transaction(register.engine):
        future = register.ledger.submit(company("甲社"))
        assert not future.cancel()
    register.ledger.record(company("乙社"))
    assert size_of(register) == 2


@pytest.fixture
def hasty(either_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Register]:
    """A register that waits for a lock a twentieth of a second instead of half a minute."""
    pragmas = tuple(pragma.replace("=30000", "=50") for pragma in engines._PRAGMAS)
    monkeypatch.setattr(engines, "_PRAGMAS", pragmas)
    monkeypatch.setattr(engines, "BUSY_TIMEOUT_SECONDS", 0.05)
    opened = open_register(either_settings)
    yield opened
    opened.close()


def test_a_locked_database_is_unavailable_and_works_again(hasty: Register) -> None:
    hasty.ledger.record(company("甲社"))
    with write_transaction(hasty.engine) as conn:
        lock_head(conn)
        assert unavailable(hasty, "乙社").code == "database-unavailable"
        assert size_of(hasty) == 1  # readers do not wait for the writer
    assert hasty.ledger.record(company("乙社"), request=key("乙社")).first_index == 1
    must_be_sound(hasty.engine)


def test_all_callers_of_a_batch_hear_that_the_database_is_locked(hasty: Register) -> None:
    with write_transaction(hasty.engine) as conn:
        lock_head(conn)
        futures = [hasty.ledger.submit(company(f"{n}社")) for n in range(5)]
        assert all(isinstance(future.exception(), Unavailable) for future in futures)
    assert size_of(hasty) == 0


def test_any_number_of_readers_leaves_the_writer_its_way(either_register: Register) -> None:
    with ExitStack() as readers:
        snapshots = [
            LogReader(readers.enter_context(either_register.ledger.reading())) for _ in range(30)
        ]
        assert either_register.ledger.submit(company("甲社")).result(10).first_index == 0
        # On PostgreSQL a snapshot is taken by the first query, on SQLite as well.
        assert {reader.size() for reader in snapshots} == {1}
        either_register.ledger.record(company("乙社"))
        assert {reader.size() for reader in snapshots} == {1}


def drop_connections(url: str, database: str) -> None:
    with psycopg.connect(url, autocommit=True) as conn:
        conn.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (database,)
        )


@ON_POSTGRESQL
def test_a_dropped_connection_is_unavailable_once(
    either_register: Register, postgresql_server: str
) -> None:
    either_register.ledger.record(company("甲社"))
    drop_connections(postgresql_server, str(either_register.engine.url.database))
    assert unavailable(either_register, "乙社").code == "database-unavailable"
    again = either_register.ledger.record(company("乙社"), request=key("乙社"))
    assert (again.first_index, again.replayed) == (1, False)


@ON_POSTGRESQL
def test_a_server_that_turns_us_away_is_unavailable_until_it_lets_us_in(
    either_register: Register, postgresql_server: str
) -> None:
    either_register.ledger.record(company("甲社"))
    database = str(either_register.engine.url.database)
    with psycopg.connect(postgresql_server, autocommit=True) as conn:
        conn.execute(f'ALTER DATABASE "{database}" ALLOW_CONNECTIONS false')
        drop_connections(postgresql_server, database)
        for name in ("乙社", "丙社"):
            assert unavailable(either_register, name).code == "database-unavailable"
        with pytest.raises(Unavailable), either_register.ledger.reading():
            pass
        conn.execute(f'ALTER DATABASE "{database}" ALLOW_CONNECTIONS true')
    either_register.ledger.record(company("乙社"))
    assert size_of(either_register) == 2


def test_a_file_that_is_gone_is_unavailable_and_none_is_made_in_its_place(
    register: Register,
) -> None:
    register.ledger.record(company("甲社"))
    path, away = register.home / "register.db", register.home / "away.db"
    path.rename(away)
    assert unavailable(register, "乙社").code == "database-missing"
    register.engine.dispose()  # a new connection must not make a file either
    assert unavailable(register, "乙社").code == "database-missing"
    assert not path.exists()
    away.rename(path)
    assert register.ledger.record(company("乙社")).first_index == 1


def test_a_full_disk_is_unavailable_and_nothing_acknowledged_is_lost(
    home_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    shutil.copytree(home_template, home)
    with sqlite3.connect(home / "register.db") as conn:
        (pages,) = conn.execute("PRAGMA page_count").fetchone()
    conn.close()
    limit = f"PRAGMA max_page_count={pages + 4}"
    with monkeypatch.context() as patch:
        patch.setattr(engines, "_PRAGMAS", (*engines._PRAGMAS, limit))
        register = open_register(Settings(home=home, batch_max=4))
        asked = [register.ledger.submit(company(f"{number}社")) for number in range(400)]
        refused = [future.exception() for future in asked if future.exception()]
        recorded = [future.result() for future in asked if not future.exception()]
        assert 0 < len(recorded) < 400
        assert all(isinstance(e, Unavailable) and "full" in str(e) for e in refused)
        register.close()
    register = open_register(Settings(home=home))
    hashes = evidence(register.engine).leaf_hashes
    assert hashes == tuple(one.leaf_hashes[0] for one in recorded)
    register.ledger.record(company("広い社"))
    must_be_sound(register.engine)
    register.close()


class Hands:
    """A clock whose hands the test sets."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self) -> datetime:
        return self.moment


def test_a_clock_a_little_behind_repeats_the_last_time(register: Register) -> None:
    noon = datetime(2026, 12, 1, 12, tzinfo=UTC)
    register.ledger.clock = hands = Hands(noon)
    register.ledger.record(company("甲社"))
    hands.moment = noon - timedelta(seconds=5)
    second = register.ledger.record(company("乙社"))
    with register.ledger.reading() as conn:
        header = LogReader(conn).entry(second.first_index).header()
    assert header.recorded_at == stamp(noon)
    must_be_sound(register.engine)


def test_a_clock_far_behind_is_unavailable_until_it_has_caught_up(register: Register) -> None:
    noon = datetime(2026, 12, 1, 12, tzinfo=UTC)
    register.ledger.clock = hands = Hands(noon)
    register.ledger.record(company("甲社"))
    hands.moment = noon - timedelta(seconds=5, microseconds=1)
    assert unavailable(register, "乙社").code == "clock-skew"
    assert size_of(register) == 1
    hands.moment = noon
    assert register.ledger.record(company("乙社")).first_index == 1


def test_a_clock_behind_the_last_entry_is_noticed_after_reopening_too(
    either_settings: Settings,
) -> None:
    noon = datetime(2026, 12, 1, 12, tzinfo=UTC)
    for moment, name in ((noon, "甲社"), (noon - timedelta(minutes=1), "乙社")):
        register = open_register(either_settings)
        register.ledger.clock = Hands(moment)
        if name == "甲社":
            register.ledger.record(company(name))
        else:
            assert unavailable(register, name).code == "clock-skew"
        register.close()


def test_an_unreachable_server_is_told_at_opening(either_settings: Settings) -> None:
    url = make_url("postgresql://nobody@127.0.0.1:1/none")
    nowhere = either_settings.model_copy(update={"database_url": url.render_as_string()})
    with pytest.raises(Unavailable):
        open_register(nowhere)
