"""Who signs on this side: a private key, the party it signs for, and fresh nonces."""

from collections.abc import Mapping
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ledger.entropy import Entropy
from ledger.log.authorship import NONCE_BYTES, Signature, SignedCommand, key_id


class Signer:
    """Signs commands for a party.

    Args:
        private_key: The author's key; it is never written or shown.
        party: For whom it signs.
        entropy: Draws a nonce for each signature.
    """

    def __init__(self, private_key: Ed25519PrivateKey, party: str, entropy: Entropy) -> None:
        self._private_key = private_key
        self._entropy = entropy
        self.party = party

    @property
    def public_key(self) -> bytes:
        """The public side, 32 bytes."""
        return self._private_key.public_key().public_bytes_raw()

    @property
    def key(self) -> str:
        """Name of the key."""
        return key_id(self.public_key)

    def sign(self, origin: str, command_type: str, body: Mapping[str, Any]) -> Signature:
        """Sign a command.

        Args:
            origin: Name of the log.
            command_type: Such as `AddAlias/1`.
            body: The command's fields as they are recorded.
        """
        nonce = self._entropy.bytes(NONCE_BYTES).hex()
        signed = SignedCommand(origin, command_type, body)
        return signed.sign(self._private_key, self.party, nonce)
