"""What is on record about members who come and go, about offers, capital and invoices.

A change that makes a version holds the whole state that results, like every version. What changed
it lies in a part of its own: the members read it, and whoever it concerns, such as who left.
"""

from datetime import date
from typing import Any, ClassVar

from ledger.committees.changes import SharesMoved
from ledger.committees.events import CommitteeVersion
from ledger.event import OPERATOR, Event
from ledger.keys.consents import Consent
from ledger.log.entry import Part
from ledger.log.parts import Joining
from ledger.parties.commands import Successor
from ledger.values import DocumentRef, Ratio, Value


class InvoiceWarning(Value):
    """Why a committee may not issue qualified invoices from a day on.

    Attributes:
        code: `member-not-registered`, `not-notified` or `notification-ended`.
        since_day: First day, as far as the register knows.
    """

    code: str
    party: str | None = None
    since_day: str


class Refund(Value):
    """What a leaver is paid, computed on the day of leaving; less than nothing: what it owes.

    Attributes:
        pays: Who settles with the leaver.
        document: The balance sheet that says what there was.
    """

    net_assets_minor: int
    share_set: str
    share: Ratio
    amount_minor: int
    currency: str
    pays: str
    document: DocumentRef


class Owed(Value):
    """What one member owes of a call."""

    party: str
    amount_minor: int


class CommitteeChange(CommitteeVersion):
    """A version with what brought it about."""

    JOINING: ClassVar[Joining] = Joining(merged=("shares", "change"))

    def concerned(self) -> tuple[str, ...]:
        """Return who reads what changed, besides the members that result."""
        return ()

    def change(self) -> dict[str, Any]:
        """Return what brought the version about, as plain JSON values."""
        names = type(self).model_fields.keys() - CommitteeVersion.model_fields.keys()
        return {name: value for name, value in self.body().items() if name in names}

    def parts(self) -> list[Part]:
        """Return public facts, the members' part, and what changed it."""
        change = self.change()
        facts, shares = super().parts()
        public = {name: value for name, value in facts.body.items() if name not in change}
        readers = tuple(dict.fromkeys((*shares.readers, *self.concerned())))
        return [Part(facts.name, facts.readers, public), shares, Part("change", readers, change)]


class MemberAdmitted(CommitteeChange):
    """Somebody joined a committee.

    Attributes:
        invoice_warnings: Why no qualified invoices may be issued from the day on; never a refusal.
    """

    TYPE: ClassVar[str] = "committee.member_admitted/1"

    party: str
    invoice_warnings: tuple[InvoiceWarning, ...] = ()


class MemberLeft(CommitteeChange):
    """Somebody left a committee. Its liability for earlier debts stays (民法680条の2).

    Attributes:
        still_named: Places of the contract that name the leaver all the same.
    """

    TYPE: ClassVar[str] = "committee.member_left/1"

    party: str
    ground: str
    left_on: date
    notified_on: date | None = None
    refund: Refund | None = None
    still_named: tuple[str, ...] = ()
    document: DocumentRef

    def concerned(self) -> tuple[str, ...]:
        """Return who left."""
        return (self.party,)


class ShareTransferred(CommitteeChange):
    """A member's share passed to another.

    Attributes:
        moved: How much of the whole, set by set.
    """

    TYPE: ClassVar[str] = "committee.share_transferred/1"

    giver: str
    taker: str
    moved: SharesMoved
    offer: str | None = None
    price_minor: int | None = None
    invoice_warnings: tuple[InvoiceWarning, ...] = ()
    still_named: tuple[str, ...] = ()
    document: DocumentRef

    def concerned(self) -> tuple[str, ...]:
        """Return both sides."""
        return (self.giver, self.taker)


class MemberSucceeded(CommitteeChange):
    """Others took a member's place by general succession; nobody has to agree.

    Attributes:
        succession: Entry of the succession in the party register.
    """

    TYPE: ClassVar[str] = "committee.member_succeeded/1"

    party: str
    ground: str
    successors: tuple[Successor, ...]
    succession: int
    clause: str | None = None
    invoice_warnings: tuple[InvoiceWarning, ...] = ()
    still_named: tuple[str, ...] = ()


class StatusChanged(CommitteeChange):
    """A committee fell asleep, or works again."""

    TYPE: ClassVar[str] = "committee.status_changed/1"

    before: str
    document: DocumentRef | None = None


class _AmongMembers(Event):
    """What only the members read.

    Attributes:
        parties: Members on the day of the entry, and whoever else is concerned.
    """

    parties: tuple[str, ...]

    def readers(self) -> tuple[str, ...]:
        """Return the members and whoever else is concerned."""
        return (OPERATOR, *self.parties)


class LeavingSettled(_AmongMembers):
    """What a member that left earlier is paid."""

    TYPE: ClassVar[str] = "committee.leaving_settled/1"

    committee: str
    party: str
    left_on: date
    refund: Refund


class ShareOffered(_AmongMembers):
    """A share is offered to the other members first.

    Attributes:
        offered_to: Who may answer.
        answer_by: Last day for an answer.
    """

    TYPE: ClassVar[str] = "committee.share_offered/1"

    id: str
    committee: str
    giver: str
    moved: SharesMoved
    price_minor: int | None = None
    currency: str
    taker: str | None = None
    offered_to: tuple[str, ...]
    offered_on: date
    answer_by: date
    document: DocumentRef | None = None


class ShareAnswered(_AmongMembers):
    """A member takes a share that is offered, or lets it go."""

    TYPE: ClassVar[str] = "committee.offer_answered/1"

    offer: str
    committee: str
    party: str
    answer: str
    answered_on: date
    document: DocumentRef | None = None


class CapitalCalled(_AmongMembers):
    """The members owe a contribution, each by its investment share."""

    TYPE: ClassVar[str] = "committee.capital_called/1"

    id: str
    committee: str
    amount_minor: int
    currency: str
    due_on: date
    purpose: str
    decided_on: date
    owed: tuple[Owed, ...]
    document: DocumentRef
    consents: tuple[Consent, ...] = ()


class ContributionPaid(_AmongMembers):
    """A member paid what was called for, or a part of it."""

    TYPE: ClassVar[str] = "committee.contribution_paid/1"

    call: str
    committee: str
    party: str
    amount_minor: int
    paid_on: date
    document: DocumentRef


class InvoiceNotified(_AmongMembers):
    """Something decides from a day on whether a committee may issue qualified invoices."""

    TYPE: ClassVar[str] = "committee.invoice_notified/1"

    committee: str
    kind: str
    party: str | None = None
    day: date
    document: DocumentRef
