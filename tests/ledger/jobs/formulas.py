"""A small spreadsheet: evaluates the formulas of a workbook from the cells alone, with fractions.

Written from the published meaning of the functions; it knows nothing of the register. Figures that
the writer stored beside the formulas are not read.
"""

import math
import re
from fractions import Fraction
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.formula import Tokenizer
from openpyxl.utils import range_boundaries

Value = Any


class Book:
    """A workbook whose cells are computed when they are asked for."""

    def __init__(self, path: Path) -> None:
        self._book = load_workbook(path)
        self._known: dict[tuple[str, str], Value] = {}

    @property
    def names(self) -> list[str]:
        return list(self._book.sheetnames)

    def rows(self, sheet: str) -> int:
        return int(self._book[sheet].max_row)

    def raw(self, sheet: str, cell: str) -> Value:
        return self._book[sheet][cell].value

    def set(self, sheet: str, cell: str, value: Value) -> None:
        """Change an input; everything is computed again."""
        self._book[sheet][cell] = value
        self._known.clear()

    def formulas(self) -> int:
        return sum(
            isinstance(cell.value, str) and cell.value.startswith("=")
            for sheet in self._book
            for row in sheet.iter_rows()
            for cell in row
        )

    def value(self, sheet: str, cell: str) -> Value:
        key = (sheet, cell.replace("$", ""))
        if key not in self._known:
            raw = self._book[sheet][key[1]].value
            is_formula = isinstance(raw, str) and raw.startswith("=")
            self._known[key] = Formula(self, sheet, raw).value() if is_formula else number(raw)
        return self._known[key]

    def range(self, sheet: str, text: str) -> list[Value]:
        left, top, right, bottom = range_boundaries(text.replace("$", ""))
        cells = self._book[sheet].iter_rows(top, bottom, left, right)
        return [self.value(sheet, cell.coordinate) for row in cells for cell in row]


def number(raw: Value) -> Value:
    return Fraction(raw) if isinstance(raw, int | float) and not isinstance(raw, bool) else raw


class Formula:
    """Recursive descent over the tokens of one formula."""

    def __init__(self, book: Book, sheet: str, text: str) -> None:
        self._book, self._sheet = book, sheet
        self._tokens = [t for t in Tokenizer(text).items if t.type != "WHITE-SPACE"]
        self._at = 0

    def value(self) -> Value:
        found = self._comparison()
        assert self._at == len(self._tokens), "the formula was read to its end"
        return found

    def _peek(self) -> str:
        return self._tokens[self._at].value if self._at < len(self._tokens) else ""

    def _next(self) -> Any:
        self._at += 1
        return self._tokens[self._at - 1]

    def _comparison(self) -> Value:
        left = self._concatenation()
        while self._peek() in ("<=", ">=", "<>", "=", "<", ">"):
            sign, right = self._next().value, self._concatenation()
            left = compare(left, sign, right)
        return left

    def _concatenation(self) -> Value:
        left = self._sum()
        while self._peek() == "&":
            self._next()
            left = text_of(left) + text_of(self._sum())
        return left

    def _sum(self) -> Value:
        left = self._product()
        while self._peek() in ("+", "-") and self._tokens[self._at].type == "OPERATOR-INFIX":
            sign, right = self._next().value, self._product()
            left = plain(left) + plain(right) if sign == "+" else plain(left) - plain(right)
        return left

    def _product(self) -> Value:
        left = self._unary()
        while self._peek() in ("*", "/"):
            sign, right = self._next().value, self._unary()
            left = plain(left) * plain(right) if sign == "*" else plain(left) / plain(right)
        return left

    def _unary(self) -> Value:
        if self._tokens[self._at].type == "OPERATOR-PREFIX":
            sign = self._next().value
            value = self._unary()
            return -plain(value) if sign == "-" else value
        return self._operand()

    def _operand(self) -> Value:
        token = self._next()
        if token.type == "FUNC":
            return self._function(token.value.rstrip("("))
        if token.type == "PAREN":
            value = self._comparison()
            self._next()
            return value
        assert token.type == "OPERAND", token.value
        if token.subtype == "NUMBER":
            return Fraction(token.value)
        if token.subtype == "TEXT":
            return token.value[1:-1].replace('""', '"')
        return self._reference(token.value)

    def _reference(self, text: str) -> Value:
        sheet, _, cells = text.rpartition("!")
        name = sheet.strip("'") or self._sheet
        return self._book.range(name, cells) if ":" in cells else self._book.value(name, cells)

    def _function(self, name: str) -> Value:
        arguments = []
        while self._tokens[self._at].subtype != "CLOSE":
            arguments.append(self._comparison())
            if self._tokens[self._at].type == "SEP":
                self._next()
        self._next()
        return FUNCTIONS[name](*arguments)


def plain(value: Value) -> Fraction:
    assert value is None or isinstance(value, Fraction | bool), f"no number: {value!r}"
    return Fraction(value or 0)


def text_of(value: Value) -> str:
    return str(value)


def compare(left: Value, sign: str, right: Value) -> bool:
    return {
        "<=": left <= right, ">=": left >= right, "<>": left != right,
        "=": left == right, "<": left < right, ">": left > right,
    }[sign]  # fmt: skip


def flat(values: tuple[Value, ...]) -> list[Fraction]:
    found: list[Fraction] = []
    for value in values:
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, Fraction):
                found.append(one)
    return found


def meets(value: Value, criterion: Value) -> bool:
    if isinstance(criterion, str) and (found := re.fullmatch(r"(>|<)(-?[\d/]+)", criterion)):
        return isinstance(value, Fraction) and compare(value, found[1], Fraction(found[2]))
    return bool(value == criterion)


def absolute(value: Value) -> Value:
    return [abs(plain(one)) for one in value] if isinstance(value, list) else abs(plain(value))


FUNCTIONS: dict[str, Any] = {
    "SUM": lambda *values: sum(flat(values), Fraction(0)),
    "SUMPRODUCT": lambda values: sum(flat((values,)), Fraction(0)),
    "MAX": lambda *values: max(flat(values)),
    "MIN": lambda *values: min(flat(values)),
    "ABS": absolute,
    "SIGN": lambda value: Fraction((plain(value) > 0) - (plain(value) < 0)),
    "INT": lambda value: Fraction(math.floor(plain(value))),
    "ROUNDDOWN": lambda value, digits: Fraction(math.trunc(plain(value))) + 0 * plain(digits),
    "IF": lambda test, then, other: then if test else other,
    "AND": lambda *tests: all(tests),
    "COUNTIF": lambda cells, test: Fraction(
        sum(meets(one, test) for one in (cells if isinstance(cells, list) else [cells]))
    ),
    "SUMIF": lambda cells, test, sums: sum(
        (
            plain(amount)
            for one, amount in zip(as_list(cells), as_list(sums), strict=True)
            if meets(one, test)
        ),
        Fraction(0),
    ),
    "SUMIFS": lambda sums, *pairs: sum(
        (
            plain(amount)
            for place, amount in enumerate(as_list(sums))
            if all(
                meets(as_list(cells)[place], test)
                for cells, test in zip(pairs[::2], pairs[1::2], strict=True)
            )
        ),
        Fraction(0),
    ),
}


def as_list(value: Value) -> list[Value]:
    return value if isinstance(value, list) else [value]
