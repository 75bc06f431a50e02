"""Comparing the schema that is there with the one that must be.

Run at start and by verification: a missing or altered guard means that the table behind it may
have been rewritten, so the register refuses to go on. Tables of others, such as the views, are
not looked at, but no trigger may hang on a view: it would change what a payout is computed from.
"""

from collections.abc import Mapping
from typing import Final

from sqlalchemy import CheckConstraint, Connection, Engine, Table, inspect
from sqlalchemy.schema import CreateTable

from ledger.errors import LogCorrupt
from ledger.store import guards
from ledger.store.engine import SQLITE, read_transaction
from ledger.store.tables import APPEND_ONLY, LOG_TABLES

_NAMES: Final = tuple(table.name for table in LOG_TABLES)
REVISIONS: Final = ("log_0001", "log_0002", "log_0003", "log_0004")
"""Every revision of the log's tables, oldest first; see `migrations`."""

_VERSION_TABLE: Final = "alembic_version"

_PG_TRIGGERS: Final = """
SELECT t.tgname, pg_get_triggerdef(t.oid, true), t.tgenabled::text, p.proconfig[1], p.prosrc
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
WHERE NOT t.tgisinternal AND pg_table_is_visible(c.oid)
  AND (c.relname = ANY(%s) OR starts_with(c.relname, 'v_'))
"""
_PG_RULES: Final = """
SELECT r.rulename, r.definition FROM pg_rules r
WHERE r.tablename = ANY(%s) AND r.schemaname = ANY(current_schemas(false))
"""
_PG_TOO_MUCH: Final = """
SELECT c.relname, p.privilege FROM pg_class c
CROSS JOIN unnest(ARRAY['UPDATE', 'DELETE', 'TRUNCATE']) AS p(privilege)
WHERE c.relname = ANY(%s) AND pg_table_is_visible(c.oid)
  AND pg_get_userbyid(c.relowner) = %s
  AND NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)
  AND has_table_privilege(current_user, c.oid, p.privilege)
"""


def check_schema(engine: Engine) -> None:
    """Compare tables, columns, constraints, triggers and rights with the expected ones.

    Raises:
        LogCorrupt: Something is missing, altered or too many; `table` or `trigger` names it.
    """
    with read_transaction(engine) as conn:
        found = revisions_of(conn)
        if found and found != list(REVISIONS[-1:]):  # first: its tables are others, too
            raise _of_other_revision(found)
        if conn.dialect.name == SQLITE:
            _check_sqlite(conn)
        else:
            _check_postgresql(conn)
        if not found:
            wanted = {"kind": "table", "name": _VERSION_TABLE}
            raise LogCorrupt("schema-missing", f"table {_VERSION_TABLE} is missing", **wanted)


def revisions_of(conn: Connection) -> list[str]:
    """Return the revisions that a database says it has: one, or none where there is no register."""
    if not inspect(conn).has_table(_VERSION_TABLE):
        return []
    return [row[0] for row in conn.exec_driver_sql("SELECT version_num FROM alembic_version")]


def _of_other_revision(found: list[str]) -> LogCorrupt:
    """Say what to do about a register that another version of Daicho made."""
    code, message = "schema-newer", "a newer version of Daicho made this register; use that version"
    if set(found) <= set(REVISIONS):
        code = "schema-revision"
        message = "an older version of Daicho made this register; back it up, then `daicho upgrade`"
    return LogCorrupt(code, message, expected=REVISIONS[-1], found=found)


def _check_sqlite(conn: Connection) -> None:
    rows = conn.exec_driver_sql("SELECT type, name, tbl_name, sql FROM sqlite_master").fetchall()
    tables = {row[1]: row[3] for row in rows if row[0] == "table" and row[1] in _NAMES}
    wanted = {table.name: str(CreateTable(table).compile(conn)) for table in LOG_TABLES}
    _compare("table", wanted, tables)
    triggers = {
        row[1]: row[3]
        for row in rows
        if row[0] == "trigger" and (row[2] in _NAMES or row[2].startswith("v_"))
    }
    _compare("trigger", {g.name: guards.sqlite_trigger(g) for g in guards.GUARDS}, triggers)


def _check_postgresql(conn: Connection) -> None:
    look = inspect(conn)
    there = set(look.get_table_names())
    _compare("table", dict.fromkeys(_NAMES, ""), dict.fromkeys(there & set(_NAMES), ""))
    for table in LOG_TABLES:
        _compare(f"column of {table.name}", _wanted_columns(table, conn), _columns(conn, table))
        found = {str(check["name"]): "" for check in look.get_check_constraints(table.name)}
        _compare(f"constraint of {table.name}", _wanted_checks(table), found)
    triggers = {
        row[0]: f"{row[1]} [{row[2]} {row[3]}] {row[4]}"
        for row in conn.exec_driver_sql(_PG_TRIGGERS, (list(_NAMES),))
    }
    wanted = {
        guard.name: f"{guards.postgresql_trigger(guard)} [A {guards.SEARCH_PATH}]"
        f" {guards.postgresql_body(guard)}"
        for guard in (*guards.GUARDS, *guards.TRUNCATE_GUARDS)
    }
    _compare("trigger", wanted, triggers)
    rules = {row[0]: row[1] for row in conn.exec_driver_sql(_PG_RULES, (list(_NAMES),))}
    _compare("rule", {}, rules)
    _check_rights(conn)


def _wanted_columns(table: Table, conn: Connection) -> dict[str, str]:
    return {
        column.name: f"{column.type.compile(conn.dialect).lower()}"
        f"{'' if column.nullable else ' not null'}{' key' if column.primary_key else ''}"
        for column in table.columns
    }


def _columns(conn: Connection, table: Table) -> dict[str, str]:
    look = inspect(conn)
    keys = look.get_pk_constraint(table.name)["constrained_columns"]
    return {
        column["name"]: f"{column['type'].compile(conn.dialect).lower()}"
        f"{'' if column['nullable'] else ' not null'}{' key' if column['name'] in keys else ''}"
        for column in look.get_columns(table.name)
    }


def _wanted_checks(table: Table) -> dict[str, str]:
    checks = (c for c in table.constraints if isinstance(c, CheckConstraint))
    return {str(check.name): "" for check in checks}


def _check_rights(conn: Connection) -> None:
    """Refuse to run as a role that could rewrite tables which another role owns for us."""
    rows = conn.exec_driver_sql(_PG_TOO_MUCH, (list(APPEND_ONLY), guards.OWNER_ROLE)).fetchall()
    for table, right in rows:
        raise LogCorrupt("schema-rights", table=table, found=right, expected="SELECT and INSERT")


def _compare(kind: str, wanted: Mapping[str, str], found: Mapping[str, str]) -> None:
    """Raise for the first name that is missing, altered or too many."""
    for name in sorted(wanted.keys() | found.keys()):
        expected, actual = wanted.get(name), found.get(name)
        if expected is None or actual is None or _plain(expected) != _plain(actual):
            what = "missing" if actual is None else "unexpected" if expected is None else "altered"
            raise LogCorrupt(
                f"schema-{what}",
                f"{kind} {name} is {what}",
                kind=kind,
                name=name,
                expected=expected,
                found=actual,
            )


def _plain(text: str) -> str:
    return " ".join(text.split())
