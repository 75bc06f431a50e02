"""Give a register whose guard is lost, or knows better, a guard again: an operator's decision.

The new guard holds the latest checkpoint that the database holds, or that of the empty log. What
the old one held stays in the home: if the database is an older copy, that note is the evidence.
"""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from ledger.bootstrap import Register
from ledger.errors import Conflict, LogCorrupt, RuleViolation
from ledger.guard.check import check_guard
from ledger.log.log_keys import LogKeys, sign_with
from ledger.log.merkle import EMPTY_ROOT
from ledger.log.note import Checkpoint
from ledger.log_keys.files import signing_keys
from ledger.log_keys.views import keys_of
from ledger.store import checkpoints
from ledger.store.check import verify_head


@dataclass(frozen=True, slots=True)
class Adopted:
    """What became of the guard.

    Attributes:
        size: Of the checkpoint that the guard holds now.
        kept: File with the note that it held before, if there was one.
    """

    size: int
    kept: Path | None


def adopt_guard(register: Register, size: int) -> Adopted:
    """Make the guard again from what the database holds.

    Args:
        register: Opened with `open_to_verify`, because nothing else opens it.
        size: How many entries the operator believes are there, so that nobody adopts a database
            that they did not look at.

    Raises:
        RuleViolation: The database holds another number of entries.
        Conflict: The guard is sound; there is nothing to adopt.
        LogCorrupt: The database contradicts itself.
    """
    try:
        old: bytes | None = register.guard.read()
    except LogCorrupt:
        old = None
    with register.ledger.reading() as conn:
        head, keys = verify_head(conn), keys_of(conn)
        if head.size != size:
            raise RuleViolation(
                "size-differs",
                f"the database holds {head.size} entries",
                field="size",
                value=size,
                expected=head.size,
            )
        latest = checkpoints.latest(conn)
        note = latest.note if latest else _of_nothing(register, keys)
        adopted = check_guard(conn, note, keys, lambda: note)
        if old is not None:
            try:
                check_guard(conn, old, keys, register.guard.read)
            except LogCorrupt:
                pass
            else:
                raise Conflict("guard-sound", "the guard is there and knows this log")
    kept = _keep(register.home, old) if old is not None else None
    register.guard.replace(note)
    return Adopted(adopted.size, kept)


def _of_nothing(register: Register, keys: LogKeys) -> bytes:
    """Sign the checkpoint of the empty log again, as when the register was made."""
    text = Checkpoint(keys.origin, 0, EMPTY_ROOT).text()
    return sign_with(text, keys.origin, signing_keys(register.home, keys.at(0)))


def _keep(home: Path, note: bytes) -> Path:
    path = home / f"guard-replaced-{sha256(note).hexdigest()[:16]}.note"
    path.write_bytes(note)
    return path
