"""Being a witness: cosign a checkpoint only if it continues what was cosigned before.

The checks, in order, each with its own refusal:

1. the request can be read;
2. the log is one that is followed;
3. a key that is trusted for this log signed the checkpoint;
4. the old size is not above the checkpoint's;
5. a checkpoint of a size that was cosigned has the root that was cosigned;
6. the old size is the size that was cosigned last;
7. the proof holds.

What the log itself signed and what does not go together is kept, both notes: it is evidence.

Source:
    C2SP tlog-witness (c2sp.org/tlog-witness), "add-checkpoint".
"""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ledger.clock import Clock
from ledger.entropy import Entropy
from ledger.errors import (
    Conflict,
    Forbidden,
    HistoryForked,
    LogCorrupt,
    NotFound,
    ProofInvalid,
    RuleViolation,
    SignatureInvalid,
)
from ledger.log.cosignature import WitnessKey, cosign, witness_key
from ledger.log.note import (
    Checkpoint,
    add_signature,
    parse_checkpoint,
    parse_note,
    parse_verifier_key,
    signature_line,
    verify_note,
)
from ledger.log.proof import verify_consistency
from ledger.witness.book import DATABASE, Book, Contradiction, Seen
from ledger.witness.submission import Submission, parse_submission

KEY_FILE: Final = "witness.key"
KEY_BYTES: Final = 32
MAX_SIZE: Final = 2**63 - 1


@dataclass(frozen=True, slots=True)
class _Offer:
    """A checkpoint that the log signed, with all signatures but the log's taken away."""

    checkpoint: Checkpoint
    note: bytes
    submission: Submission


class Witness:
    """One witness.

    Args:
        book: Its memory.
        key: Its private key.
        clock: Dates its cosignatures.
    """

    def __init__(self, book: Book, key: Ed25519PrivateKey, clock: Clock) -> None:
        self.book = book
        self._key = key
        self._clock = clock
        self._name = book.name()

    @classmethod
    def create(cls, folder: Path, name: str, entropy: Entropy) -> None:
        """Make a witness in a folder that has none.

        Raises:
            Conflict: There is one, or what is left of one.
            SignatureInvalid: The name cannot be that of a key.
        """
        key = Ed25519PrivateKey.from_private_bytes(entropy.bytes(KEY_BYTES))
        cosign("name\n", name, key, 1)
        if any((folder / file).exists() for file in (KEY_FILE, DATABASE)):
            raise Conflict("witness-exists", field="folder", value=str(folder))
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(folder / KEY_FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(key.private_bytes_raw())
            file.flush()
            os.fsync(file.fileno())
        Book.create(folder, name)

    @classmethod
    def open(cls, folder: Path, clock: Clock) -> Self:
        """Open the witness of a folder.

        Raises:
            NotFound: There is none. LogCorrupt: its files are damaged.
        """
        book = Book.open(folder)
        try:
            data = (folder / KEY_FILE).read_bytes()
            if len(data) != KEY_BYTES:
                raise LogCorrupt("key-malformed", value=str(folder / KEY_FILE), expected="32 bytes")
            return cls(book, Ed25519PrivateKey.from_private_bytes(data), clock)
        except BaseException:
            book.close()
            raise

    def close(self) -> None:
        """Close its files."""
        self.book.close()

    @property
    def key(self) -> WitnessKey:
        """The key that others know it by."""
        return witness_key(self._name, self._key)

    def follow(self, key: str) -> str:
        """Follow the log whose verifier key this is, and return the log's name.

        Raises:
            SignatureInvalid: The text is no key of a log.
        """
        parsed = parse_verifier_key(key)
        self.book.follow(parsed.name, key)
        return parsed.name

    def add_checkpoint(self, data: bytes) -> bytes:
        """Cosign a checkpoint, remember it, and return the line of the cosignature.

        Raises:
            RuleViolation: The request is malformed.
            NotFound: The log is not followed. Forbidden: no key that is trusted signed.
            HistoryForked: Another root of this size was cosigned; `size` says which size.
            Conflict: The old size is not the last one cosigned; `size` says which is.
            ProofInvalid: The proof does not hold.

        Source:
            C2SP tlog-witness, "add-checkpoint".
        """
        offer = self._read(data)
        problem: HistoryForked | ProofInvalid | None = None
        with self.book.writing():
            seen = self.book.seen(offer.checkpoint.origin)
            try:
                _judge(offer, seen)
            except (HistoryForked, ProofInvalid) as error:
                self._keep(offer, seen, error)
                problem = error  # raised below: what was noticed must be kept
            else:
                return self._cosign(offer)
        raise problem

    def _read(self, data: bytes) -> _Offer:
        submission = parse_submission(data)
        try:
            note = parse_note(submission.note)
            checkpoint = parse_checkpoint(note.text)
        except SignatureInvalid as error:
            raise RuleViolation(
                "submission-malformed", field="checkpoint", **_told(error)
            ) from error
        trusted = [parse_verifier_key(text) for text in self.book.keys(checkpoint.origin)]
        if not trusted:
            raise NotFound("log-not-followed", field="origin", value=checkpoint.origin)
        try:
            _, signers = verify_note(submission.note, trusted)
        except SignatureInvalid as error:
            raise Forbidden("log-key-not-trusted", field="signature", **_told(error)) from error
        known = {(key.name, key.key_id) for key in signers}
        lines = [s for s in note.signatures if (s.name, s.key_id) in known]
        kept = f"{note.text}\n".encode() + b"".join(signature_line(line) for line in lines)
        if not submission.old_size <= checkpoint.size <= MAX_SIZE:
            raise RuleViolation(
                "submission-malformed",
                field="old",
                value=f"{submission.old_size} to {checkpoint.size}",
                expected=f"an old size that is not above the new one, and that below {MAX_SIZE}",
            )
        return _Offer(checkpoint, kept, submission)

    def _cosign(self, offer: _Offer) -> bytes:
        timestamp = int(self._clock.now().timestamp())
        signature = cosign(offer.checkpoint.text(), self._name, self._key, timestamp)
        note = add_signature(offer.note, signature)
        seen = Seen(offer.checkpoint.size, offer.checkpoint.root, note, timestamp)
        self.book.remember(offer.checkpoint.origin, seen)
        self.book.settle(offer.checkpoint.origin, offer.note)
        return signature_line(signature)

    def _keep(self, offer: _Offer, seen: Seen | None, error: HistoryForked | ProofInvalid) -> None:
        if seen is None:
            return
        kind = "fork" if isinstance(error, HistoryForked) else "unproved"
        now = int(self._clock.now().timestamp())
        found = Contradiction(offer.checkpoint.origin, kind, seen.note, offer.note, now)
        self.book.keep_contradiction(found)


def _judge(offer: _Offer, seen: Seen | None) -> None:
    """Check a checkpoint against what was cosigned before."""
    size, root = offer.checkpoint.size, offer.checkpoint.root
    last = seen.size if seen else 0
    if seen and size == seen.size and root != seen.root:
        raise HistoryForked(
            "checkpoint-forked", size=last, value=root.hex(), expected=seen.root.hex()
        )
    if offer.submission.old_size != last:
        raise Conflict("old-size-differs", size=last, value=offer.submission.old_size)
    proof = offer.submission.proof
    if seen and last:
        verify_consistency(last, seen.root, size, root, proof)
    elif proof:
        raise ProofInvalid("proof-length", field="proof", value=len(proof), expected=0)


def _told(error: SignatureInvalid) -> dict[str, Any]:
    return {"value": error.code, "expected": error.fields.get("expected")}
