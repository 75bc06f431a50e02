"""`personal.jsonl`: each name in it must open the commitment that the log holds.

Source:
    docs/LOG-FORMAT.md, personal data; HMAC: RFC 2104 with SHA-256.
"""

import hmac
from hashlib import sha256
from typing import Any, Final

from ledger.audit.bundle_format import PERSONAL
from ledger.audit.findings import Findings
from ledger.audit.folder import Folder
from ledger.errors import LedgerError, VerificationFailed
from ledger.log import canonical

_LONGEST_LINE: Final = 16_384
_MOST_BYTES: Final = 4 * 2**30
_KEY_BYTES: Final = 32
_MEMBERS: Final = frozenset({"commit", "field", "key", "subject", "value"})


def check_personal(folder: Folder, findings: Findings) -> None:
    """Open every line, if the bundle has people's data at all."""
    if not folder.has(PERSONAL):
        return
    before, count = findings.total, 0
    try:
        with folder.open(PERSONAL, _MOST_BYTES) as file:
            for line in iter(lambda: file.readline(_LONGEST_LINE + 1), b""):
                count += 1
                expected, found = _opened(line)
                if expected != found:
                    findings.add(
                        None, "personal-altered", expected, f"line {count}: {found}", file=PERSONAL
                    )
    except VerificationFailed as error:
        findings.add_error(None, error, file=PERSONAL)
    findings.done("personal", count, before)


def _opened(line: bytes) -> tuple[str, str]:
    """Return the commitment that a line names, and the one that its value and key give."""
    try:
        value = canonical.decode(line.removesuffix(b"\n"))
        if _is_opening(value):
            key = bytes.fromhex(value["key"])
            if len(key) == _KEY_BYTES:
                found = hmac.new(key, value["value"].encode(), sha256).hexdigest()
                return value["commit"], found
    except (LedgerError, ValueError):
        pass  # said below, without repeating what may be a name
    return "one canonical line with commit, field, key, subject and value", "malformed"


def _is_opening(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and value.keys() == _MEMBERS
        and all(isinstance(text, str) for text in value.values())
    )
