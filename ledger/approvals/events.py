"""What is on record about two pairs of eyes: read by the party whose things they are."""

from typing import ClassVar

from ledger.event import OPERATOR, Event


class _OfParty(Event):
    """Concerns one party and the operator; without a party the operator alone."""

    party: str | None = None

    def readers(self) -> tuple[str, ...]:
        """How a house divides its work concerns nobody else."""
        return (OPERATOR, self.party) if self.party else (OPERATOR,)


class ApprovalPolicySet(_OfParty):
    """From the next entry on these kinds need a second person.

    Attributes:
        set_by: Id of the token that was shown; None for the operator at the machine.
        dropped: Kinds that need one until a second person approves that they no longer do.
    """

    TYPE: ClassVar[str] = "approval.policy_set/1"

    kinds: tuple[str, ...]
    reason: str
    set_by: str | None = None
    dropped: tuple[str, ...] = ()


class ApprovalAsked(_OfParty):
    """What this command made needs a second person.

    Attributes:
        made_by: Id of the token of whoever made it.
    """

    TYPE: ClassVar[str] = "approval.asked/1"

    kind: str
    subject: str
    made_by: str


class ApprovalGiven(_OfParty):
    """A second person approved.

    Attributes:
        asked: Entry that asked for it.
    """

    TYPE: ClassVar[str] = "approval.given/1"

    kind: str
    subject: str
    asked: int
    given_by: str
    note: str | None = None


class ApprovalRefused(_OfParty):
    """A second person did not approve."""

    TYPE: ClassVar[str] = "approval.refused/1"

    kind: str
    subject: str
    asked: int
    refused_by: str
    reason: str
