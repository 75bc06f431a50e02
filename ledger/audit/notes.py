"""Signed notes, held against the log as it grows: each must be what the log was at its size.

1. The notes of the bundle, its own checkpoint, and the one that the auditor kept.
2. A signature counts if the key was in force at that size; the keys come from the genesis text and
   from the entries before (LOG-FORMAT, "Keys of the log").
3. A note of a larger size than the bundle's shows that entries are missing at its end.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from ledger.audit import bundle_format as layout
from ledger.audit.findings import Check, Findings
from ledger.audit.folder import Folder
from ledger.audit.listing import read_listing
from ledger.errors import LedgerError, VerificationFailed
from ledger.log.canonical import MAX_SAFE_INTEGER
from ledger.log.log_keys import RETIRED, ROTATED, LogKeys
from ledger.log.note import Checkpoint, VerifierKey, parse_checkpoint, parse_note
from ledger.log.policy import Policy, is_satisfied

_MOST_NOTE_BYTES: Final = 1_000_000
_KEY_FACTS: Final = (ROTATED, RETIRED)

TokenCheck = Callable[[bytes, bytes], str]
"""Takes a note and its timestamp token, returns the time it proves, or raises a LedgerError."""


@dataclass(frozen=True, slots=True)
class Outside:
    """What the auditor brings, which nobody who holds the log could have changed.

    Attributes:
        checkpoint: A signed note kept from an earlier day.
        keys: Keys that the log is known to sign with.
        policy: Witnesses whose cosignatures the checkpoint must have.
        tokens: Checks timestamp tokens against roots that the auditor trusts.
        lines_root: Computes the root over a report's lines, where the tools for it are installed.
    """

    checkpoint: bytes | None = None
    keys: tuple[VerifierKey, ...] = ()
    policy: Policy | None = None
    tokens: TokenCheck | None = None
    lines_root: Callable[[bytes], str] | None = None


@dataclass(slots=True)
class Notes:
    """Compares notes with the log while its entries pass by.

    Args:
        folder: The bundle. manifest: what it claims. outside: what the auditor brings.
        findings: Where findings go.

    `due` is the smallest size at which a note has to be compared; -1 if none is.
    """

    folder: Folder
    manifest: layout.Manifest
    outside: Outside
    findings: Findings
    kept: Checkpoint | None = None
    kept_matches: bool = False
    count: int = 0
    due: int = -1
    tokens: list[tuple[int, str | None]] = field(default_factory=list)
    _keys: LogKeys = field(init=False)
    _coming: Iterator[str] = field(init=False)
    _next: tuple[int, str] | None = field(init=False, default=None)
    _before: int = field(init=False)

    def __post_init__(self) -> None:
        self._before = self.findings.total
        self._keys = LogKeys.of_genesis(self.manifest.genesis)
        self._coming = self._paths()
        if self.outside.checkpoint is not None:
            self.kept = self._read_kept(self.outside.checkpoint)
        self._advance()

    def entry(self, index: int, event_type: str, facts: Mapping[str, Any] | None) -> None:
        """Take note of an entry: it may bring or retire a key of the log."""
        if event_type in _KEY_FACTS and facts is not None:
            try:
                self._keys = self._keys.after(index, event_type, facts)
            except LedgerError as error:
                self.findings.add_error(index, error)

    def at(self, size: int, root: bytes) -> None:
        """Compare the notes of this size with the log."""
        if self.kept is not None and self.kept.size == size:
            self._compare_kept(self.kept, root)
        while self._next is not None and self._next[0] <= size:
            named, path = self._next
            self._compare(path, named, root)
            self._advance()
        self._plan()

    def finish(self, size: int, root: bytes, *, complete: bool) -> None:
        """Compare the bundle's own checkpoint, and what claims that the log went on.

        Args:
            size: How many entries there were.
            root: Root of the tree over them.
            complete: The entries could be read to the last.
        """
        if complete:
            self._compare(layout.CHECKPOINT, size, root)
            self._beyond(size)
        self._check_outside()
        self.findings.done("checkpoints", self.count, self._before)
        self._check_tokens()

    def _read_kept(self, data: bytes) -> Checkpoint | None:
        try:
            read = parse_checkpoint(parse_note(data).text)
        except LedgerError as error:
            self.findings.add_error(None, error, file="--checkpoint")
            return None
        if read.origin != self.manifest.origin:
            self._wrong(None, "kept-checkpoint-origin", self.manifest.origin, read.origin)
            return None
        if read.size > MAX_SAFE_INTEGER:
            self._wrong(None, "kept-checkpoint-beyond", read.size, self.manifest.size)
            return None
        return read

    def _compare_kept(self, kept: Checkpoint, root: bytes) -> None:
        self.count += 1
        self.kept_matches = True  # compared; a finding decides the verdict
        self._verify("--checkpoint", self.outside.checkpoint, kept.size)
        if kept.root != root:
            index = max(kept.size - 1, 0)
            expected = f"root {kept.root.hex()} at size {kept.size}"
            self._wrong(index, "kept-checkpoint-root", expected, root.hex())

    def _compare(self, path: str, size: int, root: bytes) -> None:
        """Hold a note of the bundle against the log at the size that its place demands."""
        self.count += 1
        index = max(size - 1, 0)
        read = self._verify(path, self._read(path), size)
        if read is None:
            return
        if read.size != size:
            self.findings.add(index, "checkpoint-size", size, read.size, file=path)
        elif read.root != root:
            self.findings.add(index, "checkpoint-root", read.root.hex(), root.hex(), file=path)

    def _verify(self, path: str, data: bytes | None, size: int) -> Checkpoint | None:
        if data is None:
            return None  # reported where it was read
        try:
            return self._keys.verify_checkpoint(data)
        except LedgerError as error:
            self.findings.add_error(max(size - 1, 0), error, file=path)
            return None

    def _beyond(self, size: int) -> None:
        """Report notes of sizes that the bundle does not reach."""
        while self._next is not None:
            named, path = self._next
            self.count += 1
            read = self._verify(path, self._read(path), named)
            if read is not None and read.size != named:
                self.findings.add(size, "checkpoint-size", named, read.size, file=path)
            if read is not None and read.size > size:
                expected = f"{read.size} entries, which the log signed"
                self.findings.add(size, "log-shortened", expected, f"{size} entries", file=path)
            self._advance()
        if self.kept is not None and self.kept.size > size:
            expected = f"{self.kept.size} entries, as the kept checkpoint says"
            self._wrong(size, "kept-checkpoint-beyond", expected, f"{size} entries")

    def _check_outside(self) -> None:
        known = [term.key for term in self._keys.terms]
        for key in self.outside.keys:
            if key not in known:
                self._wrong(None, "key-not-of-log", [str(each) for each in known], str(key))
        if self.outside.policy is not None:
            self._check_witnesses(self.outside.policy)

    def _check_witnesses(self, policy: Policy) -> None:
        before = self.findings.total
        data = self._read(layout.CHECKPOINT)
        try:
            if data is not None and not is_satisfied(policy, data):
                expected = f"cosignatures that reach {policy.quorum}"
                self.findings.add(
                    None, "witness-quorum", expected, "too few", file=layout.CHECKPOINT
                )
        except LedgerError as error:
            self.findings.add_error(None, error, file=layout.CHECKPOINT)
        self.findings.done("witnesses", len(policy.witnesses), before)

    def _check_tokens(self) -> None:
        if not self.tokens:
            return
        if self.outside.tokens is None:
            self.findings.checks.append(Check("timestamps", len(self.tokens), "unavailable"))
            return
        before = self.findings.total
        self.tokens = [(size, self._time_of(size, self.outside.tokens)) for size, _ in self.tokens]
        self.findings.done("timestamps", len(self.tokens), before)

    def _time_of(self, size: int, check: TokenCheck) -> str | None:
        path = f"{layout.note_path(size)}.tsr"
        own = size == self.manifest.size
        note = layout.CHECKPOINT if own else layout.note_path(size)
        data = self._read(note)
        try:
            token = self.folder.read(path, _MOST_NOTE_BYTES)
            return None if data is None else check(data, token)
        except LedgerError as error:
            self.findings.add_error(max(size - 1, 0), error, file=path)
            return None

    def _read(self, path: str) -> bytes | None:
        try:
            return self.folder.read(path, _MOST_NOTE_BYTES)
        except VerificationFailed as error:
            self.findings.add_error(layout.first_entry(path), error, file=path)
            return None

    def _advance(self) -> None:
        path = next(self._coming, None)
        self._next = None if path is None else (layout.note_size(path) or 0, path)
        self._plan()

    def _plan(self) -> None:
        sizes = [self._next[0]] if self._next else []
        if self.kept is not None and not self.kept_matches:
            sizes.append(self.kept.size)
        self.due = min(sizes, default=-1)

    def _paths(self) -> Iterator[str]:
        """Yield the paths of the listed notes by size; remember which tokens there are."""
        try:
            for listed in read_listing(self.folder):
                if layout.note_size(listed.path) is not None:
                    yield listed.path
                elif (size := layout.note_size(listed.path.removesuffix(".tsr"))) is not None:
                    self.tokens.append((size, None))
        except VerificationFailed:
            return  # reported where the list is compared with the folder

    def _wrong(self, index: int | None, code: str, expected: object, found: object) -> None:
        self.findings.add(index, code, expected, found)
