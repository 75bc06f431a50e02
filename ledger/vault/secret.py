"""One piece of personal data: how it is committed to, sealed under a person's key, and opened.

The log holds the commitment alone. Value and commitment key are sealed together, so destroying
the person's key leaves a commitment that nobody can test guesses against.

Source:
    HMAC: RFC 2104 with SHA-256. AES-256-GCM: NIST SP 800-38D, 96-bit random nonces.
"""

import dataclasses
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ledger.errors import LogCorrupt, RuleViolation

KEY_BYTES: Final = 32
NONCE_BYTES: Final = 12
MAX_CHARACTERS: Final = 500

NAME_FIELDS: Final = frozenset({"name", "credit_name", "kana", "legal_name"})


@dataclass(frozen=True, slots=True)
class Secret:
    """Personal data to be put into the vault.

    Attributes:
        subject: Whom it is about, `subj_...`.
        field: What it is, for instance `credit_name`, `kana`, `address`; names can be searched.
        value: As written, at most 500 characters. Kept out of `repr`, hence out of logs.
    """

    subject: str
    field: str
    value: str = dataclasses.field(repr=False)


@dataclass(frozen=True, slots=True)
class Opening:
    """What shows that a commitment in the log stands for a value: the value and the HMAC key."""

    field: str
    value: str = dataclasses.field(repr=False)
    key: bytes = dataclasses.field(repr=False)


def commit_to(value: str, key: bytes) -> str:
    """Return the commitment to a value: HMAC-SHA256 under a random 32-byte key, in hexadecimal.

    Source:
        docs/LOG-FORMAT.md, personal data; RFC 2104.
    """
    if len(key) != KEY_BYTES:
        raise RuleViolation("commit-key-length", field="key", value=len(key), expected=KEY_BYTES)
    return hmac.new(key, value.encode(), sha256).hexdigest()


def check(secret: Secret) -> None:
    """Refuse personal data that no register could hold; the refusal never repeats the value.

    Raises:
        RuleViolation: The value is blank, too long, has NUL or a lone surrogate.
    """
    for applies, found, expected in _PROBLEMS:
        if applies(secret.value):
            raise RuleViolation(
                "personal-value",
                f"{secret.field} of {secret.subject}: {found}",
                field=secret.field,
                value=found,
                expected=expected,
            )


_PROBLEMS: Final[tuple[tuple[Callable[[str], bool], str, str], ...]] = (
    (lambda text: not text.strip(), "blank text", "at least one visible character"),
    (lambda text: len(text) > MAX_CHARACTERS, "too long", f"at most {MAX_CHARACTERS} characters"),
    (lambda text: "\x00" in text, "text with NUL", "text without NUL"),
    (
        lambda text: any("\ud800" <= character <= "\udfff" for character in text),
        "text with a lone surrogate",
        "well-formed Unicode text",
    ),
)


def seal(secret: Secret, *, subject_key: bytes, commit_key: bytes, nonce: bytes) -> bytes:
    """Encrypt commitment key and value, bound to subject, field and commitment.

    Source:
        NIST SP 800-38D; the associated data is `subject|field|commit`.
    """
    bound = _bound(secret.subject, secret.field, commit_to(secret.value, commit_key))
    return AESGCM(subject_key).encrypt(nonce, commit_key + secret.value.encode(), bound)


def unseal(
    *, subject: str, name: str, commit: str, subject_key: bytes, nonce: bytes, ciphertext: bytes
) -> Opening:
    """Decrypt what `seal` made and check it against the commitment.

    Raises:
        LogCorrupt: The ciphertext, or what it is bound to, was altered.
    """
    bound = _bound(subject, name, commit)
    try:
        plain = AESGCM(subject_key).decrypt(nonce, ciphertext, bound)
    except (InvalidTag, ValueError) as error:  # a nonce of another length is a ValueError
        raise LogCorrupt("vault-value-altered", subject=subject, field=name) from error
    opening = Opening(name, plain[KEY_BYTES:].decode(), plain[:KEY_BYTES])
    if not hmac.compare_digest(commit_to(opening.value, opening.key), commit):
        raise LogCorrupt("vault-value-altered", subject=subject, field=name)
    return opening


def _bound(subject: str, name: str, commit: str) -> bytes:
    return f"{subject}|{name}|{commit}".encode()
