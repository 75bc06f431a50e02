"""Tiles: the tree cut into pieces of 256 hashes, so that it can be stored and served as files.

Tile (L, N) holds the hashes MTH(D[(N*256 + i) * 256^L : (N*256 + i + 1) * 256^L]) for i from 0.
Level 0 holds leaf hashes; each hash above is the root of one full tile below. Full tiles never
change; partial ones (1 to 255 hashes) exist only at the right edge.

Source:
    C2SP tlog-tiles (c2sp.org/tlog-tiles): "Merkle Tree" for the coordinates and paths, "Log
    entries" for bundles.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from ledger.errors import NotFound, RuleViolation
from ledger.log.merkle import HASH_BYTES

TILE_WIDTH: Final = 256
TILE_BITS: Final = 8
TILE_BYTES: Final = TILE_WIDTH * HASH_BYTES
MAX_LEVEL: Final = 7  # 256^8 leaves: more than 64-bit indexes can count
_LONGEST_PATH: Final = 64  # far beyond any tile; a number of thousands of digits is not even read

_NUMBER: Final = r"(?P<number>(?:x[0-9]{3}/)*[0-9]{3})(?:\.p/(?P<width>[1-9][0-9]{0,2}))?"
_TILE_PATH: Final = re.compile(r"tile/(?P<level>entries|0|[1-9][0-9]?)/" + _NUMBER)


@dataclass(frozen=True, slots=True, order=True)
class Tile:
    """Coordinates of a tile, or with `level` None of a bundle of entries.

    Attributes:
        level: 0 for leaf hashes; None for a bundle of the entries themselves.
        index: Zero-based position within the level.
        width: Number of hashes or entries, 256 when full.
    """

    level: int | None
    index: int
    width: int = TILE_WIDTH

    @property
    def is_full(self) -> bool:
        """True when the tile will never change."""
        return self.width == TILE_WIDTH

    @property
    def path(self) -> str:
        """Return the path under the log's URL prefix, for instance `tile/0/x001/067.p/8`."""
        level = "entries" if self.level is None else str(self.level)
        suffix = "" if self.is_full else f".p/{self.width}"
        return f"tile/{level}/{encode_number(self.index)}{suffix}"


def encode_number(number: int) -> str:
    """Write a tile index as path elements of three digits: 1234067 is `x001/x234/067`.

    Source:
        C2SP tlog-tiles, "Merkle Tree".
    """
    elements = [f"{number % 1000:03}"]
    while number := number // 1000:
        elements.append(f"x{number % 1000:03}")
    return "/".join(reversed(elements))


def parse_path(path: str) -> Tile:
    """Read the path of a tile or bundle, accepting one spelling only.

    Raises:
        RuleViolation: The path is not one that `Tile.path` writes.

    Source:
        C2SP tlog-tiles, "Merkle Tree" and "Log entries".
    """
    match = _TILE_PATH.fullmatch(path) if len(path) <= _LONGEST_PATH else None
    if match is None:
        raise _bad_path(path)
    level = None if match["level"] == "entries" else int(match["level"])
    index = int(match["number"].replace("x", "").replace("/", ""))
    tile = Tile(level, index, int(match["width"] or TILE_WIDTH))
    if tile.path != path or tile.width > TILE_WIDTH or (level or 0) > MAX_LEVEL:
        raise _bad_path(path)
    return tile


def _bad_path(path: str) -> RuleViolation:
    return RuleViolation("tile-path", value=path, expected="tile/<L>/<N>[.p/<W>]")


def width_at(level: int, index: int, size: int) -> int:
    """Return how many hashes tile (level, index) has in a tree of this size; 0 if none."""
    hashes = size >> (TILE_BITS * level)
    return max(0, min(TILE_WIDTH, hashes - index * TILE_WIDTH))


def check_exists(tile: Tile, size: int) -> None:
    """Refuse a tile that a tree of this size does not have.

    A narrower spelling of a tile that has grown since is still answered: checkpoints of the past
    demand it.

    Raises:
        NotFound: The tile lies beyond the tree.

    Source:
        C2SP tlog-tiles, "Partial Tiles".
    """
    available = width_at(tile.level or 0, tile.index, size)
    if tile.width > available:
        raise NotFound("tile-beyond-tree", value=tile.path, expected=f"width at most {available}")


def completed(old_size: int, new_size: int) -> Iterator[Tile]:
    """Yield the tiles that became full while the tree grew, lower levels first."""
    for level in range(MAX_LEVEL + 1):
        shift = TILE_BITS * (level + 1)
        if not new_size >> shift:
            return
        for index in range(old_size >> shift, new_size >> shift):
            yield Tile(level, index)


def all_tiles(size: int) -> Iterator[Tile]:
    """Yield every tile of a tree, the partial one of each level last."""
    for level in range(MAX_LEVEL + 1):
        hashes = size >> (TILE_BITS * level)
        if not hashes:
            return
        for index in range(hashes // TILE_WIDTH):
            yield Tile(level, index)
        if hashes % TILE_WIDTH:
            yield Tile(level, hashes // TILE_WIDTH, hashes % TILE_WIDTH)


def all_files(size: int) -> Iterator[Tile]:
    """Yield every file of a tree: its tiles, and after each tile of leaf hashes its bundle."""
    for tile in all_tiles(size):
        yield tile
        if tile.level == 0:
            yield Tile(None, tile.index, tile.width)


def count_files(size: int) -> int:
    """Return how many files `all_files` yields."""
    widths = [size >> (TILE_BITS * level) for level in range(MAX_LEVEL + 1)]
    counts = [-(-width // TILE_WIDTH) for width in widths]
    return sum(counts) + counts[0]


def split(data: bytes) -> list[bytes]:
    """Return the hashes of a tile."""
    return [data[at : at + HASH_BYTES] for at in range(0, len(data), HASH_BYTES)]


def entry_bundle(leaves: Iterable[bytes]) -> bytes:
    """Return a bundle: each leaf with its length before it, in 16 bits, big-endian.

    Source:
        C2SP tlog-tiles, "Log entries".
    """
    return b"".join(len(leaf).to_bytes(2, "big") + leaf for leaf in leaves)


def parse_bundle(data: bytes) -> list[bytes]:
    """Return the leaves of a bundle.

    Raises:
        RuleViolation: A length points beyond the end.

    Source:
        C2SP tlog-tiles, "Log entries".
    """
    leaves: list[bytes] = []
    at = 0
    while at < len(data):
        end = at + 2 + int.from_bytes(data[at : at + 2], "big")
        if at + 2 > len(data) or end > len(data):
            raise RuleViolation("bundle-truncated", value=len(data), expected=f"{end} bytes")
        leaves.append(data[at + 2 : end])
        at = end
    return leaves
