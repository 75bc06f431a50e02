"""What a disclosure package proves to somebody who trusts a key of the log, and nothing else.

The rules kept here, in order; whoever reads a package checks all of them:

1. The checkpoint is signed by a key that the reader trusts, for the log of the genesis text. A key
   that replaced a trusted one is followed through the entries that brought it.
2. Every entry is in the tree of that checkpoint at the index that its leaf states.
3. Every part opens the commitment of its entry; its neighbours stay closed.
4. Every file hashes to a name that a part in the package cites.

Reader, purpose and the names of files are said by whoever made the package, and proved by nothing.
So is the key in the genesis text, unless entry 0 is shown; keys come from elsewhere.

Source:
    docs/LOG-FORMAT.md, chapter on disclosure packages; RFC 9162 section 2.1.3 for both paths.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from ledger.errors import LedgerError, ProofInvalid
from ledger.log.disclosure import verify_part
from ledger.log.entry import Part, parse_entry
from ledger.log.genesis import genesis_prev, parse_genesis
from ledger.log.log_keys import RETIRED, ROTATED, LogKeys
from ledger.log.merkle import leaf_hash
from ledger.log.note import Checkpoint, VerifierKey, parse_checkpoint, parse_note, verify_note
from ledger.log.package import EntryOpening, Package, PackedFile, malformed, read_package
from ledger.log.proof import verify_inclusion

KEY_FACTS: Final = frozenset({ROTATED, RETIRED})


@dataclass(frozen=True, slots=True)
class ShownEntry:
    """An entry that is on record, and the parts of it that were opened."""

    index: int
    event_type: str
    recorded_at: str
    leaf_hash: bytes
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Established:
    """What a package proves under the keys that were trusted.

    Attributes:
        checkpoint: Origin, size and root. signers: trusted keys that signed it.
        reader: Whom the maker made it for. purpose: why; neither is proved.
    """

    checkpoint: Checkpoint
    signers: tuple[VerifierKey, ...]
    reader: str
    purpose: Mapping[str, str]
    entries: tuple[ShownEntry, ...]
    files: tuple[PackedFile, ...]


def verify_package(data: bytes, keys: Sequence[VerifierKey]) -> Established:
    """Check a package against the keys that one trusts.

    Args:
        data: The file.
        keys: Keys of the log, from somewhere else than the package.

    Returns:
        What is established.

    Raises:
        VerificationFailed: Something does not hold; the error names the place.
        RuleViolation: Bytes within it are not what they must be.

    Source:
        docs/LOG-FORMAT.md, chapter on disclosure packages.
    """
    package = read_package(data)
    claim = parse_checkpoint(parse_note(package.checkpoint).text)
    origin = parse_genesis(package.genesis).origin
    if claim.origin != origin:
        raise ProofInvalid(
            "origin-differs", field="checkpoint", value=claim.origin, expected=origin
        )
    # Entries are held against the root that is claimed; who signed it is settled right after.
    entries = tuple(_shown(entry, claim) for entry in package.entries)
    trusted = _trusted(package.genesis, entries, keys, claim.size)
    _, signers = verify_note(package.checkpoint, trusted)
    _check_beginning(package)
    _check_files(package.files, entries)
    return Established(claim, signers, package.reader, package.purpose, entries, package.files)


def _trusted(
    genesis: str, entries: Sequence[ShownEntry], keys: Sequence[VerifierKey], size: int
) -> tuple[VerifierKey, ...]:
    """Return the keys to believe at a size: those trusted, and those that replaced the first one.

    Raises:
        SignatureInvalid: An entry about keys does not hold.
    """
    known = LogKeys.of_genesis(genesis)
    if known.newest not in keys:
        return tuple(keys)
    for entry in entries:
        if entry.event_type in KEY_FACTS:
            facts = next((part.body for part in entry.parts if part.name == "facts"), {})
            known = known.after(entry.index, entry.event_type, facts)
    succession = {term.key for term in known.terms}
    others = [key for key in keys if key not in succession]
    return (*known.at(size), *others)


def _shown(entry: EntryOpening, checkpoint: Checkpoint) -> ShownEntry:
    """Check one entry and its parts; every error names the entry."""
    try:
        header = parse_entry(entry.leaf)
        if (header.index, header.origin) != (entry.index, checkpoint.origin):
            raise ProofInvalid(
                "leaf-of-another-place",
                value=f"{header.index} of {header.origin}",
                expected=f"{entry.index} of {checkpoint.origin}",
            )
        digest = leaf_hash(entry.leaf)
        verify_inclusion(digest, entry.index, checkpoint.size, entry.inclusion, checkpoint.root)
        parts = tuple(verify_part(header.commit, part) for part in entry.parts)
    except LedgerError as error:
        error.fields.setdefault("entry", entry.index)
        raise
    names = [part.name for part in parts]
    if len(set(names)) != len(names):
        raise malformed(f"parts of entry {entry.index}", names, "each part once")
    return ShownEntry(entry.index, header.event_type, header.recorded_at, digest, parts)


def _check_beginning(package: Package) -> None:
    """Hold the genesis text against entry 0, where that is shown."""
    first, expected = package.entries[0], genesis_prev(package.genesis)
    if first.index == 0 and (found := parse_entry(first.leaf).prev) != expected:
        raise ProofInvalid("genesis-differs", entry=0, value=expected.hex(), expected=found.hex())


def _check_files(files: Sequence[PackedFile], entries: Sequence[ShownEntry]) -> None:
    cited = {name for entry in entries for part in entry.parts for name in _cited(part.body)}
    for file in files:
        found = sha256(file.content).hexdigest()
        if found != file.sha256:
            raise ProofInvalid("file-altered", file=file.name, value=found, expected=file.sha256)
        if found not in cited:
            raise ProofInvalid(
                "file-not-cited",
                "no part in this package cites the file, so nothing is known about it",
                file=file.name,
                value=found,
                expected="a hash that a disclosed part cites as sha256",
            )


def _cited(value: Any) -> Iterator[str]:
    """Yield every text that stands under the name `sha256`."""
    if isinstance(value, Mapping):
        for name, item in value.items():
            if name == "sha256" and isinstance(item, str):
                yield item
            yield from _cited(item)
    elif isinstance(value, list):
        for item in value:
            yield from _cited(item)
