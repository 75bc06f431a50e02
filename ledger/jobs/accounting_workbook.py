"""A forecast as a workbook with formulas and a picture, and as a table.

Sheets: every amount; months (sums by formula, with a chart); ages; guarantees. The same forecast
gives the same bytes.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from contracts.figures import Language
from contracts.period import Month
from ledger.jobs.accounting_forecast import AGES, IN, OUT, SURE, Expected, Forecast
from ledger.statements.render import defused

_MADE: Final = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
YEN: Final = "JPY"
WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "rows": ("明細", "Amounts"),
    "monthly": ("月別", "Months"),
    "ages": ("遅延日数別", "Ages"),
    "guarantees": ("保証残高", "Guarantees"),
    "due_on": ("期日", "due"),
    "month": ("月", "month"),
    "direction": ("入出金", "direction"),
    "sure": ("確度", "certainty"),
    "party": ("相手方", "party"),
    "document": ("書類", "document"),
    "currency": ("通貨", "currency"),
    "amount": ("金額", "amount"),
    "pass_on": ("うち支払予定分（推計）", "of it to be passed on (estimate)"),
    "age": ("遅延", "age"),
    "days_late": ("遅延日数", "days late"),
    "in": ("入金予定", "in"),
    "out": ("出金予定", "out"),
    "balance": ("差引", "balance"),
    "later": ("期日不明・期間外", "no due day, or outside"),
    "total": ("合計", "total"),
    "invoiced": ("請求済み", "invoiced"),
    "reported": ("報告済み", "reported"),
    "overdue": ("期日超過", "overdue"),
    "contracted": ("契約上の約束", "contracted"),
    "stated": ("支払明細済み", "stated"),
    "held": ("係争による保留", "held by disputes"),
    "not-due": ("期日前", "not due"),
    "1-30": ("1-30日", "1-30 days"),
    "31-60": ("31-60日", "31-60 days"),
    "61-90": ("61-90日", "61-90 days"),
    "over-90": ("90日超", "over 90 days"),
    "no-due-day": ("期日不明", "no due day"),
    "agreement": ("契約", "agreement"),
    "side": ("区分", "side"),
    "paid": ("支払MG", "given"),
    "received": ("受取MG", "received"),
    "year": ("契約年度", "contract year"),
    "guaranteed": ("保証額", "guaranteed"),
    "earned": ("発生額", "earned"),
    "recouped": ("実充当", "recouped"),
    "remaining": ("未消化残高", "not recouped"),
    "expires": ("期限", "expires"),
    "linked": ("対応するMG", "linked to"),
}
_ROWS: Final = (
    "due_on", "month", "direction", "sure", "party", "document", "currency", "amount", "pass_on",
    "age", "days_late",
)  # fmt: skip
_GUARANTEES: Final = (
    "side", "agreement", "party", "year", "currency", "guaranteed", "earned", "recouped",
    "remaining", "expires", "linked",
)  # fmt: skip


def forecast_csv(found: Forecast, names: Mapping[str, str], lang: Language = "ja") -> bytes:
    """Write every amount as a table: UTF-8 with a byte order mark."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow([word(name, lang) for name in _ROWS])
    for row in found.rows:
        writer.writerow([defused(str(cell)) for cell in _cells(row, names, lang)])
    return ("\ufeff" + file.getvalue()).encode()


def forecast_workbook(found: Forecast, names: Mapping[str, str], lang: Language = "ja") -> bytes:
    """Write a forecast as a workbook.

    Args:
        found: The forecast.
        names: What parties are called.
        lang: Of every word in it.
    """
    return _Book(found, names, lang).written()


def word(name: str, lang: Language) -> str:
    """Return what something is called."""
    return WORDS[name][0 if lang == "ja" else 1]


def _cells(row: Expected, names: Mapping[str, str], lang: Language) -> list[str | int]:
    return [
        row.due_on.isoformat() if row.due_on else "",
        str(Month.of(row.due_on)) if row.due_on else "",
        word(row.direction, lang),
        word(row.sure, lang),
        names.get(row.party, row.party),
        row.document,
        row.currency,
        row.amount_minor,
        "" if row.pass_on_minor is None else row.pass_on_minor,
        word(row.age, lang),
        row.days_late,
    ]


class _Book:
    """A workbook under way; sums are formulas over the sheet of amounts, in yen."""

    def __init__(self, found: Forecast, names: Mapping[str, str], lang: Language) -> None:
        self._found, self._names, self._lang = found, names, lang
        self._buffer = io.BytesIO()
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self._book = xlsxwriter.Workbook(self._buffer, options)
        self._book.set_properties({"created": _MADE, "title": self._says("monthly")})
        self._bold = self._book.add_format({"bold": True, "bg_color": "#EBEBEB"})
        self._figure = self._book.add_format({"num_format": '#,##0;"△"#,##0'})
        self._last = max(2, len(found.rows) + 1)

    def written(self) -> bytes:
        """Fill the sheets and return the file."""
        sheets = {
            name: self._book.add_worksheet(self._says(name))
            for name in ("monthly", "rows", "ages", "guarantees")
        }
        for page in sheets.values():
            page.set_column(0, 10, 18)
        self._amounts(sheets["rows"])
        self._months(sheets["monthly"])
        self._ages(sheets["ages"])
        self._guarantees(sheets["guarantees"])
        self._book.close()
        return self._buffer.getvalue()

    def _says(self, name: str) -> str:
        return word(name, self._lang)

    def _head(self, page: Worksheet, names: Iterable[str]) -> None:
        for column, name in enumerate(names):
            page.write_string(0, column, self._says(name), self._bold)

    def _amounts(self, page: Worksheet) -> None:
        self._head(page, _ROWS)
        for number, row in enumerate(self._found.rows, 1):
            self._line(page, number, _cells(row, self._names, self._lang))

    def _line(self, page: Worksheet, number: int, cells: Sequence[str | int]) -> None:
        for column, cell in enumerate(cells):
            if isinstance(cell, int):
                page.write_number(number, column, cell, self._figure)
            else:
                page.write_string(number, column, cell)

    def _column(self, name: str) -> str:
        letter = "ABCDEFGHIJK"[_ROWS.index(name)]
        return f"'{self._says('rows')}'!${letter}$2:${letter}${self._last}"

    def _summed(self, **equal: str) -> str:
        """Return the formula for the sum of amounts in yen with these values."""
        conditions = [f'{self._column("currency")},"{YEN}"']
        conditions += [f'{self._column(name)},"{value}"' for name, value in equal.items()]
        return f"=SUMIFS({self._column('amount')},{','.join(conditions)})"

    def _total(self, **equal: str) -> int:
        """Return the same, computed here."""
        return sum(
            row.amount_minor
            for row in self._found.rows
            if row.currency == YEN and all(_told(row, name) == want for name, want in equal.items())
        )

    def _months(self, page: Worksheet) -> None:
        heads = ("month", *(name for name in SURE if name not in ("stated", "held")))
        columns = [(IN, name) for name in heads[1:]] + [(OUT, "")]
        self._head(page, (*heads, OUT, "balance"))
        months = [str(month) for month in self._found.months]
        for number, month in enumerate(months, 1):
            page.write_string(number, 0, month)
            balance = 0
            for column, (direction, sure) in enumerate(columns, 1):
                equal = {"month": month, "direction": direction} | ({"sure": sure} if sure else {})
                total = self._total(**equal)
                balance += total if direction == IN else -total
                worded = {
                    name: value if name == "month" else self._says(value)
                    for name, value in equal.items()
                }
                page.write_formula(number, column, self._summed(**worded), self._figure, total)
            end = number + 1
            page.write_formula(
                number, len(columns) + 1, f"=SUM(B{end}:E{end})-F{end}", self._figure, balance
            )
        self._rest(page, len(months) + 1)
        self._chart(page, len(months), [*heads[1:], OUT])

    def _rest(self, page: Worksheet, number: int) -> None:
        """Write what has no place in the months: everything in yen, less the months."""
        page.write_string(number, 0, self._says("later"), self._bold)
        months = {str(month) for month in self._found.months}
        inside = {
            side: sum(self._total(direction=side, month=month) for month in months)
            for side in (IN, OUT)
        }
        for column, side, cells in ((1, IN, f"B2:E{number}"), (5, OUT, f"F2:F{number}")):
            formula = f"{self._summed(direction=self._says(side))}-SUM({cells})"
            page.write_formula(
                number, column, formula, self._figure, self._total(direction=side) - inside[side]
            )

    def _chart(self, page: Worksheet, months: int, heads: Sequence[str]) -> None:
        chart: Any = self._book.add_chart({"type": "column", "subtype": "stacked"})
        name = self._says("monthly")
        for column, _ in enumerate(heads, 1):
            chart.add_series(
                {
                    "name": [name, 0, column],
                    "categories": [name, 1, 0, months, 0],
                    "values": [name, 1, column, months, column],
                }
            )
        chart.set_title({"name": name})
        chart.set_y_axis({"num_format": "#,##0", "name": YEN})
        chart.set_size({"width": 900, "height": 380})
        page.insert_chart(months + 3, 0, chart)

    def _ages(self, page: Worksheet) -> None:
        self._head(page, ("age", IN, OUT))
        for number, age in enumerate(AGES, 1):
            page.write_string(number, 0, self._says(age))
            for column, side in enumerate((IN, OUT), 1):
                formula = self._summed(age=self._says(age), direction=self._says(side))
                total = self._total(age=age, direction=side)
                page.write_formula(number, column, formula, self._figure, total)
        end = len(AGES) + 1
        page.write_string(end, 0, self._says("total"), self._bold)
        for column, side in enumerate((IN, OUT), 1):
            letter = "ABC"[column]
            total = self._total(direction=side)
            page.write_formula(end, column, f"=SUM({letter}2:{letter}{end})", self._figure, total)

    def _guarantees(self, page: Worksheet) -> None:
        self._head(page, _GUARANTEES)
        for number, one in enumerate(self._found.guarantees, 1):
            parties = one.payees if one.side == "paid" else (one.payer,)
            cells: list[str | int] = [
                self._says(one.side), one.title,
                ", ".join(self._names.get(party, party) for party in parties), one.year,
                one.currency, one.guaranteed_minor, one.earned_minor, one.recouped_minor, 0,
                one.expires.isoformat() if one.expires else "",
                "/".join(one.linked) if one.linked else "",
            ]  # fmt: skip
            self._line(page, number, cells)
            row = number + 1
            page.write_formula(number, 8, f"=F{row}-H{row}", self._figure, one.remaining_minor)


def _told(row: Expected, name: str) -> str:
    if name == "month":
        return str(Month.of(row.due_on)) if row.due_on else ""
    return str(getattr(row, name))
