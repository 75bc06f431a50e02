"""The trace of a run as lines of a worksheet: every figure a formula over the lines it came from.

The structure (which line reads which) and the rates come from computing the run again; items, costs
and what earlier runs left come from its inputs. Each formula is evaluated here too: where a
spreadsheet cannot express a rule, or could not compute it exactly, the figure is written as a
constant and counted, never passed off as a formula.

Source:
    contracts/rated.py, sharing.py, apportion.py, steps/*: the same arithmetic, restated in the
    language of spreadsheets. A part under `hamilton` is the quotient cut down, and one more for the
    largest remainders, earlier ones first.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from contracts.apportion import RULES
from contracts.money import floor_toward_zero
from contracts.trace import TraceRow

MOST_EXACT: Final = 10**15
"""Spreadsheets compute with fifteen digits."""

_FLOORED: Final = (
    "floor-toward-zero",
    "to-date-floor-toward-zero",
    "withheld-to-date",
    "reserve-released",
)
_FIGURES: Final = ("limit", "guaranteed", "owed")


@dataclass(frozen=True, slots=True)
class Cell:
    """A formula with the figure that it gives; an empty formula is a constant."""

    formula: str
    value: int


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the trace in the worksheet.

    Attributes:
        number: Row of the sheet, counted from 1.
        basis: What this run adds. carried: what earlier runs left. limit: target, cap or fixed sum.
        quotient: With `remainder`, the parts of a division among payees.
        constants: How many of its figures are no formulas.
    """

    number: int
    row: TraceRow
    basis: Cell
    carried: int
    counted: Cell
    limit: int | None
    quotient: Cell | None
    remainder: Cell | None
    rounded: Cell
    amount: Cell
    left: Cell | None
    constants: int


class Sheet:
    """Lays out the rows of a run and writes their formulas.

    Args:
        rows: The trace, computed again.
        inputs: Trace row of an item or a cost to the cell that holds its amount.
        start: First row of the sheet to be used.
        limits: Step to its cap or fixed sum.
    """

    def __init__(
        self,
        rows: Sequence[TraceRow],
        inputs: Mapping[str, str],
        start: int,
        limits: Mapping[str, int],
    ) -> None:
        self._inputs, self._limits = inputs, limits
        self._groups = _share_groups(rows)
        self._at = {row.id: start + n for n, row in enumerate(_in_sheet_order(rows, self._groups))}
        self._lines: dict[str, Line] = {}
        for row in rows:
            self._lines[row.id] = self._line(row)

    def lines(self) -> list[Line]:
        """Return the lines in the order of the sheet."""
        return sorted(self._lines.values(), key=lambda line: line.number)

    def amount_of(self, row: str) -> tuple[str, int] | None:
        """Return the cell and the figure of a row's amount."""
        line = self._lines.get(row)
        return (f"M{line.number}", line.amount.value) if line else None

    def _line(self, row: TraceRow) -> Line:
        at = self._at[row.id]
        basis, carried = self._basis(row)
        limit = self._limit(row)
        counted = _checked(_counted(row, at, basis.value + carried), _counted_value(row))
        quotient, remainder = self._division(row, at)
        rounded = _checked(self._rounded(row, at, (basis, counted), limit), row.rounded_minor)
        amount = _checked(Cell(f"=K{at}-L{at}", rounded.value - row.prior_minor), row.amount_minor)
        left = self._left(row, at, basis)
        cells = (basis, counted, rounded, amount, left)
        constants = sum(1 for cell in cells if cell is not None and not cell.formula)
        return Line(
            number=at, row=row, basis=basis, carried=carried, counted=counted, limit=limit,
            quotient=quotient, remainder=remainder, rounded=rounded, amount=amount, left=left,
            constants=constants,
        )  # fmt: skip

    def _basis(self, row: TraceRow) -> tuple[Cell, int]:
        """Return what this run adds to the basis, and what was there before."""
        found = self._added(row)
        if row.kind == "share" or row.basis == "expenses":
            return found, row.basis_minor - found.value
        added = row.basis_minor if row.added_minor is None else row.added_minor
        return _checked(found, added), row.basis_minor - added

    def _added(self, row: TraceRow) -> Cell:
        if row.id in self._inputs:
            return Cell(f"={self._inputs[row.id]}", row.basis_minor)
        if row.kind == "sum" and row.flow:
            return self._sum("N", row.flow)
        if row.reads_left:
            reads_one = row.basis.startswith("after:")
            return self._sum("N", row.flow[:1] if reads_one else row.flow)
        return self._sum("M", row.parents)

    def _sum(self, column: str, rows: Iterable[str]) -> Cell:
        """Add up amounts (M) or remainders (N) of other lines."""
        lines = [self._lines[row] for row in rows]
        cells = [line.amount if column == "M" else line.left or line.amount for line in lines]
        names = [f"{column if column == 'M' or line.left else 'M'}{line.number}" for line in lines]
        return Cell(f"={_joined(names)}", sum(cell.value for cell in cells))

    def _limit(self, row: TraceRow) -> int | None:
        if row.rule == "fixed":
            return row.rounded_minor
        name, _, figure = row.note.partition(":")
        if row.kind.startswith("recoup/") or name in _FIGURES:
            return int(figure)
        return self._limits.get(row.step) if row.rule.startswith("cap-") else None

    def _rounded(
        self, row: TraceRow, at: int, figures: tuple[Cell, Cell], limit: int | None
    ) -> Cell:
        basis, counted = figures
        value, most = counted.value, limit or 0
        if row.kind == "share":
            return self._part(row, at)
        if row.kind == "held":
            given = self._sum("M", [one.id for one in self._groups.get(_group_of(row), ())])
            return Cell(f"=D{at}-({given.formula[1:]})", basis.value - given.value)
        if row.rule in _FLOORED and row.rate:
            exact = floor_toward_zero(value, *row.rate, row.unit)
            is_exact = abs(value * row.rate[0]) < MOST_EXACT
            formula = f"=ROUNDDOWN(F{at}*G{at}/(H{at}*I{at}),0)*I{at}" if is_exact else ""
            return Cell(formula, exact)
        return _RULES.get(row.rule, _as_it_is)(at, value, most, row.unit)

    def _part(self, row: TraceRow, at: int) -> Cell:
        """Return one payee's part of an amount that is divided among the lines of a group."""
        group = self._groups[_group_of(row)]
        first, last = self._at[group[0].id], self._at[group[-1].id]
        ranks = {
            "hamilton": f'COUNTIF(S{first}:S{last},">"&S{at})+COUNTIF(S{first}:S{at},S{at})',
            "first": f'COUNTIF(G{first}:G{at},">0")',
        }
        more = f"AND(G{at}>0,{ranks[row.rule]}<=ABS(F{at})-SUM(R{first}:R{last}))"
        weights = [one.rate[0] if one.rate else 0 for one in group]
        parts = RULES[row.rule](row.basis_minor, weights)
        is_exact = abs(row.basis_minor) * max(weights) < MOST_EXACT
        formula = f"=SIGN(F{at})*(R{at}+IF({more},1,0))" if is_exact else ""
        return Cell(formula, parts[at - first])

    def _division(self, row: TraceRow, at: int) -> tuple[Cell | None, Cell | None]:
        if row.kind != "share" or not row.rate:
            return None, None
        part, rest = divmod(abs(row.basis_minor) * row.rate[0], row.rate[1])
        return (
            Cell(f"=INT(ABS(F{at})*G{at}/H{at})", part),
            Cell(f"=ABS(F{at})*G{at}-R{at}*H{at}", rest),
        )

    def _left(self, row: TraceRow, at: int, basis: Cell) -> Cell | None:
        if row.left_minor is None:
            return None
        if row.kind == "sum":
            return _checked(Cell(f"=D{at}", basis.value), row.left_minor)
        options = [Cell(f"=D{at}-M{at}", basis.value - row.amount_minor)] * row.reads_left
        for flow in (row.flow, row.flow[1:]):
            before = self._sum("N", flow)
            options += [
                Cell(f"={before.formula[1:]}-M{at}", before.value - row.amount_minor),
                Cell(f"={before.formula[1:]}+M{at}", before.value + row.amount_minor),
            ]
        fitting = (cell for cell in options if cell.value == row.left_minor)
        return next(fitting, Cell("", row.left_minor))


def _checked(cell: Cell, value: int) -> Cell:
    """Return the formula if it gives the figure that was computed, and else the figure alone."""
    return cell if cell.value == value else Cell("", value)


def _counted(row: TraceRow, at: int, basis: int) -> Cell:
    """Return the basis to date; a pool that never asks for money back counts from zero."""
    if row.kind.startswith("pool/"):
        return Cell(f"=MAX(0,D{at}+E{at})", max(0, basis))
    return Cell(f"=D{at}+E{at}", basis)


def _counted_value(row: TraceRow) -> int:
    return max(0, row.basis_minor) if row.kind.startswith("pool/") else row.basis_minor


def _as_it_is(at: int, value: int, _limit: int, _unit: int) -> Cell:
    return Cell(f"=F{at}", value)


def _at_most(at: int, value: int, limit: int, _unit: int) -> Cell:
    return Cell(f"=MIN(F{at},J{at})", min(value, limit))


def _excess(at: int, value: int, limit: int, _unit: int) -> Cell:
    return Cell(f"=MAX(0,F{at}-J{at})", max(0, value - limit))


def _missing(at: int, value: int, limit: int, _unit: int) -> Cell:
    return Cell(f"=MAX(0,J{at}-F{at})", max(0, limit - value))


def _filled(at: int, value: int, limit: int, _unit: int) -> Cell:
    return Cell(f"=MAX(0,MIN(F{at},J{at}))", max(0, min(value, limit)))


def _distributable(at: int, value: int, _limit: int, unit: int) -> Cell:
    return Cell(f"=ROUNDDOWN(MAX(0,F{at})/I{at},0)*I{at}", max(0, value) // unit * unit)


def _fixed(at: int, _value: int, limit: int, _unit: int) -> Cell:
    return Cell(f"=J{at}", limit)


_RULES: Final[Mapping[str, Callable[[int, int, int, int], Cell]]] = {
    "cap-period": _at_most,
    "cap-cumulative": _at_most,
    "excess-over-target": _excess,
    "up-to-target": _filled,
    "up-to-rest-of-target": _filled,
    "distributable-to-date": _distributable,
    "fixed": _fixed,
    "net-above-cap": _excess,
    "net-above-cap-in-run": _excess,
    "net-above-cap-in-year": _excess,
    "net-below-floor": _missing,
    "net-below-floor-in-run": _missing,
    "net-below-floor-by-month": _missing,
    "guarantee-shortfall": _missing,
    "guarantee-shortfall-of-step": _missing,
    "guarantee-paid-back": _at_most,
}


def _group_of(row: TraceRow) -> tuple[str, ...]:
    """Return what the lines of one division have in common."""
    return row.parents


def _share_groups(rows: Iterable[TraceRow]) -> dict[tuple[str, ...], list[TraceRow]]:
    groups: dict[tuple[str, ...], list[TraceRow]] = defaultdict(list)
    for row in rows:
        if row.kind == "share":
            groups[_group_of(row)].append(row)
    return dict(groups)


def _in_sheet_order(
    rows: Iterable[TraceRow], groups: Mapping[tuple[str, ...], list[TraceRow]]
) -> Iterator[TraceRow]:
    """Yield the rows, those of one division together, because formulas count over them."""
    for row in rows:
        if row.kind != "share":
            yield row
        elif groups[_group_of(row)][0] is row:
            yield from groups[_group_of(row)]


def _joined(names: Sequence[str]) -> str:
    """Return the sum of cells, neighbours as ranges: a formula has 8,192 characters at most."""
    ranges: list[tuple[str, int, int]] = []
    for name in names:
        column, number = name[0], int(name[1:])
        if ranges and ranges[-1][0] == column and ranges[-1][2] == number - 1:
            ranges[-1] = (column, ranges[-1][1], number)
        else:
            ranges.append((column, number, number))
    texts = [f"{c}{a}" if a == b else f"{c}{a}:{c}{b}" for c, a, b in ranges]
    return f"SUM({','.join(texts)})" if texts else "0"
