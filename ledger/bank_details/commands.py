"""What may be asked about bank details: never an account number, only the commitment to one."""

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from ledger.command import Command
from ledger.ids import BankDetailsId, PartyId, SubjectId
from ledger.values import Commit, Currency, DocumentRef, Text

Kind = Literal["domestic", "foreign"]
How = Literal["call_back", "letter", "in_person", "signature"]
Cause = Literal["not_me", "mistaken", "closed", "returned"]
MOST_WAITING_DAYS = 30
WaitingDays = Annotated[int, Field(ge=1, le=MOST_WAITING_DAYS)]


class ProposeBankDetails(Command):
    """Propose where a party is to be paid in a currency; a second person must confirm.

    Attributes:
        subject: Under whose key the vault sealed the details: the person, or one made for this.
        details: Commitment to what was sealed.
        effective_from: From when payments are to go there.
        waiting_until: The first day on which the wait is over; whoever sends it reckons it with a
            calendar of holidays, and a day that is too early is refused.
        evidence: The party's own paper; needed where the operator proposes.
        warnings: What was taken although it is unusual, such as a branch younger than the table.
    """

    TYPE: ClassVar[str] = "ProposeBankDetails/1"

    id: BankDetailsId
    party: PartyId
    kind: Kind
    currency: Currency
    subject: SubjectId
    details: Commit
    effective_from: date
    waiting_until: date
    evidence: DocumentRef | None = None
    warnings: tuple[Text, ...] = ()


class ConfirmBankDetails(Command):
    """Confirm proposed details, as another person than the proposer, from outside the party.

    Attributes:
        how: Called back under a number known before, answered by letter, in person, or signed with
            the party's own key beside this command.
        note: Who was reached and when, without names of private people.
    """

    TYPE: ClassVar[str] = "ConfirmBankDetails/1"

    id: BankDetailsId
    how: How
    note: Text
    evidence: DocumentRef | None = None


class WithdrawBankDetails(Command):
    """Take back proposed details, or end those in force.

    Attributes:
        cause: `not_me` means that the party did not ask for it: everything to the party is then
            held until somebody has reached the party and confirmed anew.
    """

    TYPE: ClassVar[str] = "WithdrawBankDetails/1"

    id: BankDetailsId
    cause: Cause
    reason: Text


class SetBankWaiting(Command):
    """Set how many working days new details wait.

    Attributes:
        effective_from: First day of proposals it holds for. A shorter wait holds only after the
            longer one has passed once, so that it cannot be part of the fraud.
    """

    TYPE: ClassVar[str] = "SetBankWaiting/1"

    days: WaitingDays
    effective_from: date
    reason: Text
