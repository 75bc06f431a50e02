"""A disclosure package: chosen parts of chosen entries, which a third person can check alone.

The rules kept here, in order; whoever reads a package checks all of them:

1. The file is canonical JSON, at most 64 MiB, with exactly the members of `daicho-disclosure/1`.
2. Its checkpoint is signed by a key that the reader trusts, for the log of its genesis text.
3. Every entry is in the tree of that checkpoint at the index that its leaf states.
4. Every part opens the commitment of its entry; its neighbours stay closed.
5. Every file hashes to a name that a part in the package cites.

Reader, purpose and the names of files are said by whoever made the package, and proved by nothing.
So is the key in the genesis text, unless entry 0 is shown; keys come from elsewhere.

Source:
    docs/LOG-FORMAT.md, chapter on disclosure packages; RFC 9162 section 2.1.3 for both paths.
"""

import base64
import binascii
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from re import fullmatch
from typing import Any, Final

from ledger.errors import LedgerError, ProofInvalid
from ledger.log import canonical
from ledger.log.disclosure import PartOpening, verify_part
from ledger.log.entry import Part, parse_entry
from ledger.log.genesis import genesis_prev, parse_genesis
from ledger.log.merkle import leaf_hash
from ledger.log.note import Checkpoint, VerifierKey, parse_checkpoint, verify_note
from ledger.log.proof import verify_inclusion

FORMAT: Final = "daicho-disclosure/1"
MAX_BYTES: Final = 64 * 2**20
MAX_PATH: Final = 64
_MEMBERS: Final = frozenset(
    {"format", "genesis", "checkpoint", "reader", "purpose", "entries", "files"}
)
_ENTRY: Final = frozenset({"index", "leaf", "inclusion", "part_count", "parts"})
_PART: Final = frozenset({"ordinal", "salt", "data", "path"})
_FILE: Final = frozenset({"sha256", "name", "media_type", "base64"})
_FILE_NAME: Final = r"[A-Za-z0-9][A-Za-z0-9_.-]{0,99}"
_HASH: Final = r"[0-9a-f]{64}"


@dataclass(frozen=True, slots=True)
class EntryOpening:
    """One entry with the parts that are shown.

    Attributes:
        leaf: Exact bytes. inclusion: path to the root of the checkpoint.
        parts: Openings, in the order of their ordinals.
    """

    index: int
    leaf: bytes
    inclusion: tuple[bytes, ...]
    part_count: int
    parts: tuple[PartOpening, ...]


@dataclass(frozen=True, slots=True)
class PackedFile:
    """A file that a part in the package cites."""

    sha256: str
    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Package:
    """A package, taken apart or about to be written. Nothing in it is verified.

    Attributes:
        genesis: The genesis text. checkpoint: a signed note.
        reader: Whom it was made for. purpose: why, in Japanese and English.
    """

    genesis: str
    checkpoint: bytes
    reader: str
    purpose: Mapping[str, str]
    entries: tuple[EntryOpening, ...]
    files: tuple[PackedFile, ...] = ()


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


def write_package(package: Package) -> bytes:
    """Return the canonical bytes of a package.

    Raises:
        ProofInvalid: It would be longer than any reader accepts.

    Source:
        docs/LOG-FORMAT.md, chapter on disclosure packages.
    """
    data = canonical.encode(
        {
            "format": FORMAT,
            "genesis": package.genesis,
            "checkpoint": package.checkpoint.decode(),
            "reader": package.reader,
            "purpose": dict(package.purpose),
            "entries": [_entry_as_data(entry) for entry in package.entries],
            "files": [_file_as_data(file) for file in package.files],
        }
    )
    _check_size(data)
    return data


def _entry_as_data(entry: EntryOpening) -> dict[str, Any]:
    return {
        "index": entry.index,
        "leaf": entry.leaf.decode(),
        "inclusion": [item.hex() for item in entry.inclusion],
        "part_count": entry.part_count,
        "parts": [
            {
                "ordinal": part.ordinal,
                "salt": part.salt.hex(),
                "data": part.data.decode(),
                "path": [item.hex() for item in part.path],
            }
            for part in entry.parts
        ],
    }


def _file_as_data(file: PackedFile) -> dict[str, Any]:
    return {
        "sha256": file.sha256,
        "name": file.name,
        "media_type": file.media_type,
        "base64": base64.b64encode(file.content).decode(),
    }


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
    genesis = parse_genesis(package.genesis)
    note, signers = verify_note(package.checkpoint, keys)
    checkpoint = parse_checkpoint(note.text)
    if checkpoint.origin != genesis.origin:
        raise ProofInvalid(
            "origin-differs", field="checkpoint", value=checkpoint.origin, expected=genesis.origin
        )
    entries = tuple(_shown(entry, checkpoint) for entry in package.entries)
    _check_beginning(package)
    _check_files(package.files, entries)
    return Established(checkpoint, signers, package.reader, package.purpose, entries, package.files)


def read_package(data: bytes) -> Package:
    """Take a package apart without believing it.

    Raises:
        LedgerError: It is not of this format; names the member.
    """
    _check_size(data)
    value = _object(canonical.decode(data), "", _MEMBERS)
    if value["format"] != FORMAT:
        raise _malformed("format", value["format"], FORMAT)
    purpose = _object(value["purpose"], "purpose", frozenset({"ja", "en"}))
    return Package(
        genesis=_text(value["genesis"], "genesis"),
        checkpoint=_text(value["checkpoint"], "checkpoint").encode(),
        reader=_text(value["reader"], "reader"),
        purpose={lang: _text(text, f"purpose.{lang}") for lang, text in purpose.items()},
        entries=tuple(_entries(_list(value["entries"], "entries"))),
        files=tuple(_files(_list(value["files"], "files"))),
    )


def _entries(items: list[Any]) -> Iterator[EntryOpening]:
    if not items:
        raise _malformed("entries", "none", "at least one entry")
    last = -1
    for number, item in enumerate(items):
        place = f"entries[{number}]"
        value = _object(item, place, _ENTRY)
        index = _count(value["index"], f"{place}.index")
        if index <= last:
            raise _malformed(f"{place}.index", index, f"more than {last}: entries in order")
        last = index
        yield EntryOpening(
            index=index,
            leaf=_text(value["leaf"], f"{place}.leaf").encode(),
            inclusion=_path(value["inclusion"], f"{place}.inclusion"),
            part_count=_count(value["part_count"], f"{place}.part_count"),
            parts=tuple(_parts(value, place)),
        )


def _parts(entry: Mapping[str, Any], place: str) -> Iterator[PartOpening]:
    last = -1
    for number, item in enumerate(_list(entry["parts"], f"{place}.parts")):
        inside = f"{place}.parts[{number}]"
        value = _object(item, inside, _PART)
        ordinal = _count(value["ordinal"], f"{inside}.ordinal")
        if ordinal <= last:
            raise _malformed(f"{inside}.ordinal", ordinal, f"more than {last}: parts in order")
        last = ordinal
        yield PartOpening(
            ordinal=ordinal,
            count=entry["part_count"],
            salt=_digest(value["salt"], f"{inside}.salt"),
            data=_text(value["data"], f"{inside}.data").encode(),
            path=_path(value["path"], f"{inside}.path"),
        )


def _files(items: list[Any]) -> Iterator[PackedFile]:
    for number, item in enumerate(items):
        place = f"files[{number}]"
        value = _object(item, place, _FILE)
        name = _text(value["name"], f"{place}.name")
        if not fullmatch(_FILE_NAME, name):
            raise _malformed(f"{place}.name", name, "letters, digits and _.- without a folder")
        yield PackedFile(
            sha256=_digest(value["sha256"], f"{place}.sha256").hex(),
            name=name,
            media_type=_text(value["media_type"], f"{place}.media_type"),
            content=_content(value["base64"], f"{place}.base64"),
        )


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
        raise _malformed(f"parts of entry {entry.index}", names, "each part once")
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


def _check_size(data: bytes) -> None:
    if len(data) > MAX_BYTES:
        raise ProofInvalid(
            "package-too-long", value=len(data), expected=f"at most {MAX_BYTES} bytes"
        )


def _object(value: Any, place: str, members: frozenset[str]) -> dict[str, Any]:
    if not isinstance(value, dict) or value.keys() != members:
        found = sorted(value) if isinstance(value, dict) else type(value).__name__
        raise _malformed(place or "package", found, f"exactly {', '.join(sorted(members))}")
    return value


def _list(value: Any, place: str) -> list[Any]:
    if not isinstance(value, list):
        raise _malformed(place, type(value).__name__, "a list")
    return value


def _text(value: Any, place: str) -> str:
    if not isinstance(value, str):
        raise _malformed(place, type(value).__name__, "text")
    return value


def _count(value: Any, place: str) -> int:
    if type(value) is not int or value < 0:
        raise _malformed(place, value, "an integer, zero or more")
    return value


def _digest(value: Any, place: str) -> bytes:
    if not isinstance(value, str) or not fullmatch(_HASH, value):
        raise _malformed(place, value, "64 small hexadecimal digits")
    return bytes.fromhex(value)


def _path(value: Any, place: str) -> tuple[bytes, ...]:
    items = _list(value, place)
    if len(items) > MAX_PATH:
        raise _malformed(place, f"{len(items)} hashes", f"at most {MAX_PATH} hashes")
    return tuple(_digest(item, place) for item in items)


def _content(value: Any, place: str) -> bytes:
    text = _text(value, place)
    try:
        content = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise _malformed(place, text[:80], "base64 (RFC 4648 section 4)") from error
    if base64.b64encode(content).decode() != text:
        raise _malformed(place, text[:80], "base64 in its one spelling")
    return content


def _malformed(place: str, value: object, expected: str) -> ProofInvalid:
    shown = value if isinstance(value, int) else str(value)[:200]
    return ProofInvalid("package-malformed", field=place, value=shown, expected=expected)
