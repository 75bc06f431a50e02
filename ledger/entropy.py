"""The one place that draws randomness: salts, keys, nonces, ids, tokens.

A sample register is built from a seed so that the same input gives the same root on every
database. Seeded entropy is accepted only where the genesis text says that the log is a sample.
"""

import hashlib
import secrets
from typing import Protocol


class Entropy(Protocol):
    """A source of random bytes."""

    def bytes(self, size_bytes: int) -> bytes:
        """Return that many random bytes."""
        ...


class SystemEntropy:
    """The randomness of the operating system."""

    def bytes(self, size_bytes: int) -> bytes:
        """Return cryptographically strong random bytes."""
        return secrets.token_bytes(size_bytes)


class SeededEntropy:
    """Reproducible bytes for sample worlds and tests; worthless as secrecy.

    Each call hashes the seed with a counter, so that the stream depends on the calls alone.
    """

    def __init__(self, seed: int, stream: str = "") -> None:
        self._prefix = f"daicho-sample/{seed}/{stream}/".encode()
        self._calls = 0

    def bytes(self, size_bytes: int) -> bytes:
        """Return the next bytes of the stream."""
        self._calls += 1
        material = self._prefix + str(self._calls).encode()
        return hashlib.shake_256(material).digest(size_bytes)
