"""Tree hashes against published values and against the recursion of the RFC."""

import json
from pathlib import Path

import pymerkle
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.errors import LogCorrupt
from ledger.log import merkle
from ledger.log.merkle import CompactRange
from tests.log import trees

VECTORS = json.loads((Path(__file__).parents[1] / "vectors/log/rfc6962-roots.json").read_text())
LEAVES = [bytes.fromhex(text) for text in VECTORS["leaves"]]
leaf_lists = st.lists(st.binary(max_size=8), max_size=80)


@pytest.mark.parametrize("size", range(len(LEAVES) + 1))
def test_roots_are_the_published_ones(size: int) -> None:
    hashes = [merkle.leaf_hash(data) for data in LEAVES[:size]]
    assert merkle.root_of(hashes).hex() == VECTORS["roots"][size]


def test_leaf_hashes_are_the_published_ones() -> None:
    assert [merkle.leaf_hash(data).hex() for data in LEAVES] == VECTORS["leaf_hashes"]


def test_the_empty_root_is_the_hash_of_nothing_and_no_leaf_has_it() -> None:
    assert merkle.root_of([]) == merkle.EMPTY_ROOT == CompactRange().root()
    assert merkle.leaf_hash(b"") != merkle.EMPTY_ROOT


@given(leaf_lists)
def test_the_root_is_that_of_the_recursive_definition(data: list[bytes]) -> None:
    hashes = [trees.leaf(item) for item in data]
    assert merkle.root_of(hashes) == trees.mth(hashes)


@given(leaf_lists)
def test_appending_one_by_one_gives_the_same_root_at_every_size(data: list[bytes]) -> None:
    tree = CompactRange()
    for size, item in enumerate(data, 1):
        tree.append(merkle.leaf_hash(item))
        assert tree.size == size
        assert tree.root() == trees.mth([trees.leaf(earlier) for earlier in data[:size]])
        assert len(tree.hashes) == size.bit_count()


@given(leaf_lists, leaf_lists)
def test_an_edge_that_was_stored_goes_on_where_it_was(
    before: list[bytes], after: list[bytes]
) -> None:
    tree = CompactRange()
    for item in before:
        tree.append(merkle.leaf_hash(item))
    again = CompactRange.from_bytes(tree.size, tree.to_bytes())
    untouched = tree.copy()
    for item in after:
        again.append(merkle.leaf_hash(item))
    assert again.root() == trees.mth([trees.leaf(item) for item in before + after])
    assert untouched.root() == trees.mth([trees.leaf(item) for item in before])


def test_another_library_finds_the_same_roots() -> None:
    oracle = pymerkle.InmemoryTree(algorithm="sha256")
    tree = CompactRange()
    for number in range(70):
        oracle.append_entry(bytes([number]))
        tree.append(merkle.leaf_hash(bytes([number])))
        assert tree.root() == oracle.get_root()


@pytest.mark.parametrize(("size", "length"), [(1, 0), (1, 31), (1, 33), (3, 32), (0, 32)])
def test_an_edge_of_the_wrong_length_is_refused(size: int, length: int) -> None:
    with pytest.raises(LogCorrupt):
        CompactRange.from_bytes(size, bytes(length))


def test_an_edge_with_a_short_hash_is_refused() -> None:
    with pytest.raises(LogCorrupt):
        CompactRange(1, [bytes(31)])
