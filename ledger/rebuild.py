"""Views are disposable: build them again from the log, compare, or swap them in.

Rebuilding fills shadow tables beside the live ones, entry by entry through the same projections
that the door uses. A swap happens in one transaction that holds the head row, so no reader sees
half a rebuild and no entry slips in between.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from sqlalchemy import (
    Connection,
    Engine,
    MetaData,
    Table,
    delete,
    except_,
    func,
    insert,
    select,
)

from contracts.errors import TermsError
from ledger.catalog import PROJECTIONS, VIEWS
from ledger.clock import parse_stamp
from ledger.door import decode_fact, signatures_of
from ledger.errors import LedgerError, LogCorrupt
from ledger.event import Place
from ledger.keys.signing import use_nonces
from ledger.store.append import lock_head
from ledger.store.census import last_to_read
from ledger.store.engine import SQLITE, read_transaction, write_transaction
from ledger.store.read import LogReader, StoredEntry, StoredPart
from ledger.store.state import State
from ledger.store.views import VIEW_METADATA, View, table_of

Progress = Callable[[int, int], None]
Before = Callable[[State, StoredEntry, Sequence[StoredPart]], None]
_FLUSH_EVERY = 2_000
_SQLITE_COLUMNS: Final = """
SELECT t.name, group_concat(c.name, ' ') FROM sqlite_schema t, pragma_table_xinfo(t.name) c
WHERE t.type = 'table' GROUP BY t.name
"""
_POSTGRESQL_COLUMNS: Final = """
SELECT c.relname, string_agg(a.attname, ' ')
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
WHERE c.relkind = 'r' AND pg_table_is_visible(c.oid) AND a.attnum > 0 AND NOT a.attisdropped
GROUP BY c.relname
"""


@dataclass(frozen=True, slots=True)
class Difference:
    """A row that a view has and should not have, or should have and has not.

    Attributes:
        table: Name of the view's table.
        row: The row's columns.
        problem: `unexpected` or `missing`.
    """

    table: str
    row: dict[str, object]
    problem: str


def create_views(engine: Engine) -> None:
    """Create the tables of all views that do not exist yet."""
    VIEW_METADATA.create_all(engine)


def renew_views(engine: Engine, progress: Progress | None = None) -> bool:
    """Make all views afresh if a table is not there, or has other columns than it must have.

    A newer version may bring views or columns that an older one did not keep; an empty table would
    answer that nothing was ever recorded.

    Args:
        engine: The register's database.
        progress: Called with (entries done, entries in all).

    Returns:
        True if the views were made again.
    """
    with read_transaction(engine) as conn:
        if _are_current(conn):
            return False
    with write_transaction(engine) as conn:
        size = lock_head(conn).size
        if _are_current(conn):
            return False  # another process was first
        VIEW_METADATA.drop_all(conn)
        VIEW_METADATA.create_all(conn)
        _fill(conn, {}, size, progress)
    return True


def _are_current(conn: Connection) -> bool:
    # One question for all views: every command opens a register, and to reflect a hundred tables
    # takes longer than most commands do.
    query = _SQLITE_COLUMNS if conn.dialect.name == SQLITE else _POSTGRESQL_COLUMNS
    found = {name: set(columns.split()) for name, columns in conn.exec_driver_sql(query)}
    return all(found.get(table.name) == set(table.columns.keys()) for table in map(table_of, VIEWS))


def rebuild_views(engine: Engine, progress: Progress | None = None) -> int:
    """Replace the contents of every view by what the log says.

    Args:
        engine: The register's database.
        progress: Called with (entries done, entries in all).

    Returns:
        How many entries were read.

    Raises:
        LogCorrupt: An entry cannot be applied; the live views stay as they are.
    """
    with write_transaction(engine) as conn:
        size = lock_head(conn).size
        with _shadow(conn) as tables:
            _fill(conn, tables, size, progress)
            for view, shadow in tables.items():
                live = table_of(view)
                conn.execute(delete(live))
                conn.execute(insert(live).from_select(list(live.c.keys()), select(shadow)))
    return size


def compare_views(
    engine: Engine, progress: Progress | None = None, before: Before | None = None
) -> tuple[int, list[Difference]]:
    """Build all views afresh and compare them with the live ones; nothing is changed.

    Args:
        engine: The register's database.
        progress: Called with (entries done, entries in all).
        before: Called with the views as they stood before each entry, and the entry.

    Returns:
        How many entries were read, and every row that differs, at most ten per view and kind.

    Raises:
        LogCorrupt: An entry cannot be applied, or a view's table is not there to compare with.
    """
    found: list[Difference] = []
    with write_transaction(engine) as conn:
        # A head that claims more than there is must not make this read for ever.
        size = min(lock_head(conn).size, last_to_read(conn))
        if not _are_current(conn):
            raise LogCorrupt(
                "views-outdated",
                "a view is missing or has other columns",
                expected="a register that was opened by this version",
            )
        with _shadow(conn) as tables:
            _fill(conn, tables, size, progress, before)
            for view, shadow in tables.items():
                live = table_of(view)
                found += _differences(conn, live.name, live, shadow, "unexpected")
                found += _differences(conn, live.name, shadow, live, "missing")
    return size, found


def count_rows(conn: Connection) -> dict[str, int]:
    """Return the number of rows of each view, by table name."""
    tables = [table_of(view) for view in VIEWS]
    return {
        table.name: conn.execute(select(func.count()).select_from(table)).scalar_one()
        for table in tables
    }


def _fill(
    conn: Connection,
    tables: dict[type[View], Table],
    size: int,
    progress: Progress | None,
    before: Before | None = None,
) -> None:
    state = State(conn, tables)
    for done, (entry, parts) in enumerate(LogReader(conn).iterate(0, size), 1):
        if before:
            before(state, entry, parts)
        _apply(state, entry, parts)
        if done % _FLUSH_EVERY == 0 or done == size:
            state.flush()
            if progress:
                progress(done, size)


def _apply(state: State, entry: StoredEntry, parts: Sequence[StoredPart]) -> None:
    """Apply one entry to the views.

    Raises:
        LogCorrupt: It cannot be read, or does not fit what was recorded before it.
    """
    try:
        header = entry.header()
        event = decode_fact(header.event_type, parts)
        place = Place(entry.index, parse_stamp(header.recorded_at))
        PROJECTIONS[type(event)](event, state, place)
        use_nonces(state, signatures_of(parts), entry.index)
    except (LedgerError, TermsError, LookupError, TypeError, ValueError) as error:
        raise LogCorrupt(
            "entry-unreadable",
            f"entry {entry.index} cannot be applied to the views",
            index=entry.index,
            found=str(error),
        ) from error


@contextmanager
def _shadow(conn: Connection) -> Iterator[dict[type[View], Table]]:
    """Create empty copies of all view tables; they vanish at the end."""
    metadata = MetaData()
    tables = {}
    for view in VIEWS:
        live = table_of(view)
        tables[view] = live.to_metadata(metadata, name=f"shadow_{live.name}")
        for index in tables[view].indexes.copy():
            tables[view].indexes.discard(index)  # two tables cannot share an index name
    metadata.drop_all(conn)
    metadata.create_all(conn)
    yield tables
    metadata.drop_all(conn)


def _differences(
    conn: Connection, name: str, left: Table, right: Table, problem: str
) -> list[Difference]:
    query = except_(select(left), select(right)).limit(10)
    rows = conn.execute(query).all()
    columns = list(left.c.keys())
    return [Difference(name, dict(zip(columns, row, strict=True)), problem) for row in rows]
