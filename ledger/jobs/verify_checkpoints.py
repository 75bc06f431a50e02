"""What verification asks of published checkpoints, of the keys that sign them, and of the guard.

Every stored note must be signed by a key in force at its size, and state the root that the entries
have there. The keys follow from the genesis text and the entries alone; a statement that does not
hold is a finding, and changes nothing.
"""

from collections.abc import Iterator

from sqlalchemy import Connection

from ledger.audit.findings import Check, Findings
from ledger.bootstrap import LOG_KEY, Register
from ledger.errors import LedgerError, SignatureInvalid
from ledger.guard.check import check_guard
from ledger.log.genesis import parse_genesis
from ledger.log.log_keys import LogKeys
from ledger.log.note import Checkpoint, verify_note
from ledger.log.parts import FACTS, Bodies
from ledger.log_keys.events import LogKeyRetired, LogKeyRotated
from ledger.log_keys.files import key_path, public_key_of
from ledger.store import checkpoints
from ledger.store.checkpoints import StoredCheckpoint


class Checkpoints:
    """Holds published checkpoints against the entries, in one pass over both.

    Args:
        register: Whose they are.
        findings: Where to report. The guard is read now, so make this before the snapshot.
    """

    def __init__(self, register: Register, findings: Findings) -> None:
        self._register = register
        self._findings = findings
        self._keys = LogKeys.of_genesis(register.genesis)
        self._notes: Iterator[StoredCheckpoint] = iter(())
        self._next: StoredCheckpoint | None = None
        self._count = self._wrong = 0
        self._guard: bytes | None = None
        try:
            self._guard = register.guard.read()
        except LedgerError as error:
            findings.add_error(None, error)

    def begin(self, conn: Connection, root: bytes) -> None:
        """Start reading the notes; `root` is that of the empty log."""
        self._notes = checkpoints.all_notes(conn)
        self._advance()
        self.reached(0, root)

    def wants(self, size: int) -> bool:
        """Tell whether a note states this size, so that the caller computes the root."""
        return self._next is not None and self._next.size <= size

    def reached(self, size: int, root: bytes) -> None:
        """Check the note of this size, if there is one, against the root of the entries so far."""
        while (stored := self._next) is not None and stored.size <= size:
            self._check(stored, root if stored.size == size else None)
            self._advance()

    def see(self, index: int, event_type: str, parts: Bodies) -> None:
        """Follow the keys through one more entry."""
        if event_type not in (LogKeyRotated.TYPE, LogKeyRetired.TYPE):
            return
        try:
            self._keys = self._keys.after(index, event_type, parts.get(FACTS, {}))
        except SignatureInvalid as error:
            self._findings.add_error(index, error)

    def finish(self, conn: Connection) -> None:
        """Report notes beyond the log, then the guard, then the keys in the home."""
        while (stored := self._next) is not None:
            self._report(stored, "checkpoint-beyond-log", "a size within the log", stored.size)
            self._count += 1
            self._advance()
        self._findings.done("checkpoints", self._count, self._findings.total - self._wrong)
        self._check_guard(conn)
        _check_keys(self._register, self._keys, self._findings)

    def _advance(self) -> None:
        self._next = next(self._notes, None)

    def _check(self, stored: StoredCheckpoint, root: bytes | None) -> None:
        self._count += 1
        try:
            read = self._keys.verify_checkpoint(stored.note)
            _, signers = verify_note(stored.note, self._keys.at(read.size))
        except SignatureInvalid as error:
            signed = "signed by the keys in force"
            self._report(stored, "checkpoint-signature", signed, error)
            return
        missing = set(self._keys.at(read.size)) - set(signers)
        for key in missing:
            self._report(stored, "checkpoint-signature", key, "no signature of this key")
        row = Checkpoint(read.origin, stored.size, stored.root)
        if row != read:
            self._report(stored, "checkpoint-row", read.text(), row.text())
        elif root is not None and root != read.root:
            self._report(stored, "checkpoint-root", read.root.hex(), root.hex())

    def _report(self, stored: StoredCheckpoint, code: str, expected: object, found: object) -> None:
        self._wrong += 1
        index = stored.size - 1 if stored.size else None  # the last entry that it covers
        self._findings.add(index, code, expected, found)

    def _check_guard(self, conn: Connection) -> None:
        before = self._findings.total
        if self._guard is None:
            before -= 1  # it could not even be read
        else:
            try:
                check_guard(conn, self._guard, self._keys, self._register.guard.read)
            except LedgerError as error:
                self._findings.add_error(None, error)
        self._findings.done("guard", 1, before)


def _check_keys(register: Register, keys: LogKeys, findings: Findings) -> None:
    """Look for the keys that sign, and hold `log.key` against the genesis text.

    They may be kept away from the home; one that is here and is another would sign for another log.
    """
    before, path = findings.total, register.home / LOG_KEY
    expected = parse_genesis(register.genesis).public_key
    try:
        if path.is_file() and (found := public_key_of(path)) != expected:
            findings.add(None, "log-key", expected.hex(), found.hex())
        here = [key for key in keys.in_force() if key_path(register.home, key)]
    except LedgerError as error:
        findings.add(None, "log-key", expected.hex(), error.fields.get("found", error))
        here = []
    if not here and findings.total == before:
        findings.checks.append(Check("log-key", 0, "unavailable"))
        return
    findings.done("log-key", len(here), before)
