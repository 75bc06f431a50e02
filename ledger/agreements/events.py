"""What is on record about agreements."""

from typing import Any, ClassVar

from ledger.agreements.commands import ReportDuty
from ledger.event import OPERATOR, Event
from ledger.keys.consents import Consent
from ledger.values import DocumentRef, Names, Sha256


class AgreementRecorded(Event):
    """An agreement is on the register; its clauses follow in `agreement.terms_added/1`."""

    TYPE: ClassVar[str] = "agreement.recorded/1"

    id: str
    title: Names
    kind: str
    payer: str
    parties: tuple[str, ...]
    committee: str | None = None
    works: tuple[str, ...] = ()
    currency: str
    distribute_on: str
    duties: tuple[ReportDuty, ...] = ()
    document: DocumentRef | None = None
    rates_are_synthetic: bool = False

    def readers(self) -> tuple[str, ...]:
        """Contracts are confidential to their parties."""
        return (OPERATOR, *dict.fromkeys((self.payer, *self.parties)))


class TermsAdded(Event):
    """A version of an agreement's money clauses is in force from a month on.

    Attributes:
        version: 1 for the first, then one more each time.
        terms_sha256: SHA-256 of the canonical bytes of `terms`; payout runs cite it.
        parties: The agreement's readers, repeated so that the part knows them.
    """

    TYPE: ClassVar[str] = "agreement.terms_added/1"

    agreement: str
    version: int
    effective_month: str
    terms: dict[str, Any]
    terms_sha256: Sha256
    parties: tuple[str, ...]
    reason: str | None = None
    document: DocumentRef | None = None
    consents: tuple[Consent, ...] = ()

    def readers(self) -> tuple[str, ...]:
        """Contracts are confidential to their parties."""
        return (OPERATOR, *self.parties)
