"""The files of the log that anybody may have: the exact bytes of its tiles and entry bundles.

Web server and export ask here, so that both give the same bytes. Everything comes from full tiles,
at most one query per file, and the tiles read before are remembered.
"""

from sqlalchemy import Connection

from ledger.errors import LogCorrupt, NotFound
from ledger.log import tiles
from ledger.log.tiles import Tile
from ledger.store.checkpoints import StoredCheckpoint, latest
from ledger.store.nodes import HashReader, TileCache
from ledger.store.read import LogReader


def published(conn: Connection) -> StoredCheckpoint:
    """Return the latest published checkpoint: nothing beyond its size is public.

    Raises:
        NotFound: None was published yet.
    """
    found = latest(conn)
    if found is None:
        raise NotFound(
            "checkpoint-not-published", "no checkpoint of this log has been published yet"
        )
    return found


class TileFiles:
    """The files of the tree of one size.

    Args:
        conn: An open transaction that sees at least `size` entries, all committed.
        size: Size of the tree, usually that of the latest published checkpoint.
        cache: Full tiles read before.
    """

    def __init__(self, conn: Connection, size: int, cache: TileCache) -> None:
        self._log = LogReader(conn, cache)
        self._hashes = HashReader(conn, size, cache)
        self.size = size

    def read(self, tile: Tile) -> bytes:
        """Return the bytes of a tile or a bundle of entries.

        Raises:
            NotFound: The tree has no such tile.
            LogCorrupt: The store lacks what the size demands.

        Source:
            C2SP tlog-tiles, "Merkle Tree" and "Log entries".
        """
        tiles.check_exists(tile, self.size)
        if tile.level is None:
            return self._bundle(tile)
        return b"".join(self._hashes.hashes(tile.level, tile.index)[: tile.width])

    def _bundle(self, tile: Tile) -> bytes:
        first = tile.index * tiles.TILE_WIDTH
        leaves = [entry.leaf for entry in self._log.leaves(first, first + tile.width)]
        if len(leaves) != tile.width:
            raise LogCorrupt("entry-missing", index=first + len(leaves), size=self.size)
        return tiles.entry_bundle(leaves)
