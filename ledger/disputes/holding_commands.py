"""What may be asked about the money that a dispute holds."""

from typing import Annotated, ClassVar, Final, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from ledger.command import Command
from ledger.ids import DisputeId, LinkId, PartyId, StatementId
from ledger.values import MAX_SAFE, LongText, Text, Value

MOST_LINES: Final = 256
Portion = Annotated[int, Field(gt=0, le=MAX_SAFE)]


class LinePortion(Value):
    """A part of what a line of a statement gives, before tax.

    Attributes:
        run: The run or correction that the line shows. step: its clause.
    """

    statement: StatementId
    run: LinkId
    step: Text
    amount_minor: Portion


Portions = Annotated[tuple[LinePortion, ...], Field(min_length=1, max_length=MOST_LINES)]


class _OfLines(Command):
    """Names lines, each once."""

    dispute: DisputeId
    by: PartyId | None = None
    lines: Portions

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        named = [(line.statement, line.run, line.step) for line in self.lines]
        if len(set(named)) != len(named):
            raise PydanticCustomError("hold-line-twice", "each line is named once, with its sum")
        return self


class HoldDisputed(_OfLines):
    """Hold what is disputed of lines that are about to be paid, and nothing else.

    Attributes:
        by: Who pays these statements; left out, the operator holds for him.
        lines: Whose money would be less if the claim is right.
    """

    TYPE: ClassVar[str] = "HoldDisputed/1"


class ReleaseDisputed(_OfLines):
    """Release some of what a dispute holds before it is over.

    Attributes:
        by: Who pays, or who opened the dispute; left out, the operator.
        reason: Why; read by whoever is paid.
    """

    TYPE: ClassVar[str] = "ReleaseDisputed/1"

    reason: LongText
