"""Append-only, enforced by the database itself.

What each guard stops, on `entry`, `part`, `tile`, `request`, `checkpoint` and `sign_in_event`:

- UPDATE and DELETE (and TRUNCATE on PostgreSQL) are refused.
- INSERT is refused unless the row is the next one, so neither a gap nor a second row for a place
  can be written. On SQLite the check runs before conflicts are resolved: `INSERT OR REPLACE` would
  otherwise delete the old row without firing a DELETE trigger. PostgreSQL has no such statement,
  and there a check per statement over the rows added costs a tenth of a check per row.
- Parts and requests belong to entries of the same transaction: those at or after the head's size.
- What happened at the sign-in is added under a name of its own, in no order.
- Checkpoints grow: each states a larger size than the one before, and no more than the head's.
- The head row is written once, is never deleted, and moves forward only, to exactly the entries
  that are there.

What they cannot stop: whoever owns the database, or the file. Evidence comes from checkpoints kept
elsewhere.
"""

from collections.abc import Container
from dataclasses import dataclass
from typing import Final

from ledger.store.tables import APPEND_ONLY

OWNER_ROLE: Final = "daicho_owner"
SEARCH_PATH: Final = "search_path=public, pg_temp"

_NEXT_ENTRY: Final = "(SELECT coalesce(max(idx) + 1, 0) FROM entry)"
_NEXT_ORDINAL: Final = "(SELECT coalesce(max(ordinal) + 1, 0) FROM part WHERE idx = NEW.idx)"
_NEXT_TILE: Final = "(SELECT coalesce(max(tile_index) + 1, 0) FROM tile WHERE level = NEW.level)"
_LAST_CHECKPOINT: Final = "(SELECT coalesce(max(size), -1) FROM checkpoint)"
_HEAD_SIZE: Final = "(SELECT size FROM head WHERE log_id = 1)"


@dataclass(frozen=True, slots=True)
class Guard:
    """One refusal.

    Attributes:
        table: The guarded table.
        action: INSERT, UPDATE or DELETE.
        refuse_when: SQL condition on NEW and OLD, never null; empty for always.
        reason: What the database says.
        refuse_added: The same for PostgreSQL, as a condition on `added`, the rows of a statement.
    """

    table: str
    action: str
    refuse_when: str
    reason: str
    refuse_added: str = ""

    @property
    def name(self) -> str:
        """Return the trigger's name."""
        return f"daicho_{self.table}_{self.action.lower()}"


GUARDS: Final[tuple[Guard, ...]] = (
    Guard(
        "entry",
        "INSERT",
        f"coalesce(NEW.idx, -1) <> {_NEXT_ENTRY}",
        "an entry takes the next index",
        "EXISTS (SELECT 1 FROM (SELECT min(idx) AS low, max(idx) AS high, count(*) AS n FROM added)"
        " AS g WHERE g.n > 0 AND (g.high - g.low + 1 <> g.n"
        " OR g.high <> (SELECT max(idx) FROM entry)"
        " OR g.low <> (SELECT coalesce(max(idx) + 1, 0) FROM entry WHERE idx < g.low)))",
    ),
    Guard(
        "part",
        "INSERT",
        f"coalesce(NEW.ordinal, -1) <> {_NEXT_ORDINAL}"
        f" OR coalesce(NEW.idx, -1) < coalesce({_HEAD_SIZE}, 0)"
        f" OR NEW.idx >= {_NEXT_ENTRY}",
        "a part belongs to an entry of this transaction and takes the next ordinal",
        "EXISTS (SELECT 1 FROM (SELECT idx, min(ordinal) AS low, max(ordinal) AS high,"  # noqa: S608
        " count(*) AS n FROM added GROUP BY idx) AS g"
        f" WHERE g.idx < coalesce({_HEAD_SIZE}, 0) OR g.idx >= {_NEXT_ENTRY}"
        " OR g.high - g.low + 1 <> g.n OR g.low <> (SELECT coalesce(max(ordinal) + 1, 0)"
        " FROM part WHERE part.idx = g.idx AND part.ordinal < g.low))",
    ),
    Guard(
        "tile",
        "INSERT",
        f"coalesce(NEW.tile_index, -1) <> {_NEXT_TILE}",
        "a tile takes the next index of its level",
    ),
    Guard(
        "request",
        "INSERT",
        "EXISTS (SELECT 1 FROM request WHERE party = NEW.party AND key = NEW.key)"  # noqa: S608
        f" OR coalesce(NEW.first_index, -1) < coalesce({_HEAD_SIZE}, 0)"
        f" OR coalesce(NEW.first_index + NEW.count, -1) > {_NEXT_ENTRY}",
        "a request key is used once and names entries of this transaction",
    ),
    Guard(
        "checkpoint",
        "INSERT",
        f"coalesce(NEW.size, -1) <= {_LAST_CHECKPOINT} OR NEW.size > coalesce({_HEAD_SIZE}, -1)",
        "a checkpoint is larger than the one before, and no larger than the head",
    ),
    Guard(
        "sign_in_event",
        "INSERT",
        "EXISTS (SELECT 1 FROM sign_in_event WHERE id = NEW.id)",
        "an event of the sign-in is written once",
    ),
    Guard("head", "INSERT", "EXISTS (SELECT 1 FROM head)", "there is one head"),
    Guard("head", "DELETE", "", "the head stays"),
    Guard(
        "head",
        "UPDATE",
        "NEW.log_id <> OLD.log_id OR NEW.genesis <> OLD.genesis OR NEW.size <= OLD.size"
        f" OR NEW.size <> {_NEXT_ENTRY} OR NEW.last_time < OLD.last_time",
        "the head moves forward to the last entry",
    ),
    *(
        Guard(table, action, "", "append-only")
        for table in APPEND_ONLY
        for action in ("UPDATE", "DELETE")
    ),
)
GUARDED: Final[tuple[str, ...]] = (*APPEND_ONLY, "head")


TRUNCATE_GUARDS: Final[tuple[Guard, ...]] = tuple(
    Guard(table, "TRUNCATE", "", "append-only") for table in GUARDED
)


def statements(dialect: str, tables: Container[str] = GUARDED) -> list[str]:
    """Return the DDL that installs the guards of some tables.

    Args:
        dialect: `sqlite` or `postgresql`.
        tables: Each revision installs the guards of the tables that it makes.
    """
    if dialect == "sqlite":
        return [sqlite_trigger(guard) for guard in GUARDS if guard.table in tables]
    guards = [guard for guard in (*GUARDS, *TRUNCATE_GUARDS) if guard.table in tables]
    return [ddl for guard in guards for ddl in _postgresql(guard)]


def sqlite_trigger(guard: Guard) -> str:
    """Return a guard as a SQLite trigger."""
    when = f"\nWHEN {guard.refuse_when}" if guard.refuse_when else ""
    return (
        f"CREATE TRIGGER {guard.name} BEFORE {guard.action} ON {guard.table}{when}\n"
        f"BEGIN SELECT RAISE(ABORT, 'daicho: {guard.table}: {guard.reason}'); END"
    )


def postgresql_trigger(guard: Guard) -> str:
    """Return the statement that hangs a guard's function on its table, as the server prints it."""
    when = f"BEFORE {guard.action} ON {guard.table} FOR EACH ROW"
    if guard.refuse_added:
        when = f"AFTER INSERT ON {guard.table} REFERENCING NEW TABLE AS added FOR EACH STATEMENT"
    elif guard.action == "TRUNCATE":
        when = f"BEFORE TRUNCATE ON {guard.table} FOR EACH STATEMENT"
    return f"CREATE TRIGGER {guard.name} {when} EXECUTE FUNCTION {guard.name}()"


def postgresql_body(guard: Guard) -> str:
    """Return the body of a guard's function on PostgreSQL."""
    refuse = f"RAISE EXCEPTION 'daicho: {guard.table}: {guard.reason}' USING ERRCODE = '23514';"
    if condition := guard.refuse_added or guard.refuse_when:
        refuse = f"IF {condition} THEN {refuse} END IF;"
    return f"BEGIN {refuse} RETURN NEW; END"


def _postgresql(guard: Guard) -> tuple[str, str, str]:
    """Return function, trigger, and the order to fire it in every session.

    A plain trigger is skipped while `session_replication_role` is `replica`; ALWAYS is not. The
    fixed search path keeps a temporary table named `entry` from standing in for the log's.
    """
    return (
        f"CREATE FUNCTION {guard.name}() RETURNS trigger LANGUAGE plpgsql SET {SEARCH_PATH}"
        f" AS $guard${postgresql_body(guard)}$guard$",
        postgresql_trigger(guard),
        f"ALTER TABLE {guard.table} ENABLE ALWAYS TRIGGER {guard.name}",
    )
