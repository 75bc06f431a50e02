"""A key in somebody's hand: it signs what a test says, with nonces that are counted."""

from dataclasses import dataclass, field
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ledger.command import Command
from ledger.log.authorship import Signature, SignedCommand, key_id


@dataclass
class Pen:
    """A key of a party."""

    origin: str
    party: str
    seed: str
    used: int = field(default=0)

    @property
    def private(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(sha256(self.seed.encode()).digest())

    @property
    def public(self) -> str:
        return self.private.public_key().public_bytes_raw().hex()

    @property
    def id(self) -> str:
        return key_id(bytes.fromhex(self.public))

    def sign(self, command: Command, nonce: str | None = None) -> Signature:
        self.used += 1
        signed = SignedCommand(self.origin, command.TYPE, command.body())
        return signed.sign(self.private, self.party, nonce or f"{self.used:032x}")
