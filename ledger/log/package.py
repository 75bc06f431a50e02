"""A disclosure package: chosen parts of chosen entries, which a third person can check alone.

This module writes packages and takes them apart; `ledger.log.established` says what one proves.
The file is canonical JSON, at most 64 MiB, with exactly the members of `daicho-disclosure/1`.

Source:
    docs/LOG-FORMAT.md, chapter on disclosure packages.
"""

import base64
import binascii
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from re import fullmatch
from typing import Any, Final

from ledger.errors import ProofInvalid
from ledger.log import canonical
from ledger.log.disclosure import PartOpening

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


def read_package(data: bytes) -> Package:
    """Take a package apart without believing it.

    Raises:
        LedgerError: It is not of this format; names the member.
    """
    _check_size(data)
    value = _object(canonical.decode(data), "", _MEMBERS)
    if value["format"] != FORMAT:
        raise malformed("format", value["format"], FORMAT)
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
        raise malformed("entries", "none", "at least one entry")
    last = -1
    for number, item in enumerate(items):
        place = f"entries[{number}]"
        value = _object(item, place, _ENTRY)
        index = _count(value["index"], f"{place}.index")
        if index <= last:
            raise malformed(f"{place}.index", index, f"more than {last}: entries in order")
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
            raise malformed(f"{inside}.ordinal", ordinal, f"more than {last}: parts in order")
        last = ordinal
        yield PartOpening(
            ordinal=ordinal,
            count=entry["part_count"],
            salt=_digest(value["salt"], f"{inside}.salt"),
            data=_text(value["data"], f"{inside}.data").encode(),
            path=_path(value["path"], f"{inside}.path"),
        )


def _files(items: list[Any]) -> Iterator[PackedFile]:
    names: set[str] = set()
    for number, item in enumerate(items):
        place = f"files[{number}]"
        value = _object(item, place, _FILE)
        name = _text(value["name"], f"{place}.name")
        if not fullmatch(_FILE_NAME, name):
            raise malformed(f"{place}.name", name, "letters, digits and _.- without a folder")
        if name in names:
            raise malformed(f"{place}.name", name, "each name once")
        names.add(name)
        yield PackedFile(
            sha256=_digest(value["sha256"], f"{place}.sha256").hex(),
            name=name,
            media_type=_text(value["media_type"], f"{place}.media_type"),
            content=_content(value["base64"], f"{place}.base64"),
        )


def _check_size(data: bytes) -> None:
    if len(data) > MAX_BYTES:
        raise ProofInvalid(
            "package-too-long", value=len(data), expected=f"at most {MAX_BYTES} bytes"
        )


def _object(value: Any, place: str, members: frozenset[str]) -> dict[str, Any]:
    if not isinstance(value, dict) or value.keys() != members:
        found = sorted(value) if isinstance(value, dict) else type(value).__name__
        raise malformed(place or "package", found, f"exactly {', '.join(sorted(members))}")
    return value


def _list(value: Any, place: str) -> list[Any]:
    if not isinstance(value, list):
        raise malformed(place, type(value).__name__, "a list")
    return value


def _text(value: Any, place: str) -> str:
    if not isinstance(value, str):
        raise malformed(place, type(value).__name__, "text")
    return value


def _count(value: Any, place: str) -> int:
    if type(value) is not int or value < 0:
        raise malformed(place, value, "an integer, zero or more")
    return value


def _digest(value: Any, place: str) -> bytes:
    if not isinstance(value, str) or not fullmatch(_HASH, value):
        raise malformed(place, value, "64 small hexadecimal digits")
    return bytes.fromhex(value)


def _path(value: Any, place: str) -> tuple[bytes, ...]:
    items = _list(value, place)
    if len(items) > MAX_PATH:
        raise malformed(place, f"{len(items)} hashes", f"at most {MAX_PATH} hashes")
    return tuple(_digest(item, place) for item in items)


def _content(value: Any, place: str) -> bytes:
    text = _text(value, place)
    try:
        content = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise malformed(place, text[:80], "base64 (RFC 4648 section 4)") from error
    if base64.b64encode(content).decode() != text:
        raise malformed(place, text[:80], "base64 in its one spelling")
    return content


def malformed(place: str, value: object, expected: str) -> ProofInvalid:
    """Return the refusal of a member of a package."""
    shown = value if isinstance(value, int) else str(value)[:200]
    return ProofInvalid("package-malformed", field=place, value=shown, expected=expected)
