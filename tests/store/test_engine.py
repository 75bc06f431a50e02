"""Opening databases, and what a transaction promises."""

from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Engine, exc
from sqlalchemy.engine import make_url

from ledger.errors import RuleViolation, Unavailable
from ledger.store import engine as engines
from ledger.store.engine import open_engine, read_transaction, write_transaction


def pragma(opened: Engine, name: str) -> object:
    with read_transaction(opened) as conn:
        return conn.exec_driver_sql(f"PRAGMA {name}").scalar_one()


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_sqlite_is_opened_durable_and_wary(engine: Engine) -> None:
    wanted = {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "trusted_schema": 0,
        "recursive_triggers": 1,
        "busy_timeout": 30_000,
        "page_size": 16_384,
    }
    assert {name: pragma(engine, name) for name in wanted} == wanted


def test_a_wrong_path_never_starts_a_new_database(tmp_path: Path) -> None:
    path = tmp_path / "typo.db"
    with pytest.raises(Unavailable) as caught:
        open_engine(f"sqlite:///{path}")
    assert caught.value.code == "database-missing"
    assert not path.exists()


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "mysql://localhost/x"])
def test_a_database_that_cannot_keep_a_log_is_refused(url: str) -> None:
    with pytest.raises((RuleViolation, exc.NoSuchModuleError)):
        open_engine(url)


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
@pytest.mark.parametrize("setting", ["off", "local", "remote_write"])
def test_a_server_that_answers_before_the_disk_is_refused(engine: Engine, setting: str) -> None:
    url = engine.url.render_as_string(hide_password=False)
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as conn:
        conn.execute(f'ALTER DATABASE "{engine.url.database}" SET synchronous_commit = {setting}')
    opened = open_engine(url)
    with pytest.raises(Unavailable) as caught, opened.connect():
        pass
    assert (caught.value.code, caught.value.fields["value"]) == ("not-durable", setting)
    opened.dispose()


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
def test_writers_read_committed_and_readers_hold_a_snapshot(engine: Engine) -> None:
    with write_transaction(engine) as conn:
        assert conn.exec_driver_sql("SHOW transaction_isolation").scalar_one() == "read committed"
    with read_transaction(engine) as conn:
        assert conn.exec_driver_sql("SHOW transaction_isolation").scalar_one() == "repeatable read"
        assert conn.exec_driver_sql("SHOW transaction_read_only").scalar_one() == "on"
    with write_transaction(engine) as conn:
        assert conn.exec_driver_sql("SHOW transaction_read_only").scalar_one() == "off"


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_a_second_writer_waits_and_is_then_told_to_retry(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    pragmas = tuple(p.replace("30000", "50") for p in engines._PRAGMAS)
    monkeypatch.setattr(engines, "_PRAGMAS", pragmas)
    hasty = open_engine(str(engine.url))
    with write_transaction(engine), pytest.raises(Unavailable) as caught, write_transaction(hasty):
        pass
    assert caught.value.code == "database-unavailable"
    with write_transaction(hasty) as conn:
        conn.exec_driver_sql("SELECT 1")
    hasty.dispose()


def test_what_a_reader_writes_is_not_kept(log_engine: Engine) -> None:
    insert = (
        "INSERT INTO token (id, token_hash, role, scopes, label, created_at)"
        " VALUES ('tok', 'x', 'operator', '', '', '')"
    )
    if log_engine.dialect.name == "sqlite":
        with read_transaction(log_engine) as conn:
            conn.exec_driver_sql(insert.replace("'x'", "x'00'"))
    else:
        with pytest.raises(exc.InternalError), read_transaction(log_engine) as conn:
            conn.exec_driver_sql(insert)
    with read_transaction(log_engine) as conn:
        assert conn.exec_driver_sql("SELECT count(*) FROM token").scalar_one() == 0


def test_a_mistake_in_sql_is_not_called_unavailable(log_engine: Engine) -> None:
    with pytest.raises(exc.DBAPIError), read_transaction(log_engine) as conn:
        conn.exec_driver_sql("SELECT nothing FROM entry")


def test_a_server_out_of_reach_is_unavailable() -> None:
    opened = open_engine("postgresql://nobody@127.0.0.1:1/none")
    with pytest.raises(Unavailable), read_transaction(opened):
        pass
    with pytest.raises(Unavailable), write_transaction(opened):
        pass
    opened.dispose()


def test_the_driver_is_chosen_for_a_plain_postgresql_url() -> None:
    opened = open_engine("postgresql://nobody@127.0.0.1:1/none")
    assert opened.url.drivername == "postgresql+psycopg"
    assert make_url(str(opened.url)).get_backend_name() == "postgresql"
    opened.dispose()
