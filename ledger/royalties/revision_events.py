"""What is on record about corrections of past payout runs."""

from typing import Any, ClassVar

from ledger.event import OPERATOR, Event
from ledger.log.entry import Part
from ledger.log.parts import FACTS, Joining
from ledger.royalties.commands import ConvertedLine
from ledger.royalties.events import cut
from ledger.royalties.revision_commands import (
    ReturnedGroup,
    RevisedAllocation,
    RevisedHeld,
    RevisedPosting,
    RevisedRun,
    RevisionCause,
)


class RoyaltyRevised(Event):
    """Past payout runs were run again because one thing they rest on was changed.

    It states nothing but differences, run by run, and is a link in the agreement's chain of runs:
    the next one starts from its position. Each payee's lines are a part of their own.
    """

    TYPE: ClassVar[str] = "royalty.revised/1"
    CHUNKED: ClassVar[tuple[str, ...]] = ("runs", "postings", "held", "returned")
    JOINING: ClassVar[Joining] = Joining(maps=("position",), gathered={"allocations": "allocation"})

    id: str
    agreement: str
    payer: str
    currency: str
    engine: str
    cause: RevisionCause
    previous: str
    runs: tuple[RevisedRun, ...]
    allocations: tuple[RevisedAllocation, ...]
    postings: tuple[RevisedPosting, ...] = ()
    held: tuple[RevisedHeld, ...] = ()
    consumed: dict[str, int]
    position: dict[str, int]
    converted: dict[str, tuple[ConvertedLine, ...]] | None = None
    returned: tuple[ReturnedGroup, ...] | None = None
    parties: tuple[str, ...]

    def readers(self) -> tuple[str, ...]:
        """The agreement's parties read the whole revision."""
        return (OPERATOR, *self.parties)

    def parts(self) -> list[Part]:
        """Return the revision for the parties, and parts for each payee that are his alone.

        The lines of a payee may fill several parts, because a revision can reach far back.
        """
        readers = self.readers()
        head, *chunks = self.split(FACTS, readers)
        body = dict(head.body)
        body.pop("allocations")
        position = body.pop("position")
        parts = [Part(FACTS, readers, body), *chunks]
        parts += cut("position", [[key, position[key]] for key in sorted(position)], readers)
        seen: dict[str, int] = {}
        for allocation in self.allocations:
            party = allocation.party
            own = tuple(dict.fromkeys((*readers, party)))
            number = seen[party] = seen.get(party, -1) + 1
            name = f"allocation/{party}/{number}" if number else f"allocation/{party}"
            part_body: dict[str, Any] = {"allocation": allocation.model_dump(mode="json")}
            parts.append(Part(name, own, part_body))
        return parts
