"""A register on PostgreSQL whose tables belong to a role that nobody can log in as."""

from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.engine import make_url

from ledger.bootstrap import create_register, register
from ledger.ids import PARTY, new_id
from ledger.jobs.notices import addresses_of, send_notices
from ledger.jobs.verify import verify_register
from ledger.notices.addresses import NewAddress
from ledger.parties.commands import RegisterCompany
from ledger.settings import Settings
from ledger.values import Names

APPLICATION = "daicho_app_of_a_test"


@pytest.fixture
def urls(new_postgresql: Callable[..., str]) -> tuple[str, str]:
    """An administrator's URL and an application's URL of the same empty database."""
    admin = new_postgresql()
    with psycopg.connect(admin, autocommit=True) as conn:
        known = conn.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (APPLICATION,)).fetchone()
        if known is None:
            conn.execute(f"CREATE ROLE {APPLICATION} LOGIN")
    application = make_url(admin).set(username=APPLICATION)
    return admin, application.render_as_string(hide_password=False)


def test_the_application_appends_and_reads_and_can_change_nothing(
    urls: tuple[str, str], tmp_path: Path
) -> None:
    admin, application = urls
    settings = Settings(home=tmp_path / "home", database_url=application)
    create_register(settings, "ledger.example/roles", admin_url=admin)
    with register(settings) as opened:
        id = new_id(PARTY, opened.clock, opened.entropy)
        opened.ledger.record(RegisterCompany(id=id, names=Names(ja="見本映像")))
        addresses = addresses_of(opened)
        addresses.subscribe(NewAddress(id, "email", "keiri@example.jp"))
        assert send_notices(opened, {}).by_status == {}
        assert len(addresses.listed(id)) == 1
        assert verify_register(opened, views=True).verdict == "SELF-CONSISTENT"
    forbidden = (
        "UPDATE entry SET leaf = leaf",
        "DELETE FROM part",
        "TRUNCATE tile",
        "DROP TABLE request",
        "ALTER TABLE entry DISABLE TRIGGER ALL",
        "DELETE FROM head",
        "UPDATE head SET genesis = 'another'",
    )
    with psycopg.connect(application, autocommit=True) as conn:
        for statement in forbidden:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                conn.execute(statement)
