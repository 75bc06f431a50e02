"""Bring a register that an earlier version made to this one: its tables, then its views.

    planned(settings)            -> Plan: from which revision to which; nothing is changed
    upgrade_register(settings)   -> how many entries the views were built from

The log is read and never touched: entries, roots and checkpoints stay what they are. Each of the
two steps is one transaction, so an interruption leaves the register as it was or one step on, and
the same call goes on from there.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Engine
from sqlalchemy.engine import make_url

from ledger.errors import LogCorrupt, RuleViolation
from ledger.home import read_card
from ledger.rebuild import Progress, rebuild_views, renew_views
from ledger.settings import Settings
from ledger.store.engine import POSTGRESQL, open_engine, read_transaction
from ledger.store.inspect_schema import REVISIONS, revisions_of
from ledger.store.read import LogReader
from ledger.store.schema import check_schema, has_owner_role, upgrade_log


@dataclass(frozen=True, slots=True)
class Plan:
    """What an upgrade does.

    Attributes:
        found: Revision of the tables that are there. wanted: this version's.
        entries: How many entries the views are built from.
        needs_admin: The tables belong to a role of their own, so an administrator must connect.
    """

    found: str
    wanted: str
    entries: int
    needs_admin: bool


def planned(settings: Settings) -> Plan:
    """Read which revision a register has.

    Raises:
        NotFound: There is no register in this home.
        LogCorrupt: The database has no register, another one, or one of a newer version.
    """
    genesis = read_card(settings.home)
    with _engine(settings.url) as engine, read_transaction(engine) as conn:
        found = revisions_of(conn)
        if len(found) != 1 or found[0] not in REVISIONS:
            raise LogCorrupt(
                "schema-newer" if found else "schema-missing",
                "these tables are none that this version can bring up to date",
                found=found,
                expected=REVISIONS[-1],
            )
        head = LogReader(conn).head()
        if head.genesis != genesis:
            raise LogCorrupt("database-of-another-log", found=head.genesis, expected=genesis)
        return Plan(found[0], REVISIONS[-1], head.size, has_owner_role(conn))


def upgrade_register(
    settings: Settings, *, admin_url: str | None = None, progress: Progress | None = None
) -> int:
    """Bring tables and views to this version; safe to repeat.

    Args:
        settings: Names the home and the database.
        admin_url: A PostgreSQL URL of an administrator, where the tables have an owner.
        progress: Called with (entries done, entries in all).

    Returns:
        How many entries the views were built from.

    Raises:
        Unavailable: Another process writes; nothing was changed.
        RuleViolation: An administrator is needed, or is given where none is.
    """
    plan = planned(settings)
    _check_admin(plan, admin_url)
    genesis = read_card(settings.home)
    role = make_url(settings.url).username if admin_url else None
    with _engine(admin_url or settings.url) as engine:
        upgrade_log(engine, genesis, role)
    with _engine(settings.url) as engine:
        check_schema(engine)
        if not renew_views(engine, progress):  # the same columns may hold what is told otherwise
            rebuild_views(engine, progress)
    return plan.entries


def _check_admin(plan: Plan, admin_url: str | None) -> None:
    if plan.needs_admin and admin_url is None and plan.found != plan.wanted:
        raise RuleViolation(
            "upgrade-needs-admin",
            "the tables belong to a role of their own; an administrator must connect once",
            field="admin_url",
            expected="--admin-url postgresql://admin@host/database",
        )
    if admin_url is None:
        return
    is_postgresql = make_url(admin_url).get_backend_name() == POSTGRESQL
    if not plan.needs_admin or not is_postgresql:
        raise RuleViolation(
            "upgrade-without-admin",
            "no role owns the tables of this register, so no administrator is needed",
            field="admin_url",
            expected="the command without --admin-url",
        )


@contextmanager
def _engine(url: str) -> Iterator[Engine]:
    engine = open_engine(url)
    try:
        yield engine
    finally:
        engine.dispose()
