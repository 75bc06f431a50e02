"""What no entry cites, sealed as the vault seals: contact addresses and secrets of the register.

The vault forgets values that no entry cites, so these are kept by whoever asked, in a table of his
own. They are sealed here: under the key of the person they are about, so that they go with that
key, or under a key of the register where they are about a company.

Source:
    AES-256-GCM: NIST SP 800-38D, 96-bit random nonces; HMAC-SHA256: RFC 2104.
"""

import hmac
import threading
from hashlib import sha256
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ledger.entropy import Entropy
from ledger.errors import LogCorrupt, RuleViolation
from ledger.vault.files import answering
from ledger.vault.keys import MasterKey, SubjectKeys
from ledger.vault.secret import NONCE_BYTES

_PURPOSE: Final = "beside"


class Beside:
    """Seals and opens small values.

    Args:
        keys: Store of people's keys.
        master: Key of the vault; a key of its own is derived for what concerns nobody's person.
        entropy: Draws nonces.
        lock: Held while the store of keys is used.
    """

    def __init__(
        self, keys: SubjectKeys, master: MasterKey, entropy: Entropy, lock: "threading.RLock"
    ) -> None:
        self._keys = keys
        self._own = master.derive(_PURPOSE)
        self._entropy = entropy
        self._lock = lock

    def seal(self, subject: str | None, bound: str, value: str) -> bytes:
        """Seal a value.

        Args:
            subject: Whom it is about, if it is a person.
            bound: What it is and whose; opening it as anything else fails.
            value: Any text.

        Raises:
            RuleViolation: The person was erased, or never was here.
        """
        key = self._key(subject)
        if key is None:
            raise RuleViolation(
                "subject-erased", field="subject", value=subject, expected="somebody who is known"
            )
        nonce = self._entropy.bytes(NONCE_BYTES)
        return nonce + AESGCM(key).encrypt(nonce, value.encode(), bound.encode())

    def open(self, subject: str | None, bound: str, sealed: bytes) -> str | None:
        """Open what `seal` made; None if the person was erased.

        Raises:
            LogCorrupt: It was altered, or is something else.
        """
        key = self._key(subject)
        if key is None:
            return None
        nonce, ciphertext = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
        try:
            return AESGCM(key).decrypt(nonce, ciphertext, bound.encode()).decode()
        except (InvalidTag, ValueError) as error:
            raise LogCorrupt("vault-value-altered", field=bound) from error

    def mac(self, text: str) -> str:
        """Return a ticket that only this register can have made for a text."""
        return hmac.new(self._own, text.encode(), sha256).hexdigest()

    def _key(self, subject: str | None) -> bytes | None:
        if subject is None:
            return self._own
        with self._lock, answering():
            return self._keys.find([subject]).get(subject)
