"""What may be asked about parties."""

from datetime import date
from typing import ClassVar, Literal

from pydantic import Field

from ledger.command import Command
from ledger.ids import PartyId, SubjectId
from ledger.values import Commit, Country, DocumentRef, Names, Ratio, Text, Value

CompanyKind = Literal["company", "association", "public_body", "unknown"]
PersonKind = Literal["person", "sole_trader"]


class Alias(Value):
    """Another spelling under which a party is found.

    Attributes:
        text: As printed.
        reason: Which rule or person says that it is the same party.
    """

    text: Text
    reason: Text


class RegisterCompany(Command):
    """Register a company or another organisation. A committee is a contract, not a party."""

    TYPE: ClassVar[str] = "RegisterCompany/1"

    id: PartyId
    kind: CompanyKind = "company"
    names: Names
    legal_form: Text | None = None
    aliases: tuple[Alias, ...] = ()
    country: Country = "JP"
    corporate_number: Text | None = None
    invoice_number: Text | None = None
    source: Text | None = None


class RegisterPerson(Command):
    """Register a natural person. Names are in the vault; the command carries commitments only.

    Attributes:
        subject: The person in the vault; erasing the subject erases the name everywhere.
        credit_name: Commitment to the name printed in credits (a pen name is one).
        kana: Commitment to its reading.
        residence: Decides how payments are taxed.
    """

    TYPE: ClassVar[str] = "RegisterPerson/1"

    id: PartyId
    kind: PersonKind = "person"
    subject: SubjectId
    credit_name: Commit
    kana: Commit | None = None
    residence: Country = "JP"
    invoice_number: Text | None = None


class AddAlias(Command):
    """Let a company be found under another spelling."""

    TYPE: ClassVar[str] = "AddAlias/1"

    party: PartyId
    alias: Alias


class SetPayee(Command):
    """Say who is paid for a party from a day on: an agent company, or the person again.

    Credit name, legal payee, agent company (個人事務所) and heirs are four different things.
    """

    TYPE: ClassVar[str] = "SetPayee/1"

    party: PartyId
    payee: PartyId
    relation: Literal["self", "agent_company", "assignee", "guardian"]
    effective_from: date
    evidence: DocumentRef | None = None


class Successor(Value):
    """One who takes over, and how much of it."""

    party: PartyId
    share: Ratio


class RecordSuccession(Command):
    """Record that others took a party's place: heirs, a merger, a renamed or new company."""

    TYPE: ClassVar[str] = "RecordSuccession/1"

    party: PartyId
    ground: Literal["inheritance", "merger", "company_split", "renaming", "business_transfer"]
    successors: tuple[Successor, ...] = Field(min_length=1)
    effective_from: date
    evidence: DocumentRef | None = None


class EndParty(Command):
    """Record that a party is no longer there, and that nobody is known who took its place.

    Attributes:
        day: Since when, as far as is known.
        ground: Why nobody can be asked. `unreachable`: it may exist, but it does not answer.
        source: Where that is seen: a gazette, a register of companies, letters that came back.
    """

    TYPE: ClassVar[str] = "EndParty/1"

    party: PartyId
    day: date
    ground: Literal["liquidation", "bankruptcy", "death_without_heirs", "unreachable"]
    source: Text
    document: DocumentRef | None = None


class ReturnParty(Command):
    """Record that a party is there after all: it answered, or the first entry was a mistake."""

    TYPE: ClassVar[str] = "ReturnParty/1"

    party: PartyId
    day: date
    source: Text
    document: DocumentRef | None = None


class NoteRegistration(Command):
    """Record that a party's registration as an invoice issuer (登録番号) began or ended.

    Attributes:
        day: First day on which it is so.
        number: The number that it has, or had.
        source: Where that is seen, such as the public register of issuers and the day of asking.
    """

    TYPE: ClassVar[str] = "NoteRegistration/1"

    party: PartyId
    kind: Literal["registered", "ended"]
    day: date
    number: Text
    source: Text
    document: DocumentRef | None = None
