"""What a statement carries forward, and what it came from.

A statement carries a deficit, or an amount below the smallest payment that its agreements make.
Each part keeps the statement in which it arose, whose lines say the rest; so nothing that waits
loses its source, its kind of income or its treatment.

Rules kept here, in order:

1. All parts that are left have one sign, and sum to what is payable or carried.
2. A part of the other sign is set off against its own kind first, then against the others, from
   what is taxed least to what is taxed most; within a kind the oldest first.

Source:
    所得税法204条, 212条: what is taxed is each payment. Setting off against what is taxed least
    keeps the base of the rest as high as the law can want it; an expert must confirm the order.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final, Protocol

from contracts.tax.income import COPYRIGHT, INCOMES

UNASSIGNED: Final = "unassigned"
"""A deficit that came from a statement whose rules knew no kinds of income."""


class Line(Protocol):
    """What is needed of a line; see `ledger.statements.commands.StatementLine`."""

    @property
    def income(self) -> str | None:
        """One of `contracts.tax.income.INCOMES`."""

    @property
    def treatment(self) -> str:
        """`taxable` or `distribution`."""

    @property
    def amount_minor(self) -> int:
        """Minor units, any sign."""


@dataclass(frozen=True, slots=True)
class Carried:
    """A part of what is carried.

    Attributes:
        statement: The statement in which it arose.
        income: Its kind of income. treatment: how consumption tax treats it.
        amount_minor: Minor units, any sign but zero.
    """

    statement: str
    income: str
    treatment: str
    amount_minor: int

    @property
    def kind(self) -> tuple[str, str]:
        """What two parts must share to be of one kind."""
        return self.income, self.treatment


def parts_of(lines: Iterable[Line], statement: str) -> list[Carried]:
    """Return the sums of a statement's own lines, kind by kind, from least to most taxed."""
    sums: dict[tuple[str, str], int] = defaultdict(int)
    for line in lines:
        sums[line.income or COPYRIGHT, line.treatment] += line.amount_minor
    return [
        Carried(statement, income, treatment, sums[income, treatment])
        for income, treatment in sorted(sums, key=_taxed)
        if sums[income, treatment]
    ]


def set_off(parts: Sequence[Carried]) -> tuple[Carried, ...]:
    """Set the parts of one sign off against those of the other.

    Args:
        parts: Oldest first.

    Returns:
        What is left of the side that is more, in the same order; nothing if both are equal.

    Example:
        >>> fee = Carried("s1", "fee", "taxable", 900)
        >>> [part.amount_minor for part in set_off([fee, replace(fee, amount_minor=-200)])]
        [700]
    """
    total = sum(part.amount_minor for part in parts)
    more = [part for part in parts if part.amount_minor * total > 0]
    left = [abs(part.amount_minor) for part in more]
    for less in parts:
        if less.amount_minor * total >= 0:
            continue
        _take(abs(less.amount_minor), less, more, left)
    sign = 1 if total > 0 else -1
    pairs = zip(more, left, strict=True)
    return tuple(replace(part, amount_minor=sign * amount) for part, amount in pairs if amount)


def _take(amount: int, less: Carried, more: Sequence[Carried], left: list[int]) -> None:
    """Take an amount off those parts on the other side whose turn it is."""
    order = sorted(
        range(len(more)),
        key=lambda place: (more[place].kind != less.kind, _taxed(more[place].kind)),
    )
    for place in order:
        taken = min(amount, left[place])
        left[place] -= taken
        amount -= taken


def taxed_order(part: Carried) -> tuple[int, bool]:
    """Return the place of a part among those of one statement, from least to most taxed."""
    return _taxed(part.kind)


def _taxed(kind: tuple[str, str]) -> tuple[int, bool]:
    income, treatment = kind
    place = INCOMES.index(income) if income in INCOMES else -1
    return place, treatment == "taxable"


def smallest_payment(minimums: Iterable[int]) -> int:
    """Return below what a statement carries forward: the least of its agreements' minimums.

    One agreement without a minimum is enough for every amount to be paid.

    Args:
        minimums: One per agreement in the statement; zero where its terms have none.

    Example:
        >>> smallest_payment([5_000, 3_000]), smallest_payment([5_000, 0]), smallest_payment([])
        (3000, 0, 0)
    """
    return min(minimums, default=0)
