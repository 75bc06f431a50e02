"""What is on record about royalty audits. Readers are both sides, and who pays the agreement."""

from datetime import date
from typing import ClassVar

from ledger.event import OPERATOR, Event
from ledger.keys.consents import Consent
from ledger.values import DocumentRef, Ratio, Value


class _OfAudit(Event):
    """Concerns both sides and the payer."""

    parties: tuple[str, ...]

    def readers(self) -> tuple[str, ...]:
        """Who audits, who is audited, and who pays under the agreement."""
        return (OPERATOR, *self.parties)


class AuditRightRecorded(_OfAudit):
    """An agreement lets somebody audit somebody's reports."""

    TYPE: ClassVar[str] = "royalty_audit.right_recorded/1"

    agreement: str
    by: str | None = None
    auditor: str
    audited: str
    look_back_years: int
    notice_days: int
    objection_days: int
    every_months: int
    cost_threshold: Ratio
    interest_rate: Ratio | None = None
    document: DocumentRef
    consents: tuple[Consent, ...] = ()


class RoyaltyAuditRequested(_OfAudit):
    """Somebody asks to audit what was reported for some months."""

    TYPE: ClassVar[str] = "royalty_audit.requested/1"

    id: str
    agreement: str
    by: str
    audited: str
    first_month: str
    last_month: str
    starts_on: date
    asked_on: date
    reason: str | None = None


class RoyaltyAuditSaid(_OfAudit):
    """Somebody said something in an audit."""

    TYPE: ClassVar[str] = "royalty_audit.said/1"

    audit: str
    by: str | None = None
    kind: str
    text: str
    evidence: tuple[DocumentRef, ...] = ()


class AssessedReport(Value):
    """What one report said, should have said, and what the delay costs."""

    period: str
    report: str | None = None
    reported_minor: int
    found_minor: int
    difference_minor: int
    unpaid_minor: int | None = None
    due_on: date
    days: int
    interest_minor: int
    evidence: DocumentRef


class RoyaltyAuditFound(_OfAudit):
    """What an audit found, with interest and who bears the cost.

    Attributes:
        under_minor: Sum of what is missing. over_minor: of what was reported too much.
        object_until: Last day for an objection.
    """

    TYPE: ClassVar[str] = "royalty_audit.found/1"
    CHUNKED: ClassVar[tuple[str, ...]] = ("assessed",)

    audit: str
    by: str
    currency: str
    assessed: tuple[AssessedReport, ...]
    reported_minor: int
    under_minor: int
    over_minor: int
    interest_minor: int
    cost_minor: int
    cost_of_audited_minor: int
    as_of: date
    object_until: date
    document: DocumentRef | None = None


class CorrectedAmount(Value):
    """A report that carries out what was found of a period, and what it changes."""

    period: str
    report: str
    was_minor: int
    now_minor: int


class RoyaltyAuditClosed(_OfAudit):
    """An audit is over.

    Attributes:
        corrected: The reports that carry it out. corrected_minor: what they change in all.
        interest_minor: What who reported owes for the delay, and `cost_of_audited_minor` of cost.
    """

    TYPE: ClassVar[str] = "royalty_audit.closed/1"
    CHUNKED: ClassVar[tuple[str, ...]] = ("corrected",)

    audit: str
    by: str | None = None
    outcome: str
    corrected: tuple[CorrectedAmount, ...] = ()
    corrected_minor: int
    interest_minor: int
    cost_of_audited_minor: int
    document: DocumentRef | None = None
    consents: tuple[Consent, ...] = ()
