"""Signed notes and checkpoints: what a log signs, and how anyone checks it.

A note is text that ends in a newline, an empty line, and signature lines. A checkpoint is a note
of exactly three lines: origin, size, root. Reading is strict: one spelling of every number, every
base64 text and every line, so that two different byte strings are never the same note.

Source:
    C2SP signed-note (c2sp.org/signed-note) and tlog-checkpoint (c2sp.org/tlog-checkpoint);
    verifier keys as in golang.org/x/mod/sumdb/note; Ed25519 as in RFC 8032.
"""

import base64
import binascii
import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from ledger.errors import SignatureInvalid
from ledger.log.merkle import EMPTY_ROOT, HASH_BYTES

ED25519: Final = 0x01
KEY_BYTES: Final = 32
MAX_SIGNATURES: Final = 100
MAX_NOTE_BYTES: Final = 1_000_000
_MARK: Final = "\u2014 "  # em dash, space
_ORIGIN: Final = re.compile(r"[^\x00-\x1f]+")
_SIZE: Final = re.compile(r"0|[1-9][0-9]{0,18}")
_ID: Final = re.compile(r"[0-9a-f]{8}")


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A public Ed25519 key under a name.

    Attributes:
        name: Usually the origin of the log, or the name of a witness.
        public_key: 32 bytes.
    """

    name: str
    public_key: bytes

    @property
    def key_id(self) -> bytes:
        """Return the four bytes that mark this key's signatures; no proof of anything."""
        return key_id(self.name, self.public_key)

    def __str__(self) -> str:
        """Return the key as people exchange it: `name+key id+base64`."""
        key = base64.b64encode(bytes([ED25519]) + self.public_key).decode()
        return f"{self.name}+{self.key_id.hex()}+{key}"


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line, verified or not."""

    name: str
    key_id: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class Note:
    """A note, taken apart. Nothing in it may be believed until `verify_note` returned.

    Attributes:
        text: With its final newline.
        signatures: In the order of their lines.
    """

    text: str
    signatures: tuple[Signature, ...]


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The state of a log: its name, its size and the root of its tree."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        """Return the three lines that are signed."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


def key_id(name: str, public_key: bytes, algorithm: int = ED25519) -> bytes:
    """Return SHA-256(name || 0x0A || algorithm || public key), cut to four bytes.

    Source:
        C2SP signed-note, "Ed25519 signatures" (0x01); tlog-cosignature, "Format" (0x04).
    """
    return sha256(name.encode() + b"\n" + bytes([algorithm]) + public_key).digest()[:4]


def parse_verifier_key(text: str) -> VerifierKey:
    """Read a key of the form `name+key id+base64`.

    Raises:
        SignatureInvalid: The text is malformed, its key id is not that of its key, or the key is
            not Ed25519.

    Source:
        golang.org/x/mod/sumdb/note, "Verifying Notes".
    """
    return VerifierKey(*parse_key_text(text, ED25519))


def parse_key_text(text: str, algorithm: int) -> tuple[str, bytes]:
    """Return name and public key of a key text whose first byte names this algorithm.

    Raises:
        SignatureInvalid: The text is malformed, names another algorithm, or its key id is not that
            of its key.

    Source:
        C2SP signed-note, "Verifier keys".
    """
    name, *rest = text.split("+", 2)
    if len(rest) != 2 or not _is_key_name(name) or not _ID.fullmatch(rest[0]):  # noqa: PLR2004
        raise SignatureInvalid("key-malformed", value=text, expected="name+key id+base64")
    data = decode_base64(rest[1])
    if len(data) != 1 + KEY_BYTES or data[0] != algorithm:
        expected = f"an Ed25519 key of type 0x{algorithm:02x}"
        raise SignatureInvalid("key-unknown", value=text, expected=expected)
    found = key_id(name, data[1:], algorithm).hex()
    if found != rest[0]:
        raise SignatureInvalid("key-id-differs", value=rest[0], expected=found)
    return name, data[1:]


def verifier_key(name: str, private_key: Ed25519PrivateKey) -> VerifierKey:
    """Return the public side of a signing key."""
    return VerifierKey(name, private_key.public_key().public_bytes_raw())


def sign_note(text: str, name: str, private_key: Ed25519PrivateKey) -> bytes:
    """Return the signed note of a text.

    Args:
        text: Ends in a newline.
        name: Name of the key.
        private_key: Signs the text.

    Raises:
        SignatureInvalid: Text or name could not be read back.

    Source:
        C2SP signed-note, "Format" and "Ed25519 signatures".
    """
    key = verifier_key(name, private_key)
    blob = base64.b64encode(key.key_id + private_key.sign(text.encode())).decode()
    note = f"{text}\n{_MARK}{name} {blob}\n".encode()
    parse_note(note)
    return note


def add_signature(note: bytes, signature: Signature) -> bytes:
    """Return the note with one more signature line, such as a witness's."""
    parse_note(note)
    return note + signature_line(signature)


def signature_line(signature: Signature) -> bytes:
    """Return the line of a signature, with its newline."""
    blob = base64.b64encode(signature.key_id + signature.signature).decode()
    return f"{_MARK}{signature.name} {blob}\n".encode()


def parse_note(data: bytes) -> Note:
    """Take a note apart, without believing it.

    Raises:
        SignatureInvalid: The bytes are not a note.

    Source:
        C2SP signed-note, "Format".
    """
    try:
        whole = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _malformed("valid UTF-8") from error
    if len(data) > MAX_NOTE_BYTES or any(char < " " and char != "\n" for char in whole):
        raise _malformed("no control characters but newlines")
    text, separator, tail = whole.rpartition("\n\n")
    if not separator or not tail.endswith("\n"):
        raise _malformed("text, an empty line, and signature lines")
    lines = tail[:-1].split("\n")
    if len(lines) > MAX_SIGNATURES:
        raise _malformed(f"at most {MAX_SIGNATURES} signatures")
    return Note(text + "\n", tuple(_parse_signature(line) for line in lines))


def _parse_signature(line: str) -> Signature:
    if not line.startswith(_MARK):
        raise _malformed("signature lines that begin with an em dash and a space")
    name, space, blob = line[len(_MARK) :].partition(" ")
    if not space or not _is_key_name(name):
        raise _malformed("a key name, a space, and base64")
    data = decode_base64(blob)
    if len(data) <= 4:  # noqa: PLR2004 - the key id alone is no signature
        raise _malformed("key id and signature")
    return Signature(name, data[:4], data[4:])


def verify_note(data: bytes, keys: Sequence[VerifierKey]) -> tuple[Note, tuple[VerifierKey, ...]]:
    """Check a note against the keys one trusts.

    Signatures of unknown keys are ignored, so that a log may add witnesses and new keys. A wrong
    signature of a known key spoils the note.

    Returns:
        The note, and the keys that signed it, each once.

    Raises:
        SignatureInvalid: The note is malformed, a known key's signature is wrong, no known key
            signed, or two keys share name and id.

    Source:
        C2SP signed-note, "Signatures".
    """
    note = parse_note(data)
    known = {(key.name, key.key_id): key for key in keys}
    if len(known) != len(set(keys)):
        raise SignatureInvalid("key-ambiguous", expected="keys that differ in name or id")
    signers: list[VerifierKey] = []
    for signature in note.signatures:
        key = known.get((signature.name, signature.key_id))
        if key is not None and key not in signers:
            _verify(note.text, signature, key)
            signers.append(key)
    if not signers:
        raise SignatureInvalid(
            "no-known-signature",
            "no key that is trusted signed this note",
            value=[signature.name for signature in note.signatures],
            expected=[key.name for key in keys],
        )
    return note, tuple(signers)


def _verify(text: str, signature: Signature, key: VerifierKey) -> None:
    try:
        public = Ed25519PublicKey.from_public_bytes(key.public_key)
        public.verify(signature.signature, text.encode())
    except (InvalidSignature, ValueError) as error:
        raise SignatureInvalid("signature-wrong", key=str(key)) from error


def parse_checkpoint(text: str) -> Checkpoint:
    """Read the text of a checkpoint: three lines, no extension lines.

    Raises:
        SignatureInvalid: The text is not exactly a checkpoint.

    Source:
        C2SP tlog-checkpoint, "Note text". Extension lines are allowed there and refused here: no
        monitor could audit them.
    """
    lines = text.split("\n")
    well_formed = len(lines) == 4 and not lines[3] and _ORIGIN.fullmatch(lines[0])  # noqa: PLR2004
    if not well_formed or not _SIZE.fullmatch(lines[1]):
        raise SignatureInvalid("checkpoint-malformed", value=text, expected="origin, size, root")
    checkpoint = Checkpoint(lines[0], int(lines[1]), decode_base64(lines[2]))
    if len(checkpoint.root) != HASH_BYTES:
        raise SignatureInvalid("checkpoint-malformed", field="root", value=lines[2])
    if checkpoint.size == 0 and checkpoint.root != EMPTY_ROOT:
        raise SignatureInvalid("checkpoint-malformed", field="root", expected=EMPTY_ROOT.hex())
    return checkpoint


def verify_checkpoint(data: bytes, keys: Sequence[VerifierKey], origin: str) -> Checkpoint:
    """Check a signed checkpoint of the log with this origin.

    Raises:
        SignatureInvalid: See `verify_note`; or it is the checkpoint of another log.

    Source:
        C2SP tlog-checkpoint.
    """
    note, _ = verify_note(data, keys)
    checkpoint = parse_checkpoint(note.text)
    if checkpoint.origin != origin:
        raise SignatureInvalid("origin-differs", value=checkpoint.origin, expected=origin)
    return checkpoint


def _is_key_name(name: str) -> bool:
    return bool(name) and "+" not in name and not any(char.isspace() for char in name)


def decode_base64(text: str) -> bytes:
    """Read base64 in its one spelling.

    Raises:
        SignatureInvalid: It is another spelling, or none.
    """
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise SignatureInvalid("base64-malformed", value=text) from error
    if base64.b64encode(data).decode() != text:
        raise SignatureInvalid("base64-malformed", value=text, expected="its one spelling")
    return data


def _malformed(expected: str) -> SignatureInvalid:
    return SignatureInvalid("note-malformed", expected=expected)
