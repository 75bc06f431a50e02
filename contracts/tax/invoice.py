"""The figures of an invoice: amounts by class, tax once per rate, and what the buyer may credit.

    invoice_totals([("standard", 335)] * 3, day)    # one row: base 1,005, tax 100

The rules kept here, in order:

1. Tax is computed on the sum of one rate, once per document, and cut to the yen.
2. Amounts are without tax, or the tax is in them: then it is taken out of their sum, once.
3. A buyer credits the tax of a registered seller in full, that of another by the dated part.

Source:
    消費税法30条, 57条の4; 消費税法施行令70条の10; cases CT-01 and CT-TR-*.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from contracts.figures import percent
from contracts.money import check_amount, floor_toward_zero
from contracts.tax.consumption import InvoiceLine, invoice_tax, transitional_credit
from contracts.tax.invoice_classes import CLASSES, Klass
from contracts.tax.rates import rate_on

CreditKind = Literal["full", "transitional", "none"]


@dataclass(frozen=True, slots=True)
class ClassTotal:
    """What a document says about one class.

    Attributes:
        base_minor: Without tax. tax_minor: zero where the class bears none.
        rate: Like "10%"; None where the class bears no tax.
    """

    klass: Klass
    base_minor: int
    tax_minor: int
    rate: str | None

    @property
    def total_minor(self) -> int:
        """With tax."""
        return self.base_minor + self.tax_minor


@dataclass(frozen=True, slots=True)
class BuyerCredit:
    """What the buyer may credit of a document's tax, and by which provision.

    Attributes:
        kind: `none` where there is no tax, or no part of it may be credited.
        rate: Part of the tax, like "70%". confidence: how sure we are of it.
    """

    kind: CreditKind
    tax_minor: int
    creditable_minor: int
    rate: str
    law: str
    confidence: str


def invoice_totals(
    amounts: Iterable[tuple[Klass, int]], day: dt.date, *, is_inclusive: bool = False
) -> tuple[ClassTotal, ...]:
    """Sum a document by class and compute its tax, once.

    Args:
        amounts: Class and amount of each line; a negative sum mirrors the positive one.
        day: Day of supply.
        is_inclusive: Whether the tax is in the amounts.

    Returns:
        One row per class that occurs, in the order of `CLASSES`.

    Raises:
        TermsInvalid: The table has no rate for that day.

    Source:
        消費税法施行令70条の10. Three lines of 335 make 1,005 and tax of 100; each line alone would
        make 33, 99 in all. Of 110,000 with its tax the tax is 10,000.

    Example:
        >>> [row.tax_minor for row in invoice_totals([("standard", 335)] * 3, dt.date(2026, 11, 1))]
        [100]
    """
    sums: dict[Klass, int] = {}
    for klass, amount in amounts:
        sums[klass] = sums.get(klass, 0) + check_amount(amount, klass)
    return tuple(
        _total(klass, sums[klass], day, is_inclusive=is_inclusive)
        for klass in CLASSES
        if klass in sums
    )


def _total(klass: Klass, amount: int, day: dt.date, *, is_inclusive: bool) -> ClassTotal:
    if klass != "standard":
        return ClassTotal(klass, amount, 0, None)
    rate = rate_on("consumption.standard", day)
    if is_inclusive:
        num, den = rate.rate
        tax = floor_toward_zero(amount, num, den + num)
        return ClassTotal(klass, amount - tax, tax, percent(rate.rate))
    (found,) = invoice_tax([InvoiceLine("standard", amount)], day)
    return ClassTotal(klass, amount, found.tax_minor, percent(rate.rate))


def buyer_credit(tax_minor: int, day: dt.date, *, is_registered: bool) -> BuyerCredit:
    """Give what a buyer may credit of the tax in a purchase.

    It concerns the buyer's books: what the seller is paid is another matter and stays as it is.

    Args:
        tax_minor: Consumption tax of the document.
        day: Day of purchase.
        is_registered: Whether the seller was a registered issuer on that day.

    Raises:
        TermsInvalid: The table has no part for that day.

    Source:
        消費税法30条; for others the dated part, cases CT-TR-*: of 10,000 bought on 2026-09-30 it is
        8,000, one day later 7,000.

    Example:
        >>> buyer_credit(10_000, dt.date(2026, 10, 1), is_registered=False).creditable_minor
        7000
    """
    if tax_minor == 0:
        return BuyerCredit("none", 0, 0, "0%", "", "published")
    if is_registered:
        return BuyerCredit("full", tax_minor, tax_minor, "100%", "消費税法30条", "published")
    found = transitional_credit(tax_minor, day)
    kind: CreditKind = "transitional" if found.rate.rate[0] else "none"
    return BuyerCredit(
        kind,
        tax_minor,
        found.creditable_minor,
        percent(found.rate.rate),
        found.rate.law,
        found.rate.confidence,
    )
