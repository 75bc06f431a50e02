"""Reading a spreadsheet file as cells, with the standard library alone.

An .xlsx file is a ZIP of XML. What is read is what a person sees: texts without their readings,
numbers as written, formulas by the value that was saved with them. Nothing is evaluated, nothing
outside the file is fetched, and a file that declares a document type is refused.

Source:
    ECMA-376 part 1 (SpreadsheetML): workbook, shared strings, worksheets, merged cells.
"""

import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

from ledger.errors import RuleViolation

MOST_BYTES: Final = 20_000_000
MOST_UNPACKED: Final = 200_000_000
_MOST_PARTS: Final = 2_000
_REFERENCE: Final = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_WORKBOOK: Final = "xl/workbook.xml"
_LINKS: Final = "xl/_rels/workbook.xml.rels"
_STRINGS: Final = "xl/sharedStrings.xml"

Place = tuple[int, int]
"""Row and column, both counted from 1."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that holds something.

    Attributes:
        kind: `text`, `number`, `boolean`, `error`, or `unsaved` for a formula without its value.
        text: What it holds; a number as it is written in the file.
        is_formula: Whether a formula gave it.
    """

    kind: str
    text: str
    is_formula: bool = False


@dataclass(slots=True)
class Sheet:
    """One worksheet.

    Attributes:
        merged: First and last place of each merged range.
    """

    name: str
    cells: dict[Place, Cell] = field(default_factory=dict)
    merged: list[tuple[Place, Place]] = field(default_factory=list)

    @property
    def last_row(self) -> int:
        """Number of the last row that holds something."""
        return max((row for row, _ in self.cells), default=0)

    def text(self, row: int, column: int) -> str:
        """Return what a cell holds, without blanks around it; empty if nothing."""
        cell = self.cells.get((row, column))
        return cell.text.strip() if cell else ""

    def merge_at(self, row: int, column: int) -> str | None:
        """Return the merged range that covers a cell, such as `A1:C1`."""
        for (top, left), (bottom, right) in self.merged:
            if top <= row <= bottom and left <= column <= right:
                return f"{cell_name(top, left)}:{cell_name(bottom, right)}"
        return None


def cell_name(row: int, column: int) -> str:
    """Return a place as people write it.

    Example:
        >>> cell_name(5, 7), cell_name(1, 28)
        ('G5', 'AB1')
    """
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"


def read_xlsx(data: bytes) -> dict[str, Sheet]:
    """Return the worksheets of a file by their names, in their order.

    Raises:
        RuleViolation: `workbook-unreadable`: it is no .xlsx file, protected by a password, or
            damaged. `workbook-too-large`.
    """
    if len(data) > MOST_BYTES:
        raise _too_large(len(data), MOST_BYTES)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _sheets(_parts(archive))
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError) as error:
        raise _unreadable(str(error)) from error
    except RuntimeError as error:  # encrypted, or of an unknown packing
        raise _unreadable(str(error)) from error
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise _unreadable(repr(error)[:200]) from error


def _parts(archive: zipfile.ZipFile) -> dict[str, bytes]:
    infos = [info for info in archive.infolist() if info.filename.endswith((".xml", ".rels"))]
    size = sum(info.file_size for info in infos)
    if size > MOST_UNPACKED or len(infos) > _MOST_PARTS:
        raise _too_large(size, MOST_UNPACKED)
    return {info.filename: archive.read(info) for info in infos}


def _sheets(parts: Mapping[str, bytes]) -> dict[str, Sheet]:
    links = _Links(parts[_LINKS]).targets
    strings = _Strings(parts[_STRINGS]).texts if _STRINGS in parts else []
    found: dict[str, Sheet] = {}
    for name, link in _Book(parts[_WORKBOOK]).sheets:
        target = links[link].removeprefix("/")
        path = target if target.startswith("xl/") else f"xl/{target}"
        if path in parts and "worksheets/" in path:
            found[name] = _Cells(parts[path], Sheet(name), strings).sheet
    return found


class _Reading:
    """Reads one XML part by its elements, names without namespaces."""

    def __init__(self, data: bytes) -> None:
        self._text: list[str] = []
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartDoctypeDeclHandler = self._refuse
        parser.StartElementHandler = self._start
        parser.EndElementHandler = lambda name: self.end(name.rpartition(" ")[2])
        parser.CharacterDataHandler = self._text.append
        parser.Parse(data, True)  # noqa: FBT003 - the signature of the standard library

    def _refuse(self, *_: object) -> None:
        msg = "a document type is declared"
        raise ValueError(msg)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        plain = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        self.start(name.rpartition(" ")[2], plain)

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def taken(self) -> str:
        """Return the text since the last call."""
        text = "".join(self._text)
        self._text.clear()
        return text


class _Links(_Reading):
    """Which part a relationship names."""

    def __init__(self, data: bytes) -> None:
        self.targets: dict[str, str] = {}
        super().__init__(data)

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "Relationship":
            self.targets[attributes["Id"]] = attributes["Target"]


class _Book(_Reading):
    """The sheets in their order: name and relationship."""

    def __init__(self, data: bytes) -> None:
        self.sheets: list[tuple[str, str]] = []
        super().__init__(data)

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "sheet":
            self.sheets.append((attributes["name"], attributes["id"]))


class _Strings(_Reading):
    """Shared texts; the readings that Japanese spreadsheets keep beside them are left out."""

    def __init__(self, data: bytes) -> None:
        self.texts: list[str] = []
        self._own: list[str] = []
        self._is_reading = False
        super().__init__(data)

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "si":
            self._own = []
        elif name == "rPh":
            self._is_reading = True
        elif name == "t":
            self.taken()

    def end(self, name: str) -> None:
        if name == "t" and not self._is_reading:
            self._own.append(self.taken())
        elif name == "rPh":
            self._is_reading = False
        elif name == "si":
            self.texts.append("".join(self._own))


class _Cells(_Reading):
    """The cells and merged ranges of a worksheet."""

    def __init__(self, data: bytes, sheet: Sheet, strings: list[str]) -> None:
        self.sheet = sheet
        self._strings = strings
        self._place: Place = (0, 0)
        self._type, self._value, self._inline = "n", "", ""
        self._is_formula = self._is_reading = False
        super().__init__(data)

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "c":
            self._place = _place(attributes["r"])
            self._type = attributes.get("t", "n")
            self._value = self._inline = ""
            self._is_formula = False
        elif name in ("v", "t", "f"):
            self.taken()
        elif name == "rPh":
            self._is_reading = True
        elif name == "mergeCell":
            first, _, last = attributes["ref"].partition(":")
            self.sheet.merged.append((_place(first), _place(last or first)))

    def end(self, name: str) -> None:
        if name == "v":
            self._value = self.taken()
        elif name == "f":
            self._is_formula = True
        elif name == "t" and not self._is_reading:
            self._inline += self.taken()
        elif name == "rPh":
            self._is_reading = False
        elif name == "c":
            self._finish()

    def _finish(self) -> None:
        text, kind = self._content()
        if self._is_formula and not self._value:
            text, kind = "", "unsaved"
        if text or kind == "unsaved":
            self.sheet.cells[self._place] = Cell(kind, text, self._is_formula)

    def _content(self) -> tuple[str, str]:
        if self._type == "s":
            return (self._strings[int(self._value)] if self._value else ""), "text"
        if self._type == "inlineStr":
            return self._inline, "text"
        kinds = {"str": "text", "b": "boolean", "e": "error", "d": "text"}
        return self._value, kinds.get(self._type, "number")


def _place(reference: str) -> Place:
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        msg = f"no cell: {reference[:20]}"
        raise ValueError(msg)
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]), column


def _unreadable(why: str) -> RuleViolation:
    return RuleViolation(
        "workbook-unreadable",
        "the file cannot be read as a spreadsheet",
        field="file",
        value=why,
        expected="an .xlsx file without a password",
    )


def _too_large(size: int, most: int) -> RuleViolation:
    return RuleViolation(
        "workbook-too-large", field="file", value=size, expected=f"<= {most} bytes"
    )
