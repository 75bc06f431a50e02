"""What rules and projections see of the views: a write-behind cache over one transaction.

The door prefetches the keys that a whole batch needs with one query per view. Reads after that
come from memory; changes stay in memory until `flush` writes them with one statement per view.
The same class fills a shadow when views are rebuilt: only the tables differ.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Select,
    Table,
    bindparam,
    delete,
    select,
    tuple_,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import Insert

from ledger.errors import NotFound
from ledger.store.read import read_head
from ledger.store.views import View, table_of

Row = dict[str, Any]
Key = tuple[type[View], tuple[Any, ...]]
_ABSENT: Row = {}
_KEYS_PER_QUERY = 500


class State:
    """Rows of the views, by primary key, within one transaction.

    Args:
        conn: The open transaction.
        tables: Where to find each view's rows, if not in its own table (a shadow).
    """

    def __init__(self, conn: Connection, tables: Mapping[type[View], Table] | None = None) -> None:
        self._conn = conn
        self._tables = tables or {}
        self._rows: dict[type[View], dict[tuple[Any, ...], Row]] = defaultdict(dict)
        self._dirty: dict[type[View], set[tuple[Any, ...]]] = defaultdict(set)

    def genesis(self) -> str:
        """Return the genesis text of the log."""
        return read_head(self._conn).genesis

    def table(self, view: type[View]) -> Table:
        """Return the table that holds a view's rows here."""
        return self._tables.get(view, table_of(view))

    def prefetch(self, keys: Iterable[Key]) -> None:
        """Load rows by key, one query per view (per 500 keys)."""
        wanted: dict[type[View], set[tuple[Any, ...]]] = defaultdict(set)
        for view, key in keys:
            if key not in self._rows[view]:
                wanted[view].add(key)
        for view, missing in wanted.items():
            for chunk in _chunks(sorted(missing)):
                self._load(view, chunk)

    def _load(self, view: type[View], keys: list[tuple[Any, ...]]) -> None:
        query, names = _by_key(self.table(view))
        rows = self._rows[view]
        for key in keys:
            rows[key] = _ABSENT
        wanted = [key[0] for key in keys] if len(names) == 1 else keys
        for found in self._conn.execute(query, {"keys": wanted}).mappings():
            rows[tuple(found[name] for name in names)] = dict(found)

    def get(self, view: type[View], *key: Any) -> Row | None:
        """Return the row with this key, or None. Do not change it: use `put` or `change`."""
        if key not in self._rows[view]:
            self._load(view, [key])
        row = self._rows[view][key]
        return None if row is _ABSENT else row

    def require(self, view: type[View], *key: Any, field: str) -> Row:
        """Return the row with this key.

        Args:
            view: The view to look in.
            *key: Its primary key.
            field: Name of the command's field that holds the key, for the refusal.

        Raises:
            NotFound: There is no such row; names the field and the value.
        """
        row = self.get(view, *key)
        if row is None:
            kind = table_of(view).name.removeprefix("v_").replace("_", "-")
            raise NotFound(f"{kind}-not-found", field=field, value=key[0])
        return row

    def put(self, view: type[View], **columns: Any) -> None:
        """Insert a row, or replace the one with the same key."""
        table = self.table(view)
        row = {column.name: columns.get(column.name) for column in table.columns}
        if unknown := columns.keys() - row.keys():
            msg = f"{table.name} has no column {sorted(unknown)}"
            raise KeyError(msg)
        key = tuple(row[column.name] for column in table.primary_key.columns)
        self._rows[view][key] = row
        self._dirty[view].add(key)

    def change(self, view: type[View], *key: Any, **changes: Any) -> None:
        """Change columns of a row that exists."""
        row = self.get(view, *key)
        if row is None:
            msg = f"{table_of(view).name} has no row {key}"
            raise KeyError(msg)
        self.put(view, **{**row, **changes})

    def add(self, view: type[View], *key: Any, **amounts: int) -> None:
        """Add amounts to a row's columns, starting from zero when there is no row."""
        table = self.table(view)
        names = [column.name for column in table.primary_key.columns]
        row = self.get(view, *key) or dict(zip(names, key, strict=True))
        sums = {name: (row.get(name) or 0) + amount for name, amount in amounts.items()}
        self.put(view, **{**row, **sums})

    def delete(self, view: type[View], *key: Any) -> None:
        """Remove a row if it is there."""
        self._rows[view][key] = _ABSENT
        self._dirty[view].add(key)

    def select(self, view: type[View], **equal: Any) -> list[Row]:
        """Return the rows whose columns equal these values, in key order.

        Changes made so far in this transaction count: they are flushed before the query.
        """
        self._flush_view(view)
        query = _by_columns(self.table(view), tuple(equal))
        return [dict(row) for row in self._conn.execute(query, equal).mappings()]

    def where(
        self, view: type[View], conditions: Callable[[Table], list[ColumnElement[bool]]]
    ) -> list[Row]:
        """Return the rows that meet conditions on their columns, in key order; else like `select`.

        Args:
            view: The view to look in.
            conditions: Makes the conditions for the table that holds the view's rows here.
        """
        self._flush_view(view)
        table = self.table(view)
        query = select(table).where(*conditions(table)).order_by(*table.primary_key.columns)
        return [dict(row) for row in self._conn.execute(query).mappings()]

    def flush(self) -> None:
        """Write all changes, one statement per view."""
        for view in list(self._dirty):
            self._flush_view(view)

    def _flush_view(self, view: type[View]) -> None:
        keys = self._dirty.pop(view, None)
        if not keys:
            return
        rows = self._rows[view]
        present = [rows[key] for key in sorted(keys) if rows[key] is not _ABSENT]
        absent = [key for key in sorted(keys) if rows[key] is _ABSENT]
        table = self.table(view)
        if present:
            self._conn.execute(_upsert(table, self._conn.dialect.name), present)
        columns = list(table.primary_key.columns)
        for chunk in _chunks(absent):
            self._conn.execute(delete(table).where(tuple_(*columns).in_(chunk)))


# Building a statement costs more than running it, so each is built once per table. The sizes hold
# every view and its shadow.


@lru_cache(maxsize=512)
def _by_key(table: Table) -> tuple[Select[Any], tuple[str, ...]]:
    """Return the query for rows by primary key, and the names of its columns."""
    columns = list(table.primary_key.columns)
    keys: BindParameter[Any] = bindparam("keys", expanding=True)
    where = columns[0].in_(keys) if len(columns) == 1 else tuple_(*columns).in_(keys)
    return select(table).where(where), tuple(column.name for column in columns)


@lru_cache(maxsize=512)
def _by_columns(table: Table, names: tuple[str, ...]) -> Select[Any]:
    query = select(table).order_by(*table.primary_key.columns)
    for name in names:
        query = query.where(table.c[name] == bindparam(name))
    return query


@lru_cache(maxsize=512)
def _upsert(table: Table, dialect: str) -> Insert:
    insert = postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
    keys = list(table.primary_key.columns)
    others = {
        column.name: insert.excluded[column.name]
        for column in table.columns
        if not column.primary_key
    }
    if not others:
        return insert.on_conflict_do_nothing(index_elements=keys)
    return insert.on_conflict_do_update(index_elements=keys, set_=others)


def _chunks(keys: list[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    for start in range(0, len(keys), _KEYS_PER_QUERY):
        yield keys[start : start + _KEYS_PER_QUERY]
