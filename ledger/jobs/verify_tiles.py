"""Every stored tile is that of the log's leaf hashes, compared as the log is read.

At most one unfinished tile of each level is kept, so memory does not grow with the log.
"""

from collections.abc import Sequence

from sqlalchemy import Connection

from ledger.audit.findings import Findings
from ledger.log.merkle import root_of
from ledger.log.tiles import TILE_WIDTH, split
from ledger.store.census import stored_tile, tiles_beyond


class Tiles:
    """Builds tiles from leaf hashes and compares each with the stored one when it is full.

    Args:
        conn: A snapshot.
    """

    def __init__(self, conn: Connection) -> None:
        self._conn = conn
        self._found = Findings()
        self._open: list[list[bytes]] = [[]]
        self._done: list[int] = [0]

    def add(self, leaf_hash: bytes) -> None:
        """Take the next leaf hash."""
        level, one = 0, leaf_hash
        while True:
            self._open[level].append(one)
            if len(self._open[level]) < TILE_WIDTH:
                return
            one = self._close(level)
            level += 1

    def finish(self, findings: Findings) -> int:
        """Report what is wrong, with tiles that the log does not have; return how many it has."""
        for level, index, hashes in tiles_beyond(self._conn, self._done):
            self._report(level, index, hashes)
        for finding in self._found.kept:
            findings.keep(finding)
        return sum(self._done)

    def _close(self, level: int) -> bytes:
        """Compare a full tile and return its root."""
        hashes, index = self._open[level], self._done[level]
        stored = stored_tile(self._conn, level, index)
        if stored is None:
            self._found.add(None, "tile-missing", f"tile {level}/{index}", "none")
        elif stored != b"".join(hashes):
            self._report(level, index, stored)
        self._open[level] = []
        self._done[level] += 1
        if level + 1 == len(self._open):
            self._open.append([])
            self._done.append(0)
        return root_of(hashes)

    def _report(self, level: int, index: int, stored: bytes) -> None:
        found = _first(split(stored))
        self._found.add(None, "tile-altered", f"tile {level}/{index} of the log", found)


def _first(hashes: Sequence[bytes]) -> str:
    return f"{hashes[0].hex()} and so on" if hashes else "nothing"
