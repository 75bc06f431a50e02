"""Payouts and statements of a sample, laid out as a workbook with live formulas.

An auditor recomputes with a tool of his own, changes an input and watches what follows. What was
recorded stands beside every formula; the difference must be zero. The workbook says what it does
not mean: that the inputs were true or complete.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from contracts.errors import TermsError
from ledger.audit.files import Files
from ledger.audit.populations import Drawn, Sample
from ledger.errors import LedgerError, Unavailable
from ledger.jobs.reperformance_run import run_sheet
from ledger.jobs.reperformance_statement import statement_sheet
from ledger.jobs.sheet_cells import Block, Formula

MOST_SHEETS: Final = 250
"""A workbook with more is no tool; draw a smaller sample."""

# A workbook made again from the same sample is the same file.
_MADE: Final = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_COVER: Final = "表紙 cover"
_WIDTHS: Final = (40, 28, 26)
_OTHER_WIDTH: Final = 15

_PREFACE: Final = (
    ("再計算ワークブック", "Re-performance workbook"),
    (
        "各シートの数式は入力値から計算し直したものです。差額はすべて 0 でなければなりません。",
        "The formulas on each sheet compute again from the inputs. Every difference must be zero.",
    ),
    (
        "ここで分かるのは、記録が入力値どおりに計算されていることだけです。"
        "入力値（売上報告・経費・契約）が真実であること、漏れがないことは示しません。",
        "This shows that what is recorded follows from the inputs, and no more: not that the inputs"
        " (reports, costs, contracts) are true, nor that nothing is left out.",
    ),
    (
        "数式で書けない値は定数として書き、その数を下に示します。",
        "What cannot be written as a formula is a constant; how many there are is stated below.",
    ),
)


@dataclass(frozen=True, slots=True)
class Origin:
    """The log that the sample was drawn from: its name, size and root."""

    origin: str
    size: int
    root: str


@dataclass(frozen=True, slots=True)
class Written:
    """What a workbook holds.

    Attributes:
        sheets: Runs and statements laid out. skipped: those that could not be.
        formulas: Live formulas. constants: figures that are none although computed.
    """

    sheets: int
    skipped: int
    formulas: int
    constants: int


def write_reperformance(
    path: Path, samples: Sequence[Sample], files: Files, origin: Origin
) -> Written:
    """Write the payouts and statements of samples as a workbook; other kinds are listed only.

    Args:
        path: Where to write; replaced if it is there.
        samples: As `ContentAudit.samples` returns them.
        files: Holds the recorded computations.
        origin: What the audit established about the log.

    Raises:
        Unavailable: The file cannot be written.
    """
    drawn = _distinct(samples)
    blocks = [_laid_out(one, files) for one in drawn[:MOST_SHEETS]]
    temporary = path.with_name(path.name + ".part")
    try:
        _write(temporary, blocks, samples, origin)
        temporary.replace(path)
    except (OSError, xlsxwriter.exceptions.XlsxWriterException) as error:
        temporary.unlink(missing_ok=True)
        raise Unavailable("workbook-unwritable", value=str(path), expected=str(error)) from error
    return Written(
        sheets=sum(block.why_not == "" for block in blocks),
        skipped=sum(block.why_not != "" for block in blocks) + max(0, len(drawn) - MOST_SHEETS),
        formulas=sum(block.formulas for block in blocks),
        constants=sum(block.constants for block in blocks),
    )


def _distinct(samples: Iterable[Sample]) -> list[Drawn]:
    """Return the runs and statements of all samples, each once, in the order of the log."""
    found = {
        one.index: one
        for sample in samples
        if sample.sampling.kind in ("payouts", "statements")
        for one in sample.entries
    }
    return [found[index] for index in sorted(found)]


def _laid_out(drawn: Drawn, files: Files) -> Block:
    is_run = drawn.event_type.startswith("royalty.")
    name = f"{'run' if is_run else 'statement'} {drawn.index}"
    if drawn.fact is None:
        return Block.skipped(name, drawn.index, "not disclosed")
    try:
        return run_sheet(name, drawn, files) if is_run else statement_sheet(name, drawn)
    except (LedgerError, TermsError) as error:
        return Block.skipped(name, drawn.index, str(error))
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        return Block.skipped(name, drawn.index, f"not computable: {error!r}")


def _write(path: Path, blocks: Sequence[Block], samples: Sequence[Sample], origin: Origin) -> None:
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(path, options) as book:
        book.set_properties({"created": _MADE, "title": "Daicho re-performance"})
        book.set_calc_mode("auto")
        formats = {
            "": book.add_format({"num_format": "#,##0"}),
            "head": book.add_format({"bold": True, "bg_color": "#E8EEF4", "text_wrap": True}),
            "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
        }
        cover = book.add_worksheet(_COVER)
        for block in blocks:
            if block.why_not == "":
                _write_block(book.add_worksheet(block.name), block, formats)
        _write_block(cover, _cover(blocks, samples, origin), formats)


def _write_block(sheet: Worksheet, block: Block, formats: dict[str, Format]) -> None:
    for column in range(block.width):
        sheet.set_column(column, column, _WIDTHS[column] if column < len(_WIDTHS) else _OTHER_WIDTH)
    for number, row in enumerate(block.rows):
        style = formats["head"] if number + 1 in block.heads else formats[""]
        for column, value in enumerate(row):
            _write_cell(sheet, (number, column), value, style)


def _write_cell(sheet: Worksheet, place: tuple[int, int], value: Any, style: Format) -> None:
    row, column = place
    if isinstance(value, Formula):
        sheet.write_formula(row, column, value.text, style, value.value)
    elif isinstance(value, int):
        sheet.write_number(row, column, value, style)
    elif value is not None:
        sheet.write_string(row, column, str(value), style)


def _cover(blocks: Sequence[Block], samples: Sequence[Sample], origin: Origin) -> Block:
    """Say what this is, what was drawn, and add up the differences of all sheets."""
    cover = Block("", 0)
    for japanese, _ in _PREFACE:
        cover.add(japanese)
    for _, english in _PREFACE:
        cover.add(english)
    cover.add()
    cover.add("台帳 / log", origin.origin)
    cover.add("件数 / size", origin.size)
    cover.add("ルート / root", origin.root)
    for sample in samples:
        drawn = sample.sampling
        cover.add("標本 / sample", f"{drawn.kind}:{drawn.size}:{drawn.seed}", len(sample.entries))
    cover.add("数式 / formulas", sum(block.formulas for block in blocks))
    cover.add("定数 / constants", sum(block.constants for block in blocks))
    cover.add()
    cover.head("シート / sheet", "記録番号 / entry", "差額の絶対値の合計 / sum of differences")
    first = cover.next_row
    for block in blocks:
        shown: object = block.why_not
        if block.why_not == "":
            shown = Formula(f"='{block.name}'!{block.total_cell}", block.total)
        cover.add(block.name, block.index, shown)
    last = cover.next_row - 1
    total = sum(block.total for block in blocks)
    formula = f"=SUM(C{first}:C{last})" if blocks else "=0"
    cover.add("合計 / total", None, Formula(formula, total))
    return cover
