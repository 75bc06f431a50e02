"""Statements in a list: what became of each, and the sums by year."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection

from api.pages.desk import Desk
from ledger.disputes.holding import held_of
from ledger.payments.views import PAID, UNDER_WAY, items_of

_SUMS: Final = (
    "statements", "payable_minor", "consumption_tax_minor", "withholding_minor", "transfer_minor",
    "paid_minor",
)  # fmt: skip


def with_payment(conn: Connection, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Add to listed statements what became of them; two queries however many they are.

    `status` is "paid", "in-payment", "held", "open" or "nothing"; `on` the day of the first two.
    """
    ids = [row["statement_id"] for row in rows]
    items, held = items_of(conn, ids), held_of(conn, ids)
    return [
        {**row, **_status(row, items.get(id, ()), is_held=id in held)}
        for id, row in zip(ids, rows, strict=True)
    ]


def _status(
    row: Mapping[str, Any], items: Sequence[Mapping[str, Any]], *, is_held: bool
) -> dict[str, str]:
    under_way = [item for item in items if item["status"] in UNDER_WAY]
    paid = [item for item in items if item["status"] == PAID]
    if under_way:
        return {"status": "in-payment", "on": under_way[-1]["pay_on"]}
    if any(item["is_rest"] for item in paid) and not is_held:
        return {"status": "paid", "on": paid[-1]["paid_on"]}
    if is_held:
        return {"status": "held", "on": ""}
    is_nothing = row["transfer_minor"] <= 0 or row["payer"] == row["paid_to"]
    return {"status": "nothing" if is_nothing else "open", "on": ""}


def years_of(months: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Sum months up by year and currency, the last year first.

    Example:
        January and May 2026 of 100 and 200, stated and paid: one row of 2026 with 300.
    """
    sums: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: dict.fromkeys(_SUMS, 0))
    for row in months:
        year = sums[row["month"][:4], row["currency"]]
        for name in _SUMS:
            year[name] += row[name]
    return [
        {"year": year, "currency": currency, **sums[year, currency]}
        for year, currency in sorted(sums, key=lambda key: (-int(key[0]), key[1]))
    ]


def names_in(desk: Desk, conn: Connection, rows: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Return what to call the payees of listed statements: each names its own to its readers."""
    return desk.names(conn, {row["payee"] for row in rows}, of_persons=True)
