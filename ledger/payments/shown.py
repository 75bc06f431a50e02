"""Payments as they are shown: to their payer all of it, to a payee his own items alone."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, Final

from sqlalchemy import Connection, select

from ledger.access.views import Viewer, can_read, visible
from ledger.approvals.views import ApprovalRow
from ledger.blobs.blobs import Blobs
from ledger.command import Actor
from ledger.errors import NotFound
from ledger.payments.reasons import LeftOut
from ledger.payments.views import PaymentItemRow, PaymentRow, items_in
from ledger.store.state import Row
from ledger.store.views import table_of, unpack

_KIND: Final = "payments"
_LARGEST: Final = 10
_ITEM: Final = (
    "statement_id", "payee", "paid_to", "amount_minor", "consumption_tax_minor",
    "withholding_minor", "set_off_minor", "transfer_minor", "held_minor", "route", "reference",
    "status", "paid_on",
)  # fmt: skip
_HEAD: Final = (
    "id", "payer", "pay_on", "currency", "status", "count", "amount_minor", "transfer_minor",
    "left_out_count", "left_out_minor", "entry_index",
)  # fmt: skip
_OF_PAYEE: Final = ("id", "payer", "pay_on", "currency", "status", "entry_index")


def payment_of(conn: Connection, payment: str, actor: Actor) -> Row:
    """Return the row of a payment for whoever may act on it.

    Raises:
        NotFound: There is none; a stranger hears the same.
    """
    table = table_of(PaymentRow)
    row = conn.execute(select(table).where(table.c.id == payment)).mappings().first()
    if row is None or not (actor.is_operator or actor.party == row["payer"]):
        raise NotFound("payment-not-found", field="payment", value=payment)
    return dict(row)


def page(
    conn: Connection,
    viewer: Viewer,
    *,
    after: str | None = None,
    limit: int = 50,
    newest: bool = False,
    **filters: str,
) -> list[dict[str, Any]]:
    """List payments in the order of their ids, which is that of their making.

    Args:
        conn: A snapshot.
        viewer: Sees those that he makes in full; those that pay him without their sums.
        after: Last id of the page before.
        limit: Most rows.
        newest: Begin with the newest.
        **filters: Columns that must equal a value: `payer`, `status`, `currency`, `pay_on`.
    """
    table = table_of(PaymentRow)
    query = select(table).where(visible(viewer, table.c.id, level="payee"))
    if after is not None:
        query = query.where(table.c.id < after if newest else table.c.id > after)
    for name, value in filters.items():
        query = query.where(table.c[name] == value)
    order = table.c.id.desc() if newest else table.c.id
    rows = conn.execute(query.order_by(order).limit(limit)).mappings().all()
    return [_head(conn, dict(row), viewer) for row in rows]


def _head(conn: Connection, row: Row, viewer: Viewer) -> dict[str, Any]:
    names = _HEAD if can_read(conn, viewer, row["id"]) else _OF_PAYEE
    return {name: row[name] for name in names}


def show(conn: Connection, id: str, viewer: Viewer) -> dict[str, Any] | None:
    """Describe a payment: to its payer all of it, to a payee his own items."""
    table = table_of(PaymentRow)
    query = select(table).where(table.c.id == id, visible(viewer, table.c.id, level="payee"))
    found = conn.execute(query).mappings().one_or_none()
    if found is None:
        return None
    row = dict(found)
    items = [_item(item) for item in items_in(conn, id)]
    if not can_read(conn, viewer, id):
        own = [item for item in items if viewer.party in (item["payee"], item["paid_to"])]
        return {**{name: row[name] for name in _OF_PAYEE}, "items": own}
    doc = {name: value for name, value in unpack(row["doc"]).items() if value is not None}
    doc["totals"] = {name: value for name, value in doc["totals"].items() if name != "count"}
    return {
        **{name: row[name] for name in (*_HEAD, "from_details")},
        **doc,
        "approval": _approval(conn, id),
        "items": items,
    }


def _item(row: Mapping[str, Any]) -> dict[str, Any]:
    shown = {name: row[name] for name in _ITEM if row[name] is not None}
    firsts = {"is_first": bool(row["is_first"]), "is_rest": bool(row["is_rest"])}
    return {**shown, **firsts, **unpack(row["doc"])}


def _approval(conn: Connection, id: str) -> dict[str, Any]:
    """Return who prepared it, and who approved it, if anybody did."""
    table = table_of(ApprovalRow)
    query = select(table).where(table.c.kind == _KIND, table.c.subject == id)
    row = conn.execute(query).mappings().first()
    if row is None:
        return {}
    names = ("status", "made_by", "asked_index", "asked_at", "decided_by", "decided_at")
    return {name: row[name] for name in names if row[name] is not None}


def looked_at(conn: Connection, shown: Mapping[str, Any]) -> dict[str, Any]:
    """Return what whoever approves looks at first.

    Sums by currency and route, accounts that nothing was sent to before, the ten largest, and what
    each of them got last time.

    Args:
        conn: A snapshot.
        shown: What `show` returned to somebody who sees all of it.
    """
    items = list(shown["items"])
    largest = sorted(items, key=lambda item: (-item["transfer_minor"], item["statement_id"]))
    some = largest[:_LARGEST]
    last = _last_paid(conn, shown, [item["paid_to"] for item in items])
    routes = {item["route"] for item in items}
    compared = [{**item, "last_minor": last.get(item["paid_to"], 0)} for item in some]
    first = [item for item in largest if item["is_first"]]
    return {
        "currency": shown["currency"],
        "count": len(items),
        "transfer_minor": sum(item["transfer_minor"] for item in items),
        "by_route": {
            route: sum(item["transfer_minor"] for item in items if item["route"] == route)
            for route in sorted(routes)
        },
        "first_to_account": [
            {**item, "last_minor": last.get(item["paid_to"], 0)} for item in first
        ],
        "largest": compared,
    }


def _last_paid(conn: Connection, shown: Mapping[str, Any], receivers: list[str]) -> dict[str, int]:
    """Return what each receiver got by the payment before this one that paid him."""
    table = table_of(PaymentItemRow)
    wanted = sorted(set(receivers))
    found: dict[str, tuple[str, int]] = {}
    for start in range(0, len(wanted), 500):
        query = select(table.c.paid_to, table.c.payment_id, table.c.transfer_minor).where(
            table.c.paid_to.in_(wanted[start : start + 500]),
            table.c.payer == shown["payer"],
            table.c.currency == shown["currency"],
            table.c.status == "paid",
            table.c.payment_id != shown["id"],
        )
        for receiver, payment, amount in conn.execute(query.order_by(table.c.pay_on)):
            before = found.get(receiver)
            same = before is not None and before[0] == payment
            found[receiver] = (payment, amount + (before[1] if before and same else 0))
    return {receiver: amount for receiver, (_, amount) in found.items()}


def left_out_of(blobs: Blobs, shown: Mapping[str, Any]) -> tuple[LeftOut, ...]:
    """Return what a payment left out, from the list that it cites.

    Args:
        blobs: Has the list.
        shown: What `show` returned to somebody who sees all of it.
    """
    stated = shown.get("left_out")
    if stated is None:
        return ()
    rows = unpack(blobs.get(stated["file"]["sha256"]).decode())["left_out"]
    names = {field.name for field in fields(LeftOut)}
    return tuple(LeftOut(**{name: row[name] for name in names if name in row}) for row in rows)
