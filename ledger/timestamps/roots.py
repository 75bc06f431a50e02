"""The root certificates that a verifier trusts, and checks of tokens against them."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from cryptography import x509

from ledger.clock import stamp
from ledger.errors import RuleViolation
from ledger.timestamps.token import verify_token

_MOST_BYTES: Final = 4_000_000


def roots_in(file: Path) -> list[x509.Certificate]:
    """Read a file of trusted root certificates.

    Raises:
        RuleViolation: It cannot be read or understood.
    """
    try:
        with file.open("rb") as opened:
            data = opened.read(_MOST_BYTES)
    except OSError as error:
        raise RuleViolation(
            "tsa-roots-malformed",
            "the file of root certificates cannot be read",
            field="tsa_roots",
            value=str(file),
            expected=error.strerror or "a file",
        ) from error
    return read_roots(data)


def read_roots(data: bytes) -> list[x509.Certificate]:
    """Read trusted root certificates in PEM.

    Raises:
        RuleViolation: There is none in it, or one is malformed.
    """
    try:
        return x509.load_pem_x509_certificates(data)
    except ValueError as error:
        raise RuleViolation(
            "tsa-roots-malformed",
            "the file of root certificates cannot be understood",
            field="tsa_roots",
            value=str(error),
            expected="one or more certificates in PEM",
        ) from error


def token_check(file: Path) -> Callable[[bytes, bytes], str]:
    """Return a check of (note, token) against the roots in a file, which gives the token's time.

    Raises:
        RuleViolation: The file cannot be read or understood.
    """
    roots = roots_in(file)

    def check(note: bytes, token: bytes) -> str:
        return stamp(verify_token(token, note, roots).time)

    return check
