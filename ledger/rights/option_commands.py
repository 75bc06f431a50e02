"""What may be asked about options, first refusals and first negotiations."""

from datetime import date
from typing import ClassVar, Literal

from pydantic import Field

from ledger.command import Command
from ledger.ids import OptionId, RightId, WorkId
from ledger.keys.consents import Consents
from ledger.rights.written import Holder, Price, WrittenExtent
from ledger.values import DocumentRef, LongText, Ratio


class GrantOption(Command):
    """Record that somebody may claim a licence or a transfer, for a time.

    Attributes:
        grantors: Holders of the right, who are bound.
        holder: Who may claim it.
        claim: `option` (予約完結権 or the like: he may take it), `first_refusal` (an offer to
            another is put to him first) or `first_negotiation` (others are asked after him).
        extent: What would be granted, with its own period.
        grants: What it leads to. A transfer has one grantor.
        exclusivity: Of the licence.
        share: That the transfer would move; left out, all.
        articles_27_28_expressly: The transfer would name the rights of Articles 27 and 28 (特掲).
        sublicensable: The licensee would be free to license others.
        first: First day on which it can be exercised.
        until: Last day; it lapses by itself on the day after.
        price: What is paid for what is granted.
        price_basis: How the price is found, where it is not an amount.
        completed_by: `holder`: his declaration completes the contract; `both`: the co-owners sign
            again.
        answer_days: Days that the holder has to answer an offer, at least.
        free_days: Days for which the grantors are free after he declined; left out, no end.
        consents: Of the co-owners, as for a licence or a transfer.
    """

    TYPE: ClassVar[str] = "GrantOption/1"

    id: OptionId
    work: WorkId
    grantors: tuple[Holder, ...] = Field(min_length=1, max_length=64)
    holder: Holder
    claim: Literal["option", "first_refusal", "first_negotiation"]
    extent: WrittenExtent
    grants: Literal["licence", "transfer"] = "licence"
    exclusivity: Literal["exclusive", "sole", "non_exclusive"] | None = None
    share: Ratio | None = None
    articles_27_28_expressly: bool = False
    sublicensable: bool = False
    first: date
    until: date
    price: Price | None = None
    price_basis: LongText | None = None
    completed_by: Literal["holder", "both"] = "both"
    answer_days: int | None = Field(default=None, ge=1, le=3660)
    free_days: int | None = Field(default=None, ge=0, le=3660)
    document: DocumentRef
    consents: Consents = ()


class ExtendOption(Command):
    """Record that an option was agreed to last longer.

    Attributes:
        until: New last day.
        agreed_on: Day of the agreement, on which it had not lapsed.
        consents: Of those who had to agree to the option.
    """

    TYPE: ClassVar[str] = "ExtendOption/1"

    option: OptionId
    until: date
    agreed_on: date
    document: DocumentRef
    consents: Consents = ()


class ExerciseOption(Command):
    """Record that an option was exercised, and what it led to.

    Attributes:
        exercised_on: Day of the declaration.
        right: Id of the licence or transfer. If it is on record, it is the one; if not, it is
            recorded now, as the option says.
        begins: First day of what is granted, where the declaration says one within the extent.
        ends: Last day of it.
        consents: Of the co-owners, where they sign again.
    """

    TYPE: ClassVar[str] = "ExerciseOption/1"

    option: OptionId
    exercised_on: date
    right: RightId
    begins: date | None = None
    ends: date | None = None
    document: DocumentRef
    consents: Consents = ()


class NotifyOffer(Command):
    """Record that an offer was put to whoever has the first refusal or the first negotiation.

    Attributes:
        third: Who made the offer; left out where the holder is asked before there is one.
        offered_on: Day on which the holder heard of it.
        answer_by: Last day on which he may answer; silence beyond it frees the grantors.
        terms: What is offered.
    """

    TYPE: ClassVar[str] = "NotifyOffer/1"

    option: OptionId
    third: Holder | None = None
    offered_on: date
    answer_by: date
    terms: LongText
    price: Price | None = None
    document: DocumentRef


class AnswerOffer(Command):
    """Record the holder's answer to an offer.

    Attributes:
        offer: Its number, from 1, as `rights show` lists them.
        answer: `taken`: he wants it on these terms; `declined`: others may have it.
    """

    TYPE: ClassVar[str] = "AnswerOffer/1"

    option: OptionId
    offer: int = Field(ge=1)
    answer: Literal["taken", "declined"]
    answered_on: date
    document: DocumentRef
