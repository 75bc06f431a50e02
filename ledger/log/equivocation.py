"""Evidence that a log told two stories, as one file that anybody can check without us.

Two signed notes of one size with different roots contradict each other by themselves. Of two sizes,
what contradicts is shown by a consistency proof: it proves which root the larger tree has at the
smaller size, and that is not the root that was signed. A proof that merely fails shows nothing,
because anybody can damage a proof.

A witness's line that does not verify is kept in a file of the other kind. It shows what was
received, not who wrote it: an HTTP answer is not signed.

Source:
    RFC 9162 section 2.1.4 for the proof; C2SP signed-note and tlog-cosignature for the signatures.
"""

import base64
import binascii
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from ledger.errors import RuleViolation, SignatureInvalid
from ledger.log import canonical
from ledger.log.cosignature import (
    WitnessKey,
    parse_signature_lines,
    parse_witness_key,
    verify_cosignature,
)
from ledger.log.note import (
    Checkpoint,
    VerifierKey,
    parse_checkpoint,
    parse_note,
    parse_verifier_key,
    verify_note,
)
from ledger.log.proof import verify_consistency

FORK: Final = "daicho-fork/1"
WRONG_COSIGNATURE: Final = "daicho-wrong-cosignature/1"
MAX_BYTES: Final = 4_000_000
_FORK_WORDS: Final = {
    "ja": "この台帳は、両立しない二つのチェックポイントに署名しました。"
    "同じ件数でルートが異なるか、大きい方が小さい方の続きではありません。"
    "log_keys が台帳の鍵であることを、手元の開始文と照らして確かめてください。",
    "en": "This log signed two checkpoints that cannot both be true: one size with two roots, or a "
    "larger one that does not continue the smaller. Compare log_keys with the genesis text that "
    "you hold.",
}
_WRONG_WORDS: Final = {
    "ja": "証人の名による応答の署名が、送ったチェックポイントに合いません。"
    "受け取った内容の記録であり、誰が書いたかの証明ではありません。証人に確かめてください。",
    "en": "An answer in a witness's name carries a signature that does not fit the checkpoint it "
    "was sent. This records what was received; it does not prove who wrote it. Ask the witness.",
}


@dataclass(frozen=True, slots=True)
class RootProof:
    """The root that the larger tree has at the smaller size, and the proof of it."""

    root: bytes
    path: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Fork:
    """Two notes of one log, both verified, that contradict each other.

    Attributes:
        first: The note of the smaller size. second: that of the larger, or of the same.
        keys: The log's keys, one of which signed each.
        proof: For two sizes.
    """

    first: bytes
    second: bytes
    keys: tuple[VerifierKey, ...]
    proof: RootProof | None = None

    @property
    def checkpoints(self) -> tuple[Checkpoint, Checkpoint]:
        """Return what the two notes say."""
        first, second = (parse_checkpoint(parse_note(n).text) for n in (self.first, self.second))
        return first, second

    def to_bytes(self) -> bytes:
        """Return the file."""
        proof = None
        if self.proof:
            path = [item.hex() for item in self.proof.path]
            proof = {"root": self.proof.root.hex(), "path": path}
        return canonical.encode(
            {
                "format": FORK,
                "explanation": _FORK_WORDS,
                "origin": self.checkpoints[0].origin,
                "log_keys": [str(key) for key in self.keys],
                "first": self.first.decode(),
                "second": self.second.decode(),
                "proof": proof,
            }
        )


@dataclass(frozen=True, slots=True)
class WrongCosignature:
    """An answer with a line by a witness that does not verify over the note it was asked about.

    Attributes:
        witness: Whose line it claims to be.
        note: What the witness was asked to cosign.
        answer: What came back.
    """

    witness: WitnessKey
    note: bytes
    answer: bytes

    def to_bytes(self) -> bytes:
        """Return the file."""
        return canonical.encode(
            {
                "format": WRONG_COSIGNATURE,
                "explanation": _WRONG_WORDS,
                "witness": str(self.witness),
                "note": self.note.decode(),
                "answer": base64.b64encode(self.answer).decode(),
            }
        )


Evidence = Fork | WrongCosignature


def prove_fork(
    one: bytes, other: bytes, keys: Sequence[VerifierKey], proof: RootProof | None = None
) -> Fork:
    """Check that two notes of one log contradict each other.

    Args:
        one: A signed note.
        other: Another.
        keys: The log's.
        proof: For notes of two sizes: the root that the larger has at the smaller size.

    Raises:
        SignatureInvalid: A note is malformed, or not signed by one of the keys.
        ProofInvalid: The proof does not hold.
        RuleViolation: The notes do not contradict each other, or that takes a proof; the code
            is `no-fork` or `fork-needs-proof`.
    """
    (first, small), (second, large) = sorted(
        ((note, _verified(note, keys)) for note in (one, other)), key=lambda pair: pair[1].size
    )
    if small.origin != large.origin:
        raise _no_fork("origin", large.origin, small.origin)
    if small.size == large.size:
        if small.root == large.root:
            raise _no_fork("root", large.root.hex(), "another root of this size")
        return Fork(first, second, tuple(keys))
    if proof is None:
        raise RuleViolation(
            "fork-needs-proof",
            "notes of two sizes contradict each other only if a proof shows it",
            field="proof",
            value=f"{small.size} and {large.size}",
            expected=f"the root of the larger tree at size {small.size}, and a consistency proof",
        )
    verify_consistency(small.size, proof.root, large.size, large.root, proof.path)
    if proof.root == small.root:
        raise _no_fork("proof", proof.root.hex(), "a root other than the one that was signed")
    return Fork(first, second, tuple(keys), proof)


def prove_wrong_cosignature(key: WitnessKey, note: bytes, answer: bytes) -> WrongCosignature:
    """Check that an answer carries a line by a witness that does not verify over a note.

    Raises:
        SignatureInvalid: The answer is not signature lines, or the note none.
        RuleViolation: It carries no line by this witness, or only lines that verify.
    """
    text = parse_note(note).text
    lines = [
        s for s in parse_signature_lines(answer) if (s.name, s.key_id) == (key.name, key.key_id)
    ]
    for line in lines:
        try:
            verify_cosignature(text, line, key)
        except SignatureInvalid:
            return WrongCosignature(key, note, answer)
    raise RuleViolation("no-wrong-cosignature", field="answer", value=len(lines), expected=str(key))


def check_evidence(data: bytes, keys: Sequence[VerifierKey] = ()) -> Evidence:
    """Read a file of evidence and check it from the beginning.

    Args:
        data: The file.
        keys: The log's keys, if they are known from elsewhere. Without them a fork is one of
            the keys that the file itself names.

    Raises:
        RuleViolation: The file is malformed, or shows no contradiction.
        SignatureInvalid: A signature in it does not hold. ProofInvalid: the proof does not.
    """
    if len(data) > MAX_BYTES:
        raise _malformed("file", f"{len(data)} bytes", f"at most {MAX_BYTES} bytes")
    found = canonical.decode(data)
    if not isinstance(found, dict):
        raise _malformed("file", type(found).__name__, "an object")
    kind = found.get("format")
    if kind == FORK:
        return _read_fork(found, keys)
    if kind == WRONG_COSIGNATURE:
        key = parse_witness_key(_text(found, "witness"))
        return prove_wrong_cosignature(key, _text(found, "note").encode(), _answer(found))
    raise _malformed("format", str(kind), f"{FORK} or {WRONG_COSIGNATURE}")


def _read_fork(found: Mapping[str, Any], keys: Sequence[VerifierKey]) -> Fork:
    named = found.get("log_keys")
    if not isinstance(named, list) or not all(isinstance(key, str) for key in named):
        raise _malformed("log_keys", str(named), "a list of keys")
    trusted = list(keys) or [parse_verifier_key(key) for key in named]
    first, second = _text(found, "first").encode(), _text(found, "second").encode()
    return prove_fork(first, second, trusted, _proof(found.get("proof")))


def _proof(found: object) -> RootProof | None:
    if found is None:
        return None
    try:
        path = found["path"]  # type: ignore[index]  # what it is not is caught below
        root = bytes.fromhex(found["root"])  # type: ignore[index]
        return RootProof(root, tuple(bytes.fromhex(item) for item in path))
    except (KeyError, TypeError, ValueError):
        raise _malformed("proof", str(found), "root and path in hexadecimal") from None


def _answer(found: Mapping[str, Any]) -> bytes:
    try:
        return base64.b64decode(_text(found, "answer"), validate=True)
    except (binascii.Error, ValueError):
        raise _malformed("answer", "no base64", "base64") from None


def _text(found: Mapping[str, Any], field: str) -> str:
    value = found.get(field)
    if not isinstance(value, str):
        raise _malformed(field, str(value), "text")
    return value


def _verified(note: bytes, keys: Sequence[VerifierKey]) -> Checkpoint:
    """Return what a note says, once a key of the log it names has signed it."""
    parsed = parse_checkpoint(parse_note(note).text)
    verify_note(note, [key for key in keys if key.name == parsed.origin])
    return parsed


def _no_fork(field: str, value: str, expected: str) -> RuleViolation:
    return RuleViolation(
        "no-fork",
        "the two notes do not contradict each other",
        field=field,
        value=value,
        expected=expected,
    )


def _malformed(field: str, value: str, expected: str) -> RuleViolation:
    return RuleViolation(
        "evidence-malformed",
        "the file of evidence cannot be understood",
        field=field,
        value=value[:100],
        expected=expected,
    )
