"""A statement as a workbook: numbers as numbers, sums as formulas, the issued value cached in each.

Whoever opens it without computing reads what was issued; whoever computes again sees whether it
holds. The same statement is the same bytes: the date in the file is fixed.
"""

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from contracts.figures import Language, clause
from contracts.money import minor_unit
from ledger.errors import RuleViolation
from ledger.papers.statement_told import Plain, Told
from ledger.papers.statement_words import KINDS, TOTALS

_MADE: Final = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_MOST_MINOR: Final = 10**15
"""Spreadsheets keep fifteen digits of a number."""

_HEAD: Final = ("payer", "payee", "paid_to", "period", "payment_date", "currency", "id", "previous")
_LINES: Final = ("line", "kind", "agreement", "clause", "place", "period")
_AMOUNT_COLUMN: Final = "I"
_KIND_COLUMN: Final = "B"
_FIRST_LINE: Final = 2
_SUMMED: Final = {
    "royalties": ("royalty", ""),
    "adjustments": ("adjustment", ""),
    "recouped": ("recoupment", "-"),
}
_WIDTHS: Final = {
    "lines": (6, 14, 34, 34, 28, 12, 16, 10, 16),
    "reasons": (6, 30, 110),
    "summary": (44, 40),
}


def statement_workbook(sheet: Plain, lang: Language) -> bytes:
    """Write the workbook of a statement.

    Args:
        sheet: The statement's JSON file.
        lang: Of every word in it.

    Raises:
        RuleViolation: `figure-too-long`: an amount has more digits than spreadsheets keep.
    """
    made = _Book(Told(sheet, lang))
    return made.written()


class _Book:
    """A workbook under way."""

    def __init__(self, told: Told) -> None:
        self._told = told
        self._exponent = minor_unit(told.currency)
        self._buffer = io.BytesIO()
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self._book = xlsxwriter.Workbook(self._buffer, options)
        self._book.set_properties({"created": _MADE, "title": told.says("title")})
        digits = f".{'0' * self._exponent}" if self._exponent else ""
        minus = '"△"' if told.lang == "ja" else "-"
        self._figure = self._book.add_format({"num_format": f"#,##0{digits};{minus}#,##0{digits}"})
        self._bold = self._book.add_format({"bold": True, "bg_color": "#EBEBEB"})
        self._wrap = self._book.add_format({"text_wrap": True, "valign": "top"})

    def written(self) -> bytes:
        """Fill the sheets and return the file."""
        sheets = {name: self._book.add_worksheet(self._told.says(name)) for name in _WIDTHS_ORDER}
        for name, page in sheets.items():
            for column, width in enumerate(_WIDTHS[name]):
                page.set_column(column, column, width)
        self._summary(sheets["summary"])
        self._lines(sheets["lines"])
        self._reasons(sheets["reasons"])
        self._book.close()
        return self._buffer.getvalue()

    def _summary(self, page: Worksheet) -> None:
        told, sheet = self._told, self._told.sheet
        rows = [(told.says(name), self._named(sheet[name])) for name in _HEAD if sheet.get(name)]
        if number := sheet["tax"].get("invoice_number"):
            rows.append((told.says("invoice_number"), number))
        for row, (label, text) in enumerate(rows):
            page.write_string(row, 0, label, self._bold)
            page.write_string(row, 1, text)
        first = len(rows) + 1
        page.write_string(first, 0, told.says("summary"), self._bold)
        page.write_string(first, 1, told.head("amount"), self._bold)
        self._totals(page, first + 1)

    def _totals(self, page: Worksheet, first: int) -> None:
        """Write the totals from a row on; what follows from others is a formula."""
        totals = self._told.sheet["totals"]
        cell = {name: f"B{first + place + 1}" for place, name in enumerate(TOTALS)}
        formulas = {name: self._of_lines(*summed) for name, summed in _SUMMED.items()}
        formulas["transfer"] = "={payable}+{consumption_tax}-{withholding}".format(**cell)
        for place, name in enumerate(TOTALS):
            page.write_string(first + place, 0, self._told.word(TOTALS, name))
            self._write(page, (first + place, 1), totals[name], formulas.get(name))
        after = first + len(TOTALS) + 1
        balance = "={carried_in}+{royalties}+{adjustments}-{recouped}-{payable}-{carried_out}"
        paid = "={payable}+{consumption_tax}-{withholding}-{transfer}"
        page.write_string(after, 0, self._told.says("identity"), self._bold)
        checks = (("identity_balance", balance), ("identity_transfer", paid))
        for row, (name, formula) in enumerate(checks, after + 1):
            page.write_string(row, 0, self._told.says(name))
            self._write(page, (row, 1), 0, formula.format(**cell))

    def _of_lines(self, kind: str, sign: str) -> str:
        told = self._told
        last = max(_FIRST_LINE, _FIRST_LINE + len(told.sheet["lines"]) - 1)
        name = told.says("lines")
        kinds = f"'{name}'!${_KIND_COLUMN}${_FIRST_LINE}:${_KIND_COLUMN}${last}"
        amounts = f"'{name}'!${_AMOUNT_COLUMN}${_FIRST_LINE}:${_AMOUNT_COLUMN}${last}"
        return f'={sign}SUMIF({kinds},"{told.word(KINDS, kind)}",{amounts})'

    def _lines(self, page: Worksheet) -> None:
        told = self._told
        heads = (
            *map(told.says, _LINES),
            told.head("basis"),
            told.says("rate"),
            told.head("amount"),
        )
        self._headed(page, heads)
        lines = told.sheet["lines"]
        for row, line in enumerate(lines, 1):
            page.write_number(row, 0, row)
            for column, text in enumerate(self._texts(line), 1):
                page.write_string(row, column, text)
            if "basis_minor" in line:
                self._write(page, (row, 6), line["basis_minor"])
            page.write_string(row, 7, line.get("rate", ""))
            self._write(page, (row, 8), line["amount_minor"])
        if lines:
            end = len(lines) + 1
            page.write_string(end, 1, told.says("sum"), self._bold)
            total = sum(line["amount_minor"] for line in lines)
            letter = _AMOUNT_COLUMN
            self._write(page, (end, 8), total, f"=SUM({letter}{_FIRST_LINE}:{letter}{end})")

    def _texts(self, line: Plain) -> Sequence[str]:
        told = self._told
        works = told.works(line)
        title = told.name(line["agreement"])
        what = f"{line['label'][told.lang]} {clause(line['clause'], told.lang)}".strip()
        return (
            told.word(KINDS, line["kind"]),
            f"{title} ({works})" if works else title,
            what,
            " / ".join(told.places(line)) if line["kind"] != "adjustment" else told.cause(line),
            str(line["period"]),
        )

    def _reasons(self, page: Worksheet) -> None:
        told = self._told
        self._headed(page, tuple(map(told.says, ("line", "clause", "reason"))))
        row = 1
        for number, line in enumerate(told.sheet["lines"], 1):
            for sentence in line["explanation"][told.lang]:
                page.write_number(row, 0, number)
                page.write_string(row, 1, line["label"][told.lang])
                page.write_string(row, 2, sentence, self._wrap)
                row += 1
        for note in told.sheet["notes"][told.lang]:
            page.write_string(row, 1, told.says("notes"))
            page.write_string(row, 2, note, self._wrap)
            row += 1

    def _headed(self, page: Worksheet, heads: Sequence[str]) -> None:
        for column, head in enumerate(heads):
            page.write_string(0, column, head, self._bold)
        page.freeze_panes(1, 0)

    def _named(self, value: Any) -> str:
        return value if isinstance(value, str) else self._told.name(value)

    def _write(
        self, page: Worksheet, at: tuple[int, int], amount_minor: int, formula: str | None = None
    ) -> None:
        if abs(amount_minor) >= _MOST_MINOR:
            raise RuleViolation(
                "figure-too-long",
                "spreadsheets keep fifteen digits of a number",
                field="amount_minor",
                value=amount_minor,
                expected=f"less than {_MOST_MINOR}, or a statement without xlsx",
            )
        value = Decimal(amount_minor).scaleb(-self._exponent)
        if formula is None:
            page.write_number(*at, value, self._figure)
        else:
            page.write_formula(*at, formula, self._figure, value)


_WIDTHS_ORDER: Final = ("summary", "lines", "reasons")
