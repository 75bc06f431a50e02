"""What is on record about disputes. That there is one and what was said have different readers."""

from datetime import date
from typing import ClassVar, Final

from ledger.disputes.commands import DisputeSubject
from ledger.event import OPERATOR, Event
from ledger.keys.consents import Consent
from ledger.log.entry import Part
from ledger.log.parts import FACTS, Joining
from ledger.values import DocumentRef

_CLAIM: Final = ("claim", "amount_minor", "currency", "evidence")
_ENDING: Final = ("reason", "document", "consents", "granted_minor")


class DisputeOpened(Event):
    """Somebody contests something.

    Whom the subject concerns reads that there is a dispute; the claim is read by its sides.

    Attributes:
        against: The other side. parties: whom the subject concerns, the sides included.
    """

    TYPE: ClassVar[str] = "dispute.opened/1"
    JOINING: ClassVar[Joining] = Joining(merged=("claim",))

    id: str
    subject: DisputeSubject
    by: str
    against: tuple[str, ...]
    parties: tuple[str, ...]
    claim: str
    amount_minor: int | None = None
    currency: str | None = None
    evidence: tuple[DocumentRef, ...] = ()
    answer_by: date

    def parts(self) -> list[Part]:
        """Return what all whom it concerns read, and the claim for the sides."""
        sides = (self.by, *self.against)
        return _apart(self, "claim", _CLAIM, (self.parties, sides))


class DisputeMessage(Event):
    """Somebody said something in a dispute.

    Attributes:
        by: A side; None for the operator. sides: who reads it.
    """

    TYPE: ClassVar[str] = "dispute.message/1"

    dispute: str
    by: str | None = None
    text: str
    evidence: tuple[DocumentRef, ...] = ()
    sides: tuple[str, ...]

    def readers(self) -> tuple[str, ...]:
        """What is said in a dispute concerns its sides."""
        return (OPERATOR, *self.sides)


class DisputeSettled(Event):
    """A dispute is over.

    Attributes:
        by: The side that said so; None for the operator.
        parties: Whom the subject concerned. sides: who reads the reason.
    """

    TYPE: ClassVar[str] = "dispute.settled/1"
    JOINING: ClassVar[Joining] = Joining(merged=("ending",))

    dispute: str
    by: str | None = None
    outcome: str
    reason: str
    document: DocumentRef | None = None
    consents: tuple[Consent, ...] = ()
    granted_minor: int | None = None
    sides: tuple[str, ...]
    parties: tuple[str, ...]

    def parts(self) -> list[Part]:
        """Return the outcome for all whom it concerns, and the reason for the sides."""
        return _apart(self, "ending", _ENDING, (self.parties, self.sides))


def _apart(
    event: Event, name: str, fields: tuple[str, ...], readers: tuple[tuple[str, ...], ...]
) -> list[Part]:
    """Cut a fact in two: the named fields are the sides' alone."""
    body = event.body()
    own = {field: body.pop(field) for field in fields if field in body}
    everybody, sides = readers
    return [Part(FACTS, (OPERATOR, *everybody), body), Part(name, (OPERATOR, *sides), own)]
