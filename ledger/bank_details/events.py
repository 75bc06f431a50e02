"""What is on record about bank details: who asked, who confirmed, how long it waited; no number."""

from datetime import date
from typing import ClassVar

from ledger.event import OPERATOR, Event
from ledger.values import Commit, DocumentRef


class BankDetailsProposed(Event):
    """Somebody proposed where a party is to be paid.

    Attributes:
        replaces: The details that are in force on the day of the proposal; None for the first.
        proposed_by: Id of the token shown. shown: how it was shown that the party asks:
            its own key's "signature", a "step_up" sign-in, or the paper in "evidence".
        proposed_on: The day in Japan.
        waiting_days: Working days that details waited by the rule of that day.
        tell_by: Day by which the party is told, under every address that counted at any time
            since `tell_contacts_since`: whoever holds a new address alone may be the thief.
    """

    TYPE: ClassVar[str] = "bank_details.proposed/1"

    id: str
    party: str
    kind: str
    currency: str
    subject: str
    details: Commit
    effective_from: date
    waiting_until: date
    evidence: DocumentRef | None = None
    warnings: tuple[str, ...] = ()
    replaces: str | None = None
    proposed_by: str
    shown: str
    proposed_on: date
    waiting_days: int
    tell_by: date
    tell_contacts_since: date

    def readers(self) -> tuple[str, ...]:
        """Where somebody is paid concerns him alone; whoever pays him is told by the register."""
        return (OPERATOR, self.party)


class BankDetailsConfirmed(Event):
    """A second person confirmed proposed details; they are in force from a day.

    Attributes:
        confirmed_by: Id of the token shown. confirmed_for: the payer that confirmed; None for the
            operator.
    """

    TYPE: ClassVar[str] = "bank_details.confirmed/1"

    id: str
    party: str
    currency: str
    how: str
    note: str
    evidence: DocumentRef | None = None
    confirmed_by: str
    confirmed_for: str | None = None
    confirmed_on: date
    in_force_from: date

    def readers(self) -> tuple[str, ...]:
        """The party, the operator, and the payer who confirmed."""
        return tuple(dict.fromkeys((OPERATOR, self.party, self.confirmed_for or OPERATOR)))


class BankDetailsWithdrawn(Event):
    """Details were taken back, or ended.

    Attributes:
        was: What they were before: proposed or confirmed.
        withdrawn_by: Id of the token shown, where one was.
    """

    TYPE: ClassVar[str] = "bank_details.withdrawn/1"

    id: str
    party: str
    currency: str
    cause: str
    reason: str
    was: str
    withdrawn_by: str | None = None
    withdrawn_on: date

    def readers(self) -> tuple[str, ...]:
        """As of the proposal."""
        return (OPERATOR, self.party)


class BankWaitingSet(Event):
    """New details wait so many working days from a day on."""

    TYPE: ClassVar[str] = "bank_details.waiting_set/1"

    days: int
    effective_from: date
    reason: str
    set_by: str | None = None
    set_on: date
