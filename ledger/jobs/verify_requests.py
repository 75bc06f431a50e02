"""Every idempotency key stands for one whole command: the entries that its request caused.

The log says which entries belong to one command, because the first carries it and the others point
back. Whose key it was, and what exactly was sent, the log does not say: those are not evidence.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from sqlalchemy import Connection

from ledger.audit.findings import Findings
from ledger.store.census import stored_requests
from ledger.store.read import StoredPart

# Canonical bytes have one spelling, so the part of a sibling is known by how it begins.
_SIBLING: Final = re.compile(rb'\{"body":\{"index":(\d{1,16})\},"part":"command",')


class Requests:
    """Sees which entries belong together, then checks the keys that stand for them.

    Args:
        findings: Where findings go.
    """

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._lengths: dict[int, int] = {}

    def see(self, index: int, parts: Sequence[StoredPart]) -> None:
        """Take the parts of one entry."""
        first = _first_of(index, parts)
        self._lengths[first] = self._lengths.get(first, 0) + 1

    def finish(self, conn: Connection) -> None:
        """Check all keys and close the check."""
        before = self._findings.total
        count = self._check(stored_requests(conn))
        self._findings.done("requests", count, before)

    def _check(self, requests: Iterable[tuple[int, int]]) -> int:
        number, last = 0, -1
        for number, (first, length) in enumerate(requests, 1):  # noqa: B007 - the count is used
            if self._lengths.get(first) != length:
                expected = f"the {self._lengths.get(first, 0)} entries of one command"
                self._findings.add(first, "request-range", expected, length)
            elif first == last:
                self._findings.add(first, "request-repeated", "one key for a command", "two")
            last = first
        return number


def _first_of(index: int, parts: Sequence[StoredPart]) -> int:
    """Return the first entry of the command that caused an entry: itself, or the one it names."""
    points = _SIBLING.match(parts[0].data) if parts else None
    return int(points[1]) if points else index
