"""Every idempotency key stands for one whole command: the entries that its request caused.

The log says which entries belong to one command, because the first carries it and the others point
back; and the first says under which key it was sent, with the keyed digest of what was sent. The
table of requests must say the same: a key that were missing there would let a repeated request be
recorded twice.
"""

import re
from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Final

import orjson
from sqlalchemy import Connection

from ledger.audit.findings import Findings
from ledger.log import canonical
from ledger.store.census import stored_requests
from ledger.store.read import StoredPart

# Canonical bytes have one spelling, so the part of a sibling is known by how it begins.
_SIBLING: Final = re.compile(rb'\{"body":\{"index":(\d{1,16})\},"part":"command",')
_REQUESTED: Final = b'"request":{"key":'

Row = tuple[int, int, str, str, bytes]


class Requests:
    """Sees which entries belong together, then checks the keys that stand for them.

    Args:
        findings: Where findings go.
    """

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._lengths: dict[int, int] = {}
        self._sent: dict[int, bytes] = {}

    def see(self, index: int, parts: Sequence[StoredPart]) -> None:
        """Take the parts of one entry."""
        first = _first_of(index, parts)
        self._lengths[first] = self._lengths.get(first, 0) + 1
        if first == index and (sent := _sent_with(parts)):
            self._sent[first] = sent

    def finish(self, conn: Connection) -> None:
        """Check all keys and close the check."""
        before = self._findings.total
        count = self._check(stored_requests(conn))
        for first in self._sent:
            self._findings.add(first, "request-missing", "the key it was sent under", "no such row")
        self._findings.done("requests", count, before)

    def _check(self, requests: Iterable[Row]) -> int:
        number, last = 0, -1
        for number, (first, length, party, key, mac) in enumerate(requests, 1):  # noqa: B007
            if self._lengths.get(first) != length:
                expected = f"the {self._lengths.get(first, 0)} entries of one command"
                self._findings.add(first, "request-range", expected, length)
            elif first == last:
                self._findings.add(first, "request-repeated", "one key for a command", "two")
            elif self._sent.get(first) != _digest(party, key, mac.hex()):
                self._findings.add(first, "request-altered", "the key in the entry", key)
            self._sent.pop(first, None)
            last = first
        return number


def _first_of(index: int, parts: Sequence[StoredPart]) -> int:
    """Return the first entry of the command that caused an entry: itself, or the one it names."""
    points = _SIBLING.match(parts[0].data) if parts else None
    return int(points[1]) if points else index


def _sent_with(parts: Sequence[StoredPart]) -> bytes | None:
    """Return the digest of the request that an entry says it was asked by, if it says so."""
    if not parts or _REQUESTED not in parts[0].data:
        return None
    try:
        request = orjson.loads(parts[0].data)["body"]["request"]
        return _digest(request["party"], request["key"], request["mac"])
    except (orjson.JSONDecodeError, LookupError, TypeError):
        return None  # the words stood elsewhere, or the bytes are found to be damaged anyway


def _digest(party: str, key: str, mac: str) -> bytes:
    return sha256(canonical.encode([party, key, mac])).digest()
