"""Values that commands and facts about the end of a committee share."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from ledger.committees.commands import Medium
from ledger.ids import AgreementId, PartyId, RightId
from ledger.rights.written import Holder, ResolvedExtent
from ledger.values import AmountMinor, Count, Currency, DocumentRef, LongText, Ratio, Text, Value

Ground = Literal[
    "term", "resolution", "agreement", "purpose_achieved", "purpose_impossible", "insolvency",
]  # fmt: skip
"""Why a committee ends (民法682条; insolvency: of the lead or of a member that carried it)."""
Authority = Literal["members", "contract", "court", "trustee_in_bankruptcy"]
Intention = Literal["licensable", "ask", "not_licensed"]
Income = Literal["copyright", "as_before"]
Manner = Literal["cumulative", "releasing"]
Known = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$")]
"""A day as far as it is known: 2019, 2019-05 or 2019-05-31."""


class Resolution(Value):
    """When the end was resolved, and the document that shows it."""

    day: date
    document: DocumentRef


class Liquidator(Value):
    """Who winds up.

    Attributes:
        authority: By whom: 組合員の過半数 (民法685条2項), the contract, a court, or a trustee.
        document: Shows the authority.
    """

    party: PartyId
    authority: Authority
    document: DocumentRef | None = None


class Portion(Value):
    """A party's part of what a clause gives."""

    party: PartyId
    share: Ratio


class EndClause(Value):
    """What happens to the rights of some media.

    Attributes:
        rights: Media it covers; empty covers all that no other clause names.
        shares: Who gets how much, where the contract says so itself; else by copyright shares.
        price_minor: What the receiver pays for it, in the currency of the settlement, or yen.
        set_off: Whether the price is set off against what the receiver is due.
    """

    rights: tuple[Medium, ...] = ()
    outcome: Literal["co_ownership", "lead", "member", "author", "studio", "manager"]
    to: PartyId | None = None
    shares: tuple[Portion, ...] = Field(default=(), max_length=64)
    after_years: Count | None = None
    price_minor: Count | None = None
    set_off: bool = False
    clause: Text | None = None


class LicensorMove(Value):
    """A licensor's position in a contract passes to somebody: claims and duties with it.

    Without it the old licensor stays, whoever holds the right (63条の2).
    """

    licence: RightId
    giver: Holder
    taker: Holder
    ground: Literal["assignment", "consent", "notice"]
    document: DocumentRef


class DebtorMove(Value):
    """Somebody else pays under an agreement from the month of the end on.

    Attributes:
        manner: `cumulative` leaves the old ones liable beside him (併存的債務引受).
    """

    agreement: AgreementId
    debtor: PartyId
    manner: Manner = "cumulative"
    document: DocumentRef


class MoneyOwner(Value):
    """Whose the money is that waits in an account, where nobody knew."""

    agreement: AgreementId
    account: Text
    owner: PartyId
    document: DocumentRef


class Item(Value):
    """Something the committee has, or owes.

    Attributes:
        party: Who owes it, or whom; left out for cash.
    """

    name: Text
    amount_minor: Annotated[int, Field(ge=0, le=2**53 - 1)]
    party: PartyId | None = None


class Settling(Value):
    """What there is besides the money of agreements: paid out after debts (民法688条)."""

    currency: Currency
    assets: tuple[Item, ...] = Field(default=(), max_length=200)
    debts: tuple[Item, ...] = Field(default=(), max_length=200)


class SuccessorAgreement(Value):
    """The agreement under which income of some media is divided from now on."""

    media: tuple[Medium, ...] = Field(min_length=1)
    agreement: AgreementId


class Custody(Value):
    """Who keeps something: master tapes, data, contracts."""

    item: Text
    party: PartyId


class Declaration(Value):
    """利用可否の意思表示: whether uses are licensed, said by somebody who may say it."""

    declarant: PartyId
    authority: Literal["holder", "liquidator", "manager", "window", "clause"]
    clause: Text | None = None
    intention: Intention
    conditions: LongText | None = None
    until: date | None = None


# What a completed end is found to be; computed by the rule and never asked for.


class Holding(Value):
    """A holder's share of the whole right."""

    holder: Text
    share: Ratio


class Cell(Value):
    """A part of a work, with its holders before and after.

    Attributes:
        extent: In leaves of the vocabulary.
        clause: Of the plan; nothing where the law decides.
    """

    work: str
    extent: ResolvedExtent
    before: tuple[Holding, ...]
    after: tuple[Holding, ...]
    clause: str | None = None


class HolderAfter(Value):
    """A party that takes the committee's place, with its three shares as far as they are known."""

    party: str
    investment: Ratio | None = None
    copyright: Ratio | None = None
    profit: Ratio | None = None


class HoldersFrom(Value):
    """Whom a reference to the committee's shares means from a day on.

    Attributes:
        media: Words of committees for which these stand.
    """

    since: date
    members: tuple[HolderAfter, ...]
    media: tuple[str, ...] = ()


class Running(Value):
    """A licence that goes on, with its licensors before and after."""

    licence: str
    licensee: str
    before: tuple[str, ...]
    after: tuple[str, ...]


class Balance(Value):
    """Money under an agreement, and who has it before and after.

    Attributes:
        name: The account in the agreement. reason: why it waits.
    """

    account: str
    agreement: str
    currency: str
    amount_minor: AmountMinor
    before: str
    after: str | None = None
    name: str | None = None
    reason: str | None = None


class Continuing(Value):
    """A claim that outlives the committee, and who owes it before and after."""

    agreement: str
    step: str
    payees: tuple[str, ...]
    before: str
    after: str | None = None


class DebtPaid(Value):
    """A debt as far as the assets reach; the rest is borne by the members."""

    name: str
    party: str | None = None
    paid_minor: AmountMinor
    open_minor: AmountMinor


class SettledPart(Value):
    """What the settlement gives a party, or takes from it.

    Attributes:
        part_minor: Of the residue; below nothing, of the deficit.
        price_minor: What it owes for rights. set_off_minor: how much of both is set off.
    """

    party: str
    part_minor: AmountMinor
    price_minor: AmountMinor
    set_off_minor: AmountMinor


class Settled(Value):
    """The settlement: parts and debts together are the assets."""

    currency: Currency
    assets_minor: AmountMinor
    debts: tuple[DebtPaid, ...]
    parts: tuple[SettledPart, ...]


class Task(Value):
    """Something that remains to be done by people.

    Attributes:
        what: Id or words of what it is about. amount_minor: what it costs, in yen.
    """

    code: str
    what: str | None = None
    party: str | None = None
    count: Count | None = None
    amount_minor: AmountMinor | None = None


class Defect(Value):
    """What an end leaves open: a cell, a licence, a yen or a claim.

    Attributes:
        kind: Code. what: id of what is open. said_ja: the cell in words, the claim, the amount.
    """

    kind: str
    what: str
    said_ja: str
    said_en: str
    share: Ratio | None = None
