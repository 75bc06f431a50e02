"""Tiles: coordinates, paths with one spelling, which become full when."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.errors import NotFound, RuleViolation
from ledger.log import merkle, tiles
from ledger.log.tiles import Tile

PATHS = {
    "tile/0/000": Tile(0, 0),
    "tile/0/x001/x234/067": Tile(0, 1234067),
    "tile/1/017.p/112": Tile(1, 17, 112),
    "tile/entries/x001/000.p/1": Tile(None, 1000, 1),
}


@pytest.mark.parametrize(("path", "tile"), PATHS.items())
def test_paths_are_those_of_the_specification(path: str, tile: Tile) -> None:
    assert tile.path == path
    assert tiles.parse_path(path) == tile


@given(st.integers(0, 7), st.integers(0, 2**40), st.integers(1, 256))
def test_every_path_reads_back(level: int, index: int, width: int) -> None:
    tile = Tile(level, index, width)
    assert tiles.parse_path(tile.path) == tile


BAD_PATHS = [
    "",
    "tile",
    "tile/0/0",
    "tile/0/00",
    "tile/0/0000",
    "tile/00/000",
    "tile/8/000",
    "tile/64/000",
    "tile/-1/000",
    "tile/0/x000/000",
    "tile/0/001/000",
    "tile/0/x001",
    "tile/0/000.p/0",
    "tile/0/000.p/256",
    "tile/0/000.p/01",
    "tile/0/000.p/",
    "tile/0/000.p/999",
    "tile/0/../000",
    "/tile/0/000",
    "tile/0/000/",
    "tile/0/000\n",
    "tile/entries/0",
    "tile/x/000",
    "tile/0/٠٠٠",
    "tile/0/" + "x999/" * 2000 + "999",
]


@pytest.mark.parametrize("path", BAD_PATHS)
def test_no_other_spelling_of_a_path_is_read(path: str) -> None:
    with pytest.raises(RuleViolation):
        tiles.parse_path(path)


def test_a_tree_of_70000_has_the_tiles_the_specification_counts() -> None:
    """The example in C2SP tlog-tiles: 273 full and one of 112 at level 0, then 1 and 17, then 1."""
    found = list(tiles.all_tiles(70_000))
    assert sum(t.level == 0 and t.is_full for t in found) == 273
    assert Tile(0, 273, 112) in found
    assert [t for t in found if t.level == 1] == [Tile(1, 0), Tile(1, 1, 17)]
    assert [t for t in found if t.level == 2] == [Tile(2, 0, 1)]
    assert len(found) == 273 + 1 + 2 + 1


def test_a_tree_of_256_has_a_full_tile_and_one_of_width_1_above() -> None:
    assert list(tiles.all_tiles(256)) == [Tile(0, 0), Tile(1, 0, 1)]


def test_an_empty_tree_has_no_tiles() -> None:
    assert list(tiles.all_tiles(0)) == []


@given(st.integers(0, 200_000), st.integers(0, 2_000))
def test_completed_tiles_are_those_full_now_and_not_before(old: int, added: int) -> None:
    new = old + added
    before = {t for t in tiles.all_tiles(old) if t.is_full}
    after = {t for t in tiles.all_tiles(new) if t.is_full}
    completed = list(tiles.completed(old, new))
    assert set(completed) == after - before
    assert completed == sorted(completed)


@given(st.integers(0, 7), st.integers(0, 300), st.integers(0, 100_000))
def test_width_is_what_the_list_of_all_tiles_says(level: int, index: int, size: int) -> None:
    widths = {(t.level, t.index): t.width for t in tiles.all_tiles(size)}
    assert tiles.width_at(level, index, size) == widths.get((level, index), 0)


def test_a_narrow_tile_of_the_past_still_exists_and_a_wider_one_does_not() -> None:
    tiles.check_exists(Tile(0, 0, 3), 5)
    tiles.check_exists(Tile(None, 0, 5), 5)
    tiles.check_exists(Tile(0, 0), 256)
    with pytest.raises(NotFound):
        tiles.check_exists(Tile(0, 0, 6), 5)
    with pytest.raises(NotFound):
        tiles.check_exists(Tile(0, 1, 1), 256)


@given(st.lists(st.binary(max_size=300)))
def test_bundles_read_back(leaves: list[bytes]) -> None:
    assert tiles.parse_bundle(tiles.entry_bundle(leaves)) == leaves


@given(st.lists(st.binary(max_size=9), min_size=1), st.data())
def test_a_bundle_cut_short_is_refused_or_ends_between_leaves(
    leaves: list[bytes], data: st.DataObject
) -> None:
    whole = tiles.entry_bundle(leaves)
    cut = whole[: data.draw(st.integers(0, len(whole) - 1))]
    try:
        read = tiles.parse_bundle(cut)
    except RuleViolation:
        return
    assert read == leaves[: len(read)]
    assert len(read) < len(leaves)


def test_a_tile_splits_into_its_hashes() -> None:
    hashes = [merkle.leaf_hash(bytes([n])) for n in range(256)]
    assert tiles.split(b"".join(hashes)) == hashes


def test_a_tree_has_the_files_that_the_specification_counts() -> None:
    """The example of C2SP tlog-tiles, "Partial Tiles": a tree of 70,000."""
    files = list(tiles.all_files(70_000))
    level_0 = [file for file in files if file.level == 0]
    assert (sum(file.is_full for file in level_0), level_0[-1].width) == (273, 112)
    assert [file.path for file in files if file.level] == [
        "tile/1/000",
        "tile/1/001.p/17",
        "tile/2/000.p/1",
    ]
    assert sum(file.level is None for file in files) == 274


@given(st.integers(0, 200_000))
def test_files_are_counted_without_listing_them(size: int) -> None:
    assert tiles.count_files(size) == sum(1 for _ in tiles.all_files(size))
