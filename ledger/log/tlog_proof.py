"""Proof files: one entry of a log, proved to somebody who has only this file and a key.

A file is text: a heading, optional extra data, the index, one hash per line from the leaf's sibling
up, an empty line, and a signed checkpoint as it was published. Reading is strict: one spelling of
every number and of every base64 text.

The extra data of our files is the entry's leaf. It needs no trust: whoever checks the file hashes
it, and only the bytes that the tree holds lead to the root.

Source:
    C2SP tlog-proof (c2sp.org/tlog-proof), "Format".
"""

import base64
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ledger.errors import ProofInvalid, SignatureInvalid
from ledger.log.merkle import HASH_BYTES, leaf_hash
from ledger.log.note import (
    MAX_NOTE_BYTES,
    Checkpoint,
    VerifierKey,
    decode_base64,
    parse_checkpoint,
    parse_note,
    verify_checkpoint,
)
from ledger.log.proof import Inclusion, verify_inclusion

SUFFIX: Final = ".tlog-proof"
MAX_EXTRA_BYTES: Final = 65_535  # a leaf is no longer
MAX_HASHES: Final = 64  # a tree of 2^64 leaves needs no more
_HEADING: Final = "c2sp.org/tlog-proof@v1"
_INDEX: Final = re.compile(r"index (0|[1-9][0-9]{0,18})")
_EXTRA: Final = "extra "
_FIELDS: Final = "heading, extra, index, hashes, an empty line, and a checkpoint"


@dataclass(frozen=True, slots=True)
class TlogProof:
    """A proof file, taken apart. Nothing in it may be believed until it was verified.

    Attributes:
        index: Zero-based place of the entry.
        path: Inclusion proof in the tree of the checkpoint, from the leaf's sibling up.
        checkpoint: The signed note, byte for byte.
        extra: Opaque bytes; in our files the entry's leaf.
    """

    index: int
    path: tuple[bytes, ...]
    checkpoint: bytes
    extra: bytes | None = None

    def claim(self) -> Checkpoint:
        """Return what the checkpoint says, not verified.

        Raises:
            SignatureInvalid: It is no checkpoint.
        """
        return parse_checkpoint(parse_note(self.checkpoint).text)

    def to_bytes(self) -> bytes:
        """Return the file.

        Raises:
            ProofInvalid: It could not be read back.

        Source:
            C2SP tlog-proof, "Format".
        """
        lines = [_HEADING]
        if self.extra is not None:
            lines.append(_EXTRA + base64.b64encode(self.extra).decode())
        lines.append(f"index {self.index}")
        lines += [base64.b64encode(item).decode() for item in self.path]
        data = "\n".join(lines).encode() + b"\n\n" + self.checkpoint
        parse_tlog_proof(data)
        return data


@dataclass(frozen=True, slots=True)
class Proved:
    """What a verified proof file established."""

    checkpoint: Checkpoint
    inclusion: Inclusion


def parse_tlog_proof(data: bytes) -> TlogProof:
    """Take a proof file apart, without believing it.

    Raises:
        ProofInvalid: The bytes are not a proof file.
        SignatureInvalid: What stands for the checkpoint is none.

    Source:
        C2SP tlog-proof, "Format".
    """
    head, separator, checkpoint = data.partition(b"\n\n")
    if not separator or len(head) > 4 * MAX_EXTRA_BYTES or len(checkpoint) > MAX_NOTE_BYTES:
        raise _malformed("file", _FIELDS)
    try:
        heading, *lines = head.decode("ascii").split("\n")
    except UnicodeDecodeError as error:
        raise _malformed("file", "ASCII before the checkpoint") from error
    if heading != _HEADING:
        raise _malformed("heading", _HEADING, heading)
    extra = _read_extra(lines.pop(0)) if lines and lines[0].startswith(_EXTRA) else None
    proof = TlogProof(_read_index(lines), _read_path(lines[1:]), checkpoint, extra)
    proof.claim()
    return proof


def _read_extra(line: str) -> bytes:
    extra = _decode("extra", line.removeprefix(_EXTRA))
    if not 1 <= len(extra) <= MAX_EXTRA_BYTES:
        raise _malformed("extra", f"1 to {MAX_EXTRA_BYTES} bytes, or no such line")
    return extra


def _read_index(lines: Sequence[str]) -> int:
    found = _INDEX.fullmatch(lines[0]) if lines else None
    if found is None:
        raise _malformed("index", "index <number>", lines[0] if lines else "")
    return int(found[1])


def _read_path(lines: Sequence[str]) -> tuple[bytes, ...]:
    if len(lines) > MAX_HASHES:
        raise _malformed("path", f"at most {MAX_HASHES} hashes")
    path = tuple(_decode("path", line) for line in lines)
    if any(len(item) != HASH_BYTES for item in path):
        raise _malformed("path", f"hashes of {HASH_BYTES} bytes")
    return path


def verify_tlog_proof(
    proof: TlogProof, leaf: bytes | None, keys: Sequence[VerifierKey], origin: str
) -> Proved:
    """Check that a leaf is the entry at the index that a proof file names.

    Args:
        proof: The file.
        leaf: Bytes of the entry; None takes those that the file carries.
        keys: Keys of the log that one trusts.
        origin: Name of the log.

    Raises:
        SignatureInvalid: No trusted key signed the checkpoint, or it is another log's.
        ProofInvalid: The leaf is not at this place, or there is no leaf to check.

    Source:
        C2SP tlog-proof; RFC 9162 section 2.1.3.2.
    """
    leaf = proof.extra if leaf is None else leaf
    if leaf is None:
        raise ProofInvalid(
            "leaf-missing", "the file carries no leaf", field="extra", expected="the entry's bytes"
        )
    checkpoint = verify_checkpoint(proof.checkpoint, keys, origin)
    found = verify_inclusion(
        leaf_hash(leaf), proof.index, checkpoint.size, proof.path, checkpoint.root
    )
    return Proved(checkpoint, found)


def _decode(field: str, text: str) -> bytes:
    try:
        return decode_base64(text)
    except SignatureInvalid as error:
        raise _malformed(field, "base64 in its one spelling", text) from error


def _malformed(field: str, expected: str, value: str | None = None) -> ProofInvalid:
    given = {} if value is None else {"value": value}
    return ProofInvalid("tlog-proof-malformed", field=field, expected=expected, **given)
