"""Cosignatures: a witness's dated word that a checkpoint is the longest consistent one it has seen.

A cosignature is a signature line of a signed note. Its key has type 0x04, so that a signature made
as a witness can never pass for one made as a log, even under the same private key.

Source:
    C2SP tlog-cosignature (c2sp.org/tlog-cosignature), cosignature/v1; Ed25519 as in RFC 8032.
"""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from ledger.errors import SignatureInvalid
from ledger.log.note import Note, Signature, key_id, parse_key_text, parse_note, signature_line

COSIGNATURE_V1: Final = 0x04
_HEADER: Final = "cosignature/v1"
_TIME_BYTES: Final = 8
_SIGNED_BYTES: Final = _TIME_BYTES + 64
_MAX_TIME: Final = 2**64 - 1


@dataclass(frozen=True, slots=True)
class WitnessKey:
    """A witness's public Ed25519 key under a name.

    Attributes:
        name: Name of the witness, such as `witness.example/w1`.
        public_key: 32 bytes.
    """

    name: str
    public_key: bytes

    @property
    def key_id(self) -> bytes:
        """Return the four bytes that mark this key's cosignatures; no proof of anything."""
        return key_id(self.name, self.public_key, COSIGNATURE_V1)

    def __str__(self) -> str:
        """Return the key as people exchange it: `name+key id+base64`."""
        key = base64.b64encode(bytes([COSIGNATURE_V1]) + self.public_key).decode()
        return f"{self.name}+{self.key_id.hex()}+{key}"


@dataclass(frozen=True, slots=True)
class Cosigned:
    """What a verified cosignature established.

    Attributes:
        key: Whose it is.
        timestamp: When it was made, by the witness's clock: seconds since 1970 UTC.
    """

    key: WitnessKey
    timestamp: int


def parse_witness_key(text: str) -> WitnessKey:
    """Read a key of the form `name+key id+base64` whose type is 0x04.

    Raises:
        SignatureInvalid: The text is malformed, or no key of a witness.

    Source:
        C2SP tlog-cosignature, "Format"; signed-note, "Verifier keys".
    """
    return WitnessKey(*parse_key_text(text, COSIGNATURE_V1))


def witness_key(name: str, private_key: Ed25519PrivateKey) -> WitnessKey:
    """Return the public side of a witness's key."""
    return WitnessKey(name, private_key.public_key().public_bytes_raw())


def message(text: str, timestamp: int) -> bytes:
    """Return the bytes that a witness signs.

    Args:
        text: The whole text of the checkpoint, with its final newline, without signatures.
        timestamp: Seconds since 1970 UTC.

    Source:
        C2SP tlog-cosignature, "Signed message".
    """
    return f"{_HEADER}\ntime {timestamp}\n{text}".encode()


def cosign(text: str, name: str, private_key: Ed25519PrivateKey, timestamp: int) -> Signature:
    """Return a witness's signature over the text of a checkpoint.

    Raises:
        SignatureInvalid: The name could not be read back, or the time is none.

    Source:
        C2SP tlog-cosignature, "Format".
    """
    if not 0 < timestamp <= _MAX_TIME:
        raise SignatureInvalid("cosignature-time", value=timestamp, expected="seconds since 1970")
    signed = private_key.sign(message(text, timestamp))
    stamped = timestamp.to_bytes(_TIME_BYTES, "big") + signed
    signature = Signature(name, witness_key(name, private_key).key_id, stamped)
    parse_signature_lines(signature_line(signature))
    return signature


def verify_cosignature(text: str, signature: Signature, key: WitnessKey) -> Cosigned:
    """Check one signature line against the key of a witness.

    Raises:
        SignatureInvalid: It is another key's, is malformed, or does not verify over this text.

    Source:
        C2SP tlog-cosignature, "Format" and "Signed message".
    """
    if (signature.name, signature.key_id) != (key.name, key.key_id):
        raise SignatureInvalid("cosignature-of-another", value=signature.name, expected=str(key))
    if len(signature.signature) != _SIGNED_BYTES:
        found, right = len(signature.signature), f"{_SIGNED_BYTES} bytes"
        raise SignatureInvalid("cosignature-malformed", key=str(key), value=found, expected=right)
    timestamp = int.from_bytes(signature.signature[:_TIME_BYTES], "big")
    try:
        public = Ed25519PublicKey.from_public_bytes(key.public_key)
        public.verify(signature.signature[_TIME_BYTES:], message(text, timestamp))
    except (InvalidSignature, ValueError) as error:
        raise SignatureInvalid("cosignature-wrong", key=str(key)) from error
    return Cosigned(key, timestamp)


def verify_cosignatures(note: Note, keys: Sequence[WitnessKey]) -> tuple[Cosigned, ...]:
    """Check every line of a note that is by one of these witnesses; ignore all other lines.

    Returns:
        One for each witness that signed, in the order of the keys; of several by one witness the
        first, once all of them verified.

    Raises:
        SignatureInvalid: A line by one of these keys is wrong: that spoils the note.

    Source:
        C2SP signed-note, "Signatures"; tlog-cosignature, "Format".
    """
    found: list[Cosigned] = []
    for key in keys:
        mine = [s for s in note.signatures if (s.name, s.key_id) == (key.name, key.key_id)]
        verified = [verify_cosignature(note.text, signature, key) for signature in mine]
        found += verified[:1]
    return tuple(found)


def parse_signature_lines(data: bytes) -> tuple[Signature, ...]:
    """Read what a witness answers: one or more signature lines and nothing else.

    Raises:
        SignatureInvalid: It is anything else.

    Source:
        C2SP tlog-witness, "add-checkpoint".
    """
    # Read as the tail of a note whose text is known: the lines then have no other reading.
    note = parse_note(b".\n\n" + data)
    if note.text != ".\n":
        raise SignatureInvalid("note-malformed", expected="signature lines only")
    return note.signatures
