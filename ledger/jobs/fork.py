"""Evidence of a fork between two signed notes, with the proof that two sizes need.

Whoever holds the entries can make that proof: the register itself, if the larger note is of its own
history. The smaller note is then the one that does not belong to it.
"""

from sqlalchemy import Connection

from ledger.bootstrap import Register
from ledger.errors import RuleViolation
from ledger.log.equivocation import Fork, RootProof, prove_fork
from ledger.log.note import Checkpoint, parse_checkpoint, parse_note
from ledger.log.proof import consistency_proof, range_root
from ledger.log_keys.views import keys_of
from ledger.store.read import LogReader


def fork_of(register: Register, one: bytes, other: bytes) -> Fork:
    """Check that two notes of this register's log contradict each other.

    Raises:
        RuleViolation: They do not, or it cannot be shown from this history.
        SignatureInvalid: A note is malformed, or no key that the log ever had signed it.
    """
    with register.ledger.reading() as conn:
        keys = [term.key for term in keys_of(conn).terms]
        try:
            return prove_fork(one, other, keys)
        except RuleViolation as error:
            if error.code != "fork-needs-proof":
                raise
        checkpoints = (parse_checkpoint(parse_note(note).text) for note in (one, other))
        small, large = sorted(checkpoints, key=lambda found: found.size)
        return prove_fork(one, other, keys, _proof(conn, small, large))


def _proof(conn: Connection, small: Checkpoint, large: Checkpoint) -> RootProof | None:
    """Return the root of the larger tree at the smaller size, with its proof.

    Source:
        RFC 9162 section 2.1.4.1.
    """
    reader = LogReader(conn)
    size = reader.size()
    if small.size == 0 or large.size > size:
        raise _unshown(large, f"a size from 1 to {size}")
    node = reader.hash_reader(large.size)
    root = range_root(0, large.size, node)
    if root != large.root:
        raise _unshown(large, f"root {root.hex()}")
    path = tuple(consistency_proof(small.size, large.size, node))
    return RootProof(range_root(0, small.size, node), path)


def _unshown(large: Checkpoint, expected: str) -> RuleViolation:
    return RuleViolation(
        "fork-not-shown",
        "the larger note is not of this register's history, so no proof can be made from it",
        field="note",
        value=f"size {large.size}, root {large.root.hex()}",
        expected=expected,
    )
