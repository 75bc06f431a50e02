"""Nodes of the tree, from full tiles where there are any and from entries at the right edge."""

from collections import OrderedDict
from threading import Lock
from typing import Final

from sqlalchemy import Connection

from ledger.errors import LogCorrupt
from ledger.log import tiles
from ledger.log.merkle import root_of
from ledger.store.sql import run

_TILES_KEPT: Final = 512  # 4 MiB
_ROOTS_KEPT: Final = 65_536  # 2 MiB of hashes

Place = tuple[int, int]


class TileCache:
    """Remembers full tiles and their roots; both never change. Shared between threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._tiles: OrderedDict[Place, bytes] = OrderedDict()
        self._roots: OrderedDict[Place, bytes] = OrderedDict()

    def tile(self, place: Place) -> bytes | None:
        """Return a tile's hashes if they are remembered."""
        return self._get(self._tiles, place)

    def root(self, place: Place) -> bytes | None:
        """Return a tile's root if it is remembered."""
        return self._get(self._roots, place)

    def keep_tile(self, place: Place, hashes: bytes) -> None:
        """Remember a full tile."""
        self._keep(self._tiles, place, hashes, _TILES_KEPT)

    def keep_root(self, place: Place, root: bytes) -> None:
        """Remember the root of a full tile."""
        self._keep(self._roots, place, root, _ROOTS_KEPT)

    def _get(self, kept: OrderedDict[Place, bytes], place: Place) -> bytes | None:
        with self._lock:
            found = kept.get(place)
            if found is not None:
                kept.move_to_end(place)
            return found

    def _keep(self, kept: OrderedDict[Place, bytes], place: Place, value: bytes, most: int) -> None:
        with self._lock:
            kept[place] = value
            if len(kept) > most:
                kept.popitem(last=False)


class HashReader:
    """The nodes of the tree of one size: `reader(level, index)` is a perfect subtree's root.

    Args:
        conn: An open transaction that sees at least `size` entries, all committed.
        size: Size of the tree.
        cache: Full tiles read before.
    """

    def __init__(self, conn: Connection, size: int, cache: TileCache) -> None:
        self._conn = conn
        self.size = size
        self._cache = cache
        self._partial: dict[Place, list[bytes]] = {}

    def __call__(self, level: int, index: int) -> bytes:
        """Return the root of the perfect subtree over leaves [index * 2^level, + 2^level).

        Raises:
            LogCorrupt: A tile or an entry that the size demands is missing.
        """
        tile_level, height = divmod(level, tiles.TILE_BITS)
        tile_index, offset = divmod(index << height, tiles.TILE_WIDTH)
        wanted = self.hashes(tile_level, tile_index)[offset : offset + (1 << height)]
        if len(wanted) != 1 << height:
            raise LogCorrupt("node-missing", level=level, index=index, size=self.size)
        return root_of(wanted)

    def hashes(self, level: int, index: int) -> list[bytes]:
        """Return the hashes of a tile as it is in the tree of this size, full or partial."""
        if tiles.width_at(level, index, self.size) == tiles.TILE_WIDTH:
            return tiles.split(self._full(level, index))
        place = (level, index)
        if place not in self._partial:
            self._partial[place] = self._edge(level, index)
        return self._partial[place]

    def _full(self, level: int, index: int) -> bytes:
        known = self._cache.tile((level, index))
        if known is not None:
            return known
        row = run(
            self._conn, "SELECT hashes FROM tile WHERE level = ? AND tile_index = ?", level, index
        ).fetchone()
        if row is None:
            raise LogCorrupt("tile-missing", level=level, index=index, size=self.size)
        self._cache.keep_tile((level, index), row[0])
        hashes: bytes = row[0]
        return hashes

    def _edge(self, level: int, index: int) -> list[bytes]:
        first = index * tiles.TILE_WIDTH
        width = tiles.width_at(level, index, self.size)
        if level == 0:
            return stored_leaf_hashes(self._conn, first, first + width)
        self._load_roots(level - 1, first, first + width)
        return [self._root(level - 1, number) for number in range(first, first + width)]

    def _root(self, level: int, index: int) -> bytes:
        root = self._cache.root((level, index))
        if root is None:
            root = root_of(tiles.split(self._full(level, index)))
            self._cache.keep_root((level, index), root)
        return root

    def _load_roots(self, level: int, start: int, stop: int) -> None:
        """Fetch the roots that are not remembered with one query instead of one each."""
        missing = [at for at in range(start, stop) if self._cache.root((level, at)) is None]
        if len(missing) > 1:
            for index, root in stored_tile_roots(self._conn, level, missing[0], stop):
                self._cache.keep_root((level, index), root)


def stored_leaf_hashes(conn: Connection, start: int, stop: int) -> list[bytes]:
    """Return the stored leaf hashes of entries [start, stop)."""
    rows = run(
        conn, "SELECT leaf_hash FROM entry WHERE idx >= ? AND idx < ? ORDER BY idx", start, stop
    )
    return [row[0] for row in rows]


def stored_tile_roots(
    conn: Connection, level: int, start: int, stop: int
) -> list[tuple[int, bytes]]:
    """Return index and root of the stored tiles [start, stop) of a level."""
    rows = run(
        conn,
        "SELECT tile_index, hashes FROM tile"
        " WHERE level = ? AND tile_index >= ? AND tile_index < ? ORDER BY tile_index",
        level,
        start,
        stop,
    )
    return [(index, root_of(tiles.split(hashes))) for index, hashes in rows]
