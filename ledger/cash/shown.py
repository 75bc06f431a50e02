"""Accounts as they are shown: to their holder, the operator, and whoever was granted one."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, func, select

from ledger.access.views import Viewer, visible
from ledger.cash.views import (
    CashAccountRow,
    CashImportRow,
    CashLineRow,
    CashReconciliationRow,
)
from ledger.store.views import View, table_of, unpack


def page(
    conn: Connection, viewer: Viewer, *, after: str | None = None, limit: int = 50, **equal: Any
) -> list[dict[str, Any]]:
    """List accounts in the order of their ids.

    Args:
        conn: A snapshot.
        viewer: Sees his own, and those granted.
        after: Last id of the page before.
        limit: Most rows.
        **equal: Columns that must equal a value: `party`, `committee`, `currency`.
    """
    table = table_of(CashAccountRow)
    query = select(table).where(visible(viewer, table.c.id))
    if after is not None:
        query = query.where(table.c.id > after)
    for name, value in equal.items():
        if value is not None:
            query = query.where(table.c[name] == value)
    return [dict(row) for row in conn.execute(query.order_by(table.c.id).limit(limit)).mappings()]


def show(conn: Connection, id: str, viewer: Viewer) -> dict[str, Any] | None:
    """Describe an account with its imports and comparisons; None where there is none to see."""
    table = table_of(CashAccountRow)
    query = select(table).where(table.c.id == id, visible(viewer, table.c.id))
    row = conn.execute(query).mappings().one_or_none()
    if row is None:
        return None
    return {
        **row,
        "open_lines": _open_sums(conn, id),
        "imports": [_import(row) for row in _with_doc(conn, CashImportRow, id)],
        "reconciliations": _with_doc(conn, CashReconciliationRow, id),
    }


def _import(row: dict[str, Any]) -> dict[str, Any]:
    """Say which days a file covers in words that mean nothing else elsewhere."""
    first, last = row.pop("first_day"), row.pop("last_day")
    return {**row, "covers_from": first, "covers_to": last}


def _open_sums(conn: Connection, account: str) -> dict[str, int]:
    table = table_of(CashLineRow)
    rest = table.c.amount_minor - table.c.taken_minor
    query = select(func.count(), func.coalesce(func.sum(rest), 0)).where(table.c.account == account)
    found: dict[str, int] = {}
    for name, condition in (("in", rest > 0), ("out", rest < 0)):
        count, amount = conn.execute(query.where(condition)).one()
        found |= {f"{name}_count": int(count), f"{name}_minor": int(amount)}
    return found


def _with_doc(conn: Connection, view: type[View], account: str) -> list[dict[str, Any]]:
    table = table_of(view)
    query = select(table).where(table.c.account == account).order_by(table.c.entry_index)
    return [_described(dict(row)) for row in conn.execute(query).mappings()]


def _described(row: Mapping[str, Any]) -> dict[str, Any]:
    plain = {name: value for name, value in row.items() if name != "doc"}
    return {**plain, **unpack(row["doc"])}
