"""Rules about revenue: who may report what, nothing counted twice, closed months stay closed."""

from datetime import date

from contracts.money import MAX_MINOR
from contracts.period import Month, Period
from ledger.access.views import InvolvementRow, party_exists
from ledger.agreements.views import AgreementRow, payers_of
from ledger.approvals.asking import asked
from ledger.clock import tokyo_date
from ledger.command import Actor, Command, Context
from ledger.errors import Conflict, NotFound, RuleViolation
from ledger.event import Event
from ledger.periods.views import closing_keys, first_closed
from ledger.revenue.commands import (
    ControlDifferences,
    RecordInvoice,
    RecordReceipt,
    RegisterReport,
)
from ledger.revenue.corrections import check_restated
from ledger.revenue.currencies import refuse_currency as refuse_currency
from ledger.revenue.currencies import refuse_other_currency, refuse_unconvertible
from ledger.revenue.events import RevenueInvoiced, RevenueReceived, RevenueReported
from ledger.revenue.views import (
    SUPERSEDED,
    InvoiceRow,
    ReceiptRow,
    ReportFileRow,
    ReportRow,
    ReportSumsRow,
)
from ledger.store.handler import Handler
from ledger.store.state import Key, Row, State
from ledger.store.views import View, unpack


def register_report(command: RegisterReport, state: State, context: Context) -> list[Event]:
    """Register a report whose file was read outside the door."""
    _refuse_taken(state, ReportRow, command.id)
    agreement = known_agreement(state, context.actor, command.agreement, command.reporter)
    _refuse_unknown_party(state, command.reporter, "reporter")
    is_payer = context.actor.party == agreement["payer"]
    context.actor.must_act_for(agreement["payer"] if is_payer else command.reporter, "reporter")
    refuse_unconvertible(command.currency, agreement, state)
    _refuse_future_period(command.period, context)
    if command.supersedes is None:
        refuse_closed(state, command.period, command.agreement)
    _refuse_known_file(command, payers_of(agreement), state)
    _check_superseded(command, state, context.actor)
    _check_remittance(command)
    if command.supersedes is not None:
        check_restated(command, agreement, state, context.actor)
    parties = parties_of(agreement)
    stated = {name: value for name, value in command if name != "confirm"}
    reported = RevenueReported(**stated, differences=_differences(command), parties=parties)
    return [reported, *asked(state, context, agreement["payer"], "reports", command.id)]


def record_invoice(command: RecordInvoice, state: State, context: Context) -> list[Event]:
    """Record an invoice to a licensee."""
    _refuse_taken(state, InvoiceRow, command.id)
    agreement = known_agreement(state, context.actor, command.agreement)
    context.actor.must_act_for(agreement["payer"], "agreement")
    _refuse_unknown_party(state, command.debtor, "debtor")
    refuse_unconvertible(command.currency, agreement, state)
    if command.report:
        report = _report_of(state, context.actor, command.report, command.agreement)
        refuse_other_currency(command.currency, report)
    if command.due_on < command.issued_on:
        raise RuleViolation(
            "due-before-issue",
            field="due_on",
            value=command.due_on.isoformat(),
            expected=f"{command.issued_on} or later",
        )
    _refuse_future_day("issued_on", command.issued_on, context)
    return [RevenueInvoiced(**dict(command), parties=parties_of(agreement))]


def record_receipt(command: RecordReceipt, state: State, context: Context) -> list[Event]:
    """Record money that arrived for a report; more than was promised is kept and flagged."""
    _refuse_taken(state, ReceiptRow, command.id)
    agreement = known_agreement(state, context.actor, command.agreement)
    context.actor.must_act_for(agreement["payer"], "agreement")
    report = _report_of(state, context.actor, command.report, command.agreement)
    refuse_other_currency(command.currency, report)
    if report["status"] == SUPERSEDED:
        raise Conflict(
            "report-superseded",
            f"the report was corrected by {report['successor']}",
            field="report",
            value=command.report,
            expected=report["successor"],
        )
    _refuse_future_day("received_on", command.received_on, context)
    refuse_closed(state, str(Month.of(command.received_on)), command.agreement, "received_on")
    received = report["received_minor"] + command.amount_minor
    if received > MAX_MINOR:
        raise RuleViolation(
            "amount-too-large", field="amount_minor", value=received, expected=MAX_MINOR
        )
    excess = received - max(0, report["remittance_minor"])
    return [
        RevenueReceived(
            **dict(command),
            excess_minor=excess if excess > 0 else None,
            parties=parties_of(agreement),
        )
    ]


def known_agreement(state: State, actor: Actor, agreement: str, also: str | None = None) -> Row:
    """Return an agreement that the actor may know about.

    Args:
        state: The views.
        actor: Who asks.
        agreement: Its id.
        also: A party in whose name the actor speaks, for instance a licensee with a duty to report.

    Raises:
        NotFound: There is none, or it is not for this actor to know.
    """
    row = state.get(AgreementRow, agreement)
    if row is not None and (actor.is_operator or _is_involved(state, row, actor.party, also)):
        return row
    raise NotFound("agreement-not-found", field="agreement", value=agreement)


def _is_involved(state: State, agreement: Row, party: str | None, also: str | None) -> bool:
    if party is None:
        return False
    if party in parties_of(agreement):
        return True
    duties = unpack(agreement["doc"]).get("duties", [])
    if party == also and any(duty["reporter"] == party for duty in duties):
        return True
    return state.get(InvolvementRow, agreement["id"], party) is not None


def parties_of(agreement: Row) -> tuple[str, ...]:
    """Return the payer and the parties of an agreement, each once."""
    return tuple(dict.fromkeys((agreement["payer"], *unpack(agreement["doc"])["parties"])))


def refuse_closed(state: State, period: str, agreement: str, field: str = "period") -> None:
    """Refuse what would change a closed month.

    Raises:
        RuleViolation: `period-closed`, naming the month.
    """
    month = first_closed(state, period, agreement)
    if month is not None:
        raise RuleViolation(
            "period-closed",
            f"{month} is closed and takes adjustments only",
            field=field,
            value=period,
            month=month,
            expected="an open period, or the month reopened for a reason",
        )


def _refuse_taken(state: State, view: type[View], id: str) -> None:
    if state.get(view, id) is not None:
        raise Conflict("id-taken", field="id", value=id, expected="an id nobody used yet")


def _refuse_unknown_party(state: State, party: str, field: str) -> None:
    if not party_exists(state, party):
        raise NotFound("party-not-found", field=field, value=party, expected="a registered party")


def _refuse_future_period(period: str, context: Context) -> None:
    this_month = Month.of(tokyo_date(context.at))
    if Period.parse(period).first > this_month:
        raise RuleViolation(
            "period-in-future", field="period", value=period, expected=f"{this_month} or earlier"
        )


def _refuse_future_day(field: str, day: date, context: Context) -> None:
    today = tokyo_date(context.at)
    if day > today:
        raise RuleViolation(
            "day-in-future", field=field, value=day.isoformat(), expected=f"{today} or earlier"
        )


def _refuse_known_file(command: RegisterReport, payers: tuple[str, ...], state: State) -> None:
    """Refuse a file that was reported before, unless this report corrects that very one.

    A file saved again differs by a byte and is counted twice all the same, so the same sums for the
    same period are refused too. As many dollars as yen are other sums: nothing sold, for instance.
    What was reported to somebody who owed the agreement before was reported.
    """
    files = (state.get(ReportFileRow, payer, command.file.sha256) for payer in payers)
    known = next((row for row in files if row is not None), None)
    what = "this very file was"
    if known is None and command.counts.accepted:
        known, what = _same_sums(command, state), "the same sums for this period were"
    if known is None or _is_corrected(known["report_id"], command, state):
        return
    raise Conflict(
        "report-duplicate",
        f"{what} registered as {known['report_id']}",
        field="file",
        value=command.file.sha256,
        report=known["report_id"],
        expected="sales not reported yet, or `supersedes` naming that report",
    )


def _same_sums(command: RegisterReport, state: State) -> Row | None:
    """Return the last report of the same sums in the same currency."""
    place = (command.agreement, command.reporter, command.period, command.groups.sha256)
    found = state.get(ReportSumsRow, *place)
    if found is None:
        return None
    report = state.require(ReportRow, found["report_id"], field="file")
    return found if report["currency"] == command.currency else None


def _is_corrected(report: str, command: RegisterReport, state: State) -> bool:
    """Tell whether a report is, or was, corrected by what this one corrects."""
    if command.supersedes is None:
        return False
    row = state.require(ReportRow, report, field="file")
    return report == command.supersedes or bool(row["status"] == SUPERSEDED)


def _check_superseded(command: RegisterReport, state: State, actor: Actor) -> None:
    if command.supersedes is None:
        return
    before = _report_of(state, actor, command.supersedes, command.agreement, "supersedes")
    if before["successor"] is not None:
        raise Conflict(
            "report-superseded",
            f"the report was corrected by {before['successor']} already",
            field="supersedes",
            value=command.supersedes,
            expected=before["successor"],
        )
    if before["reporter"] != command.reporter or before["period"] != command.period:
        raise RuleViolation(
            "report-correction-differs",
            "a correction is by the same reporter for the same period",
            field="supersedes",
            value=f"{before['reporter']} {before['period']}",
            expected=f"{command.reporter} {command.period}",
        )
    refuse_other_currency(command.currency, before)


def _report_of(
    state: State, actor: Actor, report: str, agreement: str, field: str = "report"
) -> Row:
    """Return a report, which must belong to the agreement.

    Raises:
        NotFound: There is none, or it is another's: that it exists is confidential too.
        RuleViolation: It is one of the actor's own, but of another agreement.
    """
    row = state.get(ReportRow, report)
    is_known = row is not None and (
        row["agreement"] == agreement
        or actor.is_operator
        or state.get(InvolvementRow, report, actor.party or "") is not None
    )
    if row is None or not is_known:
        raise NotFound("report-not-found", field=field, value=report)
    if row["agreement"] != agreement:
        raise RuleViolation(
            "report-of-another-agreement", field=field, value=report, expected=agreement
        )
    return row


def _check_remittance(command: RegisterReport) -> None:
    """Refuse a promised payment that contradicts the sign of what was reported."""
    amount, remittance = command.amount_minor, command.remittance_minor
    if remittance and (amount == 0 or (amount < 0) != (remittance < 0)):
        raise RuleViolation(
            "remittance-contradicts-amount",
            field="remittance_minor",
            value=remittance,
            expected=f"zero, or the sign of the reported {amount}",
        )


def _differences(command: RegisterReport) -> ControlDifferences | None:
    """Return stated minus found, for totals that do not foot: shown, never absorbed."""
    stated, counts = command.control, command.counts
    if stated is None:
        return None
    rows = (stated.rows or 0) - counts.accepted - counts.held - counts.rejected
    amount = (stated.amount_minor or 0) - command.amount_minor
    found = ControlDifferences(
        rows=rows if stated.rows is not None and rows else None,
        amount_minor=amount if stated.amount_minor is not None and amount else None,
    )
    return found if found.rows is not None or found.amount_minor is not None else None


def needs_report(command: RegisterReport) -> list[Key]:
    """Return the rows that registering a report looks at."""
    months = map(str, Period.parse(command.period).months)
    superseded: list[Key] = [(ReportRow, (command.supersedes,))] if command.supersedes else []
    return [
        (ReportRow, (command.id,)),
        *superseded,
        (AgreementRow, (command.agreement,)),
        (InvolvementRow, (command.reporter, command.reporter)),
        (
            ReportSumsRow,
            (command.agreement, command.reporter, command.period, command.groups.sha256),
        ),
        *closing_keys(months, command.agreement),
    ]


def needs_invoice(command: RecordInvoice) -> list[Key]:
    """Return the rows that recording an invoice looks at."""
    report: list[Key] = [(ReportRow, (command.report,))] if command.report else []
    return [
        (InvoiceRow, (command.id,)),
        (AgreementRow, (command.agreement,)),
        (InvolvementRow, (command.debtor, command.debtor)),
        *report,
    ]


def needs_receipt(command: RecordReceipt) -> list[Key]:
    """Return the rows that recording a receipt looks at."""
    month = str(Month.of(command.received_on))
    return [
        (ReceiptRow, (command.id,)),
        (AgreementRow, (command.agreement,)),
        (ReportRow, (command.report,)),
        *closing_keys([month], command.agreement),
    ]


HANDLERS: dict[type[Command], Handler] = {
    RegisterReport: Handler(register_report, needs_report),
    RecordInvoice: Handler(record_invoice, needs_invoice),
    RecordReceipt: Handler(record_receipt, needs_receipt),
}
