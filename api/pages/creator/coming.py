"""What is still to be paid to somebody, when, and what it waits for.

Decided by the rules that decide a payment (`ledger.payments.payable`), asked for the day on which
it is planned: what they leave out waits, and their reason is what the reader is told.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection

from ledger.access.views import Viewer
from ledger.payments.commands import PaymentItem
from ledger.payments.known import Asked, statements_named
from ledger.payments.payable import judged
from ledger.payments.reasons import LeftOut
from ledger.payments.views import UNDER_WAY, items_of
from ledger.statements.payee_views import still_open
from ledger.store.state import Row

MOST: Final = 50
"""Payments that are told one by one; whoever waits for more finds the others in the list."""

PLANNED: Final = "planned"
LATE: Final = "late"
SENT: Final = "in-payment"
_OVER: Final = ("already-paid", "set-off-whole", "nothing-payable")
_OWN_DETAILS: Final = (
    "no-bank-details", "bank-details-pending", "bank-details-other-currency",
    "bank-details-frozen", "bank-details-returned", "bank-details-lost", "bank-refuses",
    "branch-closed",
)  # fmt: skip
_SUMS: Final = ("payable_minor", "consumption_tax_minor", "withholding_minor", "transfer_minor")
_DISPUTED: Final = ("disputed-whole", "disputed-undivided")


@dataclass(frozen=True, slots=True)
class Coming:
    """One payment that is still to come.

    Attributes:
        day: The planned one; the payment's own where one is under way.
        state: "planned", "late", "in-payment", or why it waits.
        payable_minor: Before taxes. held_minor: Of it, what disputes hold.
        leads_to: Where the reader can do something about it, without the language.
    """

    statement: str
    payer: str
    payee: str
    paid_to: str
    period: str
    currency: str
    day: str
    state: str
    payable_minor: int
    consumption_tax_minor: int
    withholding_minor: int
    transfer_minor: int
    held_minor: int = 0
    leads_to: str = ""

    @property
    def waits(self) -> bool:
        """Whether something has to happen before it can be paid."""
        return self.state not in (PLANNED, LATE, SENT)


def coming_to(conn: Connection, viewer: Viewer, today: date) -> list[Coming]:
    """Return what is still to be paid to a viewer's party, the next payment first.

    Args:
        conn: A snapshot.
        viewer: Whose.
        today: The day in Japan.
    """
    rows = statements_named(conn, still_open(conn, viewer, MOST))
    sent = {
        id: item
        for id, items in items_of(conn, rows).items()
        for item in items
        if item["status"] in UNDER_WAY
    }
    found = [_of_item(rows[id], item) for id, item in sent.items()]
    groups: dict[tuple[str, str, date], list[Row]] = defaultdict(list)
    for id, row in rows.items():
        if id not in sent:
            day = max(date.fromisoformat(row["payment_date"]), today)
            groups[row["payer"], row["currency"], day].append(row)
    for (payer, currency, day), some in groups.items():
        decided = judged(conn, Asked(payer, currency, day, today), some)
        found += [_planned(rows[one.statement], one, today) for one in decided.items]
        found += [_waiting(rows[one.statement], one) for one in decided.left_out]
    shown = (one for one in found if one.state not in _OVER)
    return sorted(shown, key=lambda one: (one.day, one.statement))


def _of_item(row: Row, item: Row) -> Coming:
    return _coming(
        row, SENT, day=item["pay_on"], payable_minor=item["amount_minor"],
        consumption_tax_minor=item["consumption_tax_minor"],
        withholding_minor=item["withholding_minor"], transfer_minor=item["transfer_minor"],
        held_minor=item["held_minor"],
    )  # fmt: skip


def _planned(row: Row, item: PaymentItem, today: date) -> Coming:
    is_late = row["payment_date"] < today.isoformat()
    return _coming(
        row, LATE if is_late else PLANNED, payable_minor=item.amount_minor,
        consumption_tax_minor=item.consumption_tax_minor,
        withholding_minor=item.withholding_minor, transfer_minor=item.transfer_minor,
        held_minor=item.held_minor,
    )  # fmt: skip


def _waiting(row: Row, left: LeftOut) -> Coming:
    leads_to = ""
    if left.reason in _OWN_DETAILS:
        leads_to = "/my/details"
    elif left.reason in _DISPUTED:
        leads_to = "/my/disputes"
    return _coming(row, left.reason, leads_to=leads_to)


def _coming(row: Row, state: str, **other: Any) -> Coming:
    sums = {name: row[name] for name in _SUMS}
    named = {name: row[name] for name in ("payer", "payee", "paid_to", "period", "currency")}
    values = {"day": row["payment_date"], **sums, **other}
    return Coming(statement=row["id"], state=state, **named, **values)


def sums_by_currency(some: Iterable[Coming]) -> dict[str, int]:
    """Return what is transferred in all, by currency; what waits counts, too."""
    sums: dict[str, int] = defaultdict(int)
    for one in some:
        sums[one.currency] += one.transfer_minor
    return dict(sorted(sums.items()))


def by_payer(some: Sequence[Coming], names: Mapping[str, str]) -> list[tuple[str, list[Coming]]]:
    """Return what is to come, payer by payer in the order of the first payment of each."""
    groups: dict[str, list[Coming]] = defaultdict(list)
    for one in some:
        groups[one.payer].append(one)
    return [(names.get(payer, payer), group) for payer, group in groups.items()]
