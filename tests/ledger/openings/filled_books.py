"""Filled-in templates, as an accountant's spreadsheet program saves them."""

import io
from collections.abc import Callable
from typing import Any

import openpyxl
from opening_world import AS_OF, Taken

from ledger.jobs.cutover_template import write_template

Change = Callable[[openpyxl.Workbook], None]


def filled(world: Taken, change: Change | None = None, **changed: Any) -> bytes:
    """The template of the world with its figures entered, then changed."""
    book = openpyxl.load_workbook(
        io.BytesIO(write_template(world.money.register, world.agreement, AS_OF))
    )
    entries = world.entries(**changed)
    figures = {one.figure().key: one for one in entries.values()}
    for sheet in book.worksheets[1:]:
        for row in sheet.iter_rows(min_row=5):
            key = tuple(cell.value or "" for cell in (row[0], row[2], row[3], row[4]))
            if one := figures.get(key):  # type: ignore[call-overload]
                row[6].value = one.amount_minor
                row[7].value = one.difference_minor or None
                row[8].value = one.reason
    if change is not None:
        change(book)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def cell_of(book: openpyxl.Workbook, kind: str, payee: str = "", column: int = 7) -> Any:
    """The cell of a figure, by default its amount."""
    for sheet in book.worksheets[1:]:
        for row in sheet.iter_rows(min_row=5):
            if row[0].value == kind and (row[4].value or "") == payee:
                return row[column - 1]
    raise AssertionError(kind)


def putting(kind: str, value: Any, payee: str = "", column: int = 7) -> Change:
    """Put a value into the cell of a figure."""

    def change(book: openpyxl.Workbook) -> None:
        cell_of(book, kind, payee, column).value = value

    return change
