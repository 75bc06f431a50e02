"""Keys and evidence that somebody hands to the command, read without trusting their length."""

from pathlib import Path
from typing import Final

from ledger.errors import RuleViolation
from ledger.log.note import VerifierKey, parse_verifier_key

_MOST_BYTES: Final = 2_000_000


def keys_of(text: str) -> list[VerifierKey]:
    """Read a verifier key, or a file with one in each line.

    Raises:
        SignatureInvalid: A key is malformed.
        RuleViolation: The file holds no key, or is too large.
    """
    is_file = "+" not in text or Path(text).is_file()
    lines = read_at_most(Path(text)).decode("utf-8", "replace").split("\n") if is_file else [text]
    found = [parse_verifier_key(line.strip()) for line in lines if line.strip()]
    if not found:
        raise RuleViolation("verifier-key-missing", field="key", value=text, expected="a key")
    return found


def read_at_most(file: Path, most: int = _MOST_BYTES) -> bytes:
    """Read a file that is not larger than it can be.

    Raises:
        RuleViolation: It is.
    """
    with file.open("rb") as opened:
        data = opened.read(most + 1)
    if len(data) > most:
        raise RuleViolation("file-too-large", field="file", value=str(file), expected=most)
    return data
