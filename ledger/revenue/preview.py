"""A first look at a licensee's file: where its headings are, and which column may be what.

Nothing is decided here. What is found is put before a person, who says how the file is read; only
then are its lines judged.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, Literal

from ledger.revenue.profiles import MONTH_PATTERNS, STANDARD, FieldName, MonthFormat, Profile

Separator = Literal[",", "\t", ";"]
_SEPARATORS: Final[tuple[Separator, ...]] = (",", "\t", ";")
_SEARCHED: Final = 40
_LEAST_HEADINGS: Final = 3
_SHOWN: Final = 8
_MOST_BYTES: Final = 262_144
_YEN: Final = ("￥", "¥", "円")
_WORDS: Final[Mapping[FieldName, tuple[str, ...]]] = {
    "channel": ("媒体", "チャネル", "利用形態", "区分", "channel", "medium"),
    "territory": ("地域", "国", "territory", "country"),
    "work": ("作品", "タイトル", "題名", "work", "title"),
    "month": ("月", "期間", "month", "period"),
    "units": ("数量", "再生", "枚数", "個数", "部数", "units", "quantity"),
    "amount": ("金額", "売上", "amount", "revenue", "sales"),
    "currency": ("通貨", "currency"),
    "product": ("商品", "product"),
    "rate": ("料率", "率", "rate"),
}
_ORDER: Final[tuple[FieldName, ...]] = (
    "amount", "work", "channel", "month", "units", "territory", "currency", "product", "rate",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Glance:
    """The beginning of a file as cells.

    Attributes:
        header_line: Of the headings, counted from one. rows: those below, at most a few.
    """

    separator: Separator
    header_line: int
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def glance(
    text: bytes, *, separator: Separator | None = None, header_line: int | None = None
) -> Glance:
    r"""Look at the first lines of a file.

    Args:
        text: As UTF-8.
        separator: As somebody said; else the commonest in the first lines.
        header_line: As somebody said; else the first line with three headings.

    Example:
        >>> found = glance("報告書,,\n作品,媒体,金額\nA,配信,1000\n".encode())
        >>> found.header_line, found.headings
        (2, ('作品', '媒体', '金額'))
    """
    start = text[:_MOST_BYTES].decode("utf-8", "ignore")
    commonest: Separator = max(_SEPARATORS, key=partial(_count, start))
    chosen = separator or commonest
    rows = _rows(start, chosen)
    line = header_line or _header_line(rows)
    headings = [cell.strip() for cell in rows[line - 1]] if line <= len(rows) else []
    while headings and not headings[-1]:
        headings.pop()
    below = [tuple(row[: len(headings)]) for row in rows[line:] if any(row)]
    return Glance(chosen, line, tuple(headings), tuple(below[:_SHOWN]))


def _count(text: str, separator: Separator) -> int:
    return text.count(separator)


def _rows(start: str, separator: str) -> list[list[str]]:
    found: list[list[str]] = []
    reader = csv.reader(io.StringIO(start), delimiter=separator)
    try:
        for row in reader:
            # A line break inside a cell counts, as it does where the lines are judged.
            found += [[]] * (reader.line_num - len(found) - 1) + [row]
            if len(found) > _SEARCHED + _SHOWN:
                break
    except csv.Error:
        pass
    return found


def _header_line(rows: Sequence[Sequence[str]]) -> int:
    for number, row in enumerate(rows[:_SEARCHED], 1):
        if sum(bool(cell.strip()) for cell in row) >= _LEAST_HEADINGS:
            return number
    return 1


def is_standard(seen: Glance) -> bool:
    """Tell whether the built-in profile finds the columns that it needs."""
    needed: tuple[FieldName, ...] = ("channel", "work", "month", "amount")
    return (
        seen.header_line == 1
        and seen.separator == ","
        and all(set(STANDARD.columns[field]) & set(seen.headings) for field in needed)
    )


def guessed(seen: Glance) -> dict[str, Any]:
    """Return which column may be what, as members of a profile, for a person to correct."""
    columns: dict[FieldName, str] = {}
    for field in _ORDER:
        free = [heading for heading in seen.headings if heading not in columns.values()]
        if found := _like(field, free):
            columns[field] = found
    amounts = "".join(_column(seen, columns.get("amount", "")))
    return {
        "columns": columns,
        "separator": seen.separator,
        "header_line": seen.header_line,
        "months": _months(_column(seen, columns.get("month", ""))),
        "thousands": "," in amounts,
        "triangle": any(sign in amounts for sign in "△▲"),
        "affixes": tuple(mark for mark in _YEN if mark in amounts),
    }


def _like(field: FieldName, headings: Sequence[str]) -> str | None:
    exact = set(STANDARD.columns[field])
    for heading in headings:
        if heading in exact:
            return heading
    for word in _WORDS[field]:
        for heading in headings:
            if word in unicodedata.normalize("NFKC", heading).lower():
                return heading
    return None


def _column(seen: Glance, heading: str) -> list[str]:
    if heading not in seen.headings:
        return []
    place = seen.headings.index(heading)
    return [row[place].strip() for row in seen.rows if len(row) > place and row[place].strip()]


def _months(cells: Sequence[str]) -> MonthFormat:
    for name, pattern in MONTH_PATTERNS.items():
        if cells and all(re.match(pattern, cell) for cell in cells):
            return name
    return "YYYY-MM"


def mapping_of(profile: Profile) -> dict[str, Any]:
    """Return a profile as `guessed` returns what it found: one heading for each field."""
    return {
        "columns": {field: headings[0] for field, headings in profile.columns.items()},
        "separator": profile.separator,
        "header_line": profile.header_line,
        "months": profile.months,
        "thousands": profile.thousands,
        "triangle": profile.triangle,
        "affixes": profile.affixes,
        "defaults": dict(profile.defaults),
        "rate_as": profile.rate_as,
    }
