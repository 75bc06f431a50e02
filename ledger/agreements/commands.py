"""What may be asked about agreements."""

from typing import Any, ClassVar, Literal

from pydantic import Field

from ledger.command import Command
from ledger.committees.commands import Medium, Schedule
from ledger.ids import AgreementId, CommitteeId, PartyId, WorkId
from ledger.keys.consents import Consents
from ledger.values import Currency, DocumentRef, MonthText, Names, Sha256, Text, Value


class ReportDuty(Value):
    """Who has to report sales of what, and when: the expected-report calendar comes from this."""

    reporter: PartyId
    medium: Medium
    schedule: Schedule
    starts: MonthText
    ends: MonthText | None = None


class RecordAgreement(Command):
    """Record an agreement and the first version of its money clauses.

    Attributes:
        payer: Collects the revenue and owes what the clauses give to others (usually the 幹事).
        parties: May read the agreement and its runs in full; payees read their own lines only.
        distribute_on: Whether money is distributable when reported or when received.
        terms: The money clauses as data; see docs/TERMS.md.
    """

    TYPE: ClassVar[str] = "RecordAgreement/1"

    id: AgreementId
    title: Names
    kind: Literal["committee", "licence", "creator", "other"]
    payer: PartyId
    parties: tuple[PartyId, ...] = Field(min_length=1)
    committee: CommitteeId | None = None
    works: tuple[WorkId, ...] = ()
    currency: Currency = "JPY"
    distribute_on: Literal["receipt", "report"] = "receipt"
    effective_month: MonthText
    terms: dict[str, Any]
    duties: tuple[ReportDuty, ...] = ()
    document: DocumentRef | None = None
    rates_are_synthetic: bool = False
    consents: Consents = ()


class AddTerms(Command):
    """Add a version of the money clauses, in force from a month on.

    Attributes:
        confirm: For settled months, the hash of what that touches, as the refusal names it.
    """

    TYPE: ClassVar[str] = "AddTerms/1"

    agreement: AgreementId
    effective_month: MonthText
    terms: dict[str, Any]
    reason: Text
    document: DocumentRef | None = None
    consents: Consents = ()
    confirm: Sha256 | None = None
