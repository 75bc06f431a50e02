"""Issue an invoice or a credit note: drafted and printed on a snapshot, numbered at the door."""

from typing import Final

from ledger.access.views import Viewer, may_read
from ledger.agreements.views import AgreementRow
from ledger.bootstrap import Register
from ledger.command import SYSTEM, Actor, RequestKey
from ledger.door import Recorded
from ledger.errors import Conflict
from ledger.ids import INVOICE, new_id
from ledger.invoices.commands import IssueInvoice
from ledger.invoices.sales import SaleAsked, drafted_sale
from ledger.invoices.sheets import sale_sheet
from ledger.invoices.views import rows_of
from ledger.jobs.invoice_files import invoice_files
from ledger.revenue.views import ReportRow

MOST_ATTEMPTS: Final = 20
_OUTDATED: Final = "invoice-outdated"


def issue_invoice(
    register: Register,
    asked: SaleAsked,
    *,
    actor: Actor = SYSTEM,
    request: RequestKey | None = None,
) -> Recorded:
    """Issue an invoice or a credit note for a report.

    The number is printed on the paper, and the door decides it: where another invoice of the issuer
    came between, this one is drafted and printed again.

    Args:
        register: Where.
        asked: For which report, and how.
        actor: Who asks: the payer of the agreement, or the operator.
        request: Idempotency key; repeated, it returns what it issued.

    Raises:
        Refused: See `ledger.invoices.sales` and `ledger.invoices.sale_rules`.
    """
    if request and (replayed := register.ledger.replay(IssueInvoice, request)):
        return replayed
    _must_be_payer(register, asked.report, actor)
    attempts = 0
    while True:
        attempts += 1
        command = _prepared(register, asked)
        try:
            return register.ledger.record(command, actor=actor, request=request)
        except Conflict as conflict:
            if conflict.code != _OUTDATED or attempts == MOST_ATTEMPTS:
                raise


def _must_be_payer(register: Register, report: str, actor: Actor) -> None:
    """Refuse others before anything is computed; whoever reads the report hears why."""
    with register.ledger.reading() as conn:
        rows = rows_of(conn, ReportRow, id=report)
        payers = [
            agreement["payer"]
            for row in rows
            for agreement in rows_of(conn, AgreementRow, id=row["agreement"])
        ]
        if actor.is_operator or actor.party in payers:
            return
        may_read(conn, Viewer(actor.role, actor.party), report)
    for payer in payers:
        actor.must_act_for(payer, "report")


def _prepared(register: Register, asked: SaleAsked) -> IssueInvoice:
    id = new_id(INVOICE, register.clock, register.entropy)
    with register.ledger.reading() as conn:
        fields = drafted_sale(conn, asked)
        sheet = sale_sheet(id, fields, conn, register.vault)
    with register.blobs.batch() as batch:
        files = tuple(
            batch.put(one.data, title=f"{id}.{one.suffix}", media_type=one.media_type)
            for one in invoice_files(sheet)
        )
    return IssueInvoice(
        id=id,
        kind=asked.kind,
        report=asked.report,
        issued_on=asked.issued_on,
        due_on=asked.due_on,
        number=fields["number"],
        subject=fields["subject"],
        services_in=asked.services_in,
        override=asked.override,
        is_plain=asked.is_plain,
        amount_minor=fields["amount_minor"],
        tax_minor=fields["tax_minor"],
        files=files,
    )
