"""The taxes of a part of a statement: parts that are paid at different times sum to the statement.

A part is what is left where a dispute holds something, and later what the dispute let go. Its taxes
are those of all that is paid so far, less those of what was paid before: never a second threshold,
and no yen lost by rounding twice. The last part bears whatever the statement states and no part
before it bore. Consumption tax, too: it was added, or not, to what was supplied for the statement,
so a part that is paid after a registration began or ended bears the statement's.

Source:
    所得税法204条, 205条: what is taxed is one payment, here the statement; 消費税法30条, 57条の4:
    one rounding for each rate and document. An expert must confirm that a held part is taxed so.

Example:
    By hand: a statement of 1,500,000 to an individual withholds 102,100 + 500,000 x 20.42% =
    204,200. 400,000 are held. Of the 1,100,000 paid first 102,100 + 100,000 x 20.42% = 122,520 are
    withheld; of the 400,000 released later 204,200 - 122,520 = 81,680, not 40,840.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from contracts.tax.income import INCOMES, treatment_of
from ledger.statements.carrying import Carried
from ledger.statements.payment_tax import taxes_of
from ledger.statements.totals import Payment, SameDay

Sums = Mapping[str, int]
"""Kind of income to an amount before taxes."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What is paid, and its taxes, in minor units."""

    amount: int = 0
    consumption_tax: int = 0
    withholding: int = 0

    def minus(self, other: "Figures") -> "Figures":
        """Take off what was paid before."""
        return Figures(
            self.amount - other.amount,
            self.consumption_tax - other.consumption_tax,
            self.withholding - other.withholding,
        )


@dataclass(frozen=True, slots=True)
class Taxed:
    """What the taxes of a part follow from besides its amounts.

    Attributes:
        statement: Its row. receiver: the row of whoever is paid.
        number: Under which he is registered on the day that is judged; None when he is not.
        same_day: What statements before it pay him on the same day.
    """

    statement: Mapping[str, Any]
    receiver: Mapping[str, Any]
    number: str | None
    same_day: SameDay

    def on(self, day: date, forms: tuple[Any, ...]) -> Payment:
        """Return the payment that it would be on a day, with these treaty forms on file."""
        return Payment(
            payee={**self.receiver, "invoice_number": self.number},
            currency=self.statement["currency"],
            paid_on=day,
            is_own=False,
            same_day=self.same_day,
            forms=forms,
            statement=self.statement["id"],
        )


def part_figures(
    payable: Sums, paid: Sums, now: Sums, before: Figures, payment: Payment, stated: Figures
) -> Figures:
    """Return the figures of what is paid now of a statement.

    Args:
        payable: All of the statement, by kind of income.
        paid: What was paid before.
        now: What is paid now.
        before: Figures of what was paid before.
        payment: The statement's payment, with the treaty forms that it relied on.
        stated: Figures of the whole statement.
    """
    to_date = {kind: paid.get(kind, 0) + now.get(kind, 0) for kind in payable}
    if to_date == dict(payable):
        return stated.minus(before)
    return figures_to_date(to_date, payment).minus(before)


def figures_to_date(sums: Sums, payment: Payment) -> Figures:
    """Return the figures of a payment of these sums as if nothing else were paid."""
    parts = [
        Carried(payment.statement, kind, treatment_of(kind), sums[kind])
        for kind in INCOMES
        if sums.get(kind)
    ]
    added, withheld, _ = taxes_of(parts, payment)
    return Figures(sum(sums.values()), added, withheld)
