"""What is on record about rights in works. Nothing is edited; an ending is a fact of its own."""

from datetime import date
from typing import ClassVar

from ledger.event import OPERATOR, Event
from ledger.keys.consents import Consent
from ledger.rights.written import (
    AwaitedMilestone,
    Bundle,
    ResolvedExtent,
    Reversion,
    SigningClause,
    Stake,
    UnderlyingWork,
    WrittenExtent,
    WrittenHoldback,
)
from ledger.values import DocumentRef, Ratio


class RightFact(Event):
    """Base of facts about rights: read by the operator and the parties that they concern.

    Attributes:
        parties: Holders, members of committees that hold, and the other side.
    """

    parties: tuple[str, ...]

    def readers(self) -> tuple[str, ...]:
        """Deals about rights concern those who made them."""
        return (OPERATOR, *self.parties)


class TitleRecorded(RightFact):
    """Somebody held a right when it came about.

    Attributes:
        resolved: The extent in leaves, for ever what it meant on that day.
    """

    TYPE: ClassVar[str] = "rights.title_recorded/1"

    id: str
    work: str
    stakes: tuple[Stake, ...]
    origin: str
    extent: WrittenExtent
    resolved: ResolvedExtent
    moral_rights: str | None = None
    underlying: tuple[UnderlyingWork, ...] = ()
    signing: tuple[SigningClause, ...] = ()
    document: DocumentRef


class RightTransferred(RightFact):
    """A share of a right passed from one holder to another.

    Attributes:
        signers: Whose agreement it needed: the co-owners of the extent, or who speaks for them.
        reverts_on: Day of its reversion clause.
        encumbrances: Pledges and attachments on the giver's share that pass with it.
        option: The option by whose exercise it came about.
        options_on: Day on which open options were looked at, where there are some.
    """

    TYPE: ClassVar[str] = "rights.transferred/1"

    id: str
    work: str
    giver: str
    taker: str
    share: Ratio | None = None
    extent: WrittenExtent
    resolved: ResolvedExtent
    ground: str
    articles_27_28_expressly: bool
    source: str | None = None
    reversion: Reversion | None = None
    reverts_on: date | None = None
    encumbrances: tuple[str, ...] | None = None
    option: str | None = None
    options_on: date | None = None
    signers: tuple[str, ...] = ()
    document: DocumentRef
    consents: tuple[Consent, ...] = ()


class RightLicensed(RightFact):
    """Somebody may use a work.

    Attributes:
        signers: Whose agreement it needed; empty for a sub-licence.
        resolved_holdbacks: Extents of the holdbacks in leaves, in their order.
        bundle_amounts: The price of the bundle by its parts, to the last minor unit.
        reverts_on: Day of its reversion clause.
        option: The option by whose exercise it came about.
        options_on: Day on which open options were looked at, where there are some.
        awaiting: Approvals that the licensor's window abroad had not got yet.
    """

    TYPE: ClassVar[str] = "rights.licensed/1"

    id: str
    work: str
    licensors: tuple[str, ...]
    licensee: str
    extent: WrittenExtent
    resolved: ResolvedExtent
    exclusivity: str
    source: str | None = None
    sublicensable: bool = False
    survives_source: bool = False
    holdbacks: tuple[WrittenHoldback, ...] = ()
    resolved_holdbacks: tuple[ResolvedExtent, ...] = ()
    agreement: str | None = None
    bundle: Bundle | None = None
    bundle_amounts: tuple[int, ...] | None = None
    reversion: Reversion | None = None
    reverts_on: date | None = None
    option: str | None = None
    options_on: date | None = None
    awaiting: tuple[AwaitedMilestone, ...] | None = None
    signers: tuple[str, ...] = ()
    document: DocumentRef
    consents: tuple[Consent, ...] = ()


class RightEnded(RightFact):
    """A title, transfer or licence is no longer in force from a day on."""

    TYPE: ClassVar[str] = "rights.ended/1"

    right: str
    work: str
    first_day: date
    ground: str
    reason: str
    document: DocumentRef


class RightRegistered(RightFact):
    """A title or transfer was registered, and can be asserted against third parties (77条)."""

    TYPE: ClassVar[str] = "rights.registered/1"

    right: str
    work: str
    number: str
    day: date
    document: DocumentRef


class RightEncumbered(RightFact):
    """A holder's share is pledged or attached.

    Attributes:
        signers: Whose agreement it needed; nobody's for an attachment.
    """

    TYPE: ClassVar[str] = "rights.encumbered/1"

    id: str
    work: str
    holder: str
    creditor: str
    burden: str
    extent: WrittenExtent
    resolved: ResolvedExtent
    secures: str | None = None
    signers: tuple[str, ...] = ()
    document: DocumentRef
    consents: tuple[Consent, ...] = ()


class LicensorChanged(RightFact):
    """A licensor's position in a licence passed to somebody else from a day on.

    Attributes:
        signers: Whose agreement it needed.
        dissolution: The dissolution of a committee by which it passed, if it was one.
    """

    TYPE: ClassVar[str] = "rights.licensor_changed/1"

    licence: str
    work: str
    giver: str
    taker: str
    first_day: date
    ground: str
    signers: tuple[str, ...] = ()
    document: DocumentRef
    consents: tuple[Consent, ...] = ()
    dissolution: str | None = None
