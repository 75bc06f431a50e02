"""What may be asked about royalty audits."""

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from ledger.command import Command
from ledger.ids import AgreementId, PartyId, ReportId, RoyaltyAuditId
from ledger.keys.consents import Consents
from ledger.values import (
    AmountMinor,
    Count,
    Currency,
    DocumentRef,
    LongText,
    MonthText,
    PeriodText,
    Ratio,
    Value,
)

SaidAs = Literal["request", "answer", "document", "objection"]
Outcome = Literal["clean", "agreed", "unanswered", "settled", "withdrawn"]
Years = Annotated[int, Field(ge=1, le=30)]
Days = Annotated[int, Field(ge=0, le=730)]
Months = Annotated[int, Field(ge=0, le=120)]


class RecordAuditRight(Command):
    """Record who may audit whose reports under an agreement, as its document says.

    Attributes:
        by: Who records: the one who may be audited, or the one who may audit with his consent;
            left out, the operator does.
        auditor: Who may ask. audited: who reports.
        look_back_years: How far the months may lie back on the day of the request.
        notice_days: Between the request and the first day of the audit.
        objection_days: For an answer to what was found.
        every_months: How long after one request the next may follow; 0 for no limit.
        cost_threshold: Part of what was reported above which the cost passes to who reported.
        interest_rate: Per year, of late money; the statutory rate if left out.
        document: The agreement that says so.
    """

    TYPE: ClassVar[str] = "RecordAuditRight/1"

    agreement: AgreementId
    by: PartyId | None = None
    auditor: PartyId
    audited: PartyId
    look_back_years: Years
    notice_days: Days
    objection_days: Days
    every_months: Months = 0
    cost_threshold: Ratio
    interest_rate: Ratio | None = None
    document: DocumentRef
    consents: Consents = ()


class RequestRoyaltyAudit(Command):
    """Ask to audit what was reported for some months.

    Attributes:
        by: Who may audit. audited: whose reports.
        starts_on: First day of the audit.
    """

    TYPE: ClassVar[str] = "RequestRoyaltyAudit/1"

    id: RoyaltyAuditId
    agreement: AgreementId
    by: PartyId
    audited: PartyId
    first_month: MonthText
    last_month: MonthText
    starts_on: date
    reason: LongText | None = None


class SayInRoyaltyAudit(Command):
    """Say something in an audit: a request, an answer, that a document was given, an objection.

    Attributes:
        by: A side; left out, the operator speaks.
    """

    TYPE: ClassVar[str] = "SayInRoyaltyAudit/1"

    audit: RoyaltyAuditId
    by: PartyId | None = None
    kind: SaidAs
    text: LongText
    evidence: Annotated[tuple[DocumentRef, ...], Field(max_length=64)] = ()


class ReportFinding(Value):
    """What one report should have said.

    Attributes:
        report: Left out where nothing was reported for the period.
        unpaid_minor: How much less was paid because of it; the difference itself if left out.
        due_on: Last day on which paying it was in time.
        evidence: What shows it.
    """

    period: PeriodText
    report: ReportId | None = None
    found_minor: AmountMinor
    unpaid_minor: AmountMinor | None = None
    due_on: date
    evidence: DocumentRef


class FindInRoyaltyAudit(Command):
    """Record what an audit found; a later word replaces an earlier one until the audit is closed.

    Attributes:
        by: Who audits.
        findings: One for each report that was looked into, right ones included.
        cost_minor: What the audit cost. as_of: day up to which interest is asked for.
    """

    TYPE: ClassVar[str] = "FindInRoyaltyAudit/1"
    CHUNKED: ClassVar[tuple[str, ...]] = ("findings",)

    audit: RoyaltyAuditId
    by: PartyId
    currency: Currency
    findings: Annotated[tuple[ReportFinding, ...], Field(min_length=1, max_length=1000)]
    cost_minor: Count = 0
    as_of: date
    document: DocumentRef | None = None


class CorrectedReport(Value):
    """Which report carries out what was found of a period."""

    period: PeriodText
    report: ReportId


class CloseRoyaltyAudit(Command):
    """Close an audit, tied to the reports that correct what it found.

    Attributes:
        by: A side; left out, the operator does, and a document must show it.
        outcome: `clean`: nothing is missing. `agreed`: who reported accepts what was found.
            `unanswered`: he did not object in time. `settled`: both agreed on something else.
            `withdrawn` by who asked.
        corrections: For each period of which something is missing.
        interest_minor: What was settled on. cost_of_audited_minor: likewise; both as found else.
    """

    TYPE: ClassVar[str] = "CloseRoyaltyAudit/1"
    CHUNKED: ClassVar[tuple[str, ...]] = ("corrections",)

    audit: RoyaltyAuditId
    by: PartyId | None = None
    outcome: Outcome
    corrections: Annotated[tuple[CorrectedReport, ...], Field(max_length=1000)] = ()
    interest_minor: Count | None = None
    cost_of_audited_minor: Count | None = None
    document: DocumentRef | None = None
    consents: Consents = ()
