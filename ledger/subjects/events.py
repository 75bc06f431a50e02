"""What is on record about people's data: never a name, never a value.

That somebody's data were erased is public, as the commitments are: whoever audits must be able to
tell what was erased from what was lost. Why data are kept is for the operator alone.
"""

from datetime import date
from typing import ClassVar

from ledger.event import OPERATOR, Event


class ErasureOrdered(Event):
    """A person's data are to be destroyed; from here on they may be gone."""

    TYPE: ClassVar[str] = "subject.erasure_ordered/1"

    subject: str
    ground: str


class SubjectErased(Event):
    """A person's key was destroyed before this was recorded."""

    TYPE: ClassVar[str] = "subject.erased/1"

    subject: str
    ground: str


class SubjectRestricted(Event):
    """A person's data are kept for one purpose only."""

    TYPE: ClassVar[str] = "subject.restricted/1"

    subject: str
    reason: str
    law: str | None = None
    until: date | None = None

    def readers(self) -> tuple[str, ...]:
        """Disputes and orders concern nobody else."""
        return (OPERATOR,)


class SubjectReleased(Event):
    """A restriction ended."""

    TYPE: ClassVar[str] = "subject.released/1"

    subject: str
    reason: str

    def readers(self) -> tuple[str, ...]:
        """As the restriction's."""
        return (OPERATOR,)
