"""Reading files of rates: the European Central Bank's layout, and a plain one.

    Date,USD,JPY,KRW,            how many units one euro bought; `N/A` where none was published
    2026-03-31,1.0834,163.85,1466.1,

    date,base,quote,rate         how many units of `quote` one unit of `base` bought
    2026-03-31,USD,JPY,151.23

Every cell ends as a rate, as one that was not published, or as refused with its line and column.
Rates are read digit by digit: 151.23 is 15123/100, exactly.
"""

import lzma
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from typing import Final

from contracts.money import CURRENCIES, MAX_MINOR, Ratio, lowest_terms
from ledger.errors import RuleViolation

MOST_BYTES: Final = 64 * 2**20
_ECB_BASE: Final = "EUR"
_PLAIN: Final = ("date", "base", "quote", "rate")
_ABSENT: Final = frozenset({"", "N/A"})
_DAMAGED: Final = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, RuntimeError, ValueError,
)  # fmt: skip
"""What the standard library raises for a zip whose bytes were damaged, by its packing."""
_NUMBER: Final = re.compile(r"([0-9]{1,15})(?:\.([0-9]{1,15}))?", re.ASCII)
_LONG_DAY: Final = re.compile(r"([0-9]{1,2}) ([A-Z][a-z]+) ([0-9]{4})", re.ASCII)
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReadRate:
    """A rate and where it stands."""

    line: int
    column: str
    base: str
    quote: str
    date: date
    rate: Ratio


@dataclass(frozen=True, slots=True)
class RefusedCell:
    """A cell that is no rate, and why; `line` 1 with a heading means its whole column.

    Attributes:
        other: The value that it contradicts. entry_index: entry that states it, if one does.
    """

    line: int
    column: str
    code: str
    value: str
    expected: str
    other: str = ""
    entry_index: int | None = None


@dataclass(slots=True)
class ReadFile:
    """What a file says.

    Attributes:
        unpublished: Cells that say that no rate was published.
    """

    rates: list[ReadRate] = field(default_factory=list)
    refused: list[RefusedCell] = field(default_factory=list)
    unpublished: int = 0


def read_rates(data: bytes) -> ReadFile:
    """Read a file of rates, or a zip of one.

    Raises:
        RuleViolation: `fx-file-unreadable` or `fx-layout-unknown`: no line of it can be read.
    """
    lines = _text(data).splitlines()
    heading = _cells(lines[0]) if lines else []
    names = [cell.lower() for cell in heading]
    read = ReadFile()
    if names[:4] == list(_PLAIN) and len(names) == len(_PLAIN):
        _read_plain(lines, read)
    elif names[:1] == ["date"] and len(names) > 1:
        _read_ecb(heading, lines, read)
    else:
        raise RuleViolation(
            "fx-layout-unknown",
            field="file",
            value=(lines[0] if lines else "")[:80],
            expected="Date,USD,JPY,... (one euro in other currencies) or date,base,quote,rate",
        )
    return read


def _text(data: bytes) -> str:
    if data[:4] == b"PK\x03\x04":
        data = _unzipped(data)
    if len(data) > MOST_BYTES:
        raise _unreadable("a longer file", f"at most {MOST_BYTES} bytes")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _unreadable(f"byte {error.start}", "UTF-8") from error


def _unzipped(data: bytes) -> bytes:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            inner = [info for info in archive.infolist() if info.filename.endswith(".csv")]
            if len(inner) != 1 or inner[0].file_size > MOST_BYTES:
                raise _unreadable(f"{len(inner)} CSV files", "a zip of one CSV file")
            return archive.read(inner[0])
    except _DAMAGED as error:
        raise _unreadable(str(error), "a zip of one CSV file") from error


def _unreadable(value: str, expected: str) -> RuleViolation:
    return RuleViolation("fx-file-unreadable", field="file", value=value, expected=expected)


def _cells(line: str) -> list[str]:
    """Return the cells of a line; the comma that the bank writes at its end opens none."""
    cells = [cell.strip() for cell in line.split(",")]
    return cells[:-1] if len(cells) > 1 and not cells[-1] else cells


def _read_ecb(heading: Sequence[str], lines: Sequence[str], read: ReadFile) -> None:
    columns = _columns(heading, read)
    for number, line in enumerate(lines[1:], start=2):
        cells = _cells(line)
        if not any(cells):
            continue
        day = _day(cells[0])
        if day is None:
            read.refused.append(_refused(number, heading[0], "date-malformed", cells[0]))
            continue
        if len(cells) > len(heading):
            extra = f"cell {len(heading) + 1}"
            read.refused.append(_refused(number, extra, "too-many-cells", cells[len(heading)]))
            continue
        for place, code in columns.items():
            text = cells[place] if place < len(cells) else ""
            _take(read, number, code, (_ECB_BASE, code, day, text))


def _columns(heading: Sequence[str], read: ReadFile) -> Mapping[int, str]:
    """Return the columns that hold a currency; others are refused once, as a whole."""
    found: dict[int, str] = {}
    for place, code in enumerate(heading[1:], start=1):
        if code not in CURRENCIES or code == _ECB_BASE:
            read.refused.append(_refused(1, code, "unknown-currency", code))
        elif code in found.values():
            read.refused.append(_refused(1, code, "column-twice", code))
        else:
            found[place] = code
    return found


def _read_plain(lines: Sequence[str], read: ReadFile) -> None:
    for number, line in enumerate(lines[1:], start=2):
        cells = [cell.strip() for cell in line.split(",")]
        if not any(cells):
            continue
        wrong = _wrong_cell(number, cells)
        if wrong is not None:
            read.refused.append(wrong)
            continue
        day = _day(cells[0])
        if day is not None:
            _take(read, number, "rate", (cells[1], cells[2], day, cells[3]))


def _wrong_cell(number: int, cells: Sequence[str]) -> RefusedCell | None:
    if len(cells) != len(_PLAIN):
        return _refused(number, "", "cells-missing", ",".join(cells))
    wrong = (
        ("date", "date-malformed", cells[0], _day(cells[0]) is None),
        ("base", "unknown-currency", cells[1], cells[1] not in CURRENCIES),
        ("quote", "unknown-currency", cells[2], cells[2] not in CURRENCIES),
        ("quote", "fx-pair-same", cells[2], cells[1] == cells[2]),
    )
    found = (_refused(number, name, code, text) for name, code, text, is_so in wrong if is_so)
    return next(found, None)


def _take(read: ReadFile, number: int, column: str, cell: tuple[str, str, date, str]) -> None:
    base, quote, day, text = cell
    if text in _ABSENT:
        read.unpublished += 1
        return
    rate = exact(text)
    if rate is None:
        read.refused.append(_refused(number, column, "rate-malformed", text))
        return
    read.rates.append(ReadRate(number, column, base, quote, day, rate))


def exact(text: str) -> Ratio | None:
    """Read a rate exactly; None when it is none.

    Example:
        >>> exact("151.23"), exact("0.0066"), exact("0"), exact("1,5")
        ((15123, 100), (33, 5000), None, None)
    """
    found = _NUMBER.fullmatch(text)
    if found is None:
        return None
    decimals = found.group(2) or ""
    num, den = lowest_terms(int(found.group(1) + decimals), 10 ** len(decimals))
    return (num, den) if 0 < num <= MAX_MINOR else None


def _day(text: str) -> date | None:
    try:
        if long := _LONG_DAY.fullmatch(text):
            return date(int(long[3]), _MONTHS.index(long[2]) + 1, int(long[1]))
        return date.fromisoformat(text) if len(text) == len("2026-03-31") else None
    except ValueError:
        return None


_EXPECTED: Final[Mapping[str, str]] = {
    "cells-missing": "date,base,quote,rate",
    "column-twice": "every currency once",
    "date-malformed": "a day like 2026-03-31",
    "fx-pair-same": "two different currencies",
    "rate-malformed": "a positive number like 151.23, of at most 15 digits",
    "too-many-cells": "as many cells as headings",
    "unknown-currency": "an ISO 4217 code in use",
}


def _refused(line: int, column: str, code: str, value: str) -> RefusedCell:
    return RefusedCell(line, column, code, value[:80], _EXPECTED[code])


def repeated(rates: Sequence[ReadRate]) -> Iterator[tuple[ReadRate, ReadRate]]:
    """Yield every rate whose pair and day the file has before, with the first one."""
    first: dict[tuple[str, str, date], ReadRate] = {}
    for one in rates:
        known = first.setdefault((one.base, one.quote, one.date), one)
        if known is not one:
            yield one, known
