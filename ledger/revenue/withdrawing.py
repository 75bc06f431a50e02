"""Money that was not for a report after all is taken back from it, while no run has used it."""

from ledger.command import Context
from ledger.errors import Conflict, NotFound
from ledger.periods.views import first_closed
from ledger.revenue.distributable import distributable_minor
from ledger.revenue.events import ReceiptWithdrawn
from ledger.revenue.rules import known_agreement, parties_of
from ledger.revenue.views import ReceiptRow, head_report
from ledger.store.state import Row, State


def withdraw_receipt(receipt: str, reason: str, state: State, context: Context) -> ReceiptWithdrawn:
    """Take a receipt back.

    Args:
        receipt: Its id.
        reason: Why.
        state: The views.
        context: Who asks.

    Raises:
        NotFound: There is none.
        Conflict: `receipt-used`, a run distributed it; or `period-closed`, of the month in which
            it stands.

    Source:
        A run has used `distributed_minor` of a report; what is left without the receipt must still
        cover that. Of 100,000 reported and promised, 60,000 came and 60,000 were distributed: a
        receipt of 20,000 among them cannot go, because 40,000 would be left.
    """
    row = state.get(ReceiptRow, receipt)
    if row is None:
        raise NotFound("receipt-not-found", field="receipt", value=receipt)
    agreement = known_agreement(state, context.actor, row["agreement"])
    context.actor.must_act_for(agreement["payer"], "agreement")
    _refuse_closed_month(row, state)
    _refuse_used(row, agreement, state)
    return ReceiptWithdrawn(
        receipt=receipt,
        entry=row["entry_index"],
        agreement=row["agreement"],
        report=row["report"],
        currency=row["currency"],
        amount_minor=row["amount_minor"],
        reason=reason,
        parties=parties_of(agreement),
    )


def _refuse_closed_month(row: Row, state: State) -> None:
    month = first_closed(state, row["received_on"][:7], row["agreement"])
    if month is not None:
        raise Conflict(
            "period-closed",
            f"{month} is closed and takes adjustments only",
            field="receipt",
            value=row["id"],
            month=month,
            expected="the month reopened for a reason",
        )


def _refuse_used(row: Row, agreement: Row, state: State) -> None:
    report = head_report(state, row["report"])
    left = distributable_minor(
        report["amount_minor"],
        report["remittance_minor"],
        report["received_minor"] - row["amount_minor"],
        agreement["distribute_on"],
    )
    is_converted = report["currency"] != agreement["currency"] and report["run_id"] is not None
    if is_converted or left < report["distributed_minor"]:
        raise Conflict(
            "receipt-used",
            f"{report['run_id']} distributed it",
            field="receipt",
            value=row["id"],
            run=report["run_id"],
            report=report["id"],
            expected="a corrected report (`supersedes`), whose difference the next run carries",
        )
