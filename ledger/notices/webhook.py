"""What a webhook carries, how it is signed, and how its receiver checks it: pure.

The rules kept here, in order:

1. The signature is HMAC-SHA256 over `id.timestamp.body`, under 24 to 64 random bytes.
2. While a secret is being replaced, every message has a signature of each.
3. A receiver refuses what is older or newer than five minutes: it was kept and sent again.
4. The same message always has the same id: who saw it before drops it.

Source:
    Standard Webhooks, https://www.standardwebhooks.com; RFC 2104.
"""

import base64
import binascii
import hmac
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Final

from ledger.errors import RuleViolation, SignatureInvalid
from ledger.log import canonical

PREFIX: Final = "whsec_"
SECRET_BYTES: Final = 32
TOLERANCE_SECONDS: Final = 300
ID, TIMESTAMP, SIGNATURE = "webhook-id", "webhook-timestamp", "webhook-signature"
_SHORTEST, _LONGEST = 24, 64
_VERSION: Final = "v1,"


def secret_of(random: bytes) -> str:
    """Write random bytes as a secret."""
    return PREFIX + base64.b64encode(random).decode()


def body_of(kind: str, timestamp: str, data: Mapping[str, object]) -> bytes:
    """Return the body of a message; the same message always has the same bytes."""
    return canonical.encode({"type": kind, "timestamp": timestamp, "data": dict(data)})


def headers_of(id: str, timestamp: int, body: bytes, secrets: Sequence[str]) -> dict[str, str]:
    """Return the headers that go with a body.

    Args:
        id: Of the delivery.
        timestamp: Of this attempt, in seconds since 1970.
        body: The exact bytes.
        secrets: In force, the newest first.
    """
    return {
        ID: id,
        TIMESTAMP: str(timestamp),
        SIGNATURE: " ".join(sign(id, timestamp, body, secret) for secret in secrets),
    }


def sign(id: str, timestamp: int, body: bytes, secret: str) -> str:
    """Return one signature.

    Source:
        Standard Webhooks 1.0, section on symmetric signatures.
    """
    message = f"{id}.{timestamp}.".encode() + body
    digest = hmac.digest(_key(secret), message, sha256)
    return _VERSION + base64.b64encode(digest).decode()


def verify_webhook(
    headers: Mapping[str, str], body: bytes, secrets: Sequence[str], now: int
) -> str:
    """Check a message that was received, and return its id.

    Args:
        headers: Of the request; names in any case.
        body: The exact bytes, before anything parses them.
        secrets: Those that the receiver holds.
        now: Seconds since 1970.

    Raises:
        SignatureInvalid: A header is missing or malformed, the time is off by more than five
            minutes, or no signature is good under any of the secrets.
    """
    named = {name.lower(): value for name, value in headers.items()}
    if missing := [name for name in (ID, TIMESTAMP, SIGNATURE) if not named.get(name)]:
        raise SignatureInvalid("webhook-header-missing", field=missing[0], expected="a value")
    sent = named[TIMESTAMP]
    if not sent.isascii() or not sent.isdecimal() or abs(int(sent) - now) > TOLERANCE_SECONDS:
        expected = f"within {TOLERANCE_SECONDS} seconds of {now}"
        raise SignatureInvalid("webhook-time", field=TIMESTAMP, value=sent, expected=expected)
    given = [one.encode() for one in named[SIGNATURE].split(" ")]
    for secret in secrets:
        wanted = sign(named[ID], int(sent), body, secret).encode()
        if any([hmac.compare_digest(wanted, one) for one in given]):  # noqa: C419 - in equal time
            return named[ID]
    raise SignatureInvalid("webhook-signature", field=SIGNATURE, expected="a good signature")


def _key(secret: str) -> bytes:
    """Return the bytes of a secret.

    Raises:
        RuleViolation: It is none; the refusal does not repeat it.
    """
    try:
        key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if not _SHORTEST <= len(key) <= _LONGEST:
        expected = f"{PREFIX} and {_SHORTEST} to {_LONGEST} bytes in base64"
        raise RuleViolation("webhook-secret-malformed", field="secret", expected=expected)
    return key
