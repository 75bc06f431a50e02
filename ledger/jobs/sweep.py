"""Forgetting what refused commands left: sealed names and files that no entry cites.

Whatever a command needs is stored before the log hears of it, so something uncited may belong to a
command that is under way. Nothing goes at first sight: it is marked, and goes when a later sweep,
hours after, finds it still uncited. A file that was put again meanwhile stays.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from ledger.bootstrap import Register
from ledger.clock import stamp
from ledger.store.read import LogReader

_HASH: Final = re.compile(rb"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")


@dataclass(frozen=True, slots=True)
class Swept:
    """What a sweep did.

    Attributes:
        marked: How many names and files nothing cites; they go next time, if that stays so.
        names: How many sealed values were forgotten. files: how many files were removed.
    """

    marked: int
    names: int
    files: int

    def as_data(self) -> dict[str, Any]:
        """Return the outcome as plain JSON values."""
        return {"marked": self.marked, "names": self.names, "files": self.files}


def sweep(register: Register, *, hours: int = 24) -> Swept:
    """Mark what no entry cites, and forget what was marked long enough ago.

    Args:
        register: Where.
        hours: How long something must have been uncited; longer than any command takes.
    """
    vault, blobs = register.vault, register.blobs
    # Listed before the log is read: what is sealed and recorded in between is not in the list.
    pairs = set(vault.pairs())
    files = {digest: blobs.stamp_of(digest) for digest in blobs}
    cited = set(_cited(register))
    uncited = {pair for pair in pairs if pair[1] not in cited}
    stray = {digest: seen for digest, seen in files.items() if digest not in cited}
    now = register.clock.now()
    due = vault.mark_uncited(
        {"|".join(pair) for pair in uncited} | {f"file|{digest}" for digest in stray},
        stamp(now),
        before=stamp(now - timedelta(hours=hours)),
    )
    names = vault.forget(pair for pair in uncited if "|".join(pair) in due)
    removed = sum(
        blobs.remove_unless_put(digest, seen)
        for digest, seen in sorted(stray.items())
        if f"file|{digest}" in due
    )
    return Swept(len(uncited) + len(stray) - names - removed, names, removed)


def _cited(register: Register) -> Iterator[str]:
    """Yield everything in the log that could be a hash of a file or a commitment."""
    with register.ledger.reading() as conn:
        reader = LogReader(conn)
        for _, parts in reader.iterate(0, reader.size()):
            for part in parts:
                for found in _HASH.findall(part.data):
                    yield found.decode()
