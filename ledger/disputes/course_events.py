"""What is on record about the course of a dispute."""

from datetime import date
from typing import ClassVar

from ledger.disputes.course_commands import Correction
from ledger.event import OPERATOR, Event


class DisputeDeadline(Event):
    """It is somebody's turn in a dispute.

    Attributes:
        by: Who asks; None for the operator. turn: who is asked.
    """

    TYPE: ClassVar[str] = "dispute.deadline/1"

    dispute: str
    by: str | None = None
    turn: tuple[str, ...]
    answer_by: date
    note: str | None = None
    sides: tuple[str, ...]

    def readers(self) -> tuple[str, ...]:
        """What is asked in a dispute concerns its sides."""
        return (OPERATOR, *self.sides)


class DisputeCarriedOut(Event):
    """A correction gave effect to the outcome of a dispute; it holds nothing any more."""

    TYPE: ClassVar[str] = "dispute.carried_out/1"

    dispute: str
    by: str | None = None
    correction: Correction
    sides: tuple[str, ...]

    def readers(self) -> tuple[str, ...]:
        """What became of a dispute concerns its sides."""
        return (OPERATOR, *self.sides)
