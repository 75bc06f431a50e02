"""What is on record about parties."""

from datetime import date
from typing import ClassVar

from ledger.event import OPERATOR, Event
from ledger.parties.commands import Alias, CompanyKind, PersonKind, Successor
from ledger.values import Commit, DocumentRef, Names


class CompanyRegistered(Event):
    """A company or another organisation is known to the register."""

    TYPE: ClassVar[str] = "party.company_registered/1"

    id: str
    kind: CompanyKind
    names: Names
    legal_form: str | None = None
    aliases: tuple[Alias, ...] = ()
    country: str
    corporate_number: str | None = None
    invoice_number: str | None = None
    warnings: tuple[str, ...] = ()
    source: str | None = None


class PersonRegistered(Event):
    """A natural person is known to the register; the names are in the vault."""

    TYPE: ClassVar[str] = "party.person_registered/1"

    id: str
    kind: PersonKind
    subject: str
    credit_name: Commit
    kana: Commit | None = None
    residence: str
    invoice_number: str | None = None
    warnings: tuple[str, ...] = ()

    def readers(self) -> tuple[str, ...]:
        """Residence and invoice number concern the person alone."""
        return (OPERATOR, self.id)


class AliasAdded(Event):
    """A company is found under another spelling too."""

    TYPE: ClassVar[str] = "party.alias_added/1"

    party: str
    alias: Alias


class PayeeSet(Event):
    """From a day on, somebody is paid for a party."""

    TYPE: ClassVar[str] = "party.payee_set/1"

    party: str
    payee: str
    relation: str
    effective_from: date
    evidence: DocumentRef | None = None

    def readers(self) -> tuple[str, ...]:
        """Whom one's money goes to concerns the two alone."""
        return (OPERATOR, self.party, self.payee)


class Succeeded(Event):
    """Others took a party's place on a day."""

    TYPE: ClassVar[str] = "party.succeeded/1"

    party: str
    ground: str
    successors: tuple[Successor, ...]
    effective_from: date
    evidence: DocumentRef | None = None

    def readers(self) -> tuple[str, ...]:
        """Inheritance is private; what happens to companies is public."""
        if self.ground == "inheritance":
            return (OPERATOR, self.party, *(item.party for item in self.successors))
        return ("public",)
