"""Rules about invoices to licensees: for a report in force, by its payer, numbered without gaps."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from ledger.clock import tokyo_date
from ledger.command import Command, Context
from ledger.errors import Conflict, NotFound, RuleViolation
from ledger.event import Event
from ledger.invoices.commands import IssueInvoice
from ledger.invoices.events import InvoiceIssued
from ledger.invoices.sales import SaleAsked, drafted_sale
from ledger.invoices.views import IssuedInvoiceRow
from ledger.parties.views import PartyRow
from ledger.revenue.events import RevenueInvoiced
from ledger.revenue.rules import known_agreement
from ledger.revenue.views import InvoiceRow, ReportRow
from ledger.statements.rules import refuse_erased
from ledger.store.handler import Handler
from ledger.store.state import Key, State

_COMPARED: Final = ("number", "amount_minor", "tax_minor")


def issue_invoice(command: IssueInvoice, state: State, context: Context) -> list[Event]:
    """Issue an invoice or a credit note as it was drafted on a snapshot."""
    report = state.get(ReportRow, command.report)
    if report is None:
        raise NotFound("report-not-found", field="report", value=command.report)
    agreement = known_agreement(state, context.actor, report["agreement"])
    context.actor.must_act_for(agreement["payer"], "report")
    if state.get(InvoiceRow, command.id) is not None:
        raise Conflict("id-taken", field="id", value=command.id, expected="an id nobody used yet")
    refuse_erased(state.require(PartyRow, report["reporter"], field="report"))
    _check_days(command, tokyo_date(context.at))
    fields = drafted_sale(state, asked_of(command))
    for name in _COMPARED:
        if getattr(command, name) != fields[name]:
            raise Conflict(
                "invoice-outdated",
                f"{name} changed after the invoice was prepared; prepare it again",
                field=name,
                value=getattr(command, name),
                expected=fields[name],
            )
    issued = InvoiceIssued(id=command.id, **fields, files=command.files)
    shared = {name: fields[name] for name in RevenueInvoiced.model_fields if name in fields}
    document = command.files[0] if command.files else None
    return [RevenueInvoiced(id=command.id, **shared, document=document), issued]


def asked_of(command: IssueInvoice) -> SaleAsked:
    """Return what a command asks, as drafts are made of it."""
    return SaleAsked(
        kind=command.kind,
        report=command.report,
        issued_on=command.issued_on,
        due_on=command.due_on,
        subject=command.subject,
        services_in=command.services_in,
        override=command.override,
        is_plain=command.is_plain,
    )


def _check_days(command: IssueInvoice, today: date) -> None:
    if command.issued_on > today:
        raise RuleViolation(
            "day-in-future",
            field="issued_on",
            value=command.issued_on.isoformat(),
            expected=f"{today} or earlier",
        )
    if command.due_on < command.issued_on:
        raise RuleViolation(
            "due-before-issue",
            field="due_on",
            value=command.due_on.isoformat(),
            expected=f"{command.issued_on} or later",
        )


def needs(command: IssueInvoice) -> Iterable[Key]:
    """Return the rows of the report and of the invoice."""
    return [
        (ReportRow, (command.report,)),
        (InvoiceRow, (command.id,)),
        (IssuedInvoiceRow, (command.id,)),
    ]


HANDLERS: Final[dict[type[Command], Handler]] = {IssueInvoice: Handler(issue_invoice, needs)}
