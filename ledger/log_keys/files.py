"""The secret keys of a log, as files in its home: `log.key`, later ones `log-<key id>.key`.

Each holds 32 bytes and is readable by its owner alone. A key that still signs must be here for a
checkpoint to be published; one that was retired may be destroyed.
"""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ledger.entropy import Entropy
from ledger.errors import LogCorrupt, NotFound
from ledger.log.note import KEY_BYTES, VerifierKey, verifier_key

LOG_KEY: Final = "log.key"
_OWNER_ONLY: Final = 0o600


def key_path(home: Path, key: VerifierKey) -> Path | None:
    """Return the file of a key's secret, or None if none is in the home."""
    for path in sorted([home / LOG_KEY, *home.glob("log-*.key")]):
        if path.is_file() and public_key_of(path) == key.public_key:
            return path
    return None


def public_key_of(path: Path) -> bytes:
    """Return the public key of a secret's file.

    Raises:
        LogCorrupt: The file is not 32 bytes long.
    """
    return _read(path).public_key().public_bytes_raw()


def signing_keys(home: Path, keys: Sequence[VerifierKey]) -> list[Ed25519PrivateKey]:
    """Return the secrets of these keys, in their order.

    Raises:
        NotFound: One of them is not in the home.
        LogCorrupt: A file is damaged.
    """
    found = []
    for key in keys:
        path = key_path(home, key)
        if path is None:
            raise NotFound(
                "log-key-missing",
                "a key that signs checkpoints is not in the home",
                field="key",
                value=str(key),
                expected=f"its file {LOG_KEY} or log-{key.key_id.hex()}.key in {home}",
            )
        found.append(_read(path))
    return found


def new_key(home: Path, origin: str, entropy: Entropy) -> Ed25519PrivateKey:
    """Draw the next key of a log, and return it when the disk has it."""
    secret = Ed25519PrivateKey.from_private_bytes(entropy.bytes(KEY_BYTES))
    path = home / f"log-{verifier_key(origin, secret).key_id.hex()}.key"
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY)
    with os.fdopen(descriptor, "wb") as file:
        file.write(secret.private_bytes_raw())
        file.flush()
        os.fsync(file.fileno())
    return secret


def _read(path: Path) -> Ed25519PrivateKey:
    data = path.read_bytes()
    if len(data) != KEY_BYTES:
        found = f"{len(data)} bytes"
        raise LogCorrupt("key-malformed", value=str(path), found=found, expected="32 bytes")
    return Ed25519PrivateKey.from_private_bytes(data)
