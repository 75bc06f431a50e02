"""Inclusion and consistency proofs: making them from the nodes of a tree, and checking them.

Rules kept by both checks, before any hash is computed:

1. Every hash is exactly 32 bytes. (An empty "root" equal to an empty "leaf" must not verify.)
2. The index lies below the size, the smaller size below or at the larger.
3. Nothing is consistent with the empty tree by proof: from size 0 there is nothing to show, so
   asking is an error.
4. The proof has exactly the length that the numbers demand.

Source:
    RFC 9162 sections 2.1.3 (inclusion) and 2.1.4 (consistency); same hashes as RFC 6962.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ledger.errors import NotFound, ProofInvalid
from ledger.log.merkle import HASH_BYTES, node_hash

NodeReader = Callable[[int, int], bytes]
"""Gives the root of the perfect subtree over leaves [index * 2^level, (index + 1) * 2^level)."""


@dataclass(frozen=True, slots=True)
class Inclusion:
    """What a verified inclusion proof established: this leaf hash is at this index of that tree."""

    leaf_hash: bytes
    index: int
    size: int
    root: bytes


@dataclass(frozen=True, slots=True)
class Consistency:
    """What a verified consistency proof established: the first tree begins the second."""

    size1: int
    root1: bytes
    size2: int
    root2: bytes


def range_root(start: int, end: int, node: NodeReader) -> bytes:
    """Return MTH(D[start:end]) for a range as the recursion of RFC 9162 cuts it.

    Args:
        start: A multiple of the smallest power of two that is not below `end - start`.
        end: Above `start`.
        node: Reads perfect subtrees.

    Source:
        RFC 9162 section 2.1.1.
    """
    pieces: list[bytes] = []
    while start < end:
        level = (end - start).bit_length() - 1
        pieces.append(node(level, start >> level))
        start += 1 << level
    root = pieces.pop()
    while pieces:
        root = node_hash(pieces.pop(), root)
    return root


def inclusion_proof(index: int, size: int, node: NodeReader) -> list[bytes]:
    """Return the inclusion proof of a leaf, from the leaf's sibling up to the root's child.

    Raises:
        NotFound: The index is not below the size.

    Source:
        RFC 9162 section 2.1.3.1, PATH(m, D_n).
    """
    if not 0 <= index < size:
        raise NotFound("entry-not-found", field="index", value=index, expected=f"below {size}")
    return subtree_inclusion_proof(index, 0, size, node)


def subtree_inclusion_proof(index: int, start: int, end: int, node: NodeReader) -> list[bytes]:
    """Return the path from leaf `index` to the root of the subtree over [start, end)."""
    path: list[bytes] = []
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append(range_root(middle, end, node))
            end = middle
        else:
            path.append(range_root(start, middle, node))
            start = middle
    return path[::-1]


def consistency_proof(size1: int, size2: int, node: NodeReader) -> list[bytes]:
    """Return the proof that the tree of size1 is the beginning of the tree of size2.

    Raises:
        ProofInvalid: size1 is 0: there is nothing to prove about the empty tree.
        NotFound: size1 is above size2.

    Source:
        RFC 9162 section 2.1.4.1, PROOF(m, D_n).
    """
    if size1 == 0:
        raise ProofInvalid("consistency-from-empty", field="size1", value=0, expected="at least 1")
    if not 0 < size1 <= size2:
        raise NotFound("size-not-found", field="size1", value=size1, expected=f"at most {size2}")
    return subtree_consistency_proof(0, size1, size2, node)


def subtree_consistency_proof(start: int, end: int, size: int, node: NodeReader) -> list[bytes]:
    """Return the proof that MTH(D[start:end]) is part of the tree of a size.

    The subtree is one that starts at a multiple of the smallest power of two not below its width.
    With `start` 0 this is the ordinary consistency proof.

    Source:
        RFC 9162 section 2.1.4.1, SUBPROOF; draft-ietf-plants-merkle-tree-certs, "Subtree
        consistency proofs", whose accumulated test vectors the tests reproduce.
    """
    path: list[bytes] = []
    low, high, known = 0, size, True
    while (start, end) != (low, high):
        middle = low + _split(high - low)
        if end <= middle:
            path.append(range_root(middle, high, node))
            high = middle
        elif middle <= start:
            path.append(range_root(low, middle, node))
            low = middle
        else:
            # The subtree reaches into both halves: its left half is all of ours.
            path.append(range_root(low, middle, node))
            low = start = middle
            known = False
    if not known:
        path.append(range_root(low, high, node))
    return path[::-1]


def _split(width: int) -> int:
    """Return the largest power of two below a width of at least 2."""
    return 1 << ((width - 1).bit_length() - 1)


def verify_inclusion(
    leaf_hash: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes
) -> Inclusion:
    """Check that a leaf hash is at an index of the tree with this size and root.

    Returns:
        What was established.

    Raises:
        ProofInvalid: It does not follow; `field` says what is wrong.

    Source:
        RFC 9162 section 2.1.3.2.
    """
    if not 0 <= index < size:
        raise ProofInvalid("proof-range", field="index", value=index, expected=f"below {size}")
    _check_hashes([leaf_hash, root, *proof])
    _check_length(proof, inclusion_length(index, size))
    node, last, found = index, size - 1, leaf_hash
    for sibling in proof:
        if node & 1 or node == last:
            found = node_hash(sibling, found)
            node, last = _skip_lone(node, last)
        else:
            found = node_hash(found, sibling)
        node, last = node >> 1, last >> 1
    _check_root("root", root, found)
    return Inclusion(leaf_hash, index, size, root)


def verify_consistency(
    size1: int, root1: bytes, size2: int, root2: bytes, proof: Sequence[bytes]
) -> Consistency:
    """Check that the tree (size1, root1) is the beginning of the tree (size2, root2).

    Returns:
        What was established.

    Raises:
        ProofInvalid: It does not follow; `field` says what is wrong.

    Source:
        RFC 9162 section 2.1.4.2.
    """
    if not 0 < size1 <= size2:
        raise ProofInvalid("proof-range", field="size1", value=size1, expected=f"1 to {size2}")
    _check_hashes([root1, root2, *proof])
    _check_length(proof, consistency_length(size1, size2))
    if size1 == size2:
        _check_root("root1", root1, root2)
        return Consistency(size1, root1, size2, root2)
    # A perfect first tree is its own starting point and is not repeated in the proof.
    path = [root1, *proof] if size1 & (size1 - 1) == 0 else list(proof)
    node, last = size1 - 1, size2 - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    found1 = found2 = path[0]
    for sibling in path[1:]:
        if node & 1 or node == last:
            found1, found2 = node_hash(sibling, found1), node_hash(sibling, found2)
            node, last = _skip_lone(node, last)
        else:
            found2 = node_hash(found2, sibling)
        node, last = node >> 1, last >> 1
    _check_root("root1", root1, found1)
    _check_root("root2", root2, found2)
    return Consistency(size1, root1, size2, root2)


def inclusion_length(index: int, size: int) -> int:
    """Return how many hashes an inclusion proof has.

    Up to where the paths of the leaf and of the last leaf meet there is one per level; above,
    one for each 1-bit of the index.

    Source:
        RFC 9162 section 2.1.3.
    """
    inner = (index ^ (size - 1)).bit_length()
    return inner + (index >> inner).bit_count()


def consistency_length(size1: int, size2: int) -> int:
    """Return how many hashes a consistency proof has, for 0 < size1 <= size2.

    Source:
        RFC 9162 section 2.1.4.
    """
    if size1 == size2:
        return 0
    perfect = (size1 & -size1).bit_length() - 1
    start = 0 if size1 == 1 << perfect else 1
    inner = ((size1 - 1) ^ (size2 - 1)).bit_length() - perfect
    return start + inner + ((size1 - 1) >> (perfect + inner)).bit_count()


def _skip_lone(node: int, last: int) -> tuple[int, int]:
    """Climb past levels where the node is last and has no sibling, so is carried up as it is."""
    while not node & 1 and node:
        node, last = node >> 1, last >> 1
    return node, last


def _check_hashes(hashes: Sequence[bytes]) -> None:
    for found in hashes:
        if len(found) != HASH_BYTES:
            raise ProofInvalid("hash-length", value=len(found), expected=HASH_BYTES)


def _check_length(proof: Sequence[bytes], expected: int) -> None:
    if len(proof) != expected:
        raise ProofInvalid("proof-length", value=len(proof), expected=expected)


def _check_root(field: str, expected: bytes, found: bytes) -> None:
    if found != expected:
        raise ProofInvalid("root-differs", field=field, value=found.hex(), expected=expected.hex())
