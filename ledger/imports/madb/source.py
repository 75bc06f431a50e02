"""Open the published files: zips of JSON-LD, a JSON-LD file, or the CSV extract; yield raw rows.

What a file is, is decided by its bytes, never by its name. A file that cannot be read as a whole
is refused with the line and column; a row that cannot be read is yielded with its problem, so that
one bad row does not hide the others.
"""

import csv
import io
import json
import lzma
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Final, Literal

from ledger.errors import RuleViolation
from ledger.imports.madb.place import Place

MEMBER_SIZE_MAX_BYTES: Final = 512 * 1024 * 1024
TOTAL_SIZE_MAX_BYTES: Final = 2 * 1024 * 1024 * 1024
MEMBERS_MAX: Final = 1000
RATIO_MAX: Final = 200
"""A text of this kind shrinks to a fifth or a tenth; far beyond that it is a bomb."""

REQUIRED_COLUMNS: Final = ("set", "madb_id", "title", "date", "committee", "members")
_ENCRYPTED: Final = 0x1
_ZIP: Final = b"PK\x03\x04"

Form = Literal["jsonld", "csv"]
Json = object
Node = Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row as it stands in the file.

    Attributes:
        place: Where it stands.
        form: `jsonld` for a node of a graph, `csv` for a line of the extract.
        data: Fields by name.
        parts: Nodes that the row refers to by `hasPart`.
        problem: Code of the reason why the row cannot be read, or empty.
    """

    place: Place
    form: Form
    data: Node
    parts: tuple[Node, ...] = field(default=())
    problem: str = ""


def read_rows(path: Path) -> Iterator[RawRow]:
    """Yield all rows of a file.

    Args:
        path: A zip, a JSON-LD file or the CSV.

    Raises:
        RuleViolation: The file as a whole cannot be read; the fields name file, line and column.
    """
    with path.open("rb") as stream:
        start = stream.read(4)
    if start == _ZIP:
        yield from _zip_rows(path)
        return
    content = path.read_bytes()
    if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"{", b"["}:
        yield from graph_rows(path.name, content)
    else:
        yield from csv_rows(path.name, content)


def _zip_rows(path: Path) -> Iterator[RawRow]:
    try:
        with zipfile.ZipFile(path) as archive:
            members = _safe_members(path.name, archive)
            for member in members:
                yield from graph_rows(f"{path.name}!{member.filename}", _content(archive, member))
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError) as error:
        raise RuleViolation("source-zip-damaged", file=path.name, reason=str(error)) from error


def _safe_members(file: str, archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """Return the JSON members, after checking every name and size the archive states."""
    infos = [info for info in archive.infolist() if not info.is_dir()]
    if len(infos) > MEMBERS_MAX:
        raise RuleViolation(
            "source-zip-too-many-members", file=file, value=len(infos), expected=MEMBERS_MAX
        )
    for info in infos:
        _check_member(file, info)
    total = sum(info.file_size for info in infos)
    if total > TOTAL_SIZE_MAX_BYTES:
        raise RuleViolation(
            "source-zip-too-large", file=file, value=total, expected=TOTAL_SIZE_MAX_BYTES
        )
    members = [info for info in infos if info.filename.lower().endswith(".json")]
    if not members:
        raise RuleViolation("source-zip-without-json", file=file, expected="members named *.json")
    return members


def _check_member(file: str, info: zipfile.ZipInfo) -> None:
    name = info.filename
    is_outside = PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts
    if is_outside or "\\" in name or ":" in name:
        raise RuleViolation("source-zip-path", file=file, value=name, expected="a relative name")
    if info.flag_bits & _ENCRYPTED:
        raise RuleViolation("source-zip-encrypted", file=file, value=name)
    is_bomb = info.file_size > RATIO_MAX * max(info.compress_size, 1024)
    if info.file_size > MEMBER_SIZE_MAX_BYTES or is_bomb:
        raise RuleViolation(
            "source-zip-too-large",
            file=file,
            member=name,
            value=info.file_size,
            expected=MEMBER_SIZE_MAX_BYTES,
        )


def _content(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    # The stated size may lie: never read more than was stated and checked.
    try:
        with archive.open(member) as stream:
            content = stream.read(member.file_size + 1)
    except (OSError, lzma.LZMAError) as error:  # how bzip2 and LZMA say that data is damaged
        named = {"file": archive.filename or "", "member": member.filename}
        raise RuleViolation("source-zip-damaged", **named, reason=str(error)) from error
    if len(content) != member.file_size:
        raise RuleViolation(
            "source-zip-damaged",
            file=archive.filename or "",
            member=member.filename,
            value=len(content),
            expected=member.file_size,
        )
    return content


def decode_text(file: str, content: bytes) -> str:
    """Decode UTF-8 with or without a byte order mark.

    Raises:
        RuleViolation: The bytes are not UTF-8; the fields name line, column and the likely coding.
    """
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        raise RuleViolation(
            "source-not-utf-8",
            file=file,
            line=before.count(b"\n") + 1,
            column=error.start - (before.rfind(b"\n") + 1) + 1,
            likely=_likely_coding(content),
            expected="UTF-8",
        ) from error


def _likely_coding(content: bytes) -> str:
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return "UTF-16"
    # EUC-JP first: its bytes also pass as half-width kana of Shift_JIS, but not the other way.
    for coding, name in (("euc_jp", "EUC-JP"), ("cp932", "Shift_JIS")):
        try:
            text = content.decode(coding)
        except UnicodeDecodeError:
            continue
        if not re.search(r"[\x80-\x9f\ue000-\uf8ff]", text):
            return name
    return "unknown"


def graph_rows(file: str, content: bytes) -> Iterator[RawRow]:
    """Yield the rows of a JSON-LD graph: its nodes with a class.

    Raises:
        RuleViolation: Not JSON, or not a JSON-LD graph.
    """
    text = decode_text(file, content)
    try:
        document = json.loads(text, parse_float=str, parse_constant=str)
    except json.JSONDecodeError as error:
        raise RuleViolation(
            "source-not-json", file=file, line=error.lineno, column=error.colno, reason=error.msg
        ) from error
    except ValueError as error:  # more digits than anybody's number has
        raise RuleViolation("source-not-json", file=file, reason=str(error)) from error
    except RecursionError as error:
        raise RuleViolation("source-nested-too-deep", file=file) from error
    graph = document.get("@graph") if isinstance(document, dict) else document
    if not isinstance(graph, list) or not all(isinstance(node, dict) for node in graph):
        raise RuleViolation(
            "source-not-json-ld", file=file, line=1, column=1, expected="an object with @graph"
        )
    nodes = {node["@id"]: node for node in graph if isinstance(node.get("@id"), str)}
    for number, node in enumerate(graph, start=1):
        if "@type" in node:
            yield _graph_row(file, number, node, nodes)


def _graph_row(file: str, number: int, node: Node, nodes: Mapping[str, Node]) -> RawRow:
    place = Place(file, number, str(node.get("identifier") or node.get("@id") or ""))
    references = texts(node.get("hasPart"))
    parts = tuple(nodes[reference] for reference in references if reference in nodes)
    is_complete = len(parts) == len(references)
    return RawRow(place, "jsonld", node, parts, "" if is_complete else "part-missing")


def texts(value: Json) -> list[str]:
    """Return the texts of a JSON-LD value: one text, a reference, or a list of them."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, Mapping):
        return texts(value.get("@id") or value.get("@value"))
    if isinstance(value, list):
        return [text for item in value for text in texts(item)]
    return []


def csv_rows(file: str, content: bytes) -> Iterator[RawRow]:
    """Yield the rows of the CSV extract.

    Raises:
        RuleViolation: Not UTF-8, not the columns of the extract, or a quote that never closes.
    """
    reader = csv.reader(io.StringIO(decode_text(file, content), newline=""), strict=True)
    try:
        header = next(reader, [])
        missing = [name for name in REQUIRED_COLUMNS if name not in header]
        if missing:
            raise RuleViolation(
                "source-columns-missing",
                file=file,
                line=1,
                column=1,
                value=missing,
                expected=list(REQUIRED_COLUMNS),
            )
        yield from _csv_lines(file, header, reader)
    except csv.Error as error:
        raise RuleViolation(
            "source-csv-damaged", file=file, line=reader.line_num, column=1, reason=str(error)
        ) from error


def _csv_lines(file: str, header: list[str], lines: Iterable[list[str]]) -> Iterator[RawRow]:
    line = 2
    for cells in lines:
        if not cells:
            line += 1
            continue
        data = dict(zip(header, cells, strict=False))
        place = Place(file, line, data.get("madb_id", ""))
        problem = "" if len(cells) == len(header) else "column-count"
        yield RawRow(place, "csv", data, (), problem)
        line += 1 + sum(cell.count("\n") for cell in cells)
