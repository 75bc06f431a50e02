"""Reading 256 entries of a bundle with their parts, and examining each by itself.

Nothing here depends on what stands before, so several processes can do it for several chunks.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ledger.audit import bundle_format as layout
from ledger.audit.findings import Finding
from ledger.audit.folder import Folder
from ledger.errors import VerificationFailed
from ledger.log.tiles import TILE_WIDTH
from ledger.log.verify import EntryCopy, Examined, PartCopy, examine

_LENGTH_BYTES: Final = 2
_MOST_ENTRY_BYTES: Final = TILE_WIDTH * (_LENGTH_BYTES + 65_535)
_MOST_PARTS_BYTES: Final = 4 * 2**30


@dataclass(frozen=True, slots=True)
class AuditedEntry:
    """One entry, examined by itself.

    Attributes:
        examined: What it says and what is wrong with it.
        complete: All its parts are at hand.
        closed: How many of its parts are there by their leaf hash alone.
    """

    examined: Examined
    complete: bool
    closed: int = 0


Item = AuditedEntry | Finding


def read_chunk(root: Path, number: int, width: int) -> Iterator[Item]:
    """Yield the entries from `number * 256`, and what is wrong with the files that hold them.

    Args:
        root: Folder of the bundle.
        number: Which chunk.
        width: How many entries it must have. Fewer come where the file holds fewer.
    """
    folder, start = Folder(root), number * TILE_WIDTH
    leaves = _Leaves(folder, number, width)
    parts = _PartsFile(folder, number, width)
    try:
        for offset, leaf in enumerate(leaves.leaves):
            copies = parts.next_of(start + offset)
            examined = examine(EntryCopy(leaf, None, copies), start + offset)
            yield from parts.found()
            closed = layout.count_closed(copies or ())
            yield AuditedEntry(examined, copies is not None and not closed, closed)
        yield from leaves.found
        if not leaves.found:
            yield from parts.rest()
    finally:
        parts.close()


def read_chunk_at_once(root: Path, number: int, width: int) -> list[Item]:
    """Return what `read_chunk` yields, for another process."""
    return list(read_chunk(root, number, width))


class _Leaves:
    """The leaves of an entry bundle, as far as they can be read."""

    def __init__(self, folder: Folder, number: int, width: int) -> None:
        self._path = layout.entries_path(number, width)
        self._start = number * TILE_WIDTH
        self.leaves: list[bytes] = []
        self.found: list[Finding] = []
        try:
            data = folder.read(self._path, _MOST_ENTRY_BYTES)
        except VerificationFailed as error:
            self._add("entries-missing", f"{width} entries", error)
            return
        at = 0
        while at + _LENGTH_BYTES <= len(data) and len(self.leaves) < width:
            end = at + _LENGTH_BYTES + int.from_bytes(data[at : at + _LENGTH_BYTES], "big")
            if end > len(data):
                break
            self.leaves.append(data[at + _LENGTH_BYTES : end])
            at = end
        if len(self.leaves) < width:
            self._add("entries-truncated", f"{width} entries", f"{len(self.leaves)} entries")
        elif at < len(data):
            self._add("entries-too-many", f"{at} bytes", f"{len(data)} bytes")

    def _add(self, code: str, expected: str, found: object) -> None:
        index = self._start + len(self.leaves)
        self.found.append(Finding(index, code, expected, str(found), self._path))


class _PartsFile:
    """The lines of a parts file, one per entry, as far as they can be read."""

    def __init__(self, folder: Folder, number: int, width: int) -> None:
        self._path = layout.parts_path(number, width)
        self._after = number * TILE_WIDTH + width
        self._found: list[Finding] = []
        self._file = None
        try:
            self._file = folder.open(self._path, _MOST_PARTS_BYTES)
        except VerificationFailed as error:
            self._add(number * TILE_WIDTH, "parts-missing", f"parts of {width} entries", error)

    def next_of(self, index: int) -> list[PartCopy] | None:
        """Return the parts of the next entry; None where they cannot be read."""
        if self._file is None:
            return None
        line = self._file.readline(layout.LONGEST_PARTS_LINE + 1)
        if not line:
            self._add(index, "parts-truncated", f"parts until entry {self._after - 1}", "the end")
            self.close()
            return None
        try:
            return layout.parse_parts_line(line, index)
        except VerificationFailed as error:
            self._add(index, error.code, error.fields["expected"], error.fields["found"])
            if not line.endswith(b"\n"):
                self.close()
            return None

    def found(self) -> Iterator[Finding]:
        """Yield the findings since the last call."""
        yield from self._found
        self._found.clear()

    def rest(self) -> Iterator[Finding]:
        """Yield a finding if something follows the last entry."""
        if self._file is not None and self._file.read(1):
            self._add(self._after - 1, "parts-too-many", "the end of the file", "more lines")
        yield from self.found()

    def close(self) -> None:
        """Close the file; nothing more is read."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _add(self, index: int, code: str, expected: object, found: object) -> None:
        self._found.append(Finding(index, code, str(expected), str(found), self._path))
