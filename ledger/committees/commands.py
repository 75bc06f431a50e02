"""What may be asked about production committees."""

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints

from ledger.command import Command
from ledger.ids import CommitteeId, PartyId, WorkId
from ledger.keys.consents import Consents
from ledger.values import Count, Currency, DocumentRef, LongText, Names, Ratio, Text, Value

Medium = Literal[
    "theatrical", "broadcast", "streaming", "video", "merchandise", "overseas",
    "publishing", "music", "game", "event", "other",
]  # fmt: skip


class Member(Value):
    """A member and its three shares, each exact or unknown.

    Attributes:
        investment: 出資比率. copyright: 著作権持分. profit: 損益分配の割合 (民法674条).
        name: As printed in the contract or the credits, where the party's own name differs.
    """

    party: PartyId
    investment: Ratio | None = None
    copyright: Ratio | None = None
    profit: Ratio | None = None
    roles: tuple[Text, ...] = ()
    name: Text | None = None


class Milestone(Value):
    """Something that has to happen before a window abroad can do its business.

    Attributes:
        code: Short name, once in a window.
        kind: `approval` by an authority keeps licences of the window waiting; others do not.
        due: Day by which it should have happened.
        by: Who has to bring it about, such as an authority.
    """

    code: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
    kind: Literal["approval", "delivery", "release", "other"]
    name: Names
    due: date | None = None
    by: Text | None = None


class Window(Value):
    """Who may license one use of the work: as the committee's agent, or in its own business.

    Attributes:
        mode: `agency` keeps a fee and remits the rest; `own_business` pays 印税 to the committee.
        rate: The agent's fee, or the 印税; None when the contract is not known.
        currency: In which it reports and remits, where that is not the committee's.
        milestones: What has to happen first, for windows abroad.
    """

    medium: Medium
    holder: PartyId
    mode: Literal["agency", "own_business"] = "agency"
    rate: Ratio | None = None
    territory: Text = "JP"
    clause: Text | None = None
    currency: Currency | None = None
    milestones: Annotated[tuple[Milestone, ...], Field(min_length=1)] | None = None


class Schedule(Value):
    """When reports are due and payments follow, in months.

    Attributes:
        every_months: Length of a reporting period.
        report_after_days: Days from the end of a period to the report.
        pay_after_months: Months from the end of a period to the end of the month of payment.
    """

    every_months: int = Field(ge=1, le=12)
    report_after_days: int = Field(ge=0, le=366)
    pay_after_months: int = Field(ge=0, le=24)


class Disposition(Value):
    """What happens to a right on the day the committee ends.

    Attributes:
        rights: Media it covers; empty covers all that no other clause names.
        outcome: Who gets it.
        to: The party, for `lead`, `member` or `manager`.
    """

    rights: tuple[Medium, ...] = ()
    outcome: Literal["co_ownership", "lead", "member", "author", "studio", "manager"]
    to: PartyId | None = None
    after_years: Count | None = None
    price_minor: Count | None = None
    clause: Text | None = None


class DispositionPlan(Value):
    """The plan for the end: who holds what, who is asked, and who bears later adjustments."""

    dispositions: tuple[Disposition, ...] = Field(min_length=1)
    contact: PartyId
    adjustments_debtor: PartyId
    note: LongText | None = None


class Decisions(Value):
    """How the members decide: together, or by a majority that the contract names.

    Attributes:
        of: What is counted: `heads`, or shares; for a majority.
        more_than: How much must be exceeded; one half if left out.
        clause: Where the contract says so; a majority needs one, because the law asks for all.

    Source:
        Copyright Act of Japan, article 65(1) and (2); Civil Code, articles 670 and 680.
    """

    rule: Literal["unanimous", "majority"]
    of: Literal["heads", "copyright", "investment"] | None = None
    more_than: Ratio | None = None
    clause: Text | None = None


class FirstRefusal(Value):
    """A member who wants to sell to somebody else must first offer its share to the others.

    Attributes:
        answer_days: How long the others may think about it.
        clause: Where the contract says so.
    """

    answer_days: int = Field(ge=1, le=366)
    clause: Text


class FormCommittee(Command):
    """Record a committee: a new one with explicit shares and a plan, or an existing one as it is.

    Attributes:
        origin: `new` needs three explicit share sets and a plan; `existing` is recorded as its
            contract stands; `draft` names members seen in credits, nothing more.
    """

    TYPE: ClassVar[str] = "FormCommittee/1"
    CHUNKED: ClassVar[tuple[str, ...]] = ("works",)

    id: CommitteeId
    name: Names
    origin: Literal["new", "existing", "draft"]
    works: tuple[WorkId, ...] = ()
    members: tuple[Member, ...] = ()
    lead: PartyId | None = None
    windows: tuple[Window, ...] = ()
    schedule: Schedule | None = None
    plan: DispositionPlan | None = None
    decisions: Decisions | None = None
    first_refusal: FirstRefusal | None = None
    formed_on: date | None = None
    contract: DocumentRef | None = None
    shares_are_synthetic: bool = False
    source: Text | None = None
    consents: Consents = ()


class AmendCommittee(Command):
    """Change a committee from a day on; a draft with shares and a plan becomes active.

    Fields left out stay as they are.
    """

    TYPE: ClassVar[str] = "AmendCommittee/1"
    CHUNKED: ClassVar[tuple[str, ...]] = ("works",)

    committee: CommitteeId
    effective_from: date
    reason: Text
    activate: bool = False
    works: tuple[WorkId, ...] | None = None
    members: tuple[Member, ...] | None = None
    lead: PartyId | None = None
    windows: tuple[Window, ...] | None = None
    schedule: Schedule | None = None
    plan: DispositionPlan | None = None
    decisions: Decisions | None = None
    first_refusal: FirstRefusal | None = None
    contract: DocumentRef | None = None
    shares_are_synthetic: bool = False
    consents: Consents = ()
