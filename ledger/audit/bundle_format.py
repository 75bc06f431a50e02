"""The bundle: a folder with everything an auditor needs, and what each of its files is called.

    bundle.json    what the folder claims to be       FILES        hash and path of every other file
    checkpoint     signed note of exactly this size   checkpoints/ other notes, with their tokens
    tile/          hash tiles and entry bundles       parts/       what the entries say
    blobs/         files that entries cite            personal.jsonl   people's data, if asked for

Source:
    docs/LOG-FORMAT.md, "The bundle"; C2SP tlog-tiles for `tile/`.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from ledger.errors import LedgerError, VerificationFailed
from ledger.log import canonical, tiles
from ledger.log.genesis import parse_genesis
from ledger.log.merkle import HASH_BYTES
from ledger.log.tiles import TILE_BITS, TILE_WIDTH, Tile
from ledger.log.verify import PartCopy

FORMAT: Final = "daicho-bundle/1"
MANIFEST: Final = "bundle.json"
LISTING: Final = "FILES"
CHECKPOINT: Final = "checkpoint"
PERSONAL: Final = "personal.jsonl"
Kind = Literal["full", "party", "period"]

_MEBIBYTE: Final = 2**20
_GIBIBYTE: Final = 2**30
MOST_LISTED: Final = _GIBIBYTE
LONGEST_PARTS_LINE: Final = 64 * _MEBIBYTE
_NUMBER: Final = r"(?:x[0-9]{3}/){0,6}[0-9]{3}(?:\.p/[1-9][0-9]{0,2})?"
_SIZE: Final = r"[0-9]{10,16}"
# What a bundle may hold, and how many bytes at most: nobody reads a file that claims more.
_LIMITS: Final[tuple[tuple[re.Pattern[str], int], ...]] = (
    (re.compile(r"tile/[0-7]/" + _NUMBER), tiles.TILE_BYTES),
    (re.compile(r"tile/entries/" + _NUMBER), TILE_WIDTH * (2 + 65_535)),
    (re.compile(r"parts/" + _NUMBER), 4 * _GIBIBYTE),
    (re.compile(r"blobs/([0-9a-f]{2})/\1[0-9a-f]{62}"), 4 * _GIBIBYTE),
    (re.compile(rf"checkpoints/{_SIZE}(?:\.tsr)?"), _MEBIBYTE),
    (re.compile(re.escape(CHECKPOINT)), _MEBIBYTE),
    (re.compile(re.escape(MANIFEST)), _MEBIBYTE),
    (re.compile(re.escape(PERSONAL)), 4 * _GIBIBYTE),
)
_NOTE_NAME: Final = re.compile(rf"checkpoints/({_SIZE})")
_PARTY: Final = re.compile(r"party_[0-7][0-9A-HJKMNP-TV-Z]{25}")
_MONTH: Final = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])")
_RANGED: Final = re.compile(r"(?:tile/(?P<level>[0-7]|entries)|parts)/(?P<number>" + _NUMBER + ")")


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose parts a bundle discloses.

    Attributes:
        kind: `full`; `party` discloses what one party may read; `period` what was recorded in some
            months, and what is no money of other months.
        party: Id of the party.
        first: First month, such as `2025-04`, in Japan's time. last: last month, included.
    """

    kind: Kind = "full"
    party: str | None = None
    first: str | None = None
    last: str | None = None

    def as_data(self) -> dict[str, str]:
        """Return the scope as the manifest holds it."""
        named = {"party": self.party, "first": self.first, "last": self.last}
        return {"kind": self.kind, **{name: text for name, text in named.items() if text}}


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a bundle claims about itself; the audit computes all of it again and compares.

    Attributes:
        genesis: The genesis text. size, root: of the tree over its entries.
        scope: Whose parts are disclosed.
    """

    genesis: str
    size: int
    root: bytes
    scope: Scope

    @property
    def origin(self) -> str:
        """Return the name of the log."""
        return parse_genesis(self.genesis).origin

    def to_bytes(self) -> bytes:
        """Return the canonical bytes of `bundle.json`."""
        return canonical.encode(
            {
                "format": FORMAT,
                "genesis": self.genesis,
                "origin": self.origin,
                "root": self.root.hex(),
                "scope": self.scope.as_data(),
                "size": self.size,
            }
        )


def parse_manifest(data: bytes) -> Manifest:
    """Read `bundle.json`.

    Raises:
        VerificationFailed: It is not what `Manifest.to_bytes` writes; says what is wrong.
    """
    try:
        value = canonical.decode(data)
        wanted = {"format", "genesis", "origin", "root", "scope", "size"}
        if not isinstance(value, dict) or value.keys() != wanted or value["format"] != FORMAT:
            raise _malformed("manifest-malformed", MANIFEST, f"the six members of {FORMAT}", "")
        size, root = value["size"], bytes.fromhex(value["root"])
        if type(size) is not int or size < 0 or len(root) != HASH_BYTES:
            raise _malformed("manifest-malformed", MANIFEST, "a size and a root", str(size))
        manifest = Manifest(value["genesis"], size, root, _scope(value["scope"]))
        if manifest.to_bytes() != data:
            raise _malformed("manifest-malformed", "origin", manifest.origin, str(value["origin"]))
    except (LedgerError, TypeError, ValueError) as error:
        if isinstance(error, VerificationFailed):
            raise
        raise _malformed("manifest-malformed", MANIFEST, FORMAT, str(error)) from error
    return manifest


def _scope(value: Any) -> Scope:
    scope = Scope(**value)
    shapes = {
        "full": {"kind"},
        "party": {"kind", "party"},
        "period": {"kind", "first", "last"},
    }
    texts = all(isinstance(text, str) for text in value.values())
    months = [text for text in (scope.first, scope.last) if text is not None]
    if (
        not texts
        or not _is_party(scope.party)
        or value.keys() != shapes.get(scope.kind)
        or not all(map(is_month, months))
    ):
        raise _malformed("manifest-malformed", "scope", "full, party or period", str(value))
    return scope


def _is_party(text: str | None) -> bool:
    return text is None or _PARTY.fullmatch(text) is not None


def is_month(text: str) -> bool:
    """Tell whether a text is a month such as `2025-04`."""
    return _MONTH.fullmatch(text) is not None


def entries_path(number: int, width: int) -> str:
    """Return the path of the bundle of entries from `number * 256`."""
    return Tile(None, number, width).path


def parts_path(number: int, width: int) -> str:
    """Return the path of the parts of the entries from `number * 256`."""
    return "parts" + entries_path(number, width).removeprefix("tile/entries")


def note_path(size: int) -> str:
    """Return the path of a signed note of this size."""
    return f"checkpoints/{size:010}"


def note_size(path: str) -> int | None:
    """Return which size the path of a signed note names; None for another path."""
    match = _NOTE_NAME.fullmatch(path)
    if match is None or note_path(int(match[1])) != path:
        return None
    return int(match[1])


def blob_path(sha256: str) -> str:
    """Return the path of a file that entries cite."""
    return f"blobs/{sha256[:2]}/{sha256}"


def limit_of(path: str) -> int | None:
    """Return how many bytes a file may have; None where a bundle has no such file."""
    return next((limit for pattern, limit in _LIMITS if pattern.fullmatch(path)), None)


def first_entry(path: str) -> int | None:
    """Return the first entry that a file is about, where its name says so."""
    match = _RANGED.fullmatch(path)
    if match is None:
        size = note_size(path.removesuffix(".tsr"))
        return max(size - 1, 0) if size is not None else None
    digits = match["number"].partition(".p/")[0].replace("x", "").replace("/", "")
    level = int(match["level"]) if (match["level"] or "entries") != "entries" else 0
    return int(digits) << (TILE_BITS * (level + 1))


def belongs(path: str, size: int) -> bool:
    """Tell whether a bundle of this size has such a tile or parts file; true of other files."""
    match = _RANGED.fullmatch(path)
    if match is None:
        return True
    level = int(match["level"]) if (match["level"] or "entries") != "entries" else 0
    number, _, width = match["number"].partition(".p/")
    index = int(number.replace("x", "").replace("/", ""))
    wide = tiles.width_at(level, index, size)
    return wide == int(width or TILE_WIDTH) and path.endswith(Tile(0, index, wide).path[7:])


def parts_line(index: int, parts: Iterable[PartCopy]) -> bytes:
    """Write the parts of one entry as a line of a parts file.

    Bytes that are no text were damaged where they were stored: what is written instead cannot open
    the commitment either, and the audit names the entry.
    """
    items = [
        {"leaf": part.hex()}
        if isinstance(part, bytes)
        else {"data": _text(part[1]), "salt": part[0].hex()}
        for part in parts
    ]
    return canonical.encode({"index": index, "parts": items}) + b"\n"


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace").replace("\x00", "\ufffd")


def parse_parts_line(line: bytes, index: int) -> list[PartCopy]:
    """Read the parts of the entry that a line must be about.

    Raises:
        VerificationFailed: The line is malformed, or about another entry.
    """
    expected = f"one canonical line of parts of entry {index}"
    if not line.endswith(b"\n"):
        raise _malformed("parts-malformed", "parts", expected, "a line that does not end")
    try:
        value = canonical.decode(line[:-1])
        if not isinstance(value, dict) or value.keys() != {"index", "parts"}:
            raise _malformed("parts-malformed", "parts", "members index and parts", "others")
        if value["index"] != index:
            raise _malformed("parts-misplaced", "index", str(index), str(value["index"]))
        return [_part(item) for item in value["parts"]]
    except (LedgerError, TypeError, ValueError, AttributeError) as error:
        if isinstance(error, VerificationFailed):
            raise
        raise _malformed("parts-malformed", "parts", expected, str(error)) from error


def _part(item: Mapping[str, str]) -> PartCopy:
    if item.keys() == {"leaf"}:
        leaf = _unhex(item["leaf"])
        if len(leaf) == HASH_BYTES:
            return leaf
    elif item.keys() == {"data", "salt"}:
        return _unhex(item["salt"]), item["data"].encode()
    raise _malformed("parts-malformed", "parts", "data and salt, or a leaf hash", str(set(item)))


def _unhex(text: str) -> bytes:
    data = bytes.fromhex(text)
    if data.hex() != text:
        raise _malformed("parts-malformed", "parts", "hexadecimal in its one spelling", text[:80])
    return data


def count_closed(copies: Sequence[PartCopy]) -> int:
    """Return how many parts of an entry are not disclosed."""
    return sum(isinstance(copy, bytes) for copy in copies)


def _malformed(code: str, field: str, expected: str, found: str) -> VerificationFailed:
    return VerificationFailed(code, field=field, expected=expected, found=found[:200])
