"""What is on record about payout runs."""

from datetime import date
from typing import Any, ClassVar, Final

from ledger.event import OPERATOR, Event
from ledger.log.entry import Part
from ledger.log.parts import Joining
from ledger.royalties.commands import ConvertedLine, HeldLine, PartyAllocation, PostingLine
from ledger.values import DocumentRef, Sha256

_ITEMS_PER_PART: Final = 400  # of some 100 bytes each, well below what one part may hold


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
    JOINING: ClassVar[Joining] = Joining(
        lists=("postings",), maps=("position",), gathered={"allocations": "allocation"}
    )

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
    converted: dict[str, tuple[ConvertedLine, ...]] | None = None
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
        """Return the run for the parties, and one part per payee for the payee alone.

        Postings and position grow with the number of payees, so they are cut into several parts.
        """
        body = self.body()
        body.pop("allocations")
        position = body.pop("position")
        postings = body.pop("postings")
        readers = self.readers()
        parts = [Part("facts", readers, body)]
        parts += cut("postings", postings, readers)
        parts += cut("position", [[key, position[key]] for key in sorted(position)], readers)
        for allocation in self.allocations:
            own = tuple(dict.fromkeys((*readers, allocation.party)))
            part_body = {"allocation": allocation.model_dump(mode="json")}
            parts.append(Part(f"allocation/{allocation.party}", own, part_body))
        return parts


def cut(name: str, items: list[Any], readers: tuple[str, ...]) -> list[Part]:
    """Return the items of a long field in parts, each well below what one part may hold."""
    """Return a long list as parts `name/0`, `name/1` ... with the same readers."""
    starts = range(0, len(items), _ITEMS_PER_PART)
    chunks = [items[start : start + _ITEMS_PER_PART] for start in starts]
    return [Part(f"{name}/{n}", readers, {"items": chunk}) for n, chunk in enumerate(chunks)]
