"""Proofs: published digests, the RFC's recursion as oracle, and every way to damage one."""

import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.errors import LedgerError, NotFound, ProofInvalid
from ledger.log import merkle, proof
from tests.log import trees
from tests.log.trees import NodeStore

VECTORS = Path(__file__).parents[1] / "vectors/log"
MOST = 130
LEAVES = [trees.leaf(bytes([n])) for n in range(MOST)]
NODE = NodeStore(LEAVES)
ROOTS = [trees.mth(LEAVES[:n]) for n in range(MOST + 1)]


def is_subtree(start: int, end: int) -> bool:
    width = end - start
    return width == 0 or start % (1 << (width - 1).bit_length()) == 0


def line(prefix: str, hashes: list[bytes]) -> bytes:
    return (" ".join([prefix, *(h.hex() for h in hashes)]) + "\n").encode()


def test_all_inclusion_proofs_up_to_130_give_the_published_digest() -> None:
    """Each proof of each leaf in each subtree, one line each, folded into one SHA-256.

    Source: draft-ietf-plants-merkle-tree-certs, "Subtree Test Vectors"; also
    transparency-dev/merkle, testonly/vectors_test.go.
    """
    accumulated = sha256()
    for end in range(1, MOST + 1):
        for start in range(end):
            if is_subtree(start, end):
                for index in range(start, end):
                    hashes = proof.subtree_inclusion_proof(index, start, end, NODE)
                    accumulated.update(line(f"{index} [{start}, {end})", hashes))
    assert accumulated.hexdigest() == (
        "ac2a8f989e44d99e399db448050ff5f19757df53cfb716aa81015d3955d8163f"
    )


def test_all_consistency_proofs_up_to_130_give_the_published_digest() -> None:
    """The same for each subtree in each tree; an empty subtree has an empty proof."""
    accumulated = sha256()
    for size in range(MOST + 1):
        for end in range(size + 1):
            for start in range(end + 1):
                if is_subtree(start, end):
                    hashes = (
                        proof.subtree_consistency_proof(start, end, size, NODE)
                        if start < end
                        else []
                    )
                    accumulated.update(line(f"[{start}, {end}) {size}", hashes))
    assert accumulated.hexdigest() == (
        "10fa99b37bf9bf9ffa26b412fbd98bd75363256d0b75d61bc4538b9c9c5a0a74"
    )


@pytest.mark.parametrize("size", [*range(1, 34), 63, 64, 65, 127, 128, 129, 130])
def test_proofs_are_those_of_the_recursion_and_verify(size: int) -> None:
    leaves = LEAVES[:size]
    for index in range(size):
        made = proof.inclusion_proof(index, size, NODE)
        assert made == trees.path(index, leaves)
        assert len(made) == proof.inclusion_length(index, size)
        established = proof.verify_inclusion(leaves[index], index, size, made, ROOTS[size])
        assert established == proof.Inclusion(leaves[index], index, size, ROOTS[size])
    for smaller in range(1, size + 1):
        made = proof.consistency_proof(smaller, size, NODE)
        assert made == trees.proof(smaller, leaves)
        assert len(made) == proof.consistency_length(smaller, size)
        established2 = proof.verify_consistency(smaller, ROOTS[smaller], size, ROOTS[size], made)
        assert established2 == proof.Consistency(smaller, ROOTS[smaller], size, ROOTS[size])


@settings(max_examples=60)
@given(st.lists(st.binary(max_size=4), min_size=1, max_size=300), st.data())
def test_random_trees_agree_with_the_recursion(items: list[bytes], data: Any) -> None:
    leaves = [trees.leaf(item) for item in items]
    node, size = NodeStore(leaves), len(leaves)
    index = data.draw(st.integers(0, size - 1))
    smaller = data.draw(st.integers(1, size))
    inclusion = proof.inclusion_proof(index, size, node)
    consistency = proof.consistency_proof(smaller, size, node)
    assert inclusion == trees.path(index, leaves)
    assert consistency == trees.proof(smaller, leaves)
    root = trees.mth(leaves)
    proof.verify_inclusion(leaves[index], index, size, inclusion, root)
    proof.verify_consistency(smaller, trees.mth(leaves[:smaller]), size, root, consistency)


def damaged_lists(hashes: list[bytes], extra: list[bytes]) -> Iterator[list[bytes]]:
    """Every list of hashes that a proof could be mistaken for."""
    for at, found in enumerate(hashes):
        for bit in (0x01, 0x80):
            for byte in (0, 15, 31):
                changed = bytearray(found)
                changed[byte] ^= bit
                yield [*hashes[:at], bytes(changed), *hashes[at + 1 :]]
        yield [*hashes[:at], *hashes[at + 1 :]]
        yield [*hashes[:at], found[:-1], *hashes[at + 1 :]]
        yield [*hashes[:at], found + b"\0", *hashes[at + 1 :]]
        yield [*hashes[:at], b"", *hashes[at + 1 :]]
        yield [*hashes[:at], found, *hashes[at:]]
        for other in range(at + 1, len(hashes)):
            swapped = list(hashes)
            swapped[at], swapped[other] = swapped[other], swapped[at]
            if swapped != hashes:
                yield swapped
    for more in [*extra, b"", bytes(32)]:
        yield [*hashes, more]
        yield [more, *hashes]
    if hashes:
        yield []
        yield hashes[::-1] if hashes[::-1] != hashes else []


def flipped(value: bytes) -> bytes:
    return bytes([value[0] ^ 1]) + value[1:]


@pytest.mark.parametrize(
    ("index", "size"), [(0, 1), (0, 2), (1, 2), (0, 8), (5, 8), (2, 3), (6, 7), (64, 65), (99, 130)]
)
def test_no_damaged_inclusion_proof_verifies(index: int, size: int) -> None:
    good = proof.inclusion_proof(index, size, NODE)
    leaf, root = LEAVES[index], ROOTS[size]
    cases: list[tuple[Any, ...]] = [
        *((leaf, index, size, bad, root) for bad in damaged_lists(good, [leaf, root])),
        (flipped(leaf), index, size, good, root),
        (leaf, index, size, good, flipped(root)),
        (leaf, index, size, good, merkle.EMPTY_ROOT),
        (root, index, size, good, leaf) if leaf != root else (b"", index, size, good, b""),
        (leaf, index, size, good, root[:31]),
        (leaf[:31], index, size, good, root),
        *((leaf, other, size, good, root) for other in range(size) if other != index),
        *(
            (leaf, other, size, good, root)
            for other in (-1, size, size + 1, index ^ 2, index + 256)
            if other != index and not 0 <= other < size
        ),
        (leaf, index, 0, good, root),
        (leaf, index, -size, good, root),
    ]
    for case in cases:
        with pytest.raises(ProofInvalid):
            proof.verify_inclusion(*case)


@pytest.mark.parametrize(
    ("size", "wrong"), [(8, 9), (8, 7), (8, 16), (7, 6), (130, 129), (1, 2), (2, 1)]
)
def test_an_inclusion_proof_is_bound_to_its_size(size: int, wrong: int) -> None:
    """Where a leaf's path is the same in two trees the proof still fails: the roots differ."""
    for index in range(min(size, wrong)):
        made = proof.inclusion_proof(index, size, NODE)
        with pytest.raises(ProofInvalid):
            proof.verify_inclusion(LEAVES[index], index, wrong, made, ROOTS[wrong])


PAIRS = [
    (1, 1),
    (1, 2),
    (1, 8),
    (2, 8),
    (4, 8),
    (6, 8),
    (7, 8),
    (3, 7),
    (8, 8),
    (64, 130),
    (65, 130),
    (129, 130),
]


@pytest.mark.parametrize(("size1", "size2"), PAIRS)
def test_no_damaged_consistency_proof_verifies(size1: int, size2: int) -> None:
    good = proof.consistency_proof(size1, size2, NODE)
    root1, root2 = ROOTS[size1], ROOTS[size2]
    cases: list[tuple[Any, ...]] = [
        *((size1, root1, size2, root2, bad) for bad in damaged_lists(good, [root1, root2])),
        (size1, flipped(root1), size2, root2, good),
        (size1, root1, size2, flipped(root2), good),
        (size1, merkle.EMPTY_ROOT, size2, root2, good),
        (size1, root1[:31], size2, root2, good),
        (size1, root1, size2, b"", good),
        (0, root1, size2, root2, good),
        (0, merkle.EMPTY_ROOT, size2, root2, []),
        (-1, root1, size2, root2, good),
        (size2 + 1, root1, size2, root2, good),
        *((other, root1, size2, root2, good) for other in range(1, size2 + 1) if other != size1),
    ]
    if root1 != root2:
        cases += [(size1, root2, size2, root1, good), (size1, root1, size1, root2, [])]
    for case in cases:
        with pytest.raises(ProofInvalid):
            proof.verify_consistency(*case)


def test_an_empty_root_equal_to_an_empty_leaf_does_not_verify() -> None:
    """The first trap: with no length checked, b"" == b"" would be "included" in any tree."""
    for size in (0, 1, 2):
        with pytest.raises(ProofInvalid):
            proof.verify_inclusion(b"", 0, size, [], b"")


def test_nothing_is_consistent_with_the_empty_tree_by_proof() -> None:
    """The second trap: from size 0 any root would do, so asking is an error."""
    for size2, root2 in ((0, merkle.EMPTY_ROOT), (5, ROOTS[5])):
        with pytest.raises(ProofInvalid):
            proof.verify_consistency(0, merkle.EMPTY_ROOT, size2, root2, [])
        with pytest.raises(ProofInvalid):
            proof.consistency_proof(0, size2, NODE)


@pytest.mark.parametrize(("index", "size"), [(-1, 5), (5, 5), (0, 0)])
def test_no_proof_is_made_for_a_leaf_outside_the_tree(index: int, size: int) -> None:
    with pytest.raises(NotFound):
        proof.inclusion_proof(index, size, NODE)


@pytest.mark.parametrize(("size1", "size2"), [(6, 5), (-1, 5)])
def test_no_proof_is_made_for_a_size_outside_the_tree(size1: int, size2: int) -> None:
    with pytest.raises(LedgerError):
        proof.consistency_proof(size1, size2, NODE)


@given(st.integers(1, 2**62), st.data())
def test_lengths_hold_for_huge_trees(size: int, data: Any) -> None:
    index = data.draw(st.integers(0, size - 1))
    assert proof.inclusion_length(index, size) <= 62
    assert proof.consistency_length(index + 1, size) <= 63


def vectors(kind: str) -> list[Any]:
    cases = json.loads((VECTORS / f"{kind}.json").read_text())["cases"]
    return [pytest.param(case, id=case["desc"]) for case in cases]


@pytest.mark.parametrize("case", vectors("inclusion"))
def test_inclusion_vector(case: dict[str, Any]) -> None:
    hashes = [bytes.fromhex(text) for text in case["proof"]]
    arguments = (
        bytes.fromhex(case["leaf_hash"]),
        case["index"],
        case["size"],
        hashes,
        bytes.fromhex(case["root"]),
    )
    if case["valid"]:
        proof.verify_inclusion(*arguments)
    else:
        with pytest.raises(ProofInvalid):
            proof.verify_inclusion(*arguments)


@pytest.mark.parametrize("case", vectors("consistency"))
def test_consistency_vector(case: dict[str, Any]) -> None:
    hashes = [bytes.fromhex(text) for text in case["proof"]]
    arguments = (
        case["size1"],
        bytes.fromhex(case["root1"]),
        case["size2"],
        bytes.fromhex(case["root2"]),
        hashes,
    )
    if case["valid"]:
        proof.verify_consistency(*arguments)
    else:
        with pytest.raises(ProofInvalid):
            proof.verify_consistency(*arguments)
