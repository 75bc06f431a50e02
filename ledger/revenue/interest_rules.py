"""Rules about interest: what is charged is computed again from what is on record."""

from datetime import date

from contracts.errors import TermsError
from ledger.clock import tokyo_date
from ledger.command import Command, Context
from ledger.errors import Conflict, NotFound, RuleViolation
from ledger.event import Event
from ledger.revenue.interest_commands import ChargeInterest
from ledger.revenue.interest_events import InterestCharged, InterestPart
from ledger.revenue.interest_views import InterestRow, late_in
from ledger.revenue.late import Late
from ledger.revenue.rules import known_agreement, parties_of
from ledger.revenue.views import SUPERSEDED, ReportRow
from ledger.store.handler import Handler
from ledger.store.state import Key, Row, State
from ledger.values import Ratio


def charge_interest(command: ChargeInterest, state: State, context: Context) -> list[Event]:
    """Charge interest on what came late for a report, or has not come."""
    if state.get(InterestRow, command.id) is not None:
        raise Conflict("id-taken", field="id", value=command.id, expected="an id nobody used yet")
    report = state.get(ReportRow, command.report)
    if report is None:
        raise NotFound("report-not-found", field="report", value=command.report)
    agreement = known_agreement(state, context.actor, report["agreement"])
    context.actor.must_act_for(agreement["payer"], "report")
    _check(command, report, tokyo_date(context.at))
    late = _late(command, report, state)
    due_on = late.due_on
    if due_on is None:
        raise RuleViolation(
            "interest-without-due-day",
            "no invoice says when it was due, so nothing says since when it is late",
            field="report",
            value=command.report,
            expected="a report with an invoice",
        )
    if command.amount_minor != late.to_charge_minor:
        raise RuleViolation(
            "interest-differs",
            "the interest on record up to that day is another",
            field="amount_minor",
            value=command.amount_minor,
            expected=late.to_charge_minor,
        )
    return [_charged(command, report, (late, due_on), parties_of(agreement))]


def _check(command: ChargeInterest, report: Row, today: date) -> None:
    if report["status"] == SUPERSEDED:
        raise Conflict(
            "report-superseded",
            f"the report was corrected by {report['successor']}",
            field="report",
            value=command.report,
            expected=report["successor"],
        )
    if command.until > today:
        raise RuleViolation(
            "day-in-future", field="until", value=command.until.isoformat(),
            expected=f"{today} or earlier",
        )  # fmt: skip
    if (command.agreed_rate is None) != (command.clause is None):
        raise RuleViolation(
            "interest-clause-missing",
            "a rate that was agreed names its clause, and a clause its rate",
            field="clause",
            value=command.clause,
            expected="agreed_rate and clause, or neither",
        )


def _late(command: ChargeInterest, report: Row, state: State) -> Late:
    rate = command.agreed_rate
    try:
        return late_in(state, report, command.until, (rate.num, rate.den) if rate else None)
    except TermsError as error:
        raise RuleViolation(error.code, error.message, **error.fields) from error


def _charged(
    command: ChargeInterest, report: Row, found: tuple[Late, date], parties: tuple[str, ...]
) -> InterestCharged:
    late, due_on = found
    used = late.parts[0].interest
    return InterestCharged(
        id=command.id,
        agreement=report["agreement"],
        report=command.report,
        debtor=report["reporter"],
        currency=report["currency"],
        due_on=due_on,
        until=command.until,
        rate=Ratio(num=used.rate[0], den=used.rate[1]),
        law=used.law,
        clause=command.clause,
        delays=tuple(
            InterestPart(
                amount_minor=part.amount_minor,
                paid_on=part.paid_on,
                receipt=part.receipt,
                days=part.interest.days,
                interest_minor=part.interest.amount_minor,
            )
            for part in late.parts
        ),
        before_minor=late.charged_minor,
        amount_minor=command.amount_minor,
        document=command.document,
        parties=parties,
    )


def needs_charge(command: ChargeInterest) -> list[Key]:
    """Return the rows of the report and of the interest."""
    return [(InterestRow, (command.id,)), (ReportRow, (command.report,))]


HANDLERS: dict[type[Command], Handler] = {
    ChargeInterest: Handler(charge_interest, needs_charge),
}
