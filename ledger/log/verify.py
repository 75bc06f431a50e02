"""Verifying a log from its bytes, in one pass and constant memory.

Checks for each entry, in order; `Check` names them:

1. `leaf`: the bytes are the canonical spelling of an entry.
2. `leaf-hash`: the hash stored beside them is theirs.
3. `origin`, `index`: it belongs to this log, at this place, without a gap.
4. `prev`: it carries the hash of the entry before, entry 0 that of the genesis text.
5. `time`: recorded at a real moment, not before the entry before it.
6. `part`: each part is canonical, no name twice.
7. `commit`: the parts open the commitment; a part that is not at hand counts by its leaf hash.

What comes out, size and root, still has to be held against a checkpoint from outside: a history
that was rewritten and re-hashed to its end contradicts nothing inside itself.

Source:
    docs/LOG-FORMAT.md chapter 7.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from ledger.errors import EntryAltered, LedgerError
from ledger.log import entry
from ledger.log.genesis import genesis_prev, parse_genesis
from ledger.log.merkle import CompactRange, root_of

PartCopy = tuple[bytes, bytes] | bytes


@dataclass(frozen=True, slots=True)
class EntryCopy:
    """One entry as somebody holds it.

    Attributes:
        leaf: The leaf bytes.
        leaf_hash: The hash stored beside them, if there is one.
        parts: (salt, bytes) of every part in order, or the leaf hash of a part that was not
            disclosed; None where they are not at hand.
    """

    leaf: bytes
    leaf_hash: bytes | None = None
    parts: Sequence[PartCopy] | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it must be.

    Attributes:
        index: Place of the entry, counted from the start of the log.
        check: Name of the check, see the module.
        expected: What the entry should say. found: what it says.
    """

    index: int
    check: str
    expected: str
    found: str


@dataclass(frozen=True, slots=True)
class Examined:
    """What an entry says by itself, before its place in the log is looked at.

    Attributes:
        leaf_hash: Hash of the leaf bytes.
        header: What the leaf says; None where it cannot be read.
        parts: Those of its parts that are at hand and can be read, in order.
        findings: What is wrong with it.
    """

    leaf_hash: bytes
    header: entry.EntryHeader | None
    parts: tuple[entry.Part, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Verified:
    """What a pass established: so many entries, with this root, the last one being this."""

    size: int
    root: bytes
    last_leaf: bytes
    last_time: str


class LogVerifier:
    """Takes entries one after another and says what is wrong with each.

    Args:
        genesis: The genesis text of the log.
    """

    def __init__(self, genesis: str) -> None:
        self._origin = parse_genesis(genesis).origin
        self._prev = genesis_prev(genesis)
        self._tree = CompactRange()
        self._index = 0
        self._time = ""

    def check(self, copy: EntryCopy) -> list[Finding]:
        """Return the findings about the next entry; empty when it is right."""
        return self.place(examine(copy, self._index))

    def place(self, examined: Examined) -> list[Finding]:
        """Return the findings about the next entry, examined elsewhere, and about its place."""
        index, prev = self._index, self._prev
        self._prev = examined.leaf_hash
        self._tree.append(examined.leaf_hash)
        self._index += 1
        if examined.header is None:
            return list(examined.findings)
        return [*self._check_header(examined.header, index, prev), *examined.findings]

    @property
    def size(self) -> int:
        """Return how many entries were seen."""
        return self._index

    def root(self) -> bytes:
        """Return the root of the tree over the entries seen so far."""
        return self._tree.root()

    def _check_header(
        self, header: entry.EntryHeader, index: int, prev: bytes
    ) -> Iterator[Finding]:
        if header.origin != self._origin:
            yield Finding(index, "origin", self._origin, header.origin)
        if header.index != index:
            yield Finding(index, "index", str(index), str(header.index))
        if header.prev != prev:
            yield Finding(index, "prev", prev.hex(), header.prev.hex())
        if not _is_moment(header.recorded_at):
            yield Finding(index, "time", "a real moment", header.recorded_at)
        elif header.recorded_at < self._time:
            yield Finding(index, "time", f"not before {self._time}", header.recorded_at)
        else:
            self._time = header.recorded_at

    def result(self) -> Verified:
        """Return size and root of what was seen so far."""
        return Verified(self._index, self._tree.root(), self._prev, self._time)


def examine(copy: EntryCopy, index: int) -> Examined:
    """Check what can be checked about one entry without its neighbours, in any order.

    Args:
        copy: The entry.
        index: Its place, which the findings name.

    Source:
        docs/LOG-FORMAT.md chapters 2 and 3.
    """
    found = sha256(b"\x00" + copy.leaf).digest()
    findings: list[Finding] = []
    header: entry.EntryHeader | None = None
    try:
        header = entry.parse_entry(copy.leaf)
    except LedgerError as error:
        findings.append(Finding(index, "leaf", "an entry in canonical form", str(error)))
    if copy.leaf_hash is not None and copy.leaf_hash != found:
        findings.append(Finding(index, "leaf-hash", copy.leaf_hash.hex(), found.hex()))
    parts: list[entry.Part] = []
    if copy.parts is not None and header is not None:
        findings += _check_parts(header.commit, copy.parts, index, parts)
    return Examined(found, header, tuple(parts), tuple(findings))


def verify_entries(genesis: str, copies: Iterable[EntryCopy]) -> Verified:
    """Verify a log from its first entry, stopping at the first that is not right.

    Raises:
        EntryAltered: Names the first bad entry, the check, and what was expected and found.

    Source:
        docs/LOG-FORMAT.md chapter 7.
    """
    verifier = LogVerifier(genesis)
    for copy in copies:
        for finding in verifier.check(copy):
            raise altered(finding)
    return verifier.result()


def collect_findings(
    genesis: str, copies: Iterable[EntryCopy], findings: list[Finding]
) -> Verified:
    """Verify a log from its first entry to its last, adding every finding to a list.

    Source:
        docs/LOG-FORMAT.md chapter 7.
    """
    verifier = LogVerifier(genesis)
    for copy in copies:
        findings += verifier.check(copy)
    return verifier.result()


def verify_chain(genesis: str, leaves: Iterable[bytes]) -> tuple[int, bytes]:
    """Check place and `prev` of every leaf as fast as hashing allows; nothing else.

    Canonical leaves have index, origin and prev at a fixed place, so comparing bytes is enough.

    Returns:
        The number of leaves and the last leaf hash.

    Raises:
        EntryAltered: Names the first leaf that does not continue the chain.

    Source:
        docs/LOG-FORMAT.md chapter 2.
    """
    origin = parse_genesis(genesis).origin.encode()
    prev = genesis_prev(genesis).hex().encode()
    index = 0
    for leaf in leaves:
        middle = b'","index":%d,"origin":"%b","prev":"%b","recorded_at":"' % (index, origin, prev)
        if not leaf.startswith(middle, 75):  # after {"commit":" and 64 hexadecimal digits
            raise altered(Finding(index, "prev", middle.decode(), repr(leaf[75:])))
        prev = sha256(b"\x00" + leaf).hexdigest().encode()
        index += 1
    return index, bytes.fromhex(prev.decode())


def altered(finding: Finding) -> EntryAltered:
    """Return the error that names a finding."""
    return EntryAltered(
        f"entry-{finding.check}",
        f"entry {finding.index} is not what was recorded: {finding.check}",
        index=finding.index,
        check=finding.check,
        expected=finding.expected,
        found=finding.found,
    )


def _check_parts(
    commit: bytes, copies: Sequence[PartCopy], index: int, read: list[entry.Part]
) -> Iterator[Finding]:
    names: set[str] = set()
    leaves: list[bytes] = []
    for ordinal, copy in enumerate(copies):
        if isinstance(copy, bytes):
            leaves.append(copy)
            continue
        salt, data = copy
        if len(salt) != entry.SALT_BYTES or len(data) > entry.MAX_BYTES:
            expected = "a salt of 32 bytes, at most 65,535 bytes"
            yield Finding(index, "part", expected, f"part {ordinal}: {len(salt)}, {len(data)}")
            return
        leaves.append(entry.part_leaf(salt, data))
        try:
            part = entry.parse_part(data)
        except LedgerError as error:
            yield Finding(index, "part", f"part {ordinal} in canonical form", str(error))
            continue
        if part.name in names:
            yield Finding(index, "part", "one part of each name", part.name)
        names.add(part.name)
        read.append(part)
    if not copies:
        yield Finding(index, "part", "at least one part", "none")
    found = root_of(leaves)
    if found != commit:
        yield Finding(index, "commit", commit.hex(), found.hex())


def _is_moment(text: str) -> bool:
    # Newer versions of Python read 24:00 as midnight; here a day has hours 00 to 23.
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return text[11:13] != "24"
