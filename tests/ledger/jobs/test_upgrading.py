"""A register that an earlier version made is refused, told what to do, and brought up to date."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Engine, event
from sqlalchemy.engine import make_url

from ledger.bootstrap import create_register, register
from ledger.errors import LogCorrupt, Refused, Unavailable
from ledger.home import read_card
from ledger.ids import PARTY, new_id
from ledger.jobs.upgrade import Plan, planned, upgrade_register
from ledger.jobs.verify import verify_register
from ledger.parties.commands import RegisterCompany
from ledger.settings import Settings
from ledger.store import guards
from ledger.store.append import lock_head
from ledger.store.engine import open_engine, write_transaction
from ledger.store.migrations.versions import log_0003, log_0004
from ledger.store.read import LogReader
from ledger.store.schema import upgrade_log
from ledger.values import Names

ENTRIES = 5
SINCE = ("v_party_registration", "v_payment_item")
"""Views that the earlier version did not have."""


def made_by_log_0002(settings: Settings, admin_url: str | None = None) -> str:
    """Record something, then leave the tables as revision log_0002 made them; the root."""
    create_register(settings, "ledger.example/ip", admin_url=admin_url)
    with register(settings) as opened:
        for number in range(ENTRIES):
            id = new_id(PARTY, opened.clock, opened.entropy)
            opened.ledger.record(RegisterCompany(id=id, names=Names(ja=f"第{number}商事")))
    with opened_at(settings.url) as engine, write_transaction(engine) as conn:
        for table in SINCE:
            conn.exec_driver_sql(f"DROP TABLE {table}")
        conn.exec_driver_sql("ALTER TABLE v_party DROP COLUMN invoice_number")
    with opened_at(admin_url or settings.url) as engine, write_transaction(engine) as conn:
        for table in (*log_0003.TABLES, *log_0004.TABLES):
            conn.exec_driver_sql(f"DROP TABLE {table}")
        if not settings.url.startswith("sqlite"):
            for guard in (*guards.GUARDS, *guards.TRUNCATE_GUARDS):
                if guard.table in log_0004.TABLES:
                    conn.exec_driver_sql(f"DROP FUNCTION {guard.name}()")
        conn.exec_driver_sql("UPDATE alembic_version SET version_num = 'log_0002'")
    return root_of(settings)


@contextmanager
def opened_at(url: str) -> Iterator[Engine]:
    engine = open_engine(url)
    try:
        yield engine
    finally:
        engine.dispose()


def root_of(settings: Settings) -> str:
    with opened_at(settings.url) as engine, write_transaction(engine) as conn:
        head = LogReader(conn).head()
        return f"{head.size} {head.last_leaf.hex()}"


@pytest.fixture
def older(tmp_path: Path, database_url: str) -> Settings:
    """A register of revision log_0002 on either kind of database."""
    settings = Settings(home=tmp_path / "home", database_url=database_url)
    made_by_log_0002(settings)
    return settings


def test_an_older_register_is_refused_upgraded_and_verifies(older: Settings) -> None:
    before = root_of(older)
    with pytest.raises(LogCorrupt) as caught, register(older):
        pass
    assert caught.value.code == "schema-revision"
    assert "daicho upgrade" in caught.value.message
    assert planned(older) == Plan("log_0002", "log_0004", ENTRIES, needs_admin=False)
    done: list[tuple[int, int]] = []
    assert upgrade_register(older, progress=lambda *told: done.append(told)) == ENTRIES
    assert done == [(ENTRIES, ENTRIES)]
    with register(older) as opened:
        assert verify_register(opened, views=True).findings == ()
    assert root_of(older) == before


def test_upgrading_again_changes_nothing(older: Settings) -> None:
    upgrade_register(older)
    before = root_of(older)
    assert planned(older).found == "log_0004"
    assert upgrade_register(older) == ENTRIES
    assert root_of(older) == before
    with register(older) as opened:
        assert verify_register(opened, views=True).findings == ()


def test_an_upgrade_waits_for_no_writer_and_changes_nothing(older: Settings) -> None:
    wait = (
        "PRAGMA busy_timeout=100" if older.url.startswith("sqlite") else "SET lock_timeout='100ms'"
    )
    with opened_at(older.url) as engine, opened_at(older.url) as other:
        event.listen(other, "connect", lambda conn, _record: conn.cursor().execute(wait))
        with write_transaction(engine) as conn:
            lock_head(conn)
            with pytest.raises(Unavailable):
                upgrade_log(other, read_card(older.home))
    assert planned(older).found == "log_0002"


def test_tables_of_another_log_are_left_alone(older: Settings) -> None:
    with opened_at(older.url) as engine, pytest.raises(LogCorrupt) as caught:
        upgrade_log(engine, "another")
    assert caught.value.code == "database-of-another-log"
    assert planned(older).found == "log_0002"


def test_no_administrator_is_taken_where_none_is_needed(older: Settings) -> None:
    with pytest.raises(Refused) as caught:
        upgrade_register(older, admin_url="postgresql://admin@db.example/daicho")
    assert caught.value.code == "upgrade-without-admin"


def test_a_register_of_a_newer_version_is_left_alone(older: Settings) -> None:
    with opened_at(older.url) as engine, write_transaction(engine) as conn:
        conn.exec_driver_sql("UPDATE alembic_version SET version_num = 'log_9999'")
    with pytest.raises(LogCorrupt) as caught:
        upgrade_register(older)
    assert caught.value.code == "schema-newer"


def test_tables_with_an_owner_need_an_administrator(
    new_postgresql: Callable[..., str], tmp_path: Path
) -> None:
    admin = new_postgresql()
    role = "daicho_app_of_an_upgrade"
    with psycopg.connect(admin, autocommit=True) as conn:
        if conn.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,)).fetchone() is None:
            conn.execute(f"CREATE ROLE {role} LOGIN")
    url = make_url(admin).set(username=role).render_as_string(hide_password=False)
    settings = Settings(home=tmp_path / "home", database_url=url)
    before = made_by_log_0002(settings, admin)
    with pytest.raises(Refused) as caught:
        upgrade_register(settings)
    assert caught.value.code == "upgrade-needs-admin"
    upgrade_register(settings, admin_url=admin)
    with register(settings) as opened:
        assert verify_register(opened, views=True).findings == ()
    assert root_of(settings) == before
    assert upgrade_register(settings) == ENTRIES
