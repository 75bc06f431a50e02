"""Money that is payable and was not paid: to whom, since when, why, and how long it can be claimed.

Nothing here is written off, and no entry says that it was: a debt does not end because its creditor
moved house. The list is there so that somebody looks for her.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, Final

from sqlalchemy import Connection, select

from contracts.figures import Language
from contracts.late_interest import Interest, interest
from contracts.limitation import Limitation, limitation
from ledger.access.views import Viewer, visible
from ledger.payments.known import Asked
from ledger.payments.payable import judged
from ledger.payments.reasons import LeftOut
from ledger.payments.views import PAID, UNDER_WAY, items_of
from ledger.set_offs.views import days_of
from ledger.statements.views import StatementRow
from ledger.store.state import Row
from ledger.store.views import table_of

NOT_SENT: Final = "not-sent"
_UNCLAIMED: Final = frozenset(
    {
        "no-bank-details", "bank-details-pending", "bank-details-other-currency",
        "bank-details-frozen", "bank-details-returned", "bank-details-lost", "payee-gone",
        "payee-erased", "payee-changed", "bank-refuses", "branch-closed",
    }
)  # fmt: skip
_NOT_SENT: Final[Mapping[Language, tuple[str, str]]] = {
    "ja": ("支払期日を過ぎて未送金です", "daicho payments prepare で支払ってください"),
    "en": ("it is due and was not sent", "pay it: daicho payments prepare"),
}


@dataclass(frozen=True, slots=True)
class Unclaimed:
    """A statement that is payable and not paid.

    Attributes:
        since: Day on which it was to be paid, or on which a part of it was last paid or set off,
            which acknowledges the rest.
        reason: A word of `ledger.payments.reasons`; `not-sent` where nothing stands in the way.
        limitation: Until when it can be enforced.
        late: What the delay costs the payer, where nothing stands in his way.
    """

    statement: str
    payee: str
    paid_to: str
    currency: str
    amount_minor: int
    due_on: date
    since: date
    reason: str
    limitation: Limitation
    late: Interest | None = None
    left_out: LeftOut | None = None

    def told(self, lang: Language) -> tuple[str, str]:
        """Return the reason and what to do."""
        return self.left_out.told(lang) if self.left_out else _NOT_SENT[lang]


def unclaimed_of(conn: Connection, viewer: Viewer, payer: str, day: date) -> list[Unclaimed]:
    """List what a payer was to pay up to a day and has not paid, oldest first.

    Args:
        conn: A snapshot.
        viewer: Sees his own statements.
        payer: Who owes it.
        day: What was to be paid before it.

    Raises:
        TermsInvalid: A rate or a term is not known for a day on record.
    """
    rows = _overdue(conn, viewer, payer, day)
    items = items_of(conn, [row["id"] for row in rows])
    open_rows = [row for row in rows if not _is_under_way(items.get(row["id"], ()))]
    since = _since(conn, open_rows, items)
    found = [
        one
        for currency, some in groupby(open_rows, key=lambda row: str(row["currency"]))
        for one in _listed(conn, Asked(payer, currency, day, day), list(some), since)
    ]
    return sorted(found, key=lambda one: (one.since, one.statement))


def _overdue(conn: Connection, viewer: Viewer, payer: str, day: date) -> list[Row]:
    table = table_of(StatementRow)
    query = (
        select(table)
        .where(
            table.c.payer == payer,
            table.c.paid_to != payer,
            table.c.transfer_minor > 0,
            table.c.payment_date < day.isoformat(),
            visible(viewer, table.c.id),
        )
        .order_by(table.c.currency, table.c.id)
    )
    return [dict(row) for row in conn.execute(query).mappings()]


def _is_under_way(items: Iterable[Row]) -> bool:
    return any(item["status"] in UNDER_WAY for item in items)


def _since(
    conn: Connection, rows: Iterable[Row], items: Mapping[str, list[Row]]
) -> dict[str, date]:
    """Return since when each is owed: paying or setting off a part acknowledges the rest."""
    off = days_of(conn, [row["id"] for row in rows])
    found = {}
    for row in rows:
        paid = [item["paid_on"] for item in items.get(row["id"], ()) if item["status"] == PAID]
        days = [row["payment_date"], *filter(None, paid), *off.get(row["id"], ())]
        found[row["id"]] = date.fromisoformat(max(days))
    return found


def _listed(
    conn: Connection, asked: Asked, rows: list[Row], since: Mapping[str, date]
) -> Iterator[Unclaimed]:
    by_id = {row["id"]: row for row in rows}
    decided = judged(conn, asked, rows)
    for item in decided.items:
        row = by_id[item.statement]
        due_on = date.fromisoformat(row["payment_date"])
        late = interest(item.transfer_minor, due_on, asked.pay_on)
        yield _one(row, item.transfer_minor, since, reason=NOT_SENT, late=late)
    for left in decided.left_out:
        if left.reason in _UNCLAIMED:
            row = by_id[left.statement]
            yield _one(row, left.amount_minor, since, reason=left.reason, left_out=left)


def _one(row: Row, amount: int, since: Mapping[str, date], **more: Any) -> Unclaimed:
    return Unclaimed(
        statement=row["id"],
        payee=row["payee"],
        paid_to=row["paid_to"],
        currency=row["currency"],
        amount_minor=amount,
        due_on=date.fromisoformat(row["payment_date"]),
        since=since[row["id"]],
        limitation=limitation(since[row["id"]]),
        **more,
    )
