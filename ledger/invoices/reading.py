"""Reading purchase documents and invoices, each by whom it concerns, as they stand on a day."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, select

from ledger.access.views import Viewer, visible
from ledger.invoices.deeming import standing_on
from ledger.invoices.sheets import lines_told
from ledger.invoices.views import IssuedInvoiceRow, PurchaseRow, rows_of
from ledger.statements.views import StatementRow
from ledger.store.views import View, table_of, unpack

_PURCHASE: Final = (
    "id", "statement", "payer", "payee", "supplier", "payment_date", "currency", "confirm_by",
    "total_minor", "entry_index",
)  # fmt: skip
_CREDIT: Final = "credit"


def purchases(
    conn: Connection,
    viewer: Viewer,
    day: date,
    *,
    after: str | None = None,
    limit: int = 50,
    **filters: str | None,
) -> list[dict[str, Any]]:
    """List purchase documents in the order of their ids.

    Args:
        conn: A snapshot.
        viewer: Sees those that concern him.
        day: On which day it is asked how each stands.
        after: Last id of the page before.
        limit: Most rows.
        **filters: Columns that must equal a value: `payer`, `payee`, `statement`.
    """
    rows = _page(conn, PurchaseRow, viewer, (after, limit), filters)
    return [_purchase(row, day) for row in rows]


def show_purchase(conn: Connection, id: str, viewer: Viewer, day: date) -> dict[str, Any] | None:
    """Describe a purchase document: its figures and lines, what was said, how it stands.

    What the payer may credit is told to the payer and the operator, and to nobody else.
    """
    row = _one(conn, PurchaseRow, id, viewer)
    if row is None:
        return None
    doc = unpack(row["doc"])
    body = {name: value for name, value in doc["body"].items() if name != _CREDIT}
    (statement,) = rows_of(conn, StatementRow, id=row["statement"])
    lines = lines_told(unpack(statement["doc"])["lines"], body["lines"])
    shown = {
        **body,
        **_purchase(row, day),
        "parts": body["lines"],
        "lines": [_line(one) for one in lines],
        "said": doc["said"],
        "presented_at": doc["presented_at"],
    }
    if viewer.role == "operator" or viewer.party == row["payer"]:
        shown[_CREDIT] = doc["body"][_CREDIT]
    return shown


def invoices(
    conn: Connection,
    viewer: Viewer,
    *,
    after: str | None = None,
    limit: int = 50,
    **filters: str | None,
) -> list[dict[str, Any]]:
    """List invoices and credit notes that the register made, in the order of their ids.

    Args:
        conn: A snapshot.
        viewer: Sees those that concern him.
        after: Last id of the page before.
        limit: Most rows.
        **filters: Columns that must equal a value: `issuer`, `debtor`, `report`, `agreement`.
    """
    rows = _page(conn, IssuedInvoiceRow, viewer, (after, limit), filters)
    return [{name: value for name, value in row.items() if name != "doc"} for row in rows]


def show_invoice(conn: Connection, id: str, viewer: Viewer) -> dict[str, Any] | None:
    """Describe an invoice or a credit note; None when there is none for this viewer."""
    row = _one(conn, IssuedInvoiceRow, id, viewer)
    if row is None:
        return None
    doc = unpack(row["doc"])
    told = {"entry_index": row["entry_index"], "recorded_at": doc["recorded_at"]}
    return {**doc["body"], **told}


def _purchase(row: Mapping[str, Any], day: date) -> dict[str, Any]:
    standing = standing_on(row, day)
    told = {name: row[name] for name in _PURCHASE}
    told |= {"is_qualified": bool(row["is_qualified"]), "standing": standing.status}
    return told | ({"since": standing.since.isoformat()} if standing.since else {})


def _line(one: Mapping[str, Any]) -> dict[str, Any]:
    klass, rule = one["decided"]
    line = one["of"]
    return {
        "line": one["line"],
        "label": {"ja": line["label_ja"], "en": line["label_en"]},
        "subject": one["subject"],
        "tax_class": klass,
        "rule": rule,
        "amount_minor": line["amount_minor"],
    }


def _one(conn: Connection, view: type[View], id: str, viewer: Viewer) -> dict[str, Any] | None:
    table = table_of(view)
    query = select(table).where(table.c.id == id, visible(viewer, table.c.id))
    row = conn.execute(query).mappings().one_or_none()
    return dict(row) if row else None


def _page(
    conn: Connection,
    view: type[View],
    viewer: Viewer,
    place: tuple[str | None, int],
    filters: Mapping[str, str | None],
) -> list[dict[str, Any]]:
    table, (after, limit) = table_of(view), place
    query = select(table).where(visible(viewer, table.c.id))
    if after is not None:
        query = query.where(table.c.id > after)
    for name, value in filters.items():
        if value is not None:
            query = query.where(table.c[name] == value)
    return [dict(row) for row in conn.execute(query.order_by(table.c.id).limit(limit)).mappings()]
