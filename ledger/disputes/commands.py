"""What may be asked about disputes."""

from datetime import date
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from ledger.command import Command
from ledger.ids import DisputeId, LinkId, PartyId
from ledger.keys.consents import Consents
from ledger.values import MAX_SAFE, Count, Currency, DocumentRef, LongText, Text, Value

SubjectKind = Literal["statement_line", "grant", "committee", "agreement"]
Outcome = Literal["upheld", "rejected", "agreed", "withdrawn"]
Evidence = Annotated[tuple[DocumentRef, ...], Field(max_length=16)]
Claimed = Annotated[int, Field(gt=0, le=MAX_SAFE)]


class DisputeSubject(Value):
    """What a dispute is about.

    Attributes:
        id: Of the statement, the right, the committee or the agreement.
        run: For a line of a statement, the run or correction that it shows.
        step: For a line of a statement, its clause.
    """

    kind: SubjectKind
    id: Text
    run: LinkId | None = None
    step: Text | None = None

    @model_validator(mode="after")
    def _line_is_whole(self) -> Self:
        is_line = self.kind == "statement_line"
        if is_line != (self.run is not None) or is_line != (self.step is not None):
            raise PydanticCustomError(
                "dispute-line-malformed",
                "run and step name a line of a statement, and nothing else: {kind}",
                {"kind": self.kind},
            )
        return self


class OpenDispute(Command):
    """Contest a line of a statement, a right, something in a committee, or in an agreement.

    Attributes:
        by: Who contests; the operator may record it for a party that wrote to him.
        against: Whom; left out, the other side: the payer, or everybody else whom it concerns.
        claim: What is contested and why; read by the two sides and the operator alone.
        amount_minor: How much money it is about, if it is about money.
        answer_by: Until when an answer is asked for.
    """

    TYPE: ClassVar[str] = "OpenDispute/1"

    id: DisputeId
    subject: DisputeSubject
    by: PartyId
    against: Annotated[tuple[PartyId, ...], Field(min_length=1, max_length=64)] | None = None
    claim: LongText
    amount_minor: Claimed | None = None
    currency: Currency | None = None
    evidence: Evidence = ()
    answer_by: date

    @model_validator(mode="after")
    def _money_is_whole(self) -> Self:
        if (self.amount_minor is None) != (self.currency is None):
            raise PydanticCustomError(
                "dispute-money-malformed", "an amount and its currency belong together", {}
            )
        return self


class SayInDispute(Command):
    """Say something in a dispute that is open.

    Attributes:
        by: The side that speaks; left out, the operator does.
    """

    TYPE: ClassVar[str] = "SayInDispute/1"

    dispute: DisputeId
    by: PartyId | None = None
    text: LongText
    evidence: Evidence = ()


class SettleDispute(Command):
    """Record how a dispute ended.

    Attributes:
        by: The side that says so; left out, the operator does, and a document must show it.
        outcome: `upheld` and `rejected` for a claim that was right or wrong; `agreed` for a
            settlement; `withdrawn` by who opened it.
        consents: Of the other sides, where the outcome needs them.
        granted_minor: How much of the claim is owed; all of it where it is upheld without a word.
    """

    TYPE: ClassVar[str] = "SettleDispute/1"

    dispute: DisputeId
    by: PartyId | None = None
    outcome: Outcome
    reason: LongText
    document: DocumentRef | None = None
    consents: Consents = ()
    granted_minor: Count | None = None
