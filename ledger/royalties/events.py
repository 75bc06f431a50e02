"""What is on record about payout runs."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar, Self

from ledger.event import OPERATOR, Event
from ledger.log.entry import Part
from ledger.royalties.commands import HeldLine, PartyAllocation, PostingLine
from ledger.values import DocumentRef, Sha256


class ExpenseRecorded(Event):
    """A cost with its evidence may be deducted under an expense clause."""

    TYPE: ClassVar[str] = "royalty.expense_recorded/1"

    agreement: str
    step: str
    period: str
    currency: str
    amount_minor: int
    spent_on: date
    evidence: DocumentRef
    parties: tuple[str, ...]

    def readers(self) -> tuple[str, ...]:
        """The agreement's parties."""
        return (OPERATOR, *self.parties)


class PayoutClosed(Event):
    """A payout run: the decision. It can be recomputed from its inputs: the proof.

    Each payee's allocation is a part of its own, so that a creator opens hers and nobody else's.
    """

    TYPE: ClassVar[str] = "royalty.payout_closed/1"

    id: str
    agreement: str
    payer: str
    period: str
    currency: str
    engine: str
    terms_version: int
    terms_sha256: Sha256
    inputs: tuple[int, ...]
    consumed: dict[str, int]
    trace: DocumentRef
    previous: str | None = None
    allocations: tuple[PartyAllocation, ...]
    postings: tuple[PostingLine, ...]
    held: tuple[HeldLine, ...]
    identity: dict[str, int]
    position: dict[str, int]
    holders: dict[str, Any]
    parties: tuple[str, ...]

    def readers(self) -> tuple[str, ...]:
        """The agreement's parties read the whole run."""
        return (OPERATOR, *self.parties)

    def parts(self) -> list[Part]:
        """Return the run for the parties, and one part per payee for the payee alone."""
        body = self.body()
        body.pop("allocations")
        parts = [Part("facts", self.readers(), body)]
        for allocation in self.allocations:
            readers = tuple(dict.fromkeys((*self.readers(), allocation.party)))
            part_body = {"allocation": allocation.model_dump(mode="json")}
            parts.append(Part(f"allocation/{allocation.party}", readers, part_body))
        return parts

    @classmethod
    def from_parts(cls, parts: Mapping[str, Mapping[str, Any]]) -> Self:
        """Rebuild the run from all its parts."""
        allocations = [
            body["allocation"] for name, body in parts.items() if name.startswith("allocation/")
        ]
        return cls.join("facts", {"facts": {**parts["facts"], "allocations": allocations}})
