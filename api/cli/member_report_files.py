"""A member's income report as PDF and as workbook, with the words of the table on the screen."""

import io
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final

import xlsxwriter

from api.cli.language import Lang
from api.cli.member_reports import COLUMNS, KINDS, TITLES, cell, head, lines_of, said
from contracts.money import minor_unit
from contracts.period import Month
from ledger.papers.blocks import Block, Heading, Paper, Table, Text
from ledger.papers.typesetting import typeset

_MADE: Final = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_TITLE: Final[Mapping[Lang, str]] = {"ja": "収支報告書", "en": "Income report"}
_EMPTY: Final[Mapping[Lang, str]] = {
    "ja": "この期間の収支はありません。",
    "en": "There is nothing in this period.",
}
_FOOT: Final[Mapping[Lang, str]] = {
    "ja": "計算回 {runs}。台帳の記録に基づく書面です。税務・会計の助言ではありません。",
    "en": "Runs {runs}. Made from what the register holds; no tax or accounting advice.",
}
_WIDTHS: Final = (6, 12, 7, 7, 7, 7)
_FIRST_FIGURE: Final = 2


def as_pdf(data: Mapping[str, Any], names: Mapping[str, str], lang: Lang) -> bytes:
    """Print a report; its day is the last of its period."""
    runs = [run["id"] for section in data["sections"] for run in section["runs"]]
    paper = Paper(
        lang=lang,
        title=_TITLE[lang],
        subtitle=head(data, names, lang),
        day=Month.parse(data["last_month"]).last_day,
        blocks=tuple(_blocks(data, lang)),
        footer=(_FOOT[lang].format(runs=", ".join(runs[:4]) + (" …" if runs[4:] else "")),),
    )
    return typeset(paper)


def _blocks(data: Mapping[str, Any], lang: Lang) -> Iterator[Block]:
    if not data["sections"]:
        yield Text(_EMPTY[lang])
    for section in data["sections"]:
        yield Heading(section["title"].get(lang) or section["title"]["ja"])
        rows = tuple(
            (
                said(KINDS, kind, lang),
                name,
                *(cell(figures, column, section["currency"], lang) for column in COLUMNS),
            )
            for kind, name, figures in lines_of(section, lang)
        )
        titles = tuple(said(TITLES, name, lang) for name in ("kind", "line", *COLUMNS))
        yield Table(titles, _WIDTHS, rows, right=tuple(range(_FIRST_FIGURE, len(titles))))


def as_xlsx(data: Mapping[str, Any], names: Mapping[str, str], lang: Lang) -> bytes:
    """Write a report as one sheet, figures as numbers; what is not known stays empty."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties({"created": _MADE, "title": _TITLE[lang]})
    page, bold = book.add_worksheet(_TITLE[lang]), book.add_format({"bold": True})
    above = head(data, names, lang).split("\n")
    for row, text in enumerate(above):
        page.write_string(row, 0, text)
    first = len(above) + 1
    for column, name in enumerate(TITLES):
        page.write_string(first, column, said(TITLES, name, lang), bold)
    for row, (texts, numbers) in enumerate(_rows(data, lang), first + 1):
        for column, text in enumerate(texts):
            page.write_string(row, column, text)
        for column, number in enumerate(numbers, len(texts)):
            if number is not None:
                page.write_number(row, column, number)
    page.set_column(0, len(TITLES), 20)
    book.close()
    return buffer.getvalue()


def _rows(
    data: Mapping[str, Any], lang: Lang
) -> Iterator[tuple[tuple[str, ...], list[Decimal | None]]]:
    for section in data["sections"]:
        exponent = minor_unit(section["currency"])
        title = section["title"].get(lang) or section["title"]["ja"]
        for kind, name, figures in lines_of(section, lang):
            numbers = [
                None if minor is None else Decimal(minor).scaleb(-exponent)
                for minor in (figures.get(column) for column in COLUMNS)
            ]
            yield (title, said(KINDS, kind, lang), name, section["currency"]), numbers
