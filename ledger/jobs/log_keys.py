"""Rotate the key that signs checkpoints, and retire an older one."""

from ledger.bootstrap import Register
from ledger.command import SYSTEM, Actor
from ledger.door import Recorded
from ledger.errors import Refused, RuleViolation
from ledger.log.log_keys import LogKeys, sign_retirement, sign_rotation
from ledger.log.note import VerifierKey, verifier_key
from ledger.log_keys.commands import RetireLogKey, RotateLogKey
from ledger.log_keys.files import key_path, new_key, signing_keys
from ledger.log_keys.views import keys_of


def rotate_log_key(register: Register, actor: Actor = SYSTEM) -> tuple[VerifierKey, Recorded]:
    """Draw a new key and bring it into force: from its entry on it signs beside the others.

    Returns:
        The new key, and where it stands on record.

    Raises:
        NotFound: `log-key-missing`: the newest key, which must sign for the next, is not here.
        Refused: Somebody else rotated meanwhile; the key drawn is thrown away.
    """
    origin, newest = register.origin, log_keys(register).newest
    (previous,) = signing_keys(register.home, [newest])
    secret = new_key(register.home, origin, register.entropy)
    key = verifier_key(origin, secret)
    note = sign_rotation(origin, previous, secret)
    command = RotateLogKey(previous=str(newest), key=str(key), note=note)
    try:
        return key, register.ledger.record(command, actor=actor)
    except Refused:
        if (path := key_path(register.home, key)) is not None:
            path.unlink()
        raise


def retire_log_key(register: Register, key_id: str, actor: Actor = SYSTEM) -> Recorded:
    """Retire an older key: from its entry on it signs no more. Its file may then be destroyed.

    Args:
        register: The register.
        key_id: Eight hexadecimal digits of the key.
        actor: Who asks.

    Raises:
        RuleViolation: No key of this id signs beside a newer one.
    """
    keys = log_keys(register)
    older = {key.key_id.hex(): key for key in keys.in_force() if key != keys.newest}
    if key_id not in older:
        raise RuleViolation(
            "log-key-not-older",
            "only a key that signs beside a newer one can be retired",
            field="key_id",
            value=key_id,
            expected=sorted(older) or "rotate first",
        )
    (newest,) = signing_keys(register.home, [keys.newest])
    note = sign_retirement(register.origin, older[key_id], newest)
    return register.ledger.record(RetireLogKey(key=str(older[key_id]), note=note), actor=actor)


def log_keys(register: Register) -> LogKeys:
    """Return every key the log ever had."""
    with register.ledger.reading() as conn:
        return keys_of(conn)
