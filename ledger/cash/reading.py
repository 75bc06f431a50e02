"""A bank's file to lines: all of them or none, each problem with its line and column.

A bank statement must be whole: one row that cannot be read refuses the file, because a balance with
a hole in it proves nothing. Files that run from new to old are turned round; the balances decide
where a day has several lines.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from itertools import pairwise
from typing import Final

from contracts.banking.deposits import read_notice
from contracts.errors import TermsError
from ledger.cash.profiles import NOTICE, CashProfile, ColumnName
from ledger.cash.spellings import is_blank, read_amount, read_day
from ledger.errors import RuleViolation
from ledger.log import canonical
from ledger.revenue.encoding import decode

_TEXTS: Final[tuple[ColumnName, ...]] = ("name", "text", "reference")
_SIGNED: Final[tuple[ColumnName, ...]] = ("day", "amount")
_IN_AND_OUT: Final[tuple[ColumnName, ...]] = ("day", "came_in", "went_out")


@dataclass(frozen=True, slots=True)
class ReadLine:
    """One line of a bank's file.

    Attributes:
        line: Of the file, counted from 1. amount_minor: positive came in.
        name: Of who sent or received the money, as the bank wrote it.
        reference: What came with it.
    """

    line: int
    day: date
    amount_minor: int
    balance_minor: int | None = None
    name: str = ""
    text: str = ""
    reference: str = ""

    def digest(self, account: str) -> str:
        """Return the hash of what the bank wrote, for one account: the same line is known again."""
        said = [account, self.name, self.text, self.reference]
        return sha256(canonical.encode(said)).hexdigest()


@dataclass(frozen=True, slots=True)
class BankFile:
    """A file that was read, oldest line first.

    Attributes:
        opening_minor: Before the first line, where the balances tell. closing_minor: after all.
    """

    lines: tuple[ReadLine, ...]
    first_day: date
    last_day: date
    opening_minor: int | None = None
    closing_minor: int | None = None


def read_bank_file(
    data: bytes, profile: CashProfile | str, *, currency: str, today: date
) -> BankFile:
    """Read a file.

    Args:
        data: As the bank gave it.
        profile: How to read it; the name of notices (`zengin-deposits/1`) is enough.
        currency: Of the account.
        today: No line is later.

    Raises:
        RuleViolation: What cannot be read, with line, column, value and what would be right.
    """
    if profile == NOTICE:
        return _notice(data, today)
    if isinstance(profile, str):
        raise RuleViolation("profile-unknown", field="profile", value=profile, expected=NOTICE)
    lines = _in_order(list(_rows(decode(data).data.decode(), profile, currency)))
    if not lines:
        raise RuleViolation(
            "cash-file-empty",
            field="file",
            value=0,
            expected="a line below the headings",
        )
    _check_balances(lines)
    first, last = lines[0], lines[-1]
    is_balanced = first.balance_minor is not None
    return BankFile(
        lines=tuple(lines),
        first_day=first.day,
        last_day=last.day,
        opening_minor=(first.balance_minor or 0) - first.amount_minor if is_balanced else None,
        closing_minor=last.balance_minor,
    )


def _notice(data: bytes, today: date) -> BankFile:
    try:
        notice = read_notice(data, today)
    except TermsError as error:
        raise RuleViolation(error.code, error.message, **error.fields) from error
    lines = [
        ReadLine(
            line=number,
            day=each.booked_on,
            amount_minor=each.amount_minor,
            name=each.payer_name,
            text=each.number,
            reference=each.reference,
        )
        for number, each in enumerate(notice.deposits, start=2)
        if each.amount_minor
    ]
    if not lines:
        raise RuleViolation(
            "cash-file-empty", field="file", value=0, expected="at least one deposit"
        )
    lines.sort(key=lambda one: one.day)  # stable: within a day as the bank gave them
    first, last = min(notice.first_day, lines[0].day), max(notice.last_day, lines[-1].day)
    return BankFile(tuple(lines), first, last)


def _rows(text: str, profile: CashProfile, currency: str) -> Iterator[ReadLine]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=profile.separator, strict=True)
    places: Mapping[ColumnName, int] | None = None
    width = 0
    try:
        for row in reader:
            number = reader.line_num
            if places is None:
                if number >= profile.header_line:
                    places, width = _places(row, profile, number), len(row)
                continue
            if any(cell.strip() for cell in row) and row[0].strip() not in profile.totals:
                _check_width(row, width, number)
                yield _line(number, _Cells(number, row, places, profile), currency)
    except csv.Error as error:
        raise RuleViolation(
            "cash-file-quotes",
            field="file",
            line=reader.line_num,
            value=str(error),
            expected='quotes in pairs, and "" for a quote inside a quoted cell',
        ) from error


def _check_width(row: Sequence[str], width: int, number: int) -> None:
    """Refuse cells that stand under no heading: a comma in an amount may have moved them there.

    Example:
        By hand: `2026/04/20,,1,000,X` under four headings would be 1 yen with the text 000.
    """
    for column, cell in enumerate(row[width:], start=width + 1):
        if cell.strip():
            raise RuleViolation(
                "cash-cell-unreadable",
                f"line {number} has more cells than headings; nothing of the file is taken",
                field="row",
                line=number,
                column=column,
                value=cell.strip()[:100],
                expected=f"{width} cells, and quotes around an amount with commas",
            )


def _places(row: Sequence[str], profile: CashProfile, number: int) -> dict[ColumnName, int]:
    """Return where each field stands.

    Raises:
        RuleViolation: `cash-column-missing`, or `cash-column-twice`.
    """
    headings = [cell.strip().removeprefix("\ufeff") for cell in row]
    found: dict[ColumnName, int] = {}
    for field, names in profile.columns.items():
        here = [name for name in names if name in headings]
        if here and headings.count(here[0]) > 1:
            raise RuleViolation(
                "cash-column-twice", field=field, line=number, value=here[0], expected="one column"
            )
        if here:
            found[field] = headings.index(here[0])
    needed = _SIGNED if "amount" in profile.columns else _IN_AND_OUT
    for wanted in needed:
        if wanted not in found:
            raise RuleViolation(
                "cash-column-missing",
                field=wanted,
                line=number,
                value=headings,
                expected=list(profile.columns[wanted]),
            )
    return found


@dataclass(frozen=True, slots=True)
class _Cells:
    """One row, by field."""

    number: int
    row: Sequence[str]
    places: Mapping[ColumnName, int]
    profile: CashProfile

    def get(self, field: ColumnName) -> str:
        place = self.places.get(field)
        return self.row[place].strip() if place is not None and place < len(self.row) else ""

    def amount(self, field: ColumnName, currency: str) -> int | None:
        """Return the amount in a cell, None for an empty one.

        Raises:
            RuleViolation: `cash-cell-unreadable`.
        """
        text = self.get(field)
        if is_blank(text):
            return None
        amount = read_amount(text, currency)
        if amount is None:
            raise self.unreadable(field, f"an amount of {currency}, like 1,234 or △1,234")
        return amount

    def unreadable(self, field: ColumnName, expected: str) -> RuleViolation:
        """Return the refusal of a cell."""
        place = self.places.get(field)
        return RuleViolation(
            "cash-cell-unreadable",
            f"line {self.number} of the file cannot be read; nothing of the file is taken",
            field=field,
            line=self.number,
            column=None if place is None else place + 1,
            value=self.get(field),
            expected=expected,
        )


def _line(number: int, cells: _Cells, currency: str) -> ReadLine:
    day = read_day(cells.get("day"))
    if day is None:
        raise cells.unreadable("day", "a day like 2026/11/02, 20261102 or 令和8.11.2")
    amount = _moved(cells, currency)
    texts = {field: cells.get(field) for field in _TEXTS}
    return ReadLine(number, day, amount, cells.amount("balance", currency), **texts)


def _moved(cells: _Cells, currency: str) -> int:
    if "amount" in cells.places:
        amount = cells.amount("amount", currency)
        if not amount:
            raise cells.unreadable("amount", "an amount that is not zero")
        return amount
    came, went = cells.amount("came_in", currency) or 0, cells.amount("went_out", currency) or 0
    if bool(came) == bool(went):
        raise cells.unreadable("came_in", "an amount in one of the columns, in or out")
    return came - went


def _in_order(lines: list[ReadLine]) -> list[ReadLine]:
    """Return the lines from old to new: as the days go; within one day, as the balances do."""
    turned = lines[::-1]
    if _days_rise(turned) and (not _days_rise(lines) or (_broken(lines) and not _broken(turned))):
        return turned
    return lines


def _days_rise(lines: Sequence[ReadLine]) -> bool:
    return all(one.day <= next_.day for one, next_ in pairwise(lines))


def _broken(lines: Sequence[ReadLine]) -> tuple[ReadLine, int] | None:
    """Return the first line whose balance is not the one before with what moved, and that."""
    for before, line in pairwise(lines):
        if before.balance_minor is None or line.balance_minor is None:
            continue
        expected = before.balance_minor + line.amount_minor
        if line.balance_minor != expected:
            return line, expected
    return None


def _check_balances(lines: Sequence[ReadLine]) -> None:
    for before, line in pairwise(lines):
        if line.day < before.day:
            raise RuleViolation(
                "cash-lines-out-of-order",
                f"line {line.line} is earlier than the one before it",
                field="day",
                line=line.line,
                value=line.day.isoformat(),
                expected=f"{before.day} or later",
            )
    if broken := _broken(lines):
        line, expected = broken
        raise RuleViolation(
            "cash-balance-broken",
            f"the balance of line {line.line} is not the one before with what moved",
            field="balance",
            line=line.line,
            value=line.balance_minor,
            difference=(line.balance_minor or 0) - expected,
            expected=expected,
        )
