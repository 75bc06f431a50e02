"""Rules about what became of a payment: paid and returned as the bank says, or called off."""

from collections import Counter
from collections.abc import Mapping
from typing import Final

from ledger.clock import tokyo_date
from ledger.command import Context
from ledger.errors import Conflict, RuleViolation
from ledger.event import Event
from ledger.payments.commands import CancelPayment, ConfirmPayment
from ledger.payments.events import PaymentCancelled, PaymentConfirmed, PaymentOutcome
from ledger.payments.views import (
    CANCELLED,
    EXPORTED,
    PAID,
    PREPARED,
    RETURNED,
    PaymentResultRow,
    PaymentRow,
    items_in,
)
from ledger.store.state import Row, State

_SHOWN: Final = 5


def confirm_payment(command: ConfirmPayment, state: State, context: Context) -> list[Event]:
    """Record what became of transfers; what came back is payable again, to another account."""
    row = state.require(PaymentRow, command.payment, field="payment")
    context.actor.must_act_for(row["payer"], "payment")
    if row["status"] in (PREPARED, CANCELLED):
        raise Conflict(
            "payment-not-sent",
            "no bank has this payment",
            field="payment",
            value=command.payment,
            expected="a payment whose files were made",
        )
    _check_day(command, row, context)
    if command.result is not None:
        refuse_taken(state, command.result.sha256)
    items = {item["statement_id"]: item for item in items_in(state, command.payment)}
    _check_statements(command, items)
    return [
        PaymentConfirmed(
            payment=command.payment,
            payer=row["payer"],
            currency=row["currency"],
            on=command.on,
            result=command.result,
            outcomes=_outcomes(command, items),
        )
    ]


def _outcomes(command: ConfirmPayment, items: Mapping[str, Row]) -> tuple[PaymentOutcome, ...]:
    reasons = {each.statement: each.reason for each in command.returned}
    return tuple(
        PaymentOutcome(
            statement=statement,
            payee=items[statement]["payee"],
            paid_to=items[statement]["paid_to"],
            details=items[statement]["details_id"],
            status=RETURNED if statement in reasons else PAID,
            transfer_minor=items[statement]["transfer_minor"],
            reason=reasons.get(statement),
        )
        for statement in sorted({*command.paid, *reasons})
    )


def _check_day(command: ConfirmPayment, row: Row, context: Context) -> None:
    """Refuse a day before the one on which the bank was to pay, and one that has not come."""
    today = tokyo_date(context.at)
    if row["pay_on"] <= command.on.isoformat() and (command.on <= today or context.is_again):
        return
    raise RuleViolation(
        "confirm-day-wrong",
        "a bank pays on the day it was told or later, and says so afterwards",
        field="on",
        value=command.on.isoformat(),
        expected=f"from {row['pay_on']} to {today}",
    )


def refuse_taken(state: State, sha256: str) -> None:
    """Refuse a file of a bank that was taken before, whichever payment it was taken for.

    Raises:
        Conflict: `result-taken`, naming payment and entry.
    """
    known = state.get(PaymentResultRow, sha256)
    if known is not None:
        raise Conflict(
            "result-taken",
            f"this very file was taken for {known['payment_id']} (entry {known['entry_index']})",
            field="result",
            value=sha256,
            payment=known["payment_id"],
            entry=known["entry_index"],
            expected="a result file that was not taken yet",
        )


def _check_statements(command: ConfirmPayment, items: Mapping[str, Row]) -> None:
    """Refuse what is not in this payment, is named twice, or is settled already."""
    returned = [each.statement for each in command.returned]
    named = [*command.paid, *returned]
    twice = sorted(name for name, times in Counter(named).items() if times > 1)
    if twice or not named:
        raise RuleViolation(
            "confirm-statements-wrong",
            "each statement is paid or returned, and at least one is named",
            field="paid",
            value=twice[:_SHOWN],
            expected="each statement once",
        )
    if strange := sorted(set(named) - set(items)):
        raise RuleViolation(
            "statement-not-in-payment",
            field="paid",
            value=strange[:_SHOWN],
            expected=f"statements of {command.payment}",
        )
    over = [name for name in command.paid if items[name]["status"] != EXPORTED]
    # A bank may send back what it first said was paid.
    over += [name for name in returned if items[name]["status"] not in (EXPORTED, PAID)]
    if over:
        raise Conflict(
            "outcome-on-record",
            "what became of it is on record",
            field="paid",
            value=[f"{name}: {items[name]['status']}" for name in over[:_SHOWN]],
            expected="transfers whose outcome is not known yet",
        )


def cancel_payment(command: CancelPayment, state: State, context: Context) -> list[Event]:
    """Call a payment off; after its files were made only with evidence that no bank has them."""
    row = state.require(PaymentRow, command.payment, field="payment")
    context.actor.must_act_for(row["payer"], "payment")
    if row["status"] not in (PREPARED, EXPORTED):
        raise Conflict(
            "payment-over", field="payment", value=row["status"], expected="one that is under way"
        )
    items = items_in(state, command.payment)
    if settled := [item["statement_id"] for item in items if item["status"] in (PAID, RETURNED)]:
        raise Conflict(
            "outcome-on-record",
            "the bank has carried out some of it",
            field="payment",
            value=settled[:_SHOWN],
            expected="a payment of which nothing was carried out",
        )
    if row["status"] == EXPORTED and command.not_sent is None:
        raise RuleViolation(
            "not-sent-missing",
            "its files were made: a document must show that no bank carries them out",
            field="not_sent",
            value=None,
            expected="the bank's word or the cancelled order, by its hash",
        )
    return [
        PaymentCancelled(
            payment=command.payment,
            payer=row["payer"],
            reason=command.reason,
            not_sent=command.not_sent,
        )
    ]
