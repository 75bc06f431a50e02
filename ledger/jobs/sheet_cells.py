"""A worksheet as rows of values and formulas, before it becomes a file."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Formula:
    """A live formula, with the figure that it gives for readers that do not compute."""

    text: str
    value: int


@dataclass(slots=True)
class Block:
    """One worksheet.

    Attributes:
        name: Of the sheet. index: entry of the log that it is about.
        rows: Values by column: text, whole numbers, formulas, None for an empty cell.
        heads: Numbers of the rows that are headings.
        total_cell: Where the sum of the absolute differences stands; `total`: what it is.
        formulas, constants: How many figures were computed in the sheet, and how many were not.
        why_not: Why the entry could not be laid out; empty when it was.
    """

    name: str
    index: int
    rows: list[tuple[Any, ...]] = field(default_factory=list)
    heads: set[int] = field(default_factory=set)
    total_cell: str = ""
    total: int = 0
    formulas: int = 0
    constants: int = 0
    why_not: str = ""

    @classmethod
    def skipped(cls, name: str, index: int, why_not: str) -> "Block":
        """Return what stands for an entry that could not be laid out."""
        return cls(name, index, why_not=why_not)

    @property
    def next_row(self) -> int:
        """Number of the row that comes next, counted from 1."""
        return len(self.rows) + 1

    @property
    def width(self) -> int:
        """Number of columns used."""
        return max((len(row) for row in self.rows), default=0)

    def add(self, *values: Any) -> int:
        """Append a row; return its number. Formulas are counted."""
        self.formulas += sum(isinstance(value, Formula) for value in values)
        self.rows.append(values)
        return len(self.rows)

    def head(self, *values: Any) -> int:
        """Append a heading."""
        number = self.add(*values)
        self.heads.add(number)
        return number

    def set_total(self, ranges: list[str], total: int) -> None:
        """Append the row that adds up all differences, whatever their sign."""
        texts = "+".join(f"SUMPRODUCT(ABS({one}))" for one in ranges) or "0"
        number = self.add("差額の合計 / sum of differences", Formula(f"={texts}", total))
        self.total_cell, self.total = f"B{number}", total
