"""Reading a filled-in template of a cut-over: every line is a figure, or is refused by its cell."""

from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from contracts.opening_lines import Key
from ledger.errors import RuleViolation
from ledger.ids import PARTY, is_id
from ledger.jobs.cutover_sheet import (
    ACCOUNT,
    AMOUNT,
    CONDITIONS,
    DIFFERENCE,
    FIELD_VALUE,
    FIELDS,
    KIND,
    KIND_HEADING,
    KINDS,
    PAYEE,
    REASON,
    SHEETS,
    STEP,
    TOTAL,
)
from ledger.jobs.xlsx_reading import Cell, Sheet, cell_name, read_xlsx
from ledger.openings.commands import OpeningEntry
from ledger.values import MAX_SAFE

_LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class Wrong:
    """A cell that cannot be accepted.

    Attributes:
        code: Why. value: what stands there. expected: what would be right.
    """

    sheet: str
    cell: str
    code: str
    value: str
    expected: str


@dataclass(slots=True)
class Books:
    """What a file says.

    Attributes:
        fields: Of the first sheet. entries: the figures, in the order of the lines.
        places: Figure to its sheet and row. lines: the same for lines without an amount, too.
        totals: Sheet to the sum of its amounts.
    """

    fields: dict[str, str] = field(default_factory=dict)
    entries: list[OpeningEntry] = field(default_factory=list)
    places: dict[Key, tuple[str, int]] = field(default_factory=dict)
    lines: dict[Key, tuple[str, int]] = field(default_factory=dict)
    totals: dict[str, int] = field(default_factory=dict)
    wrong: list[Wrong] = field(default_factory=list)


def read_books(data: bytes) -> Books:
    """Read a filled-in template; what is wrong is listed, not raised.

    Raises:
        RuleViolation: The file is no spreadsheet, or not this template.
    """
    sheets = read_xlsx(data)
    missing = [name for name in (CONDITIONS, *SHEETS) if name not in sheets]
    if missing:
        raise RuleViolation(
            "cutover-sheets-missing", field="file", value=missing, expected=[CONDITIONS, *SHEETS]
        )
    books = Books(_fields(sheets[CONDITIONS]))
    for name in SHEETS:
        _read_sheet(sheets[name], books)
    return books


def _fields(sheet: Sheet) -> dict[str, str]:
    known = {name for name, _ in FIELDS}
    return {
        sheet.text(row, 1): sheet.text(row, FIELD_VALUE)
        for row in range(1, sheet.last_row + 1)
        if sheet.text(row, 1) in known
    }


def _read_sheet(sheet: Sheet, books: Books) -> None:
    heads = [row for row in range(1, sheet.last_row + 1) if sheet.text(row, KIND) == KIND_HEADING]
    if not heads:
        place = cell_name(4, KIND)
        books.wrong.append(Wrong(sheet.name, place, "cutover-heading-missing", "", KIND_HEADING))
        return
    total = 0
    for row in range(heads[0] + 1, sheet.last_row + 1):
        kind = sheet.text(row, KIND)
        if kind == TOTAL:
            _check_total(sheet, row, total, books)
        elif kind or sheet.text(row, AMOUNT):
            total += _read_line(sheet, row, books)
    books.totals[sheet.name] = total


def _check_total(sheet: Sheet, row: int, total: int, books: Books) -> None:
    reading = _Line(sheet, row)
    stated = reading.number(AMOUNT)
    if stated is not None and stated != total:
        reading.refuse(AMOUNT, "cutover-total-differs", str(stated), str(total))
    books.wrong += reading.wrong


def _read_line(sheet: Sheet, row: int, books: Books) -> int:
    """Take one figure; return its amount for the total of the sheet."""
    reading = _Line(sheet, row)
    entry = reading.entry()
    key = reading.key
    if entry is not None and key in books.places:
        first, number = books.places[key]
        reading.refuse(
            KIND, "opening-entry-twice", " ".join(key), f"{first} {cell_name(number, KIND)}"
        )
    elif entry is not None:
        books.places[key] = (sheet.name, row)
        books.entries.append(entry)
    books.lines.setdefault(key, (sheet.name, row))
    books.wrong += reading.wrong
    return entry.amount_minor if entry else 0


class _Line:
    """Reads the cells of one row, and lists what is wrong with them."""

    def __init__(self, sheet: Sheet, row: int) -> None:
        self._sheet, self._row = sheet, row
        self.wrong: list[Wrong] = []

    def refuse(self, column: int, code: str, value: str, expected: str) -> None:
        """List a cell as wrong."""
        place = cell_name(self._row, column)
        self.wrong.append(Wrong(self._sheet.name, place, code, value[:200], expected))

    @property
    def key(self) -> Key:
        """What the figure of the row is."""
        texts = [self._sheet.text(self._row, column) for column in (KIND, STEP, ACCOUNT, PAYEE)]
        return texts[0], texts[1], texts[2], texts[3]

    def entry(self) -> OpeningEntry | None:
        """Return the figure of the row; None where there is none, or it cannot be one."""
        for column in (KIND, STEP, ACCOUNT, PAYEE, AMOUNT, DIFFERENCE, REASON):
            if merged := self._sheet.merge_at(self._row, column):
                self.refuse(column, "cutover-cell-merged", merged, "cells that are not merged")
        kind, step, account, payee = self.key
        if kind not in KINDS:
            self.refuse(KIND, "cutover-kind-unknown", kind, ", ".join(KINDS))
        if payee and ":" not in payee and not is_id(payee, PARTY):
            self.refuse(PAYEE, "cutover-payee-malformed", payee, "party_ and 26 characters")
        amount, difference = self.number(AMOUNT), self.number(DIFFERENCE)
        if self.wrong or amount is None:
            return None
        stated = {
            "kind": kind,
            "step": step,
            "account": account,
            "payee": payee,
            "reason": self._sheet.text(self._row, REASON)[:_LONGEST_REASON],
        }
        given = {name: text for name, text in stated.items() if text}
        return OpeningEntry.model_validate(
            {**given, "amount_minor": amount, "difference_minor": difference or 0}
        )

    def number(self, column: int) -> int | None:
        """Return a whole number; None for an empty cell, or one that is listed as wrong."""
        cell = self._sheet.cells.get((self._row, column))
        if cell is None:
            return None
        problem = _problem(cell)
        if problem:
            self.refuse(
                column, problem, cell.text, "a whole number of minor units, typed as number"
            )
            return None
        return int(Decimal(cell.text))


def _problem(cell: Cell) -> str | None:
    """Say why a cell is no amount."""
    if cell.kind != "number":
        is_unsaved = cell.kind == "unsaved"
        return "cutover-formula-unsaved" if is_unsaved else "cutover-amount-not-number"
    try:
        amount = Decimal(cell.text)
    except InvalidOperation:
        return "cutover-amount-not-number"
    if not amount.is_finite() or abs(amount) > MAX_SAFE:
        return "amount-too-large"
    return "cutover-amount-not-whole" if amount != amount.to_integral_value() else None
