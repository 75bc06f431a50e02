"""The schema is compared at start: whatever is missing, altered or too many is named."""

from collections.abc import Callable
from hashlib import sha256
from types import ModuleType

import psycopg
import pytest
from sqlalchemy import Engine, exc
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.schema import CreateTable

from ledger.errors import LogCorrupt, RuleViolation
from ledger.log.genesis import genesis_text
from ledger.store import guards
from ledger.store.append import start_log
from ledger.store.check import verify_head
from ledger.store.engine import open_engine, read_transaction, write_transaction
from ledger.store.migrations.versions import log_0001, log_0002, log_0003, log_0004
from ledger.store.schema import check_schema, create_schema, upgrade
from ledger.store.tables import LOG_TABLES
from tests.store.logs import fill

EVERY_GUARD = [guard.name for guard in guards.GUARDS]


def execute(engine: Engine, *statements: str) -> None:
    with write_transaction(engine) as conn:
        for statement in statements:
            conn.exec_driver_sql(statement)


def refusal(engine: Engine) -> LogCorrupt:
    with pytest.raises(LogCorrupt) as caught:
        check_schema(engine)
    return caught.value


def test_a_fresh_schema_is_the_expected_one(log_engine: Engine) -> None:
    check_schema(log_engine)
    with read_transaction(log_engine) as conn:
        assert verify_head(conn).size == 0


def test_creating_the_schema_again_changes_nothing(log_engine: Engine) -> None:
    fill(log_engine, 3)
    create_schema(log_engine)
    upgrade(log_engine)
    check_schema(log_engine)
    with read_transaction(log_engine) as conn:
        assert verify_head(conn).size == 3


def test_a_register_of_the_first_revision_is_brought_up(engine: Engine) -> None:
    drop = "CASCADE" if engine.dialect.name == "postgresql" else ""
    execute(
        engine,
        f"DROP TABLE checkpoint {drop}",
        *(f"DROP TABLE {name} {drop}" for name in (*log_0003.TABLES, *log_0004.TABLES)),
        "UPDATE alembic_version SET version_num = 'log_0001'",
    )
    if engine.dialect.name == "postgresql":
        names = [
            g.name
            for g in (*guards.GUARDS, *guards.TRUNCATE_GUARDS)
            if g.table in ("checkpoint", "sign_in_event")
        ]
        execute(engine, *(f"DROP FUNCTION {name}()" for name in names))
    found = refusal(engine)
    assert (found.code, found.fields["found"]) == ("schema-revision", ["log_0001"])
    assert "daicho upgrade" in found.message
    upgrade(engine)
    check_schema(engine)


def test_an_empty_database_is_not_a_register(database_url: str) -> None:
    opened = open_engine(database_url, create=True)
    try:
        assert refusal(opened).code == "schema-missing"
    finally:
        opened.dispose()


@pytest.mark.parametrize("name", EVERY_GUARD)
def test_a_missing_guard_is_named(engine: Engine, name: str) -> None:
    table = name.removeprefix("daicho_").rpartition("_")[0]
    on = f" ON {table}" if engine.dialect.name == "postgresql" else ""
    execute(engine, f"DROP TRIGGER {name}{on}")
    found = refusal(engine)
    assert (found.code, found.fields["name"]) == ("schema-missing", name)


def test_an_altered_guard_is_named(engine: Engine) -> None:
    guard = guards.GUARDS[0]
    if engine.dialect.name == "sqlite":
        weaker = guards.sqlite_trigger(guard).replace("<>", "<")
        execute(engine, f"DROP TRIGGER {guard.name}", weaker)
    else:
        body = "BEGIN RETURN NEW; END"
        execute(
            engine,
            f"CREATE OR REPLACE FUNCTION {guard.name}() RETURNS trigger LANGUAGE plpgsql AS $${body}$$",
        )
    found = refusal(engine)
    assert (found.code, found.fields["name"]) == ("schema-altered", guard.name)


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
@pytest.mark.parametrize("how", ["DISABLE", "ENABLE", "ENABLE REPLICA"])
def test_a_guard_that_does_not_always_fire_is_named(engine: Engine, how: str) -> None:
    execute(engine, f"ALTER TABLE entry {how} TRIGGER daicho_entry_update")
    assert refusal(engine).fields["name"] == "daicho_entry_update"


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
def test_a_guard_that_looks_elsewhere_is_named(engine: Engine) -> None:
    execute(engine, "ALTER FUNCTION daicho_part_insert() SET search_path = other, public")
    assert refusal(engine).fields["name"] == "daicho_part_insert"


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
def test_a_missing_truncate_guard_is_named(engine: Engine) -> None:
    execute(engine, "DROP TRIGGER daicho_part_truncate ON part")
    assert refusal(engine).fields["name"] == "daicho_part_truncate"


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
def test_a_rewrite_rule_is_named(engine: Engine) -> None:
    execute(engine, "CREATE RULE swallow AS ON INSERT TO request DO INSTEAD NOTHING")
    assert refusal(engine).fields["name"] == "swallow"


def test_a_trigger_too_many_is_named(engine: Engine) -> None:
    if engine.dialect.name == "sqlite":
        body = "BEGIN UPDATE token SET label = 'x'; END"
        execute(engine, f"CREATE TRIGGER sly AFTER INSERT ON entry {body}")
    else:
        execute(
            engine,
            "CREATE TRIGGER sly AFTER INSERT ON entry FOR EACH ROW EXECUTE FUNCTION daicho_head_insert()",
        )
    found = refusal(engine)
    assert (found.code, found.fields["name"]) == ("schema-unexpected", "sly")


def test_a_trigger_on_a_view_of_the_register_is_named(engine: Engine) -> None:
    execute(engine, "CREATE TABLE v_terms (id TEXT)")
    if engine.dialect.name == "sqlite":
        body = "BEGIN UPDATE v_terms SET id = 'x'; END"
        execute(engine, f"CREATE TRIGGER sly AFTER INSERT ON v_terms {body}")
    else:
        execute(
            engine,
            "CREATE TRIGGER sly AFTER INSERT ON v_terms FOR EACH ROW EXECUTE FUNCTION daicho_head_insert()",
        )
    found = refusal(engine)
    assert (found.code, found.fields["name"]) == ("schema-unexpected", "sly")


def test_a_database_that_no_longer_says_its_revision_is_refused(engine: Engine) -> None:
    execute(engine, "DROP TABLE alembic_version")
    found = refusal(engine)
    assert (found.code, found.fields["name"]) == ("schema-missing", "alembic_version")


def test_a_missing_table_is_named(engine: Engine) -> None:
    execute(engine, "DROP TABLE tile")
    assert refusal(engine).fields["name"] == "tile"


def test_a_column_too_many_is_named(engine: Engine) -> None:
    execute(engine, "ALTER TABLE part ADD COLUMN note TEXT")
    found = refusal(engine)
    assert found.fields["name"] == ("part" if engine.dialect.name == "sqlite" else "note")


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
@pytest.mark.parametrize(
    ("statement", "name"),
    [
        ("ALTER TABLE part DROP COLUMN salt", "salt"),
        ("ALTER TABLE part ALTER COLUMN salt DROP NOT NULL", "salt"),
        ("ALTER TABLE part ALTER COLUMN name TYPE varchar(9)", "name"),
        ("ALTER TABLE entry DROP CONSTRAINT entry_pkey", "idx"),
        ("ALTER TABLE entry DROP CONSTRAINT entry_leaf", "entry_leaf"),
    ],
)
def test_an_altered_column_or_constraint_is_named(
    engine: Engine, statement: str, name: str
) -> None:
    execute(engine, statement)
    assert refusal(engine).fields["name"] == name


def test_a_newer_revision_is_refused(engine: Engine) -> None:
    execute(engine, "UPDATE alembic_version SET version_num = 'log_9999'")
    assert refusal(engine).code == "schema-newer"


def test_tables_of_others_are_not_looked_at(engine: Engine) -> None:
    execute(engine, "CREATE TABLE v_work (id TEXT)", "CREATE TABLE something (id TEXT)")
    check_schema(engine)


def definitions(names: tuple[str, ...]) -> str:
    tables = [
        " ".join(str(CreateTable(table).compile(dialect=dialect)).split())
        for dialect in (sqlite.dialect(), postgresql.dialect())
        for table in LOG_TABLES
        if table.name in names
    ]
    ddl = [*tables, *guards.statements("sqlite", names), *guards.statements("postgresql", names)]
    return sha256("\n".join(ddl).encode()).hexdigest()


@pytest.mark.parametrize(
    ("revision", "digest"),
    [
        (log_0001, "f0a9b5f95ac26cf7fde1edd525cad6985731fdb094bbc48024c48515f57f243c"),
        (log_0002, "e80093780c5c81f1685528d65272607585637fbfcf850d480835364dfa3e221f"),
        (log_0003, "797b9d318a27e36afc94fd8edd4203acb85a63ef157b8bbdfa3b666c99e034a8"),
        (log_0004, "29c436336050dbf12e8ede9a972442381aca4acf9ebaeb987709f1c760ecdf1f"),
    ],
)
def test_the_definitions_behind_a_revision_are_frozen(revision: ModuleType, digest: str) -> None:
    """A change to a table or a guard needs a revision of its own, beside these."""
    assert definitions(revision.TABLES) == digest


def test_every_table_belongs_to_one_revision() -> None:
    made = [
        name for revision in (log_0001, log_0002, log_0003, log_0004) for name in revision.TABLES
    ]
    assert sorted(made) == sorted(table.name for table in LOG_TABLES)


def test_roles_are_for_postgresql_only(tmp_path: object) -> None:
    opened = open_engine(f"sqlite:///{tmp_path}/x.db", create=True)
    with pytest.raises(RuleViolation):
        create_schema(opened, "daicho_app")
    opened.dispose()


@pytest.fixture(scope="module")
def as_application(new_postgresql: Callable[..., str], postgresql_server: str) -> object:
    """An engine of the application's own role, on tables that belong to the owner."""
    url = new_postgresql()
    with psycopg.connect(postgresql_server, autocommit=True) as conn:
        if conn.execute("SELECT 1 FROM pg_roles WHERE rolname = 'daicho_app'").fetchone() is None:
            conn.execute("CREATE ROLE daicho_app LOGIN")
    admin = open_engine(url)
    create_schema(admin, "daicho_app")
    create_schema(admin, "daicho_app")
    admin.dispose()
    parsed = make_url(url).set(username="daicho_app")
    opened = open_engine(parsed.render_as_string(hide_password=False))
    with write_transaction(opened) as conn:
        start_log(conn, genesis_text("ledger.example/ip", bytes(32), 1))
    fill(opened, 5)
    yield opened
    opened.dispose()


def test_the_application_role_may_append_and_make_views(as_application: Engine) -> None:
    check_schema(as_application)
    execute(as_application, "CREATE TABLE v_work (id TEXT)", "DROP TABLE v_work")
    execute(as_application, "UPDATE sign_in_wait SET failures = 0", "DELETE FROM sign_in_session")
    with read_transaction(as_application) as conn:
        assert verify_head(conn).size == 5


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entry SET leaf = leaf",
        "DELETE FROM part",
        "UPDATE sign_in_event SET kind = kind",
        "DELETE FROM sign_in_event",
        "TRUNCATE tile",
        "DROP TABLE request",
        "DELETE FROM head",
        "UPDATE head SET genesis = 'x'",
        "UPDATE head SET log_id = 1",
        "ALTER TABLE entry DISABLE TRIGGER ALL",
        "DROP TRIGGER daicho_entry_update ON entry",
        "CREATE OR REPLACE FUNCTION daicho_entry_update() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
        "SET LOCAL session_replication_role = replica",
        "SET LOCAL ROLE daicho_owner",
        "CREATE TRIGGER t AFTER INSERT ON entry EXECUTE FUNCTION daicho_head_insert()",
        "CREATE RULE r AS ON INSERT TO entry DO INSTEAD NOTHING",
        "ALTER TABLE entry OWNER TO daicho_app",
        "UPDATE alembic_version SET version_num = 'x'",
    ],
)
def test_the_application_role_may_not_rewrite_even_without_guards(
    as_application: Engine, statement: str
) -> None:
    with pytest.raises(exc.DBAPIError) as caught:
        execute(as_application, statement)
    message = str(caught.value.orig)
    assert "permission denied" in message or "must be owner" in message


def test_rights_too_many_are_named(as_application: Engine, postgresql_server: str) -> None:
    url = as_application.url.set(username=make_url(postgresql_server).username)
    admin = open_engine(url.render_as_string(hide_password=False))
    execute(admin, "GRANT DELETE ON entry TO daicho_app")
    found = refusal(as_application)
    execute(admin, "REVOKE DELETE ON entry FROM daicho_app")
    admin.dispose()
    check_schema(as_application)
    assert (found.code, found.fields["table"]) == ("schema-rights", "entry")
