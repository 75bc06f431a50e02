"""A parallel run: what a run would give, line by line beside the accountant's own sheet.

Nothing is recorded. The sheet needs three columns, found by their headings: payee, step (clause)
and amount; payees and clauses by id or by name. A line without a payee states what a clause took in
all; with such lines it can be said at which clause the two computations part first.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Final

import xlsxwriter

from ledger.access.views import Viewer, may_read
from ledger.bootstrap import Register
from ledger.command import SYSTEM, Actor
from ledger.errors import RuleViolation
from ledger.jobs.cutover_names import in_our_words, words_of_payees, words_of_steps
from ledger.jobs.xlsx_reading import Cell, Sheet, cell_name, read_xlsx
from ledger.revenue.encoding import decode
from ledger.royalties.prepare import ComputedRun, compute_run
from ledger.values import MAX_SAFE

_HEADINGS: Final = {
    "payee": ("payee", "受取人", "支払先"),
    "step": ("step", "段階", "条項"),
    "amount": ("amount", "金額", "支払額"),
}
_ZIP: Final = b"PK"
_MOST_LINES: Final = 100_000
_FIRST_LINES: Final = 30

Theirs = Mapping[tuple[str, str], int]
"""Step and payee to amount; without a payee, what the clause took in all."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One line of both computations.

    Attributes:
        payee: Empty for what a clause took in all.
        ours_minor, theirs_minor: None where one of the two has no such line.
    """

    step: str
    payee: str
    ours_minor: int | None
    theirs_minor: int | None

    @property
    def difference_minor(self) -> int:
        """Ours less theirs; a line that is not there is zero."""
        return (self.ours_minor or 0) - (self.theirs_minor or 0)


@dataclass(frozen=True, slots=True)
class Comparison:
    """The two computations side by side.

    Attributes:
        lines: By clause and payee, in the order of the clauses.
        first_step: Where their figures for clauses part from ours; None if they do not, or if
            there are none.
        ours_minor, theirs_minor: Totals of all payees.
        unknown: What the sheet calls a payee or a clause, and the agreement does not.
    """

    agreement: str
    period: str
    currency: str
    lines: tuple[Compared, ...]
    first_step: str | None
    ours_minor: int
    theirs_minor: int
    unknown: tuple[str, ...] = ()

    @property
    def is_equal(self) -> bool:
        """Whether every line agrees."""
        return not any(line.difference_minor for line in self.lines)


def compare_run(
    register: Register, agreement: str, period: str, sheet: bytes, *, actor: Actor = SYSTEM
) -> Comparison:
    """Compute the next run of an agreement and lay it beside a sheet; nothing is recorded.

    Args:
        register: Where.
        agreement: Its id.
        period: The next one to be run.
        sheet: An .xlsx or .csv file with payee, step and amount.
        actor: Who asks.

    Raises:
        Refused: The run cannot be computed, or the sheet cannot be read.
    """
    theirs = read_theirs(sheet)
    with register.ledger.reading() as conn:
        if not actor.is_operator:
            may_read(conn, Viewer.of(actor, register.clock), agreement)
        run = compute_run(conn, register.blobs, agreement, period)
        ours, terms = _ours(run), run.reads.terms["terms"]
        payees = words_of_payees(conn, register.vault, terms, {key[1] for key in ours if key[1]})
    theirs = in_our_words(theirs, words_of_steps(terms["steps"]), payees)
    steps = [step["id"] for step in terms["steps"]]
    lines = tuple(_lines(ours, theirs, steps))
    totals = [line for line in lines if not line.payee]
    return Comparison(
        agreement=agreement,
        period=period,
        currency=run.computation.inputs.currency,
        lines=lines,
        first_step=next((line.step for line in totals if line.difference_minor), None),
        ours_minor=sum(line.ours_minor or 0 for line in lines if line.payee),
        theirs_minor=sum(line.theirs_minor or 0 for line in lines if line.payee),
        unknown=tuple(_unknown(theirs, steps, {*payees.values(), *(key[1] for key in ours)})),
    )


def _unknown(theirs: Theirs, steps: list[str], payees: set[str]) -> Iterator[str]:
    """Yield each word of their sheet once that is no clause and no payee of the agreement."""
    said = [
        word
        for key in theirs
        for word, known in zip(key, (steps, payees), strict=True)
        if word not in known
    ]
    yield from dict.fromkeys(word for word in said if word)


def _ours(run: ComputedRun) -> dict[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = {}
    for one in run.computation.outcome.allocations:
        key = (one.step, one.payee)
        found[key] = found.get(key, 0) + one.amount_minor
    for step, amount in run.computation.outcome.amounts.items():
        found[step, ""] = amount
    return found


def _lines(
    ours: Mapping[tuple[str, str], int], theirs: Theirs, steps: list[str]
) -> Iterator[Compared]:
    """Yield the lines in the order of the clauses; what a clause took, only where they state it."""
    order = {step: number for number, step in enumerate(steps)}
    keys = {key for key in ours if key[1]} | set(theirs)
    for step, payee in sorted(keys, key=lambda key: (order.get(key[0], len(order)), key)):
        yield Compared(step, payee, ours.get((step, payee)), theirs.get((step, payee)))


def read_theirs(data: bytes) -> Theirs:
    """Read payee, step and amount from a sheet; lines of one payee and step are added up.

    Raises:
        RuleViolation: A heading is missing, or a cell is no amount; names the cell.
    """
    sheet = _first_sheet(data) if data.startswith(_ZIP) else _of_csv(data)
    head = next(
        (row for row in range(1, _FIRST_LINES) if _places(sheet, row).keys() == _HEADINGS.keys()),
        None,
    )
    if head is None:
        expected = {name: list(words) for name, words in _HEADINGS.items()}
        raise RuleViolation("compare-headings-missing", field="sheet", expected=expected)
    places = _places(sheet, head)
    found: dict[tuple[str, str], int] = {}
    for row in range(head + 1, min(sheet.last_row, _MOST_LINES) + 1):
        step, payee = sheet.text(row, places["step"]), sheet.text(row, places["payee"])
        if step and (row, places["amount"]) in sheet.cells:
            amount = _amount(sheet, row, places["amount"])
            found[step, payee] = found.get((step, payee), 0) + amount
    return found


def _places(sheet: Sheet, row: int) -> dict[str, int]:
    width = max((column for _, column in sheet.cells), default=0)
    texts = {sheet.text(row, column).lower(): column for column in range(1, width + 1)}
    return {
        name: next(texts[word] for word in words if word in texts)
        for name, words in _HEADINGS.items()
        if any(word in texts for word in words)
    }


def _amount(sheet: Sheet, row: int, column: int) -> int:
    text = sheet.text(row, column)
    try:
        amount = Decimal(text.replace(",", ""))
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite() or amount != amount.to_integral_value() or abs(amount) > MAX_SAFE:
        raise RuleViolation(
            "compare-amount",
            field=f"{sheet.name} {cell_name(row, column)}",
            value=text[:100],
            expected="a whole number of minor units",
        )
    return int(amount)


def _first_sheet(data: bytes) -> Sheet:
    return next(iter(read_xlsx(data).values()), Sheet("1"))


def _of_csv(data: bytes) -> Sheet:
    """Read CSV as cells; row and column are those of the file."""
    text = decode(data).data.decode()
    sheet = Sheet("csv")
    for row, cells in enumerate(csv.reader(io.StringIO(text)), start=1):
        for column, content in enumerate(cells, start=1):
            if content.strip():
                sheet.cells[row, column] = Cell("text", content)
    return sheet


def write_comparison(comparison: Comparison) -> bytes:
    """Return the comparison as a spreadsheet, differences first seen in red."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        heading = book.add_format({"bold": True, "bg_color": "#DDE6F0"})
        plain = book.add_format({"num_format": "#,##0;-#,##0"})
        red = book.add_format({"num_format": "#,##0;-#,##0", "font_color": "#B00020"})
        sheet = book.add_worksheet("差異 differences")
        sheet.set_column(0, 1, 34)
        sheet.set_column(2, 4, 18)
        sheet.write_row(0, 0, ["段階", "受取人", "当方", "先方", "差額"], heading)
        sheet.write_row(1, 0, ["step", "payee", "ours", "theirs", "difference"], heading)
        for number, row in enumerate(_rows(comparison), start=2):
            sheet.write_row(number, 0, row[:2])
            sheet.write_row(number, 2, row[2:], red if row[4] else plain)
    return buffer.getvalue()


def _rows(comparison: Comparison) -> Iterable[tuple[Any, ...]]:
    for line in comparison.lines:
        amounts = (line.ours_minor, line.theirs_minor, line.difference_minor)
        yield (line.step, line.payee, *amounts)
    totals = (comparison.ours_minor, comparison.theirs_minor)
    yield ("合計 / total", "", *totals, totals[0] - totals[1])
