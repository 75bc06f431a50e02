"""Publish a checkpoint: sign what is durable, move the guard, collect cosignatures, store the note.

The order, which every process keeps:

1. Read the guard; refuse a log that is behind it.
2. If the guard's note was never stored (a process died between 4 and 5), finish that one first.
3. Sign the durable head with every key in force.
4. Move the guard from the note read to the new one. Whoever loses begins again: the winner's
   checkpoint may cover what was asked for.
5. Collect cosignatures; store the note. Only a stored note is published.

So there is one note per size, sizes never go back, and no note was signed that the guard does not
know. A policy that fails closed leaves a note signed but unpublished until its quorum answers.
"""

from collections.abc import Callable
from typing import Final

from ledger.bootstrap import Register
from ledger.errors import LedgerError, LogCorrupt, Unavailable
from ledger.guard.check import check_guard
from ledger.log.log_keys import LogKeys, sign_with
from ledger.log.note import Checkpoint
from ledger.log.proof import consistency_proof
from ledger.log_keys.files import signing_keys
from ledger.log_keys.views import keys_of
from ledger.store import checkpoints
from ledger.store.append import lock_head
from ledger.store.checkpoints import StoredCheckpoint
from ledger.store.engine import write_transaction
from ledger.store.read import LogReader

ProofFor = Callable[[int], list[bytes]]
Cosign = Callable[[bytes, ProofFor], bytes]
"""Adds cosignatures to a note; the second argument proves that it continues a smaller size."""

_MOST_ROUNDS: Final = 100


def publish_checkpoint(register: Register, cosign: Cosign | None = None) -> StoredCheckpoint:
    """Publish a checkpoint that covers everything durable at the time of the call.

    Args:
        register: The register, open.
        cosign: Collects cosignatures by the policy; raises `Unavailable` when the policy fails
            closed. None publishes the log's own signatures.

    Returns:
        The published checkpoint; the latest one when nothing is new, or when another process was
        first and covers as much.

    Raises:
        Unavailable: The quorum was not reached, or the database is out of reach; nothing was
            published.
        NotFound: `log-key-missing`: a key in force is not in the home.
        LogCorrupt: The log is behind its guard, or contradicts it.

    Source:
        docs/LOG-FORMAT.md chapter 15.
    """
    wanted: int | None = None
    for _ in range(_MOST_ROUNDS):
        guarded, known, head, latest, keys = _look(register)
        wanted = head.size if wanted is None else wanted
        if latest is not None and latest.size >= wanted:
            return latest
        if _is_unfinished(known, head, latest):
            _finish(register, guarded, known, cosign)
            continue
        note = _signed(register, keys, head)
        if register.guard.advance(guarded, note):
            return _finish(register, note, head, cosign)
    raise Unavailable("checkpoint-busy", value=wanted, expected="try again")


def _look(
    register: Register,
) -> tuple[bytes, Checkpoint, Checkpoint, StoredCheckpoint | None, LogKeys]:
    """Return the guard's note and what it says, the head, the latest published, and the keys."""
    guarded = register.guard.read()  # before the snapshot: the log may only have grown since
    with register.ledger.reading() as conn:
        keys = keys_of(conn)
        known = check_guard(conn, guarded, keys, register.guard.read)
        head = LogReader(conn).head()
        latest = checkpoints.latest(conn)
    return guarded, known, Checkpoint(head.origin, head.size, head.root()), latest, keys


def _is_unfinished(known: Checkpoint, head: Checkpoint, latest: StoredCheckpoint | None) -> bool:
    """Tell whether the guard's note is yet to be stored; that of the empty log only if it is."""
    if latest is None:
        return known.size > 0 or head.size == 0
    return known.size > latest.size


def _signed(register: Register, keys: LogKeys, head: Checkpoint) -> bytes:
    secrets = signing_keys(register.home, keys.at(head.size))
    return sign_with(head.text(), head.origin, secrets)


def _finish(
    register: Register, note: bytes, signed: Checkpoint, cosign: Cosign | None
) -> StoredCheckpoint:
    """Collect cosignatures for a note that the guard knows, and store it."""
    if cosign is not None:
        try:
            note = cosign(note, _proofs_to(register, signed.size))
        except LedgerError:
            # Another process may have published more meanwhile, so that witnesses refused this.
            if (other := _covering(register, signed.size)) is not None:
                return other
            raise
    made = StoredCheckpoint(signed.size, signed.root, note)
    with write_transaction(register.engine) as conn:
        lock_head(conn)
        other = checkpoints.at_or_after(conn, signed.size)
        if other is not None:
            return other
        checkpoints.add(conn, made)
    return made


def _covering(register: Register, size: int) -> StoredCheckpoint | None:
    with register.ledger.reading() as conn:
        return checkpoints.at_or_after(conn, size)


def _proofs_to(register: Register, size: int) -> ProofFor:
    """Return a function that proves that the tree of `size` continues a smaller one."""

    def proof_from(old: int) -> list[bytes]:
        if not 0 < old <= size:
            raise LogCorrupt("proof-of-no-tree", field="old", value=old, expected=f"1 to {size}")
        with register.ledger.reading() as conn:
            return consistency_proof(old, size, LogReader(conn).hash_reader(size))

    return proof_from
