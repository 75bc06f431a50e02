"""Merkle tree hashing and the O(log n) state of a growing tree.

Source:
    RFC 6962 section 2.1 (RFC 9162 section 2.1.1): the leaf hash is SHA-256(0x00 || data), a node
    is SHA-256(0x01 || left || right), the empty tree is SHA-256 of nothing. The two prefixes keep
    anyone from passing a node off as a leaf.
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Final

from ledger.errors import LogCorrupt

HASH_BYTES: Final = 32
EMPTY_ROOT: Final = sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    """Return the hash of a leaf: SHA-256(0x00 || data)."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of an interior node: SHA-256(0x01 || left || right)."""
    return sha256(b"\x01" + left + right).digest()


def root_of(leaf_hashes: Sequence[bytes]) -> bytes:
    """Return the root of a tree given all its leaf hashes, level by level.

    An odd last node is carried up unhashed, which gives the same tree as splitting at the largest
    power of two below the size.

    Source:
        RFC 6962 section 2.1.
    """
    if not leaf_hashes:
        return EMPTY_ROOT
    level = list(leaf_hashes)
    while len(level) > 1:
        pairs = zip(level[::2], level[1::2], strict=False)
        above = [sha256(b"\x01" + left + right).digest() for left, right in pairs]
        if len(level) % 2:
            above.append(level[-1])
        level = above
    return level[0]


class CompactRange:
    """The right edge of a tree: one hash per perfect subtree, largest first; at most 64.

    It is all that is needed to append leaves and to know the root.

    Args:
        size: Number of leaves.
        hashes: Roots of the perfect subtrees, one per 1-bit of `size`, from the left.

    Source:
        RFC 6962 section 2.1; the subtrees are those of RFC 9162 section 2.1.2.
    """

    def __init__(self, size: int = 0, hashes: Iterable[bytes] = ()) -> None:
        self._size = size
        self._hashes = list(hashes)
        expected = size.bit_count()
        if len(self._hashes) != expected or any(len(h) != HASH_BYTES for h in self._hashes):
            raise LogCorrupt(
                "edge-malformed", size=size, expected=expected, found=len(self._hashes)
            )

    @property
    def size(self) -> int:
        """Return the number of leaves."""
        return self._size

    @property
    def hashes(self) -> tuple[bytes, ...]:
        """Return the roots of the perfect subtrees, from the left."""
        return tuple(self._hashes)

    def append(self, leaf: bytes) -> None:
        """Add one leaf hash at the right."""
        merged, size = leaf, self._size
        while size & 1:
            merged = sha256(b"\x01" + self._hashes.pop() + merged).digest()
            size >>= 1
        self._hashes.append(merged)
        self._size += 1

    def root(self) -> bytes:
        """Return the root of the tree."""
        if not self._hashes:
            return EMPTY_ROOT
        root = self._hashes[-1]
        for left in reversed(self._hashes[:-1]):
            root = node_hash(left, root)
        return root

    def copy(self) -> "CompactRange":
        """Return an independent copy."""
        return CompactRange(self._size, self._hashes)

    def to_bytes(self) -> bytes:
        """Return the hashes, concatenated; the size is kept beside them."""
        return b"".join(self._hashes)

    @classmethod
    def from_bytes(cls, size: int, data: bytes) -> "CompactRange":
        """Read what `to_bytes` wrote for a tree of this size.

        Raises:
            LogCorrupt: The bytes do not have the length that the size demands.
        """
        if len(data) != HASH_BYTES * size.bit_count():
            expected = HASH_BYTES * size.bit_count()
            raise LogCorrupt("edge-malformed", size=size, expected=expected, found=len(data))
        return cls(size, (data[at : at + HASH_BYTES] for at in range(0, len(data), HASH_BYTES)))
