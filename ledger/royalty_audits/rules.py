"""Rules about royalty audits: asked for as the agreement allows, found, answered, closed.

Nothing is paid by an audit itself. What is missing comes onto the register as reports that correct
or add to what was reported, and flows through the clauses like any revenue: whoever has a share of
it gets it. Interest and cost are owed between the two sides, and stand on record with the end.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Final

from contracts.errors import TermsError
from contracts.period import Period
from contracts.royalty_audit import Assessed, Finding, assess
from ledger.agreements.views import AgreementPartyRow, AgreementRow, DutyRow
from ledger.clock import tokyo_date
from ledger.command import Command, Context
from ledger.errors import Conflict, Forbidden, NotFound, RuleViolation
from ledger.event import Event
from ledger.keys.consents import check_consents, needs_consents
from ledger.parties.views import PartyRow
from ledger.revenue.views import ReportRow
from ledger.royalty_audits.checks import Asked, Terms, request_problems
from ledger.royalty_audits.commands import (
    FindInRoyaltyAudit,
    RecordAuditRight,
    ReportFinding,
    RequestRoyaltyAudit,
    SayInRoyaltyAudit,
)
from ledger.royalty_audits.events import (
    AssessedReport,
    AuditRightRecorded,
    RoyaltyAuditFound,
    RoyaltyAuditRequested,
    RoyaltyAuditSaid,
)
from ledger.royalty_audits.views import FOUND, OPEN, AuditRightRow, RoyaltyAuditRow
from ledger.store.handler import Handler
from ledger.store.state import Key, Row, State
from ledger.store.views import unpack
from ledger.values import Ratio

WITHDRAWN: Final = "withdrawn"


def record_right(command: RecordAuditRight, state: State, context: Context) -> list[Event]:
    """Record what an agreement says of audits."""
    agreement = state.require(AgreementRow, command.agreement, field="agreement")
    check_consents(command.consents, state, context)
    for field in ("auditor", "audited"):
        state.require(PartyRow, getattr(command, field), field=field)
    if command.auditor == command.audited:
        raise RuleViolation(
            "audit-of-oneself", field="audited", value=command.audited, expected="somebody else"
        )
    _must_take_part(command, state)
    _must_record(command, context)
    parties = tuple(dict.fromkeys((command.auditor, command.audited, agreement["payer"])))
    return [AuditRightRecorded(**dict(command) | {"parties": parties})]


def _must_take_part(command: RecordAuditRight, state: State) -> None:
    """The auditor is a party of the agreement; the audited is one, or reports under it."""
    rows = state.select(AgreementPartyRow, agreement_id=command.agreement)
    parties = {row["party_id"] for row in rows}
    duties = state.select(DutyRow, agreement_id=command.agreement)
    reports = state.select(ReportRow, agreement=command.agreement)
    reporters = {row["reporter"] for row in (*duties, *reports)}
    for field, known in (("auditor", parties), ("audited", parties | reporters)):
        named = getattr(command, field)
        if named not in known:
            raise RuleViolation(
                "audit-not-a-party",
                "an agreement binds its parties, and those who report under it",
                field=field,
                value=named,
                expected=sorted(known),
            )


def _must_record(command: RecordAuditRight, context: Context) -> None:
    """Who is bound by the right records it, or consents; the operator shows the document."""
    if command.by is None:
        _must_be_operator(context)
        return
    context.actor.must_act_for(command.by, "by")
    if command.by not in (command.auditor, command.audited):
        raise Forbidden(
            "audit-not-a-side",
            field="by",
            value=command.by,
            expected=[command.auditor, command.audited],
        )
    bound = {command.by, *(consent.party for consent in command.consents)}
    if command.audited not in bound:
        raise Forbidden(
            "audit-consent-missing",
            "who is to be audited agrees to it",
            field="consents",
            value=[command.audited],
            expected="his consent",
        )


def request_audit(command: RequestRoyaltyAudit, state: State, context: Context) -> list[Event]:
    """Ask for an audit, within what the agreement allows."""
    if state.get(RoyaltyAuditRow, command.id) is not None:
        raise Conflict("id-taken", field="id", value=command.id, expected="an id nobody used yet")
    context.actor.must_act_for(command.by, "by")
    key = (command.agreement, command.by, command.audited)
    right = state.get(AuditRightRow, *key)
    if right is None:
        raise NotFound(
            "audit-right-missing",
            field="agreement",
            value=command.agreement,
            expected="an agreement that lets this party audit that one",
        )
    body = unpack(right["doc"])["body"]
    asked_on = tokyo_date(context.at)
    asked = Asked(asked_on, command.starts_on, command.first_month, command.last_month)
    _check_request(asked, body, _earlier(key, state))
    stated = dict(command) | {"asked_on": asked_on, "parties": tuple(body["parties"])}
    return [RoyaltyAuditRequested(**stated)]


def _earlier(key: tuple[str, str, str], state: State) -> list[Row]:
    agreement, auditor, audited = key
    rows = state.select(RoyaltyAuditRow, agreement=agreement, auditor=auditor, audited=audited)
    return [row for row in rows if row["status"] != WITHDRAWN]


def _check_request(asked: Asked, body: dict[str, Any], earlier: list[Row]) -> None:
    terms = Terms(body["look_back_years"], body["notice_days"], body["every_months"])
    last = max((row["asked_on"] for row in earlier), default=None)
    spans = [(row["first_month"], row["last_month"]) for row in earlier]
    for code, field, value, expected in request_problems(asked, terms, last, spans):
        raise RuleViolation(code, field=field, value=value, expected=expected)


def say_in_audit(command: SayInRoyaltyAudit, state: State, context: Context) -> list[Event]:
    """Record what a side said; an objection is in time, and comes from who was audited."""
    row = open_audit(command.audit, command.by, state, context)
    if command.kind == "objection":
        _must_object(command, row, context)
    parties = parties_of(row, state)
    return [RoyaltyAuditSaid(**dict(command) | {"parties": parties})]


def _must_object(command: SayInRoyaltyAudit, row: Row, context: Context) -> None:
    if command.by not in (None, row["audited"]):
        raise Forbidden("audit-not-a-side", field="by", value=command.by, expected=[row["audited"]])
    until = row["object_until"]
    today = tokyo_date(context.at).isoformat()
    if row["status"] != FOUND or today > until:
        raise Conflict(
            "audit-objection-late",
            "an objection answers what was found, within the agreed days",
            field="kind",
            value=today,
            expected=f"until {until}" if until else "after something was found",
        )


def find_in_audit(command: FindInRoyaltyAudit, state: State, context: Context) -> list[Event]:
    """Record what was found, with interest and who bears the cost."""
    row = open_audit(command.audit, command.by, state, context)
    if command.by != row["auditor"]:
        raise Forbidden("audit-not-a-side", field="by", value=command.by, expected=[row["auditor"]])
    findings = [_finding(one, row, command.currency, state) for one in command.findings]
    _each_once(command.findings)
    terms = _terms_of(row, state)
    found = _assessed(findings, command, terms)
    rows = zip(command.findings, findings, found.interests, strict=True)
    until = tokyo_date(context.at) + timedelta(days=terms["objection_days"])
    return [
        RoyaltyAuditFound(
            audit=command.audit,
            by=command.by,
            currency=command.currency,
            assessed=tuple(
                AssessedReport(
                    **dict(said),
                    reported_minor=one.reported_minor,
                    difference_minor=one.difference_minor,
                    days=late.days,
                    interest_minor=late.amount_minor,
                )
                for said, one, late in rows
            ),
            reported_minor=found.reported_minor,
            under_minor=found.under_minor,
            over_minor=found.over_minor,
            interest_minor=found.interest_minor,
            cost_minor=found.cost_minor,
            cost_of_audited_minor=found.cost_of_audited_minor,
            as_of=command.as_of,
            object_until=until,
            document=command.document,
            parties=parties_of(row, state),
        )
    ]


def _finding(said: ReportFinding, row: Row, currency: str, state: State) -> Finding:
    period = Period.parse(said.period)
    within = row["first_month"] <= str(period.first) and str(period.last) <= row["last_month"]
    if not within:
        raise RuleViolation(
            "audit-period-outside",
            field="findings",
            value=said.period,
            expected=f"within {row['first_month']} to {row['last_month']}",
        )
    reported = _reported(said, row, currency, state) if said.report else 0
    return Finding(said.period, reported, said.found_minor, said.due_on, said.unpaid_minor)


def _reported(said: ReportFinding, row: Row, currency: str, state: State) -> int:
    report = state.get(ReportRow, said.report)
    expected = (row["agreement"], row["audited"], said.period, currency)
    names = ("agreement", "reporter", "period", "currency")
    if report is None or tuple(report[name] for name in names) != expected:
        raise NotFound(
            "audit-report-not-found",
            field="findings",
            value=said.report,
            expected=f"a report of {row['audited']} for {said.period} in {currency}",
        )
    if report["successor"] is not None:
        raise Conflict(
            "audit-report-corrected",
            f"it was corrected by {report['successor']}",
            field="findings",
            value=said.report,
            expected=report["successor"],
        )
    return int(report["amount_minor"])


def _each_once(findings: Iterable[ReportFinding]) -> None:
    seen: set[tuple[str, str | None]] = set()
    for one in findings:
        key = (one.period, one.report)
        if key in seen:
            raise RuleViolation(
                "audit-report-twice",
                field="findings",
                value=one.report or one.period,
                expected="each report once",
            )
        seen.add(key)


def _terms_of(row: Row, state: State) -> dict[str, Any]:
    key = (row["agreement"], row["auditor"], row["audited"])
    right = state.require(AuditRightRow, *key, field="audit")
    body: dict[str, Any] = unpack(right["doc"])["body"]
    return body


def _assessed(
    findings: list[Finding], command: FindInRoyaltyAudit, terms: dict[str, Any]
) -> Assessed:
    agreed = terms.get("interest_rate")
    try:
        return assess(
            findings,
            cost_minor=command.cost_minor,
            as_of=command.as_of,
            threshold=_pair(terms["cost_threshold"]),
            agreed=_pair(agreed) if agreed else None,
        )
    except TermsError as error:
        raise RuleViolation(
            error.code, error.message, **{"field": "findings", **error.fields}
        ) from error


def _pair(stated: dict[str, int]) -> tuple[int, int]:
    ratio = Ratio.model_validate(stated)
    return ratio.num, ratio.den


def open_audit(audit: str, by: str | None, state: State, context: Context) -> Row:
    """Return an audit that is not over, in which the actor may speak.

    Raises:
        Refused: There is none that he may know of, it is over, or he speaks for nobody in it.
    """
    row = state.get(RoyaltyAuditRow, audit)
    sides = (row["auditor"], row["audited"]) if row else ()
    if row is None or not (context.actor.is_operator or context.actor.party in sides):
        raise NotFound("royalty-audit-not-found", field="audit", value=audit)
    if by is None:
        _must_be_operator(context)
    else:
        context.actor.must_act_for(by, "by")
        if by not in sides:
            raise Forbidden("audit-not-a-side", field="by", value=by, expected=list(sides))
    if row["status"] not in OPEN:
        raise Conflict(
            "audit-closed",
            "it is over; what comes later is another audit",
            field="audit",
            value=audit,
            expected="an audit that is open",
            outcome=row["status"],
        )
    return row


def parties_of(row: Row, state: State) -> tuple[str, ...]:
    """Return who reads of an audit: its sides, and who pays the agreement now."""
    agreement = state.require(AgreementRow, row["agreement"], field="audit")
    return tuple(dict.fromkeys((row["auditor"], row["audited"], agreement["payer"])))


def _must_be_operator(context: Context) -> None:
    if not context.actor.is_operator:
        raise Forbidden(
            "audit-speaker-missing",
            "only the operator speaks without naming a side",
            field="by",
            value=None,
            expected=context.actor.party,
        )


def needs_right(command: RecordAuditRight) -> Iterable[Key]:
    """Return the rows of the agreement and of both sides."""
    return [
        (AgreementRow, (command.agreement,)),
        (PartyRow, (command.auditor,)),
        (PartyRow, (command.audited,)),
        *needs_consents(command.consents),
    ]


def needs_request(command: RequestRoyaltyAudit) -> Iterable[Key]:
    """Return the rows of the audit and of the right."""
    return [
        (RoyaltyAuditRow, (command.id,)),
        (AuditRightRow, (command.agreement, command.by, command.audited)),
    ]


def needs_said(command: SayInRoyaltyAudit) -> Iterable[Key]:
    """Return the row of the audit."""
    return [(RoyaltyAuditRow, (command.audit,))]


def needs_found(command: FindInRoyaltyAudit) -> Iterable[Key]:
    """Return the rows of the audit and of its reports."""
    reports = [(ReportRow, (one.report,)) for one in command.findings if one.report]
    return [(RoyaltyAuditRow, (command.audit,)), *reports]


HANDLERS: Final[dict[type[Command], Handler]] = {
    RecordAuditRight: Handler(record_right, needs_right),
    RequestRoyaltyAudit: Handler(request_audit, needs_request),
    SayInRoyaltyAudit: Handler(say_in_audit, needs_said),
    FindInRoyaltyAudit: Handler(find_in_audit, needs_found),
}
