"""Lines that are payments to payees, or payments that the bank sent back.

The bank books a file of transfers as one sum or one by one; both are known by the payment.
"""

from collections.abc import Iterable
from typing import Final

from ledger.cash.parts import CashPart
from ledger.cash.views import CashPartRow
from ledger.errors import Conflict, NotFound, RuleViolation
from ledger.payments.views import EXPORTED, PAID, RETURNED, items_in
from ledger.store.state import Row, State

_SENT: Final = (EXPORTED, PAID, RETURNED)


def check_payment(part: CashPart, field: str, account: Row, state: State) -> None:
    """Refuse a payment that is not the holder's, was not sent, or that other lines show already.

    Raises:
        NotFound: `payment-not-found`.
        RuleViolation: `cash-payment-not-sent`, or `cash-return-differs`.
        Conflict: `cash-payment-exceeded`.
    """
    items = [
        item
        for item in items_in(state, part.payment or "")
        if part.statement in (None, item["statement_id"])
        and (item["payer"], item["currency"]) == (account["party"], account["currency"])
    ]
    if not items:
        raise NotFound(
            "payment-not-found",
            field=f"{field}.payment",
            value=part.payment,
            expected="a payment of the holder of this account, in its currency",
        )
    sent = [item for item in items if item["status"] in _SENT]
    if not sent:
        raise RuleViolation(
            "cash-payment-not-sent",
            "nothing of a payment leaves the account before its file was made",
            field=f"{field}.payment",
            value=items[0]["status"],
            expected=list(_SENT),
        )
    shown = state.select(CashPartRow, ref=part.payment)
    if part.kind == "returned":
        _check_returned(part, field, sent[0], shown)
        return
    _check_left(part, field, (sent, items_in(state, part.payment or "")), shown)


def _check_left(
    part: CashPart, field: str, items: tuple[list[Row], list[Row]], shown: list[Row]
) -> None:
    """Refuse more than the transfer, and more than the whole payment, counting what is shown."""
    meant, all_items = items
    out = [row for row in shown if row["kind"] == "payment"]
    left = _transfers(item for item in all_items if item["status"] in _SENT) - _sum(out)
    if part.statement is not None:
        own = [row for row in out if row["other"] == part.statement]
        left = min(left, _transfers(meant) - _sum(own))
    if part.amount_minor > left:
        raise Conflict(
            "cash-payment-exceeded",
            "more than its transfers that no line shows yet",
            field=f"{field}.amount_minor",
            value=part.amount_minor,
            expected=f"{left} or less",
        )


def _check_returned(part: CashPart, field: str, item: Row, shown: list[Row]) -> None:
    again = any(row["kind"] == "returned" and row["other"] == part.statement for row in shown)
    if again or part.amount_minor != item["transfer_minor"]:
        raise RuleViolation(
            "cash-return-differs",
            "a transfer comes back once, and whole",
            field=f"{field}.amount_minor",
            value=part.amount_minor,
            expected=0 if again else item["transfer_minor"],
        )


def _transfers(items: Iterable[Row]) -> int:
    return int(sum(item["transfer_minor"] for item in items))


def _sum(rows: list[Row]) -> int:
    return -int(sum(row["amount_minor"] for row in rows))
