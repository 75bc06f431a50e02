"""The public files of a log come out of either database as the naive tree has them."""

import pytest
from sqlalchemy import Engine

from ledger.errors import LogCorrupt, NotFound
from ledger.log import tiles
from ledger.log.merkle import leaf_hash
from ledger.log.tiles import Tile
from ledger.store.engine import read_transaction
from ledger.store.nodes import TileCache
from ledger.store.read import LogReader
from ledger.store.tile_files import TileFiles, published
from tests.log import trees
from tests.store.logs import fill

COUNT = 600


def test_every_file_of_every_size_is_that_of_the_naive_tree(log_engine: Engine) -> None:
    fill(log_engine, COUNT)
    cache = TileCache()
    with read_transaction(log_engine) as conn:
        leaves = [entry.leaf for entry in LogReader(conn).leaves(0, COUNT)]
        hashes = [leaf_hash(leaf) for leaf in leaves]
        for size in (1, 255, 256, 257, 511, 512, COUNT):
            files = TileFiles(conn, size, cache)
            for tile in tiles.all_files(size):
                start = tile.index * 256
                if tile.level is None:
                    expected = tiles.entry_bundle(leaves[start : start + tile.width])
                elif tile.level == 0:
                    expected = b"".join(hashes[start : start + tile.width])
                else:
                    roots = [trees.mth(hashes[n * 256 : (n + 1) * 256]) for n in range(size // 256)]
                    expected = b"".join(roots)
                assert files.read(tile) == expected, tile.path


def test_what_lies_beyond_the_size_is_not_given_though_it_is_stored(log_engine: Engine) -> None:
    fill(log_engine, 300)
    with read_transaction(log_engine) as conn:
        files = TileFiles(conn, 256, TileCache())
        assert len(files.read(Tile(0, 0))) == 8192
        for beyond in (Tile(0, 1, 1), Tile(None, 1, 1), Tile(1, 0, 2), Tile(2, 0, 1)):
            with pytest.raises(NotFound, match="tile-beyond-tree"):
                files.read(beyond)


def test_entries_that_a_size_demands_and_the_store_lacks_are_damage(log_engine: Engine) -> None:
    fill(log_engine, 10)
    with read_transaction(log_engine) as conn, pytest.raises(LogCorrupt, match="entry-missing"):
        TileFiles(conn, 11, TileCache()).read(Tile(None, 0, 11))


def test_nothing_is_public_before_the_first_checkpoint(log_engine: Engine) -> None:
    with read_transaction(log_engine) as conn, pytest.raises(NotFound):
        published(conn)
