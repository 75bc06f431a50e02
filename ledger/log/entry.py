"""An entry: the leaf that everybody may see, and the salted parts that it commits to.

Rules kept here, in order:

1. The leaf is exact bytes: the canonical form of seven fields, none of them business data.
2. `prev` is the leaf hash of the entry before; entry 0 carries the hash of the genesis text.
3. `commit` is the Merkle root over the entry's parts, each hashed with its own 32-byte salt.
4. The leaf and every part are at most 65,535 bytes long.

Source:
    docs/LOG-FORMAT.md chapters 2 to 4; RFC 6962 section 2.1 for the hashes; RFC 8785 for the bytes.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Any, Final

from ledger.errors import RuleViolation
from ledger.log import canonical, merkle

FORMAT_VERSION: Final = 1
MAX_BYTES: Final = 65_535
SALT_BYTES: Final = 32

_ORIGIN: Final = r"[!#-*,-\[\]-~]{1,255}"  # printable ASCII but space, quotation mark, + and \
_TYPE: Final = r"[a-z][a-z0-9_]{0,63}\.[a-z][a-z0-9_]{0,63}/[1-9][0-9]{0,3}"
_TIME: Final = r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z"
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_./-]{0,199}")
_ORIGIN_ALONE: Final = re.compile(_ORIGIN)
_TYPE_ALONE: Final = re.compile(_TYPE)
_TIME_ALONE: Final = re.compile(_TIME)
# No field can hold a character that JSON escapes, so this is exactly the canonical form.
_LEAF: Final = re.compile(
    rb'\{"commit":"([0-9a-f]{64})","index":(0|[1-9][0-9]{0,15}),"origin":"('
    + _ORIGIN.encode()
    + rb')","prev":"([0-9a-f]{64})","recorded_at":"('
    + _TIME.encode()
    + rb')","type":"('
    + _TYPE.encode()
    + rb')","v":1\}'
)


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of an entry's contents with its own readers.

    Attributes:
        name: Unique within the entry, for instance `command` or `allocation/party_01...`.
        readers: Who may open it.
        body: Plain JSON values.
    """

    name: str
    readers: tuple[str, ...]
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class EntryHeader:
    """What the leaf bytes say.

    Attributes:
        origin: Name of the log.
        index: Zero-based position.
        prev: Leaf hash of the entry before, or of the genesis text.
        recorded_at: UTC, six decimals, `Z`.
        event_type: For instance `royalty.payout_closed/1`.
        commit: Root over the parts.
    """

    origin: str
    index: int
    prev: bytes
    recorded_at: str
    event_type: str
    commit: bytes


def part_bytes(part: Part) -> bytes:
    """Return the canonical bytes of a part.

    Raises:
        RuleViolation: The name or a reader is malformed, the body has no canonical form, or the
            part is longer than 65,535 bytes; `part` names it.

    Source:
        docs/LOG-FORMAT.md chapter 3.
    """
    _check_name_and_readers(part)
    try:
        data = canonical.encode(
            {"part": part.name, "readers": list(part.readers), "body": part.body}
        )
    except canonical.CanonicalError as error:
        error.fields["part"] = part.name
        raise
    if len(data) > MAX_BYTES:
        raise RuleViolation(
            "part-too-long",
            part=part.name,
            value=len(data),
            expected=f"at most {MAX_BYTES} bytes; put what is large into a blob",
        )
    return data


def parse_part(data: bytes) -> Part:
    """Read the bytes of a part.

    Raises:
        CanonicalError: The bytes are not canonical.
        RuleViolation: They are, but do not have the three members of a part.

    Source:
        docs/LOG-FORMAT.md chapter 3.
    """
    value = canonical.decode(data)
    if not isinstance(value, dict) or value.keys() != {"part", "readers", "body"}:
        raise RuleViolation("part-malformed", expected="members part, readers and body")
    name, readers, body = value["part"], value["readers"], value["body"]
    well_formed = (
        isinstance(name, str)
        and isinstance(readers, list)
        and all(isinstance(reader, str) for reader in readers)
        and isinstance(body, dict)
    )
    if not well_formed:
        raise RuleViolation("part-malformed", expected="text, list of text, and object")
    part = Part(name, tuple(readers), body)
    _check_name_and_readers(part)
    return part


def _check_name_and_readers(part: Part) -> None:
    if not _NAME.fullmatch(part.name):
        raise RuleViolation(
            "part-name", field="part", value=part.name, expected="letters, digits and _./-"
        )
    if not part.readers or not all(part.readers):
        raise RuleViolation(
            "part-readers", part=part.name, value=list(part.readers), expected="at least one reader"
        )


def part_leaf(salt: bytes, data: bytes) -> bytes:
    """Return the leaf hash of one part: SHA-256(0x00 || salt || bytes).

    The salt keeps anyone who sees the commitment from testing guesses of the contents.

    Source:
        docs/LOG-FORMAT.md chapter 3; RFC 6962 section 2.1.
    """
    if len(salt) != SALT_BYTES:
        raise RuleViolation("salt-length", value=len(salt), expected=SALT_BYTES)
    return sha256(b"\x00" + salt + data).digest()


def commitment(parts: Iterable[tuple[bytes, bytes]]) -> bytes:
    """Return the root over an entry's parts, given as (salt, bytes) in their order.

    Source:
        docs/LOG-FORMAT.md chapter 3; RFC 6962 section 2.1.
    """
    return merkle.root_of([part_leaf(salt, data) for salt, data in parts])


def check_names(parts: Sequence[Part]) -> None:
    """Refuse an entry without parts, or with two parts of one name.

    Raises:
        RuleViolation: As said.
    """
    if not parts:
        raise RuleViolation("parts-missing", expected="at least one part")
    seen: set[str] = set()
    for part in parts:
        if part.name in seen:
            raise RuleViolation("part-repeated", part=part.name, expected="one part of each name")
        seen.add(part.name)


def entry_bytes(
    *, origin: str, index: int, prev: bytes, recorded_at: str, event_type: str, commit: bytes
) -> bytes:
    """Return the leaf bytes of an entry.

    The fields are checked so that none holds a character JSON would escape; written in key order
    they are then the canonical form of the object.

    Raises:
        RuleViolation: A field is malformed; `field` names it.

    Source:
        docs/LOG-FORMAT.md chapter 2; RFC 8785 section 3.2.3 for the order of the keys.
    """
    check_origin(origin)
    check_type(event_type)
    if not _TIME_ALONE.fullmatch(recorded_at):
        raise _malformed("recorded_at", recorded_at, "2026-11-22T03:44:05.123456Z")
    if len(prev) != merkle.HASH_BYTES or len(commit) != merkle.HASH_BYTES:
        raise _malformed("prev or commit", f"{len(prev)} and {len(commit)} bytes", "32 bytes each")
    if not 0 <= index <= canonical.MAX_SAFE_INTEGER:
        raise _malformed("index", str(index), "0 to 2^53 - 1")
    return (
        f'{{"commit":"{commit.hex()}","index":{index},"origin":"{origin}","prev":"{prev.hex()}",'
        f'"recorded_at":"{recorded_at}","type":"{event_type}","v":{FORMAT_VERSION}}}'
    ).encode()


def parse_entry(leaf: bytes) -> EntryHeader:
    """Read leaf bytes, accepting nothing but their one canonical spelling.

    Raises:
        CanonicalError: The bytes are not canonical JSON.
        RuleViolation: They are, but not the seven fields of an entry.

    Source:
        docs/LOG-FORMAT.md chapter 2.
    """
    match = _LEAF.fullmatch(leaf)
    # An index of 16 digits may be no safe integer: then the reader of canonical JSON refuses it.
    if match is None or int(match[2]) > canonical.MAX_SAFE_INTEGER or len(leaf) > MAX_BYTES:
        canonical.decode(leaf)
        raise RuleViolation("entry-malformed", expected="the seven fields of LOG-FORMAT chapter 2")
    commit, index, origin, prev, recorded_at, event_type = match.groups()
    return EntryHeader(
        origin=origin.decode(),
        index=int(index),
        prev=bytes.fromhex(prev.decode()),
        recorded_at=recorded_at.decode(),
        event_type=event_type.decode(),
        commit=bytes.fromhex(commit.decode()),
    )


@lru_cache(maxsize=16)
def check_origin(origin: str) -> None:
    """Refuse an origin that could not also be the name of a key in a signed note.

    Raises:
        RuleViolation: The origin is empty, longer than 255, or has a character it may not have.

    Source:
        C2SP tlog-checkpoint (a schema-less URL without spaces or plus), signed-note (key names).
    """
    if not _ORIGIN_ALONE.fullmatch(origin):
        raise _malformed("origin", origin, 'printable ASCII without space, ", + and \\')


@lru_cache(maxsize=1024)
def check_type(event_type: str) -> None:
    """Refuse an event type that is not `subject.past_tense/version`.

    Raises:
        RuleViolation: As said.

    Source:
        docs/LOG-FORMAT.md chapter 2.
    """
    if not _TYPE_ALONE.fullmatch(event_type):
        raise _malformed("type", event_type, "subject.past_tense/version")


def _malformed(field: str, value: str, expected: str) -> RuleViolation:
    return RuleViolation("entry-field", field=field, value=value, expected=expected)
