"""Authors sign commands: the bytes that are signed, signing, and checking.

What an author signs is the command and never the facts, because only the rule decides which facts
follow. The rules kept here, in order:

1. The bytes name the log, the kind of command, the party that signs, a nonce and the command, each
   with its length before it, so that no two different commands share them.
2. A key is named by its own hash, so that one key has one name.
3. A public key is a point of the prime-order kind: anybody could sign for one of small order.

Source:
    docs/LOG-FORMAT.md chapter 17; the pre-authentication encoding of DSSE
    (github.com/secure-systems-lab/dsse, protocol.md); RFC 8032 for Ed25519.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from itertools import count
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from ledger.errors import RuleViolation, SignatureInvalid
from ledger.log import canonical

PREAMBLE: Final = b"DaichoCommandV1"
KEY_BYTES: Final = 32
NONCE_BYTES: Final = 16
SIGNATURE_BYTES: Final = 64
MAX_SIGNATURES: Final = 32
"""Most signatures beside one command: every member of a large committee, and some to spare."""

COMMAND: Final = "command"
SIGNATURES: Final = "signatures"

_KEY_ID: Final = re.compile(r"key_[0-9a-f]{32}")
_NONCE: Final = re.compile(r"[0-9a-f]{32}")
_SIGNATURE: Final = re.compile(r"[0-9a-f]{128}")
_FIELD_PRIME: Final = 2**255 - 19
_CURVE_D: Final = -121665 * pow(121666, -1, _FIELD_PRIME) % _FIELD_PRIME
_SIGN_BIT: Final = 1 << 255
# The y-coordinates of the points of order 8; orders 1, 2 and 4 have y = 1, -1 and 0.
_ORDER_8: Final = 0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7
_SMALL_ORDER: Final = frozenset(y % _FIELD_PRIME for y in (0, 1, -1, _ORDER_8, -_ORDER_8))


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature beside a command, verified or not.

    Attributes:
        key: Name of the key, `key_` and 32 hexadecimal digits.
        nonce: 32 hexadecimal digits that this key never used before.
        signature: 128 hexadecimal digits.
    """

    key: str
    nonce: str
    signature: str

    def __post_init__(self) -> None:
        """Refuse a malformed member.

        Raises:
            RuleViolation: `signature-malformed`; names the member.
        """
        shapes = {"key": _KEY_ID, "nonce": _NONCE, "signature": _SIGNATURE}
        for name, shape in shapes.items():
            value = getattr(self, name)
            if not isinstance(value, str) or not shape.fullmatch(value):
                raise RuleViolation(
                    "signature-malformed", field=name, value=value, expected=shape.pattern
                )


@dataclass(frozen=True, slots=True)
class SignedCommand:
    """What an author signs, besides the nonce.

    Attributes:
        origin: Name of the log.
        type: Kind of command with its version, for instance `AmendCommittee/1`.
        body: The command's fields.
    """

    origin: str
    type: str
    body: Mapping[str, Any]

    def to_be_signed(self, party: str, nonce: str) -> bytes:
        """Return the bytes that a party signs.

        Source:
            docs/LOG-FORMAT.md chapter 17.
        """
        fields = (
            self.origin.encode(),
            self.type.encode(),
            party.encode(),
            nonce.encode(),
            canonical.encode(self.body),
        )
        return PREAMBLE + b"".join(b" %d %b" % (len(field), field) for field in fields)

    def sign(self, private_key: Ed25519PrivateKey, party: str, nonce: str) -> Signature:
        """Sign for a party.

        Args:
            private_key: The author's key.
            party: For whom the author signs.
            nonce: 32 hexadecimal digits, drawn for this signature alone.
        """
        signature = private_key.sign(self.to_be_signed(party, nonce)).hex()
        return Signature(key_id(private_key.public_key().public_bytes_raw()), nonce, signature)

    def verify(self, signature: Signature, party: str, public_key: bytes) -> None:
        """Check one signature.

        Raises:
            SignatureInvalid: `signature-invalid`: another command, log, party, nonce or key.

        Source:
            RFC 8032 section 5.1.7.
        """
        key = Ed25519PublicKey.from_public_bytes(public_key)
        message = self.to_be_signed(party, signature.nonce)
        try:
            key.verify(bytes.fromhex(signature.signature), message)
        except InvalidSignature:
            raise SignatureInvalid(
                "signature-invalid",
                f"{signature.key} did not sign this command with this nonce for {party}",
                key=signature.key,
                expected=sha256(message).hexdigest(),
            ) from None


def key_id(public_key: bytes) -> str:
    """Return the name of a key: `key_` and the first half of SHA-256 over its 32 bytes.

    Source:
        docs/LOG-FORMAT.md chapter 17.
    """
    return f"key_{sha256(public_key).hexdigest()[:32]}"


def check_public_key(public_key: bytes) -> None:
    """Refuse 32 bytes that are no public key, or one for which anybody could sign.

    Raises:
        RuleViolation: `public-key-malformed` or `public-key-weak`.

    Source:
        RFC 8032 section 5.1.3 for decoding a point; the points of order 1, 2, 4 and 8 as listed
        in Chalkias, Garillot, Nikolaenko, Taming the many EdDSAs (2020), table 1.
    """
    if len(public_key) != KEY_BYTES:
        raise _no_key("public-key-malformed", public_key, "32 bytes")
    number = int.from_bytes(public_key, "little")
    y = number & (_SIGN_BIT - 1)
    if y >= _FIELD_PRIME or not _is_on_curve(y):
        raise _no_key("public-key-malformed", public_key, "a point of edwards25519")
    if y in _SMALL_ORDER:
        raise _no_key("public-key-weak", public_key, "a point that is not of small order")


def _is_on_curve(y: int) -> bool:
    """Tell whether some x goes with this y: x^2 = (y^2 - 1) / (d y^2 + 1)."""
    square = (y * y - 1) * pow(_CURVE_D * y * y + 1, -1, _FIELD_PRIME) % _FIELD_PRIME
    return square == 0 or pow(square, (_FIELD_PRIME - 1) // 2, _FIELD_PRIME) == 1


def _no_key(code: str, public_key: bytes, expected: str) -> RuleViolation:
    return RuleViolation(code, field="public_key", value=public_key.hex(), expected=expected)


def recorded_command(origin: str, parts: Mapping[str, Mapping[str, Any]]) -> SignedCommand:
    """Put the command of an entry together again, as its authors signed it.

    Args:
        origin: Name of the log.
        parts: Body by name of part; the entry is the first of its command.

    Raises:
        RuleViolation: `command-malformed`: the part does not hold a command.

    Source:
        docs/LOG-FORMAT.md chapter 17.
    """
    head = parts[COMMAND]
    kind, body = head.get("type"), head.get("body")
    if not isinstance(kind, str) or not isinstance(body, dict):
        raise RuleViolation("command-malformed", expected="type and body")
    whole = dict(body)
    prefix = f"{COMMAND}."
    chunked = {name[len(prefix) :].split("/")[0] for name in parts if name.startswith(prefix)}
    for field in sorted(chunked):
        whole[field] = _joined(parts, f"{prefix}{field}")
    return SignedCommand(origin, kind, whole)


def _joined(parts: Mapping[str, Mapping[str, Any]], name: str) -> list[Any]:
    items: list[Any] = []
    for number in count():
        chunk = parts.get(f"{name}/{number}")
        if chunk is None:
            return items
        found = chunk.get("items")
        if not isinstance(found, list):
            raise RuleViolation("command-malformed", field=f"{name}/{number}", expected="items")
        items.extend(found)
    return items
