"""Holding the hash tiles of a bundle against the leaf hashes of its entries, as they come.

Per level one tile is kept, so memory does not grow with the log.
"""

from ledger.audit.findings import Findings
from ledger.audit.folder import Folder
from ledger.errors import VerificationFailed
from ledger.log import tiles
from ledger.log.merkle import HASH_BYTES, root_of
from ledger.log.tiles import TILE_BITS, TILE_BYTES, TILE_WIDTH, Tile


class TileCheck:
    """Takes leaf hashes in order and compares each tile as soon as it is complete.

    Args:
        folder: The bundle.
        findings: Where findings go.
    """

    def __init__(self, folder: Folder, findings: Findings) -> None:
        self._folder = folder
        self._findings = findings
        self._levels: list[list[bytes]] = [[]]
        self._done: list[int] = [0]
        self.count = 0

    def add(self, leaf_hash: bytes) -> None:
        """Take the next leaf hash."""
        self._add(0, leaf_hash)

    def finish(self) -> None:
        """Compare the partial tile of each level."""
        for level, hashes in enumerate(self._levels):
            if hashes:
                self._compare(level, hashes)

    def _add(self, level: int, digest: bytes) -> None:
        if level == len(self._levels):
            self._levels.append([])
            self._done.append(0)
        hashes = self._levels[level]
        hashes.append(digest)
        if len(hashes) == TILE_WIDTH:
            self._compare(level, hashes)
            self._levels[level] = []
            self._done[level] += 1
            if level < tiles.MAX_LEVEL:
                self._add(level + 1, root_of(hashes))

    def _compare(self, level: int, hashes: list[bytes]) -> None:
        self.count += 1
        tile = Tile(level, self._done[level], len(hashes))
        first = tile.index * TILE_WIDTH << (TILE_BITS * level)
        try:
            found = tiles.split(self._folder.read(tile.path, TILE_BYTES))
        except VerificationFailed as error:
            self._findings.add(first, "tile-missing", "a tile", error, file=tile.path)
            return
        if found == hashes:
            return
        pairs = zip(hashes, found, strict=False)
        place = next((at for at, (one, other) in enumerate(pairs) if one != other), None)
        if place is None:
            expected = f"{len(hashes) * HASH_BYTES} bytes"
            size_bytes = sum(map(len, found))
            self._findings.add(
                first, "tile-length", expected, f"{size_bytes} bytes", file=tile.path
            )
            return
        index = first + (place << (TILE_BITS * level))
        self._findings.add(
            index, "tile-altered", hashes[place].hex(), found[place].hex(), file=tile.path
        )
