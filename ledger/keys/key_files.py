"""Where a private key lies: a file that a passphrase opens, or the keyring of the system.

The file is PKCS #8, PEM, encrypted under scrypt and AES-256-CBC, so that other tools read it too:
`openssl pkey -in author.pem`. It is written for its owner alone, and never over another.

Source:
    RFC 5958 (EncryptedPrivateKeyInfo), RFC 8018 appendix A.4 (PBES2), RFC 7914 section 7 (scrypt in
    PBES2), RFC 8410 section 7 (Ed25519 keys).
"""

import base64
import os
from pathlib import Path
from typing import Final

import keyring
import keyring.errors
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import padding, serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from ledger.entropy import Entropy
from ledger.errors import Conflict, NotFound, RuleViolation, Unavailable
from ledger.log.authorship import key_id

SERVICE: Final = "daicho"
MIN_PASSPHRASE: Final = 8
_MOST_BYTES: Final = 65_536
_SALT_BYTES, _IV_BYTES, _KEY_BYTES = 16, 16, 32
_COST, _BLOCK, _PARALLEL = 2**14, 8, 5  # 16 MiB per guess; what OpenSSL accepts by itself
_PBES2: Final = bytes.fromhex("06092a864886f70d01050d")
_SCRYPT: Final = bytes.fromhex("06092b06010401da47040b")
_AES256_CBC: Final = bytes.fromhex("060960864801650304012a")
_SEQUENCE, _OCTETS, _INTEGER = 0x30, 0x04, 0x02
_LABEL: Final = "ENCRYPTED PRIVATE KEY"


def new_key(entropy: Entropy) -> Ed25519PrivateKey:
    """Draw a private key."""
    return Ed25519PrivateKey.from_private_bytes(entropy.bytes(_KEY_BYTES))


def write_key_file(path: Path, key: Ed25519PrivateKey, passphrase: str, entropy: Entropy) -> None:
    """Write a private key under a passphrase.

    Raises:
        RuleViolation: The passphrase is too short.
        Conflict: The file exists.
    """
    if len(passphrase) < MIN_PASSPHRASE:
        raise RuleViolation(
            "passphrase-short", field="passphrase", value=f"{len(passphrase)} characters",
            expected=f"at least {MIN_PASSPHRASE}",
        )  # fmt: skip
    data = encrypted(key, passphrase, entropy)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise Conflict("key-file-exists", field="file", value=str(path)) from None
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def encrypted(key: Ed25519PrivateKey, passphrase: str, entropy: Entropy) -> bytes:
    """Return a private key as PEM under a passphrase.

    Source:
        RFC 7914 section 7.1 for the parameters of scrypt within PBES2.
    """
    salt, vector = entropy.bytes(_SALT_BYTES), entropy.bytes(_IV_BYTES)
    kdf = Scrypt(salt=salt, length=_KEY_BYTES, n=_COST, r=_BLOCK, p=_PARALLEL)
    secret = kdf.derive(passphrase.encode())
    plain = key.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    padder = padding.PKCS7(algorithms.AES.block_size).padder()
    sealer = Cipher(algorithms.AES(secret), modes.CBC(vector)).encryptor()
    sealed = sealer.update(padder.update(plain) + padder.finalize()) + sealer.finalize()
    costs = b"".join(_integer(number) for number in (_COST, _BLOCK, _PARALLEL))
    scrypt = _wrap(_SEQUENCE, _SCRYPT + _wrap(_SEQUENCE, _wrap(_OCTETS, salt) + costs))
    cipher = _wrap(_SEQUENCE, _AES256_CBC + _wrap(_OCTETS, vector))
    scheme = _wrap(_SEQUENCE, _PBES2 + _wrap(_SEQUENCE, scrypt + cipher))
    return _pem(_wrap(_SEQUENCE, scheme + _wrap(_OCTETS, sealed)))


def _wrap(tag: int, content: bytes) -> bytes:
    """Return a DER element; nothing here is longer than 255 bytes."""
    size = len(content)
    return bytes([tag, size] if size < 0x80 else [tag, 0x81, size]) + content  # noqa: PLR2004


def _integer(number: int) -> bytes:
    return _wrap(_INTEGER, number.to_bytes(number.bit_length() // 8 + 1, "big"))


def _pem(data: bytes) -> bytes:
    text = base64.b64encode(data).decode()
    lines = [text[start : start + 64] for start in range(0, len(text), 64)]
    return "\n".join([f"-----BEGIN {_LABEL}-----", *lines, f"-----END {_LABEL}-----", ""]).encode()


def read_key_file(path: Path, passphrase: str) -> Ed25519PrivateKey:
    """Open a private key.

    Raises:
        NotFound: There is no such file.
        RuleViolation: It is no key file, the passphrase is wrong, or the key is not Ed25519.
    """
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES)
    except (FileNotFoundError, IsADirectoryError):
        raise NotFound("key-file-not-found", field="file", value=str(path)) from None
    return _opened(data, passphrase, str(path))


def _opened(data: bytes, passphrase: str, where: str) -> Ed25519PrivateKey:
    try:
        key = serialization.load_pem_private_key(data, passphrase.encode() or None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise RuleViolation(
            "key-file-unreadable",
            "this is no key file, or the passphrase is another",
            field="file",
            value=where,
            expected="PKCS #8 in PEM, and its passphrase",
        ) from None
    if not isinstance(key, Ed25519PrivateKey):
        raise RuleViolation("key-not-ed25519", field="file", value=where, expected="an Ed25519 key")
    return key


def keep_in_keyring(key: Ed25519PrivateKey) -> str:
    """Put a private key into the keyring of the system.

    Returns:
        The key's name, under which it is found again.

    Raises:
        Unavailable: This system has no keyring, or it is locked.
    """
    name = key_id(key.public_key().public_bytes_raw())
    try:
        keyring.set_password(SERVICE, name, key.private_bytes_raw().hex())
    except keyring.errors.KeyringError as error:
        raise _no_keyring(error) from error
    return name


def from_keyring(name: str) -> Ed25519PrivateKey:
    """Take a private key from the keyring of the system.

    Raises:
        NotFound: It is not there.
        RuleViolation: What is there is another key.
        Unavailable: This system has no keyring, or it is locked.
    """
    try:
        secret = keyring.get_password(SERVICE, name)
    except keyring.errors.KeyringError as error:
        raise _no_keyring(error) from error
    if secret is None:
        raise NotFound("key-not-in-keyring", field="key", value=name)
    try:
        key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(secret))
    except ValueError:
        raise RuleViolation("keyring-entry-malformed", field="key", value=name) from None
    if key_id(key.public_key().public_bytes_raw()) != name:
        raise RuleViolation("keyring-entry-malformed", field="key", value=name)
    return key


def _no_keyring(error: Exception) -> Unavailable:
    return Unavailable("keyring-unavailable", f"the system's keyring does not answer: {error}")
