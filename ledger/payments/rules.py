"""Rules about payments: nothing twice, nothing alone, nothing that the bank has is changed.

Whoever prepares a payment computes it on a snapshot. Here it is computed again from the register as
it stands, by the same functions; what differs is refused, so two who pay the same at once cannot.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from contracts.banking.days import is_working, working_day
from ledger.approvals.asking import asked_always
from ledger.approvals.views import needs_approval_keys, require_approved
from ledger.clock import tokyo_date
from ledger.command import Command, Context
from ledger.errors import Conflict, NotFound, RuleViolation
from ledger.event import Event
from ledger.holidays import is_holiday
from ledger.payments.closing_rules import cancel_payment, confirm_payment
from ledger.payments.commands import (
    CancelPayment,
    ConfirmPayment,
    ExportPayment,
    PaymentItem,
    PreparePayment,
    items_digest,
)
from ledger.payments.events import PaymentExported, PaymentPrepared, PaymentTotals
from ledger.payments.known import Asked, statements_named
from ledger.payments.payable import Judged, accounts_now, as_stated_of, judged, received_of
from ledger.payments.paying_from import payer_account
from ledger.payments.views import (
    CANCELLED,
    DONE,
    EXPORTED,
    PREPARED,
    PaymentRow,
    Source,
    items_in,
)
from ledger.statements.views import StatementRow
from ledger.store.handler import Handler
from ledger.store.state import Key, Row, State

LONGEST_AHEAD: Final = timedelta(days=364)
"""A file for the bank says the month and the day alone: a year ahead is another day."""
KIND: Final = "payments"
OUTDATED: Final = "payment-outdated"


def prepare_payment(command: PreparePayment, state: State, context: Context) -> list[Event]:
    """Put a payment on record that was prepared on a snapshot; a second person is asked for."""
    context.actor.must_act_for(command.payer, "payer")
    if state.get(PaymentRow, command.id) is not None:
        raise Conflict("id-taken", field="id", value=command.id, expected="an id nobody used yet")
    if command.items_sha256 != items_digest(command.items):
        raise RuleViolation(
            "items-differ", field="items_sha256", value=command.items_sha256,
            expected=items_digest(command.items),
        )  # fmt: skip
    today = tokyo_date(context.at)
    if not context.is_again:
        check_pay_day(command.pay_on, today)
    account = payer_account(state, command.payer, command.currency, command.pay_on, today)
    if account["id"] != command.from_details:
        raise _outdated("from_details", command.from_details, account["id"])
    _check_items(command, state, today, is_again=context.is_again)
    asking = asked_always(context, command.payer, KIND, command.id)
    prepared = PaymentPrepared(
        **{name: value for name, value in command if name != "items_sha256"},
        totals=PaymentTotals.of(command.items),
        made_by=context.actor.by,
    )
    return [prepared, *asking]


def check_pay_day(pay_on: date, today: date) -> None:
    """Refuse a day on which banks rest, one that is over, and one that is a year away.

    Raises:
        RuleViolation: `pay-day-past`, `pay-day-too-far`, or `pay-day-not-working`, naming the days
            around it.
    """
    if pay_on < today:
        raise _day_past(pay_on, today)
    if pay_on - today > LONGEST_AHEAD:
        raise RuleViolation(
            "pay-day-too-far",
            "a bank's file says the month and the day alone",
            field="pay_on",
            value=pay_on.isoformat(),
            expected=f"{today + LONGEST_AHEAD} or earlier",
        )
    if is_working(pay_on, is_holiday):
        return
    before = working_day(pay_on, is_holiday)
    after = working_day(pay_on, is_holiday, "after")
    raise RuleViolation(
        "pay-day-not-working",
        "banks do not work on this day",
        field="pay_on",
        value=pay_on.isoformat(),
        expected=f"{before} or {after}",
        before=before.isoformat(),
        after=after.isoformat(),
    )


def _day_past(pay_on: date, today: date) -> RuleViolation:
    return RuleViolation(
        "pay-day-past", "no bank pays in the past", field="pay_on",
        value=pay_on.isoformat(), expected=f"{today} or later",
    )  # fmt: skip


def _check_items(command: PreparePayment, state: State, today: date, *, is_again: bool) -> None:
    """Refuse what the register as it stands does not give.

    Raises:
        NotFound: A statement is none of this payer's in this currency.
        Conflict: `statement-in-payment`, or `payment-outdated`.
    """
    named = [item.statement for item in command.items]
    if named != sorted(set(named)):
        raise RuleViolation(
            "items-order", field="items", value=named[:3], expected="each statement once, in order"
        )
    rows = statements_named(state, named)
    for statement in named:
        row = rows.get(statement)
        if row is None or (row["payer"], row["currency"]) != (command.payer, command.currency):
            raise NotFound(
                "statement-not-found", field="items", value=statement,
                expected=f"a statement of this payer in {command.currency}",
            )  # fmt: skip
    asked = Asked(
        command.payer, command.currency, command.pay_on, today,
        received=received_of(command.items), as_stated=as_stated_of(command.items),
        combine=command.combine, divide=command.divide,
    )  # fmt: skip
    found = judged(state, asked, [rows[name] for name in named], is_again=is_again)
    _refuse_left_out(found)
    for item, expected in zip(command.items, found.items, strict=True):
        if item != expected:
            raise _outdated("items", _shown(item), _shown(expected))


def _refuse_left_out(found: Judged) -> None:
    for left in found.left_out:
        payment = left.about.get("payment")
        if left.reason in ("in-payment", "already-paid"):
            raise Conflict(
                "statement-in-payment",
                f"{left.statement} is {'in ' + str(payment) if payment else 'paid'} already",
                field="items",
                value=left.statement,
                payment=payment,
                expected="statements that no payment has",
            )
        raise _outdated(f"items.{left.statement}", "payable", left.reason)


def _shown(item: PaymentItem) -> dict[str, object]:
    return item.model_dump(mode="json", exclude_none=True)


def _outdated(field: str, value: object, expected: object) -> Conflict:
    return Conflict(
        OUTDATED,
        f"{field} changed after the payment was prepared; prepare it again",
        field=field,
        value=value,
        expected=expected,
    )


def export_payment(command: ExportPayment, state: State, context: Context) -> list[Event]:
    """Record the files for the bank; only after somebody else approved the payment."""
    row = state.require(PaymentRow, command.payment, field="payment")
    context.actor.must_act_for(row["payer"], "payment")
    must_be_exportable(row)
    require_approved(state, KIND, command.payment, "payment")
    items = items_in(state, command.payment)
    must_still_go(state, row, items, tokyo_date(context.at))
    _check_files(command, items)
    return [
        PaymentExported(
            payment=command.payment,
            payer=row["payer"],
            files=command.files,
            exported_by=context.actor.by,
        )
    ]


def must_be_exportable(row: Row) -> None:
    """Refuse to make files again, or for what was called off.

    Raises:
        Conflict: `payment-exported`, `payment-cancelled` or `payment-done`.
    """
    if row["status"] == PREPARED:
        return
    code = {EXPORTED: "payment-exported", CANCELLED: "payment-cancelled", DONE: "payment-done"}
    raise Conflict(
        code[row["status"]], field="payment", value=row["id"], expected="a payment not yet sent"
    )


def must_still_go(source: Source, row: Row, items: list[Row], today: date) -> None:
    """Refuse to send what was prepared for another day, from or to another account than now.

    Raises:
        RuleViolation: `pay-day-past`, or the payer has no account any more.
        Conflict: `payment-outdated`, naming the first statement and why.
    """
    pay_on = date.fromisoformat(row["pay_on"])
    if pay_on < today:
        raise _day_past(pay_on, today)
    account = payer_account(source, row["payer"], row["currency"], pay_on, today)
    if account["id"] != row["from_details"]:
        raise _outdated("from_details", row["from_details"], account["id"])
    asked = Asked(row["payer"], row["currency"], pay_on, today)
    statements = statements_named(source, (item["statement_id"] for item in items))
    now = accounts_now(source, asked, list(statements.values()))
    for item in items:
        name, details = item["statement_id"], item["details_id"]
        if now.get(name) != details:
            raise _outdated(f"items.{name}", details, now.get(name))


def _check_files(command: ExportPayment, items: list[Row]) -> None:
    """Refuse files whose sums are not those of the items."""
    expected: dict[str, int] = {}
    for item in items:
        expected[item["route"]] = expected.get(item["route"], 0) + item["transfer_minor"]
    found: dict[str, int] = {}
    for file in command.files:
        found[file.route] = found.get(file.route, 0) + file.total_minor
    if found != expected:
        raise RuleViolation("files-differ", field="files", value=found, expected=expected)


def needs_prepare(command: PreparePayment) -> Iterable[Key]:
    """Return the rows of the payment and of its statements."""
    statements = ((StatementRow, (item.statement,)) for item in command.items)
    return [(PaymentRow, (command.id,)), *statements]


def needs_one(command: ExportPayment | ConfirmPayment | CancelPayment) -> Iterable[Key]:
    """Return the row of the payment and whether it was approved."""
    return [(PaymentRow, (command.payment,)), *needs_approval_keys(KIND, command.payment)]


HANDLERS: Final[dict[type[Command], Handler]] = {
    PreparePayment: Handler(prepare_payment, needs_prepare),
    ExportPayment: Handler(export_payment, needs_one),
    ConfirmPayment: Handler(confirm_payment, needs_one),
    CancelPayment: Handler(cancel_payment, needs_one),
}
