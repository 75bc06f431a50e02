"""Creating the schema: the revisions in `migrations`, and who may do what with the tables.

On PostgreSQL the tables can belong to a role that nobody can log in as, and the register's own role
may only read and append. Creating them then needs an administrator's URL, which the running
register never has.
"""

from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine

from ledger.errors import LogCorrupt, RuleViolation
from ledger.store import guards
from ledger.store.append import lock_head
from ledger.store.engine import POSTGRESQL, write_transaction
from ledger.store.inspect_schema import check_schema
from ledger.store.tables import CHANGES, LOG_TABLES

__all__ = ["check_schema", "create_schema", "has_owner_role", "upgrade", "upgrade_log"]

_MIGRATIONS: Final = Path(__file__).parent / "migrations"
_HEAD_COLUMNS: Final = "size, edge, last_leaf, last_time"


def upgrade(engine: Engine) -> None:
    """Bring the log's tables to the newest revision, in one transaction."""
    with write_transaction(engine) as conn:
        _upgrade(conn)


def upgrade_log(engine: Engine, genesis: str, app_role: str | None = None) -> None:
    """Bring the tables of a log that is there to the newest revision, while nobody writes.

    Args:
        engine: On PostgreSQL with `app_role`, connected as an administrator.
        genesis: The log's; another one's tables are left alone.
        app_role: See `create_schema`.

    Raises:
        Unavailable: Another process writes.
        LogCorrupt: The database is of another log.
    """
    with write_transaction(engine) as conn:
        found = lock_head(conn).genesis
        if found != genesis:
            raise LogCorrupt("database-of-another-log", found=found, expected=genesis)
        if app_role is not None:
            _become_owner(conn)
        _upgrade(conn)
        if app_role is not None:
            _grant(conn, app_role)


def has_owner_role(conn: Connection) -> bool:
    """Tell whether the log's tables belong to the role that nobody can log in as."""
    if conn.dialect.name != POSTGRESQL:
        return False
    query = "SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = to_regclass('entry')"
    return conn.exec_driver_sql(query).scalar() == guards.OWNER_ROLE


def create_schema(engine: Engine, app_role: str | None = None) -> None:
    """Create the log's tables and guards, or bring them to the newest revision.

    Args:
        engine: On PostgreSQL with `app_role`, connected as an administrator.
        app_role: The role that the register connects as. It gets the right to read and append;
            the tables belong to a role without login. None leaves the tables with whoever
            connects, guarded by triggers alone.

    Raises:
        RuleViolation: `app_role` was given for SQLite.
    """
    with write_transaction(engine) as conn:
        if app_role is not None:
            _become_owner(conn)
        _upgrade(conn)
        if app_role is not None:
            _grant(conn, app_role)


def _upgrade(conn: Connection) -> None:
    # Loaded here: every command opens a register, and hardly any of them creates one.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = conn
    command.upgrade(config, "head")


def _become_owner(conn: Connection) -> None:
    """Create the owner if needed and act as it, so that everything made belongs to it."""
    if conn.dialect.name != POSTGRESQL:
        raise RuleViolation(
            "roles-unsupported", field="app_role", value=conn.dialect.name, expected=POSTGRESQL
        )
    owner = guards.OWNER_ROLE
    known = conn.exec_driver_sql("SELECT 1 FROM pg_roles WHERE rolname = %s", (owner,)).fetchone()
    if known is None:
        conn.exec_driver_sql(f"CREATE ROLE {owner} NOLOGIN")
    conn.exec_driver_sql(f"GRANT {owner} TO CURRENT_USER")
    conn.exec_driver_sql(f"GRANT USAGE, CREATE ON SCHEMA public TO {owner}")
    conn.exec_driver_sql(f"SET LOCAL ROLE {owner}")


def _grant(conn: Connection, app_role: str) -> None:
    role = conn.dialect.identifier_preparer.quote(app_role)
    for table in LOG_TABLES:
        conn.exec_driver_sql(f"REVOKE ALL ON {table.name} FROM PUBLIC")
        rights = ", ".join(("SELECT", "INSERT", *CHANGES.get(table.name, ())))
        conn.exec_driver_sql(f"GRANT {rights} ON {table.name} TO {role}")
    conn.exec_driver_sql(f"GRANT UPDATE ({_HEAD_COLUMNS}) ON head TO {role}")
    conn.exec_driver_sql(f"GRANT SELECT ON alembic_version TO {role}")
    conn.exec_driver_sql("RESET ROLE")
    # The views are the register's own: it makes and drops them as it likes.
    conn.exec_driver_sql(f"GRANT USAGE, CREATE ON SCHEMA public TO {role}")
