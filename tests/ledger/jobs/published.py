"""A checkpoint over everything on a register, and the key that whoever checks it has."""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ledger.bootstrap import LOG_KEY, Register
from ledger.jobs.publish import publish_checkpoint
from ledger.log.note import VerifierKey, verifier_key


def log_key(register: Register) -> Ed25519PrivateKey:
    """The key that signed the register's first checkpoints."""
    return Ed25519PrivateKey.from_private_bytes((register.home / LOG_KEY).read_bytes())


def published(register: Register) -> VerifierKey:
    """Publish a checkpoint of the present size; returns the key to trust."""
    publish_checkpoint(register)
    return verifier_key(register.origin, log_key(register))
