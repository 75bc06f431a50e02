"""The two trees of a period close: private balances shown one by one, identifiers shown absent.

*Private leaves* are salted and lie in the order of their salted hashes, so that neither neighbours
nor places say anything about what is in them. Inclusion can be shown, absence never.

*Public identifiers* lie in the order of SHA-256 of their text. An identifier is absent when two
neighbours lie around its place, or when the first or the last lies beyond it.

Whether the second tree is sorted is not to be seen from one proof: a full audit computes both roots
again (`ledger.audit.state`). Until then an absence is as good as the checkpoint's signature: a root
over an unsorted tree is a lie that its signer cannot take back.

Source:
    docs/LOG-FORMAT.md chapter 10; RFC 6962 section 2.1 for both trees.
"""

import hmac
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from ledger.errors import NotFound, ProofInvalid
from ledger.log.merkle import EMPTY_ROOT, HASH_BYTES, leaf_hash, root_of
from ledger.log.proof import inclusion_proof, verify_inclusion

KEY_BYTES: Final = 32


@dataclass(frozen=True, slots=True)
class TreeState:
    """How many leaves a tree has, and its root."""

    count: int
    root: bytes


@dataclass(frozen=True, slots=True)
class Opened:
    """One private leaf with what shows that it is in the tree.

    Attributes:
        data: Canonical JSON of the leaf. salt: 32 bytes, of this leaf alone.
        index: Its place among the salted hashes. path: inclusion proof.
    """

    data: bytes
    salt: bytes
    index: int
    path: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Neighbour:
    """One leaf of the tree of identifiers: its place, the hash of its identifier, its path."""

    index: int
    key: bytes
    path: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Absence:
    """The neighbours of where an identifier would be; None beyond either end."""

    left: Neighbour | None
    right: Neighbour | None


def salt_of(key: bytes, data: bytes) -> bytes:
    """Return the salt of a private leaf: HMAC-SHA256 of its bytes under the key of the close.

    Who has one salt learns nothing about any other.

    Source:
        RFC 2104; docs/LOG-FORMAT.md chapter 10.
    """
    return hmac.digest(key, data, sha256)


def private_hash(salt: bytes, data: bytes) -> bytes:
    """Return the hash of a private leaf: SHA-256(0x00 || salt || data)."""
    return sha256(b"\x00" + salt + data).digest()


class PrivateTree:
    """The salted leaves of one close.

    Args:
        key: 32 random bytes, drawn for this close.
        leaves: Canonical bytes, each once, in any order.
    """

    def __init__(self, key: bytes, leaves: Iterable[bytes]) -> None:
        self._key = key
        self._hashes = sorted(private_hash(salt_of(key, data), data) for data in leaves)

    @property
    def state(self) -> TreeState:
        """Return count and root."""
        return TreeState(len(self._hashes), root_of(self._hashes))

    def open(self, data: bytes) -> Opened:
        """Return a leaf with the proof that it is in the tree.

        Raises:
            NotFound: It is not.
        """
        salt = salt_of(self._key, data)
        wanted = private_hash(salt, data)
        index = bisect_left(self._hashes, wanted)
        if index == len(self._hashes) or self._hashes[index] != wanted:
            raise NotFound("leaf-not-in-state", value=data.decode(), expected="a leaf of the close")
        return Opened(data, salt, index, _path(self._hashes, index))


def verify_private(state: TreeState, opened: Opened) -> bytes:
    """Check that a private leaf is in a tree.

    Returns:
        The leaf's bytes.

    Raises:
        ProofInvalid: It does not follow.

    Source:
        docs/LOG-FORMAT.md chapter 10; RFC 9162 section 2.1.3.2.
    """
    _check_bytes("salt", opened.salt)
    hashed = private_hash(opened.salt, opened.data)
    verify_inclusion(hashed, opened.index, state.count, opened.path, state.root)
    return opened.data


def identifier_key(identifier: str) -> bytes:
    """Return where an identifier lies: SHA-256 of `scheme:value` in UTF-8.

    Example:
        >>> identifier_key("isan:00000000D07A0090").hex()[:16]
        '801479abe9738ea0'
    """
    return sha256(identifier.encode()).digest()


class IdentifierTree:
    """The public identifiers of one close, in the order of their hashes.

    Args:
        identifiers: Each `scheme:value`; repetitions count once.
    """

    def __init__(self, identifiers: Iterable[str]) -> None:
        self._keys = sorted({identifier_key(text) for text in identifiers})
        self._hashes = [leaf_hash(key) for key in self._keys]

    @property
    def state(self) -> TreeState:
        """Return count and root."""
        return TreeState(len(self._hashes), root_of(self._hashes))

    def find(self, identifier: str) -> Neighbour | None:
        """Return the leaf of an identifier, or None when it is absent."""
        key = identifier_key(identifier)
        index = bisect_left(self._keys, key)
        found = index < len(self._keys) and self._keys[index] == key
        return self._neighbour(index) if found else None

    def absence(self, identifier: str) -> Absence:
        """Return the neighbours of where an identifier would be.

        Raises:
            NotFound: It is there, so nothing can show that it is not.
        """
        if self.find(identifier) is not None:
            raise NotFound(
                "identifier-registered",
                "this identifier is on record, so its absence cannot be proved",
                field="identifier",
                value=identifier,
            )
        index = bisect_left(self._keys, identifier_key(identifier))
        left = self._neighbour(index - 1) if index else None
        right = self._neighbour(index) if index < len(self._keys) else None
        return Absence(left, right)

    def _neighbour(self, index: int) -> Neighbour:
        return Neighbour(index, self._keys[index], _path(self._hashes, index))


def verify_presence(state: TreeState, identifier: str, found: Neighbour) -> None:
    """Check that an identifier is in a tree.

    Raises:
        ProofInvalid: It does not follow.
    """
    if found.key != identifier_key(identifier):
        raise _not_shown("key", found.key.hex(), identifier_key(identifier).hex())
    _verify_neighbour(state, found)


def verify_absence(state: TreeState, identifier: str, absence: Absence) -> None:
    """Check that an identifier is not in a tree of sorted identifiers.

    The rules, in order:

    1. Each neighbour is in the tree.
    2. The left one lies below the identifier's hash, the right one above it.
    3. Between them there is no place: their indexes follow each other; without a left one the
       right one is the first, without a right one the left one is the last.
    4. Without either the tree is empty.

    Raises:
        ProofInvalid: It does not follow.

    Source:
        docs/LOG-FORMAT.md chapter 10.
    """
    key, left, right = identifier_key(identifier), absence.left, absence.right
    for neighbour in (left, right):
        if neighbour is not None:
            _verify_neighbour(state, neighbour)
    if left is not None and left.key >= key:
        raise _not_shown("left", left.key.hex(), f"below {key.hex()}")
    if right is not None and right.key <= key:
        raise _not_shown("right", right.key.hex(), f"above {key.hex()}")
    first = 0 if left is None else left.index + 1
    behind = state.count if right is None else right.index
    if first != behind:
        raise _not_shown("index", behind, f"{first}: nothing between the neighbours")
    if state.count == 0 and state.root != EMPTY_ROOT:
        raise _not_shown("root", state.root.hex(), EMPTY_ROOT.hex())


def _verify_neighbour(state: TreeState, found: Neighbour) -> None:
    _check_bytes("key", found.key)
    verify_inclusion(leaf_hash(found.key), found.index, state.count, found.path, state.root)


def _path(hashes: Sequence[bytes], index: int) -> tuple[bytes, ...]:
    def node(level: int, place: int) -> bytes:
        return root_of(hashes[place << level : (place + 1) << level])

    return tuple(inclusion_proof(index, len(hashes), node))


def _check_bytes(field: str, value: bytes) -> None:
    if len(value) != HASH_BYTES:
        raise ProofInvalid("hash-length", field=field, value=len(value), expected=HASH_BYTES)


def _not_shown(field: str, value: object, expected: object) -> ProofInvalid:
    return ProofInvalid("absence-not-shown", field=field, value=value, expected=expected)
