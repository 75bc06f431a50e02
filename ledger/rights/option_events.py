"""What is on record about options: granted, extended, offered, answered, exercised."""

from datetime import date
from typing import ClassVar

from ledger.keys.consents import Consent
from ledger.rights.events import RightFact
from ledger.rights.written import Price, ResolvedExtent, WrittenExtent
from ledger.values import DocumentRef, Ratio


class OptionGranted(RightFact):
    """Somebody may claim a licence or a transfer, for a time.

    Attributes:
        signers: Whose agreement it needed.
        options_on: Day on which other open options were looked at, where there are some.
    """

    TYPE: ClassVar[str] = "rights.option_granted/1"

    id: str
    work: str
    grantors: tuple[str, ...]
    holder: str
    claim: str
    extent: WrittenExtent
    resolved: ResolvedExtent
    grants: str
    exclusivity: str | None = None
    share: Ratio | None = None
    articles_27_28_expressly: bool = False
    sublicensable: bool = False
    first: date
    until: date
    price: Price | None = None
    price_basis: str | None = None
    completed_by: str
    answer_days: int | None = None
    free_days: int | None = None
    options_on: date | None = None
    signers: tuple[str, ...] = ()
    document: DocumentRef
    consents: tuple[Consent, ...] = ()


class OptionExtended(RightFact):
    """An option lasts longer."""

    TYPE: ClassVar[str] = "rights.option_extended/1"

    option: str
    work: str
    until: date
    agreed_on: date
    signers: tuple[str, ...] = ()
    document: DocumentRef
    consents: tuple[Consent, ...] = ()


class OptionExercised(RightFact):
    """An option was exercised; what it led to is named, and stands before it."""

    TYPE: ClassVar[str] = "rights.option_exercised/1"

    option: str
    work: str
    exercised_on: date
    right: str
    begins: date | None = None
    ends: date | None = None
    document: DocumentRef
    consents: tuple[Consent, ...] = ()


class RightOfferNotified(RightFact):
    """An offer was put to whoever has the first refusal or the first negotiation.

    Attributes:
        number: Counted from 1 for each option.
    """

    TYPE: ClassVar[str] = "rights.offer_notified/1"

    option: str
    work: str
    number: int
    third: str | None = None
    offered_on: date
    answer_by: date
    terms: str
    price: Price | None = None
    document: DocumentRef


class RightOfferAnswered(RightFact):
    """The holder answered an offer."""

    TYPE: ClassVar[str] = "rights.offer_answered/1"

    option: str
    work: str
    offer: int
    answer: str
    answered_on: date
    document: DocumentRef
