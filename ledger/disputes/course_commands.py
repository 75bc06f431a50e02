"""What may be asked about the course of a dispute: whose turn it is, and what carried it out."""

from datetime import date
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from ledger.command import Command
from ledger.ids import DisputeId, PartyId
from ledger.values import DocumentRef, LongText, Text, Value

CorrectionKind = Literal["revision", "report", "document"]


class Correction(Value):
    """What gives effect to the outcome of a dispute.

    Attributes:
        id: Of the correction of past runs, or of the report. document: what shows a settlement
            outside the register.
    """

    kind: CorrectionKind
    id: Text | None = None
    document: DocumentRef | None = None

    @model_validator(mode="after")
    def _names_one(self) -> Self:
        is_document = self.kind == "document"
        if is_document != (self.document is not None) or is_document != (self.id is None):
            raise PydanticCustomError(
                "dispute-correction-malformed",
                "a revision or a report has an id, and nothing else is a document: {kind}",
                {"kind": self.kind},
            )
        return self


class SetDisputeDeadline(Command):
    """Say whose turn it is in an open dispute, and until when.

    Attributes:
        by: The side that asks; left out, the operator does.
        turn: Who is asked.
    """

    TYPE: ClassVar[str] = "SetDisputeDeadline/1"

    dispute: DisputeId
    by: PartyId | None = None
    turn: Annotated[tuple[PartyId, ...], Field(min_length=1, max_length=64)]
    answer_by: date
    note: LongText | None = None


class CarryOutDispute(Command):
    """Name the correction that gives effect to the outcome of a dispute.

    Attributes:
        by: The side that names it; left out, the operator does.
    """

    TYPE: ClassVar[str] = "CarryOutDispute/1"

    dispute: DisputeId
    by: PartyId | None = None
    correction: Correction
