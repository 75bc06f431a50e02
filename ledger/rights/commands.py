"""What may be asked about rights in works."""

from datetime import date
from typing import ClassVar, Literal

from pydantic import Field

from ledger.command import Command
from ledger.ids import AgreementId, AnyRightId, EncumbranceId, RightId, WorkId
from ledger.keys.consents import Consents
from ledger.rights.written import (
    Bundle,
    Holder,
    HolderOrNobody,
    Origin,
    Reversion,
    SigningClause,
    Stake,
    UnderlyingWork,
    WrittenExtent,
    WrittenHoldback,
)
from ledger.values import DocumentRef, LongText, Ratio, Text


class RecordTitle(Command):
    """Record who held a right when it came about.

    Attributes:
        stakes: Holders with exact shares that sum to one.
        origin: 29条 (maker), 15条 (work for hire), author, or contract.
        moral_rights: What was agreed about the moral rights of authors.
        underlying: What limits the title.
        signing: Who may sign for all co-owners, by which clause.
    """

    TYPE: ClassVar[str] = "RecordTitle/1"

    id: RightId
    work: WorkId
    stakes: tuple[Stake, ...] = Field(min_length=1, max_length=200)
    origin: Origin
    extent: WrittenExtent
    moral_rights: LongText | None = None
    underlying: tuple[UnderlyingWork, ...] = Field(default=(), max_length=50)
    signing: tuple[SigningClause, ...] = Field(default=(), max_length=8)
    document: DocumentRef


class TransferRight(Command):
    """Record that a share of a right passed from one holder to another.

    Attributes:
        share: Of the whole right; left out, all that the giver holds.
        ground: Why; only a contract needs the consent of co-owners (65条1項).
        articles_27_28_expressly: The contract names the rights of Articles 27 and 28 (特掲).
        source: Title or transfer under which the giver holds.
        reversion: The day on which it comes back, unless something was done before.
        consents: Of the co-owners.
    """

    TYPE: ClassVar[str] = "TransferRight/1"

    id: RightId
    work: WorkId
    giver: HolderOrNobody
    taker: HolderOrNobody
    share: Ratio | None = None
    extent: WrittenExtent
    ground: Literal["contract", "succession", "judgment", "dissolution"] = "contract"
    articles_27_28_expressly: bool = False
    source: RightId | None = None
    reversion: Reversion | None = None
    document: DocumentRef
    consents: Consents = ()


class LicenseRight(Command):
    """Record a licence; what is paid for it stays in its agreement.

    Attributes:
        licensors: Holders of the right, or the licensee of `source`.
        source: Licence that this one is derived from (a sub-licence).
        sublicensable: The licensee may license others.
        survives_source: It was agreed to stand when its source ends.
        bundle: Other uses in the same deal, with the agreed parts of the price.
        reversion: The day on which it comes back, unless something was done before.
        consents: Of the co-owners (65条2項), where no window or clause speaks for them.
    """

    TYPE: ClassVar[str] = "LicenseRight/1"

    id: RightId
    work: WorkId
    licensors: tuple[Holder, ...] = Field(min_length=1, max_length=64)
    licensee: Holder
    extent: WrittenExtent
    exclusivity: Literal["exclusive", "sole", "non_exclusive"]
    source: RightId | None = None
    sublicensable: bool = False
    survives_source: bool = False
    holdbacks: tuple[WrittenHoldback, ...] = Field(default=(), max_length=20)
    agreement: AgreementId | None = None
    bundle: Bundle | None = None
    reversion: Reversion | None = None
    document: DocumentRef
    consents: Consents = ()


class EndRight(Command):
    """Record that a grant is no longer in force from a day on; the grant itself stays on record.

    Attributes:
        right: The title, transfer or licence; an option that is let go of, or a released
            encumbrance.
        first_day: First day on which it is no longer in force.
    """

    TYPE: ClassVar[str] = "EndRight/1"

    right: AnyRightId
    first_day: date
    ground: Literal["reversion", "termination", "lapse", "release", "correction"]
    reason: Text
    document: DocumentRef


class RegisterRight(Command):
    """Record that a title, transfer or pledge was registered with 文化庁 (77条).

    Attributes:
        number: Number of the registration (登録番号).
        day: Day of the registration.
        document: The certificate of registered matters (登録事項記載書類).
    """

    TYPE: ClassVar[str] = "RegisterRight/1"

    right: AnyRightId
    number: Text
    day: date
    document: DocumentRef


class AssignLicensor(Command):
    """Record that a licensor's position in a licence passed: its claims, and its duties.

    Without it the old licensor stays, whoever holds the right: a licence stands against a new
    holder by itself (63条の2), and its contract stays where it was.

    Attributes:
        giver: Who was licensor until then.
        first_day: First day on which the taker is licensor.
        ground: `assignment` (giver, taker and licensee agreed), `consent` (of the licensee, to this
            licensor) or `notice` (where the licence lets it pass by a notice).
        consents: Of those whose agreement the ground needs.
    """

    TYPE: ClassVar[str] = "AssignLicensor/1"

    licence: RightId
    giver: Holder
    taker: Holder
    first_day: date
    ground: Literal["assignment", "consent", "notice"]
    document: DocumentRef
    consents: Consents = ()


class EncumberRight(Command):
    """Record a pledge or an attachment on what somebody holds.

    Attributes:
        holder: Whose share.
        creditor: In whose favour.
        burden: A pledge needs the consent of the co-owners (65条1項); an attachment (差押え) is a
            fact, which the operator records from the court's order.
        secures: What claim it is for.
    """

    TYPE: ClassVar[str] = "EncumberRight/1"

    id: EncumbranceId
    work: WorkId
    holder: Holder
    creditor: Holder
    burden: Literal["pledge", "attachment"]
    extent: WrittenExtent
    secures: LongText | None = None
    document: DocumentRef
    consents: Consents = ()
