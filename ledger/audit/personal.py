"""`personal.jsonl`: each name in it opens a commitment that the log holds.

Source:
    docs/LOG-FORMAT.md, personal data; HMAC: RFC 2104 with SHA-256.
"""

import hmac
from collections.abc import Iterable
from hashlib import sha256
from typing import Any, Final

from ledger.audit.bundle_format import PERSONAL
from ledger.audit.cited import cited_commitments
from ledger.audit.findings import Findings
from ledger.audit.folder import Folder
from ledger.errors import LedgerError, VerificationFailed
from ledger.log import canonical

_LONGEST_LINE: Final = 16_384
_MOST_BYTES: Final = 4 * 2**30
_KEY_BYTES: Final = 32
_KEPT_AS: Final = {"credit_name": "credit_name", "kana": "kana", "name": "credit_name"}
"""Where a fact has a commitment, to what the data is called: a credit's name is a credit name."""

Opened = tuple[str, str, str]
"""Subject, field, commitment."""

_MEMBERS: Final = frozenset({"commit", "field", "key", "subject", "value"})


class PersonalAudit:
    """Opens every line, if the bundle has people's data at all, and holds it against the parts.

    A line that no part cites opens nothing but itself: anybody could have made it.

    Args:
        folder: The bundle.
        findings: Where findings go.
    """

    def __init__(self, folder: Folder, findings: Findings) -> None:
        self._findings = findings
        self._count = self._wrong = 0
        self._uncited: dict[Opened, int] = {}
        if folder.has(PERSONAL):
            self._read(folder)

    def see(self, bodies: Iterable[object]) -> None:
        """Take what an entry says."""
        if not self._uncited:
            return
        for body in bodies:
            for subject, field, commit in cited_commitments(body):
                self._uncited.pop((subject, _KEPT_AS[field], commit), None)

    def finish(self) -> None:
        """Report the lines that no part cites."""
        for (_, field, commit), line in self._uncited.items():
            found = f"line {line}: {field} {commit}"
            self._add("personal-uncited", "a commitment in a disclosed part", found)
        if self._count or self._wrong:
            before = self._findings.total - self._wrong
            self._findings.done("personal", self._count, before)

    def _read(self, folder: Folder) -> None:
        try:
            with folder.open(PERSONAL, _MOST_BYTES) as file:
                for line in iter(lambda: file.readline(_LONGEST_LINE + 1), b""):
                    self._count += 1
                    self._take(line)
        except VerificationFailed as error:
            self._wrong += 1
            self._findings.add_error(None, error, file=PERSONAL)

    def _take(self, line: bytes) -> None:
        expected, found, opened = _opened(line)
        if expected != found:
            self._add("personal-altered", expected, f"line {self._count}: {found}")
        else:
            self._uncited[opened] = self._count

    def _add(self, code: str, expected: str, found: str) -> None:
        self._wrong += 1
        self._findings.add(None, code, expected, found, file=PERSONAL)


def _opened(line: bytes) -> tuple[str, str, Opened]:
    """Return the commitment that a line names, the one that value and key give, and whose it is."""
    try:
        value = canonical.decode(line.removesuffix(b"\n"))
        if _is_opening(value) and line.endswith(b"\n"):
            key = bytes.fromhex(value["key"])
            if len(key) == _KEY_BYTES:
                found = hmac.new(key, value["value"].encode(), sha256).hexdigest()
                return value["commit"], found, (value["subject"], value["field"], found)
    except (LedgerError, ValueError):
        pass  # said below, without repeating what may be a name
    return (
        "one canonical line with commit, field, key, subject and value",
        "malformed",
        ("", "", ""),
    )


def _is_opening(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and value.keys() == _MEMBERS
        and all(isinstance(text, str) for text in value.values())
    )
