"""What may be asked about milestones of windows."""

from datetime import date
from typing import ClassVar, Literal

from ledger.command import Command
from ledger.committees.commands import Medium
from ledger.ids import CommitteeId
from ledger.values import DocumentRef, Text


class ReachMilestone(Command):
    """Record that a milestone of a window was passed, or that an authority refused it.

    Attributes:
        medium: With `territory`, the window as the contract names it.
        code: The milestone, as the window names it.
        outcome: A refusal may be followed by another attempt; the last entry holds.
    """

    TYPE: ClassVar[str] = "ReachMilestone/1"

    committee: CommitteeId
    medium: Medium
    territory: Text
    code: Text
    day: date
    outcome: Literal["passed", "refused"] = "passed"
    document: DocumentRef | None = None
