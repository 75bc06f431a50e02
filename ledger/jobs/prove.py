"""Proofs for people outside: one entry under a published checkpoint, growth between two of them."""

from dataclasses import dataclass

from sqlalchemy import Connection

from ledger.errors import HistoryForked, NotFound, SignatureInvalid
from ledger.log.note import Checkpoint, parse_checkpoint, parse_note
from ledger.log.proof import (
    Consistency,
    consistency_proof,
    inclusion_proof,
    range_root,
    verify_consistency,
    verify_inclusion,
)
from ledger.log.tlog_proof import TlogProof
from ledger.store.checkpoints import StoredCheckpoint, at_or_before
from ledger.store.nodes import TileCache
from ledger.store.read import LogReader
from ledger.store.tile_files import published


@dataclass(frozen=True, slots=True)
class Growth:
    """The proof that the tree of one size is the beginning of the tree of another."""

    trees: Consistency
    path: tuple[bytes, ...]


def prove_in_file(
    conn: Connection, cache: TileCache, index: int, size: int | None = None
) -> TlogProof:
    """Return the proof file of an entry, with its leaf in it.

    Args:
        conn: A snapshot.
        cache: Tiles read before.
        index: The entry.
        size: Size of a published checkpoint; the latest by default.

    Raises:
        NotFound: There is no such entry, or no such checkpoint covers it yet.
        ProofInvalid: The checkpoint was not made of this tree.
    """
    checkpoint = _published_at(conn, size)
    log = LogReader(conn, cache)
    if index >= checkpoint.size:
        _refuse_uncovered(index, checkpoint.size, log.size())
    stored = log.entry(index)
    path = inclusion_proof(index, checkpoint.size, log.hash_reader(checkpoint.size))
    verify_inclusion(stored.leaf_hash, index, checkpoint.size, path, checkpoint.root)
    return TlogProof(index, tuple(path), checkpoint.note, stored.leaf)


def _published_at(conn: Connection, size: int | None) -> StoredCheckpoint:
    if size is None:
        return published(conn)
    found = at_or_before(conn, size)
    if found is None or found.size != size:
        raise NotFound(
            "checkpoint-not-published",
            "no checkpoint of this size has been published",
            field="size",
            value=size,
            expected=found.size if found else None,
        )
    return found


def _refuse_uncovered(index: int, covered: int, size: int) -> None:
    if index >= size:
        raise NotFound("entry-not-found", field="index", value=index, expected=f"below {size}")
    raise NotFound(
        "entry-not-covered",
        "no published checkpoint covers this entry yet",
        field="index",
        value=index,
        expected=f"below {covered}",
    )


def prove_growth(conn: Connection, cache: TileCache, first: int, second: int) -> Growth:
    """Return the proof that this log only grew between two sizes, checked once more.

    Raises:
        NotFound: The log never had one of the sizes.
        ProofInvalid: The first size is 0.
    """
    log = LogReader(conn, cache)
    if second > (size := log.size()):
        raise NotFound("tree-not-found", field="size", value=second, expected=f"at most {size}")
    node = log.hash_reader(second)
    path = tuple(consistency_proof(first, second, node))
    roots = range_root(0, first, node), range_root(0, second, node)
    return Growth(verify_consistency(first, roots[0], second, roots[1], path), path)


def same_history(conn: Connection, cache: TileCache, note: bytes) -> Checkpoint:
    """Return what a checkpoint from elsewhere says, if this log says the same.

    Whoever signed it: when its root is ours, nothing else can be behind it.

    Raises:
        SignatureInvalid: It is no checkpoint, or one of another log.
        NotFound: It is larger than this log.
        HistoryForked: This log has another root at that size.
    """
    claim = parse_checkpoint(parse_note(note).text)
    head = LogReader(conn, cache).head()
    if claim.origin != head.origin:
        raise SignatureInvalid("origin-differs", value=claim.origin, expected=head.origin)
    if claim.size > head.size:
        expected = f"at most {head.size}"
        raise NotFound("tree-not-found", field="size", value=claim.size, expected=expected)
    node = LogReader(conn, cache).hash_reader(claim.size)
    root = range_root(0, claim.size, node) if claim.size else claim.root
    if root != claim.root:
        raise HistoryForked(
            "checkpoint-contradicts-log",
            "this log has another history than the checkpoint",
            size=claim.size,
            found=root.hex(),
            expected=claim.root.hex(),
        )
    return claim
