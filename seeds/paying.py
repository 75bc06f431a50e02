"""Pay what was stated: prepared by one, approved by another, written for the bank, confirmed.

One transfer comes back, as happens; it is not sent again before somebody has looked at the account.
"""

from datetime import date
from typing import Any, Final

from ledger.access.views import OPERATOR_VIEWER
from ledger.approvals.commands import Approve
from ledger.errors import NotFound, Refused
from ledger.jobs.payments import ExportOptions, export_payment, prepare_payments
from ledger.payments.commands import ConfirmPayment, Returned
from ledger.payments.prepare import Wanted
from ledger.payments.shown import show
from ledger.payments.views import PAID, PaymentItemRow
from ledger.store.views import table_of
from seeds.accounts import CHECKER, MAKER
from seeds.build import Builder

RETURNED: Final = "person-6"
_BANK: Final = ExportOptions(
    client_code="1234567890", payer_bic="BOTKJPJT", payer_name="Sample payer"
)


def prepare_and_send(builder: Builder, leads: list[str], quarter: str) -> list[str]:
    """Prepare, approve and export what these leads have to pay; return the payments."""
    sent = []
    for number, lead in enumerate(leads, 1):
        try:
            outcome = prepare_payments(
                builder.register, Wanted(builder.ids[lead], due=date.max), actor=MAKER
            )
        except Refused as refusal:
            builder.refused.append((refusal.code, f"payment of {lead} {quarter}"))
            continue
        for put in outcome.payments:
            _approve(builder, put.id)
            export_payment(builder.register, put.id, _BANK, actor=MAKER)
            sent.append(put.id)
        builder.tell(f"payments {quarter}", number, len(leads))
    return sent


def _approve(builder: Builder, payment: str) -> None:
    asked = _shown(builder, payment)["approval"]["asked_index"]
    approval = Approve(kind="payments", subject=payment, asked=asked)
    builder.register.ledger.record(approval, CHECKER)


def confirm(builder: Builder, payments: list[str]) -> None:
    """Record what the banks did: everything was paid, but for one transfer, once."""
    for payment in payments:
        shown = _shown(builder, payment)
        items = shown["items"]
        back = [] if _came_back(builder) else _to(items, builder.ids[RETURNED])
        paid = [item["statement_id"] for item in items if item["statement_id"] not in back]
        outcome = ConfirmPayment(
            payment=payment,
            on=date.fromisoformat(shown["pay_on"]),
            paid=tuple(paid),
            returned=tuple(Returned(statement=each, reason="該当口座なし") for each in back),
        )
        builder.register.ledger.record(outcome, MAKER)


def _shown(builder: Builder, payment: str) -> dict[str, Any]:
    with builder.register.ledger.reading() as conn:
        found = show(conn, payment, OPERATOR_VIEWER)
    if found is None:
        raise NotFound("payment-not-found", field="payment", value=payment)
    return found


def _came_back(builder: Builder) -> bool:
    table = table_of(PaymentItemRow)
    query = table.select().where(table.c.paid_to == builder.ids[RETURNED])
    with builder.register.ledger.reading() as conn:
        return any(row["status"] != PAID for row in conn.execute(query).mappings())


def _to(items: list[dict[str, str]], party: str) -> list[str]:
    return [item["statement_id"] for item in items if item["paid_to"] == party][:1]
