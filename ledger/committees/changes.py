"""What may be asked while a committee lives: who comes, goes, sells, pays, and what it is called.

Whatever changes a committee takes effect with a month. `lead`, `windows` and `plan` may change with
it, so that nobody is left in a place that he gave up; left out they stay as they are.
"""

from datetime import date
from typing import ClassVar, Literal

from pydantic import Field

from ledger.command import Command
from ledger.committees.commands import DispositionPlan, Member, Window
from ledger.ids import CapitalCallId, CommitteeId, PartyId, ShareOfferId
from ledger.keys.consents import Consents
from ledger.values import AmountMinor, Count, Currency, DocumentRef, Ratio, Text, Value

LeavingGround = Literal["withdrawal", "death", "bankruptcy", "guardianship", "expulsion"]


class SharesMoved(Value):
    """How much of the whole passes, set by set; what is left out stays where it is."""

    investment: Ratio | None = None
    copyright: Ratio | None = None
    profit: Ratio | None = None


class LeaverAccount(Value):
    """What is needed to settle with who leaves.

    Attributes:
        net_assets_minor: What the committee has, less its debts, on the day of leaving.
        share_set: By which shares the contract settles.
        paid_by: Who pays, or is paid; the lead if left out.
        document: The balance sheet of that day.
    """

    net_assets_minor: AmountMinor
    currency: Currency = "JPY"
    share_set: Literal["investment", "copyright", "profit"] = "investment"
    paid_by: PartyId | None = None
    document: DocumentRef


class _Change(Command):
    """What every change of members has in common."""

    committee: CommitteeId
    effective_from: date
    reason: Text
    lead: PartyId | None = None
    windows: tuple[Window, ...] | None = None
    plan: DispositionPlan | None = None
    contract: DocumentRef | None = None
    consents: Consents = ()


class AdmitMember(_Change):
    """Take a new member in; the shares of all members are said anew.

    Attributes:
        party: Who joins.
        members: All members with their shares from then on, the new one included.
    """

    TYPE: ClassVar[str] = "AdmitMember/1"

    party: PartyId
    members: tuple[Member, ...] = Field(min_length=1)


class RecordLeaving(_Change):
    """Record that a member left: by its own will, by death or insolvency, or expelled.

    Attributes:
        left_on: The day of leaving; the change takes effect with that month or a later one.
        members: Who remains, with all shares; left out, the others grow in proportion.
        account: To compute what the leaver is paid; left out while accounts are open (681条3項),
            to follow by `SettleLeaving`.
        notified_on: When an expelled member was told; without that it may deny it.
        document: Declaration, decision or certificate.
    """

    TYPE: ClassVar[str] = "RecordLeaving/1"

    party: PartyId
    ground: LeavingGround
    left_on: date
    members: tuple[Member, ...] | None = None
    account: LeaverAccount | None = None
    notified_on: date | None = None
    document: DocumentRef


class SettleLeaving(Command):
    """Settle with a member that left before the accounts were closed (民法681条3項)."""

    TYPE: ClassVar[str] = "SettleLeaving/1"

    committee: CommitteeId
    party: PartyId
    account: LeaverAccount


class TransferMemberShare(_Change):
    """Record that a member's share passed to another member or to a third party.

    Attributes:
        shares: What passes; everything that the giver has if left out.
        offer: The offer to the other members, where the contract gives them the first refusal.
        price_minor: What the taker pays; asked for where an offer named a price.
        document: The contract between giver and taker.
    """

    TYPE: ClassVar[str] = "TransferMemberShare/1"

    giver: PartyId
    taker: PartyId
    shares: SharesMoved | None = None
    offer: ShareOfferId | None = None
    price_minor: Count | None = None
    document: DocumentRef


class SucceedMember(_Change):
    """Write in who took a member's place by general succession, as the party register has it.

    Attributes:
        clause: Where the contract lets heirs continue; without it a member's death ends its place.
    """

    TYPE: ClassVar[str] = "SucceedMember/1"

    party: PartyId
    clause: Text | None = None


class SetCommitteeStatus(Command):
    """Say that nothing happens in a committee any more, or that it works again."""

    TYPE: ClassVar[str] = "SetCommitteeStatus/1"

    committee: CommitteeId
    effective_from: date
    status: Literal["active", "dormant"]
    reason: Text
    document: DocumentRef | None = None
    consents: Consents = ()


class OfferShare(Command):
    """Offer a share to the other members before it is sold to somebody else.

    Attributes:
        taker: The third party that would take it, if it is known.
        answer_by: Last day for an answer; as the contract says if left out.
    """

    TYPE: ClassVar[str] = "OfferShare/1"

    id: ShareOfferId
    committee: CommitteeId
    giver: PartyId
    shares: SharesMoved | None = None
    price_minor: Count | None = None
    currency: Currency = "JPY"
    taker: PartyId | None = None
    offered_on: date
    answer_by: date | None = None
    document: DocumentRef | None = None


class AnswerShareOffer(Command):
    """Answer an offer of a share: take it, or let it go."""

    TYPE: ClassVar[str] = "AnswerShareOffer/1"

    offer: ShareOfferId
    party: PartyId
    answer: Literal["accept", "decline"]
    answered_on: date
    document: DocumentRef | None = None


class CallCapital(Command):
    """Call for contributions; what each member owes follows from the investment shares.

    Attributes:
        decided_on: Day of the decision.
        document: Its minutes.
    """

    TYPE: ClassVar[str] = "CallCapital/1"

    id: CapitalCallId
    committee: CommitteeId
    amount_minor: int = Field(ge=1, le=2**53 - 1)
    currency: Currency = "JPY"
    due_on: date
    purpose: Text
    decided_on: date
    document: DocumentRef
    consents: Consents = ()


class RecordContribution(Command):
    """Record that a member paid what was called for, or a part of it.

    Attributes:
        document: The bank's notice; the same notice is not counted twice.
    """

    TYPE: ClassVar[str] = "RecordContribution/1"

    call: CapitalCallId
    party: PartyId
    amount_minor: int = Field(ge=1, le=2**53 - 1)
    paid_on: date
    document: DocumentRef


class RecordInvoiceNotice(Command):
    """Record what decides whether a committee may issue qualified invoices.

    Attributes:
        kind: `filed`: the committee's notification to the tax office (任意組合等の届出);
            `unregistered` and `registered`: a member's registration ended or began.
        day: Day of filing, or first day without or with the registration.
    """

    TYPE: ClassVar[str] = "RecordInvoiceNotice/1"

    committee: CommitteeId
    kind: Literal["filed", "unregistered", "registered"]
    party: PartyId | None = None
    day: date
    document: DocumentRef
