"""What can be done with a payment: each form of its page, as the command that it records."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from api.bodies import to_model
from api.pages.desk import Desk
from api.pages.forms import Form
from ledger.approvals.commands import Approve, Reject
from ledger.errors import RuleViolation
from ledger.jobs.payments import ExportOptions, all_paid, confirm_payment, export_payment
from ledger.payments.commands import CancelPayment, ConfirmPayment
from ledger.payments.results import ResultProfile

Payment = Mapping[str, Any]
_LINE_ENDS: Final = {"crlf": b"\r\n", "none": b""}


def day_of(form: Form, field: str) -> date | None:
    """Read a day.

    Raises:
        RuleViolation: It is none.
    """
    text = form.text(field)
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise RuleViolation(
            "day-malformed", field=field, value=text, expected="2026-04-30"
        ) from None


def _approve(desk: Desk, payment: Payment, form: Form) -> None:
    """Approve what was looked at: the form carries the entry and the sum that it showed."""
    if form.whole("total") != payment["transfer_minor"]:
        raise RuleViolation(
            "total-differs",
            field="total",
            value=form.text("total"),
            expected=payment["transfer_minor"],
        )
    desk.record(to_model(Approve, _decision(payment, form, "note")), form)


def _reject(desk: Desk, payment: Payment, form: Form) -> None:
    form.needed("reason")
    desk.record(to_model(Reject, _decision(payment, form, "reason")), form)


def _decision(payment: Payment, form: Form, said: str) -> dict[str, Any]:
    text = form.given(said)
    return {
        "kind": "payments",
        "subject": payment["id"],
        "asked": form.whole("asked") or 0,
        **({said: text} if text else {}),
    }


def _export(desk: Desk, payment: Payment, form: Form) -> None:
    options = ExportOptions(
        form.text("client_code"),
        form.text("payer_bic"),
        form.text("payer_name"),
        _LINE_ENDS.get(form.text("line_end", "crlf"), b"\r\n"),
    )
    key = desk.request_key(form)
    export_payment(desk.register, payment["id"], options, actor=desk.actor, request=key)


def _paid(desk: Desk, payment: Payment, form: Form) -> None:
    on = day_of(form, "on") or date.fromisoformat(payment["pay_on"])
    desk.record(all_paid(desk.register, payment["id"], on, desk.actor), form)


def _result(desk: Desk, payment: Payment, form: Form) -> None:
    """Take the bank's file on what became of each transfer."""
    file = form.file("result")
    if file is None:
        raise RuleViolation(
            "field-needed", "choose the bank's file", field="result", value="", expected="a file"
        )
    on = day_of(form, "on")
    confirm_payment(
        desk.register, payment["id"], file.data, ResultProfile(), on=on, actor=desk.actor
    )


def _returned(desk: Desk, payment: Payment, form: Form) -> None:
    body = {
        "payment": payment["id"],
        "on": form.text("on") or payment["pay_on"],
        "returned": [{"statement": form.needed("statement"), "reason": form.needed("reason")}],
    }
    desk.record(to_model(ConfirmPayment, body), form)


def _cancel(desk: Desk, payment: Payment, form: Form) -> None:
    body: dict[str, Any] = {"payment": payment["id"], "reason": form.needed("reason")}
    if paper := form.file("not_sent"):
        stored = desk.register.blobs.put(paper.data, title=paper.name)
        body["not_sent"] = stored.model_dump(mode="json", exclude_none=True)
    desk.record(to_model(CancelPayment, body), form)


ACTS: Final[Mapping[str, Callable[[Desk, Payment, Form], None]]] = {
    "approve": _approve,
    "reject": _reject,
    "export": _export,
    "paid": _paid,
    "result": _result,
    "returned": _returned,
    "cancel": _cancel,
}
"""Name of a button to what it does."""
