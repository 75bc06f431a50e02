"""A log made of nothing but leaf hashes, for tests of witnesses."""

import base64
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ledger.log import note, proof
from ledger.log.note import Checkpoint
from ledger.witness.submission import Submission
from tests.log import trees

ORIGIN = "log.example/one"
KEY = Ed25519PrivateKey.from_private_bytes(b"\x11" * 32)


@dataclass
class TinyLog:
    """Entries are texts; `seed` makes two logs differ from entry `apart` on."""

    origin: str = ORIGIN
    key: Ed25519PrivateKey = KEY
    seed: str = ""
    apart: int = 0
    leaves: list[bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        for n in range(64):
            mark = self.seed if n >= self.apart else ""
            self.leaves.append(trees.leaf(f"{mark}{n}".encode()))

    @property
    def verifier(self) -> note.VerifierKey:
        return note.verifier_key(self.origin, self.key)

    def root(self, size: int) -> bytes:
        return trees.mth(self.leaves[:size])

    def text(self, size: int) -> str:
        return Checkpoint(self.origin, size, self.root(size)).text()

    def note(self, size: int) -> bytes:
        return note.sign_note(self.text(size), self.origin, self.key)

    def proof(self, old: int, size: int) -> list[bytes]:
        return (
            proof.consistency_proof(old, size, trees.NodeStore(self.leaves[:size])) if old else []
        )

    def submission(self, old: int, size: int) -> bytes:
        return Submission(old, tuple(self.proof(old, size)), self.note(size)).to_bytes()


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()
