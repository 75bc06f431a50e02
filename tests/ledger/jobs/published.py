"""A checkpoint over everything on a register, signed with the register's own key."""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ledger.bootstrap import LOG_KEY, Register
from ledger.log.note import Checkpoint, VerifierKey, sign_note, verifier_key
from ledger.store.append import lock_head
from ledger.store.checkpoints import StoredCheckpoint, add
from ledger.store.engine import write_transaction


def log_key(register: Register) -> Ed25519PrivateKey:
    """The key that signs the register's checkpoints."""
    return Ed25519PrivateKey.from_private_bytes((register.home / LOG_KEY).read_bytes())


def published(register: Register, key: Ed25519PrivateKey | None = None) -> VerifierKey:
    """Publish a checkpoint of the present size; returns the key to trust."""
    key = key or log_key(register)
    with write_transaction(register.engine) as conn:
        head = lock_head(conn)
        text = Checkpoint(register.origin, head.size, head.root()).text()
        note = sign_note(text, register.origin, key)
        add(conn, StoredCheckpoint(head.size, head.root(), note))
    return verifier_key(register.origin, key)
