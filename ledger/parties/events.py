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


class PartyEnded(Event):
    """A party is no longer there, and nobody is known who took its place.

    Attributes:
        is_private: Whether it concerns a person, or says only that somebody does not answer.
    """

    TYPE: ClassVar[str] = "party.ended/1"

    party: str
    day: date
    ground: str
    source: str
    document: DocumentRef | None = None
    is_private: bool

    def readers(self) -> tuple[str, ...]:
        """The end of a company is printed in public registers; the rest is nobody's business."""
        return (OPERATOR, self.party) if self.is_private else ("public",)


class PartyReturned(Event):
    """A party that was thought to be gone is there.

    Attributes:
        is_private: As of the entry that said it was gone.
    """

    TYPE: ClassVar[str] = "party.returned/1"

    party: str
    day: date
    source: str
    document: DocumentRef | None = None
    is_private: bool

    def readers(self) -> tuple[str, ...]:
        """Whoever heard that it was gone hears that it is not."""
        return (OPERATOR, self.party) if self.is_private else ("public",)


class RegistrationNoted(Event):
    """A party's registration as an invoice issuer began or ended on a day.

    Attributes:
        is_private: Whether it concerns a person.
    """

    TYPE: ClassVar[str] = "party.registration_noted/1"

    party: str
    kind: str
    day: date
    number: str
    source: str
    document: DocumentRef | None = None
    warnings: tuple[str, ...] = ()
    is_private: bool

    def readers(self) -> tuple[str, ...]:
        """A company's registration is published; a person's concerns the person."""
        return (OPERATOR, self.party) if self.is_private else ("public",)
