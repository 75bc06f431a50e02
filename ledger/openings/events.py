"""What is on record about openings."""

from typing import Any, ClassVar, Literal

from ledger.event import OPERATOR, Event
from ledger.keys.consents import Consents
from ledger.log.entry import Part
from ledger.log.parts import FACTS, Joining
from ledger.openings.commands import OpeningEntry
from ledger.royalties.commands import PostingLine
from ledger.royalties.events import cut
from ledger.values import AmountMinor, DocumentRef, Sha256, Text, Value


class OpeningDifference(Value):
    """A figure that differs from what follows from the others, and what becomes of that.

    Attributes:
        effect: `kept`: it stays where it is. `next-run`: the next run evens it out. `statement`:
            it concerns only what is still payable.
    """

    kind: Text
    step: Text | None = None
    account: Text | None = None
    payee: Text | None = None
    stated_minor: AmountMinor
    expected_minor: AmountMinor
    reason: Text
    effect: Literal["kept", "next-run", "statement"]


class UnpaidBalance(Value):
    """What a payee was paid until the cut-over, and what he is still to be paid.

    Attributes:
        unpaid_minor: Royalties. unpaid_fee_minor: for services.
        unpaid_distribution_minor: A partner's own money.
    """

    party: Text
    paid_minor: AmountMinor
    unpaid_minor: AmountMinor
    unpaid_fee_minor: AmountMinor = 0
    unpaid_distribution_minor: AmountMinor


class AgreementOpened(Event):
    """An agreement came in from other books: the figures, and the position they come to.

    What a payee was paid and is owed is a part of its own, so that a creator opens hers and nobody
    else's.
    """

    TYPE: ClassVar[str] = "royalty.opened/1"
    CHUNKED: ClassVar[tuple[str, ...]] = ("entries", "differences")
    JOINING: ClassVar[Joining] = Joining(
        lists=("postings",), maps=("position",), gathered={"unpaid": "unpaid"}
    )

    id: str
    agreement: str
    payer: str
    as_of: str
    currency: str
    terms_version: int
    terms_sha256: Sha256
    entries: tuple[OpeningEntry, ...]
    tolerance_minor: int
    differences: tuple[OpeningDifference, ...] = ()
    postings: tuple[PostingLine, ...]
    position: dict[str, int]
    unpaid: tuple[UnpaidBalance, ...]
    holders: dict[str, Any]
    document: DocumentRef
    made_by: str | None = None
    approved_by: str
    supersedes: str | None = None
    reason: str | None = None
    consents: Consents = ()
    parties: tuple[str, ...]

    def readers(self) -> tuple[str, ...]:
        """The agreement's parties read the whole opening."""
        return (OPERATOR, *self.parties)

    def parts(self) -> list[Part]:
        """Return the opening for the parties, and one part per payee for the payee alone."""
        readers = self.readers()
        head, *chunks = self.split(FACTS, readers)
        body = dict(head.body)
        position, postings = body.pop("position"), body.pop("postings")
        body.pop("unpaid")
        parts = [Part(FACTS, readers, body), *chunks]
        parts += cut("postings", postings, readers)
        parts += cut("position", [[key, position[key]] for key in sorted(position)], readers)
        for balance in self.unpaid:
            own = tuple(dict.fromkeys((*readers, balance.party)))
            part_body = {"unpaid": balance.model_dump(mode="json")}
            parts.append(Part(f"unpaid/{balance.party}", own, part_body))
        return parts
