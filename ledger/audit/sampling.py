"""Samples that anybody draws again from public bytes: a seed, and the index of every entry.

An auditor who chooses the seed cannot be shown a convenient selection, and a second auditor with
the same seed gets the same entries. The rules kept here, in order:

1. The key of an entry is SHA-256("daicho-sample/1" || LF || kind || LF || seed || LF || index), the
   index in decimal digits, everything in UTF-8.
2. The sample of size n is the n entries of that kind with the smallest keys; fewer if there are
   fewer. Every set of n entries is as likely as any other, without replacement.
3. A larger sample of the same seed contains the smaller one.

Source:
    Simple random sampling by ranking hashes, as in ballot-polling audits (SHA-256 as the source of
    randomness).
"""

import heapq
import re
from dataclasses import dataclass
from hashlib import sha256
from typing import Final, Generic, TypeVar

from ledger.errors import RuleViolation

KINDS: Final = {
    "payouts": ("royalty.payout_closed/1",),
    "statements": ("statement.issued/1",),
    "reports": ("revenue.reported/1",),
    "receipts": ("revenue.received/1",),
    "terms": ("agreement.terms_added/1",),
    "registrations": (
        "work.registered/1",
        "committee.formed/1",
        "party.company_registered/1",
        "party.person_registered/1",
    ),
}
"""Name of a population to the facts that belong to it."""

KIND_OF: Final = {fact: kind for kind, facts in KINDS.items() for fact in facts}
MOST: Final = 10_000
_SPELLED: Final = re.compile(r"([a-z]+):([1-9][0-9]{0,4}):([!-~]{1,100})", re.ASCII)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Sampling:
    """What is to be drawn.

    Attributes:
        kind: One of `KINDS`. size: how many. seed: printable ASCII without spaces.
    """

    kind: str
    size: int
    seed: str

    @classmethod
    def parse(cls, text: str) -> "Sampling":
        """Read `payouts:25:2026-audit`.

        Raises:
            RuleViolation: `sample-malformed`; says what would be right.
        """
        found = _SPELLED.fullmatch(text)
        if found is None or found[1] not in KINDS or int(found[2]) > MOST:
            raise RuleViolation(
                "sample-malformed",
                field="sample",
                value=text[:200],
                expected=f"KIND:N:SEED; KIND one of {', '.join(KINDS)}; N from 1 to {MOST}",
            )
        return cls(found[1], int(found[2]), found[3])

    def key(self, index: int) -> bytes:
        """Return the key by which an entry is ranked.

        Source:
            Rule 1 of this module. For payouts, seed "s" and index 7 it is the SHA-256 of the lines
            daicho-sample/1, payouts, s, 7 (no line feed behind the last): 6f6101f6cd666e44...
        """
        return sha256(f"daicho-sample/1\n{self.kind}\n{self.seed}\n{index}".encode()).digest()


class Drawer(Generic[T]):
    """Draws one sample in one pass, keeping no more than it may return.

    Args:
        sampling: What is to be drawn.
    """

    def __init__(self, sampling: Sampling) -> None:
        self.sampling = sampling
        # A heap with the largest key first: keys are told apart by their complement.
        self._heap: list[tuple[bytes, int, T]] = []

    def offer(self, index: int, value: T) -> None:
        """Take an entry of the population."""
        item = (bytes(255 - byte for byte in self.sampling.key(index)), index, value)
        if len(self._heap) < self.sampling.size:
            heapq.heappush(self._heap, item)
        elif item[0] > self._heap[0][0]:
            heapq.heapreplace(self._heap, item)

    def drawn(self) -> list[tuple[int, T]]:
        """Return the sample so far, in the order of the log."""
        return sorted(((index, value) for _, index, value in self._heap), key=lambda one: one[0])


def sample(kind: str, size: int, seed: str, indexes: "list[int] | range") -> list[int]:
    """Return the sample among given entries of a kind; see the rules of this module."""
    drawer: Drawer[None] = Drawer(Sampling(kind, size, seed))
    for index in indexes:
        drawer.offer(index, None)
    return [index for index, _ in drawer.drawn()]
