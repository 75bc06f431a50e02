"""What is on record about milestones of windows."""

from datetime import date
from typing import ClassVar

from ledger.event import OPERATOR, Event
from ledger.values import DocumentRef


class MilestoneReached(Event):
    """A milestone of a window was passed or refused.

    Attributes:
        parties: Members of the committee and the holder of the window: they read it.
    """

    TYPE: ClassVar[str] = "committee.milestone_reached/1"

    committee: str
    medium: str
    territory: str
    code: str
    day: date
    outcome: str
    document: DocumentRef | None = None
    parties: tuple[str, ...]

    def readers(self) -> tuple[str, ...]:
        """What happens to a window concerns the committee and whoever holds the window."""
        return (OPERATOR, *self.parties)
