"""Consumption tax (消費税) on an invoice, and the payer's credit when the seller is unregistered.

Fractions are cut once per rate and invoice; rounding each line and adding is not allowed
(消費税法施行令70条の10).
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from contracts.money import check_amount, floor_toward_zero
from contracts.tax.rates import Rate, rate_on

Kind = Literal["standard", "reduced"]
KINDS: tuple[Kind, ...] = ("standard", "reduced")


@dataclass(frozen=True, slots=True)
class InvoiceLine:
    """One line of an invoice: its kind of rate and its amount without tax, in yen."""

    kind: Kind
    amount_minor: int


@dataclass(frozen=True, slots=True)
class TaxAtRate:
    """The tax of an invoice at one rate.

    Attributes:
        kind: "standard" or "reduced".
        base_minor: Sum of the lines without tax.
        tax_minor: Tax, cut toward zero once.
        rate: Line of the table.
    """

    kind: Kind
    base_minor: int
    tax_minor: int
    rate: Rate


@dataclass(frozen=True, slots=True)
class Credit:
    """Input credit for tax paid to an unregistered seller."""

    tax_minor: int
    creditable_minor: int
    rate: Rate


def invoice_tax(lines: Sequence[InvoiceLine], supplied_on: dt.date) -> tuple[TaxAtRate, ...]:
    """Compute the tax per rate that occurs on the invoice, standard rate first.

    Args:
        lines: Lines without tax; a negative sum mirrors the positive one.
        supplied_on: Day of supply.

    Raises:
        TermsInvalid: The table has no rate for that day.

    Source:
        消費税法施行令70条の10; case CT-01: three lines of 335 make 100, not 99.

    Example:
        >>> lines = [InvoiceLine("standard", 335)] * 3
        >>> [tax.tax_minor for tax in invoice_tax(lines, dt.date(2026, 11, 30))]
        [100]
    """
    taxes = []
    for kind in KINDS:
        amounts = [check_amount(line.amount_minor, kind) for line in lines if line.kind == kind]
        if amounts:
            rate, base = rate_on(f"consumption.{kind}", supplied_on), sum(amounts)
            taxes.append(TaxAtRate(kind, base, floor_toward_zero(base, *rate.rate), rate))
    return tuple(taxes)


def included_tax(amount_minor: int, supplied_on: dt.date) -> int:
    """Give the consumption tax deemed to be in an amount paid to a seller without a number.

    Args:
        amount_minor: Yen paid, not negative.
        supplied_on: Day of supply.

    Source:
        消費税法30条1項: 7.8/110 of what is paid, and local tax likewise: 10/110. Of 100,000 it is
        9,090.9, cut to 9,090.

    Example:
        >>> included_tax(100_000, dt.date(2026, 11, 30))
        9090
    """
    num, den = rate_on("consumption.standard", supplied_on).rate
    return floor_toward_zero(check_amount(amount_minor, "amount_minor"), num, den + num)


def transitional_credit(tax_minor: int, purchased_on: dt.date) -> Credit:
    """Give the part of the tax a payer may credit although the seller has no number.

    It concerns the payer's books only: lowering the seller's fee for it is another matter, and a
    delicate one.

    Args:
        tax_minor: Consumption tax in the purchase.
        purchased_on: Day of purchase.

    Raises:
        TermsInvalid: Before the invoice system began.

    Source:
        80%, 70%, 50%, 30% and nothing, by date, after the reform of 2026; cases CT-TR-*.
    """
    rate = rate_on("consumption.transitional_credit", purchased_on)
    tax = check_amount(tax_minor, "tax_minor")
    return Credit(tax, floor_toward_zero(tax, *rate.rate), rate)
