"""The figures of a purchase document, from a statement as it was issued; pure.

The rules kept here, in order:

1. What is paid of each kind of income is what the statement says: the payee's amount never changes.
2. A line has the class that the table gives its subject, or that somebody gave it with a document.
   What a line does not explain (carried in, set off between kinds) has the class of its kind.
3. Where the statement added tax, the sum that bears it and the tax are the statement's. Where it
   added none, the tax is in the amount, and is taken out of the sum once.
4. It is a qualified invoice if something in it bears tax and the supplier had a number on the day.

Source:
    消費税法30条9項3号, 57条の4; 消費税法施行令70条の10. 60,000 of royalties and 40,000 of a
    partner's own money, paid to a registered company: base 60,000, tax 6,000, 不課税 40,000.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from contracts.errors import TermsError
from contracts.tax.income import INCOMES
from contracts.tax.invoice import BuyerCredit, ClassTotal, buyer_credit, invoice_totals
from contracts.tax.invoice_classes import Facts, Klass, class_of, subject_of
from ledger.errors import RuleViolation

_YEN = "JPY"
_ADDED = "registered"
_OLDEST = "statement/1"


@dataclass(frozen=True, slots=True)
class Stated:
    """What a purchase document is made of.

    Attributes:
        lines: Kind of income and amount of each line of the statement.
        tax: The statement's own facts. added_minor: the tax that it added.
        seller: Country of who is paid. buyer: of who pays. number: of who is paid, on the day.
        overrides: Line to class.
    """

    day: dt.date
    currency: str
    lines: Sequence[tuple[str | None, int]]
    tax: Mapping[str, str]
    added_minor: int
    seller: str
    buyer: str
    number: str | None
    services_in: str
    overrides: Mapping[int, Klass]


@dataclass(frozen=True, slots=True)
class Part:
    """What is paid of one subject in one class, by one rule."""

    subject: str
    klass: Klass
    rule: str
    amount_minor: int


@dataclass(frozen=True, slots=True)
class PurchaseFigures:
    """What a purchase document says."""

    parts: tuple[Part, ...]
    classes: tuple[ClassTotal, ...]
    is_inclusive: bool
    is_qualified: bool
    total_minor: int
    credit: BuyerCredit


def purchase_figures(stated: Stated) -> PurchaseFigures:
    """Compute what a purchase document says.

    Raises:
        RuleViolation: Nothing is paid; the statement is of rules that knew no kinds of income; it
            is not in yen although something bears tax; an override would change the tax that the
            statement added, or names no line.
    """
    try:
        return _figures(stated)
    except TermsError as error:
        fields = {"field": "payment_date", **error.fields}
        raise RuleViolation(error.code, error.message, **fields) from error


def paid_by_income(tax: Mapping[str, str]) -> dict[str, int]:
    """Return what a statement pays of each kind of income, after what was set off."""
    named = {income: tax.get(f"withholding_{income}_base") for income in INCOMES}
    return {income: int(amount) for income, amount in named.items() if amount}


def _figures(stated: Stated) -> PurchaseFigures:
    paid = paid_by_income(stated.tax)
    _check_stated(stated, paid)
    parts = tuple(_parts(stated, paid))
    is_inclusive = stated.tax.get("consumption_rule") != _ADDED
    classes = invoice_totals(
        [(part.klass, part.amount_minor) for part in parts], stated.day, is_inclusive=is_inclusive
    )
    tax = sum(row.tax_minor for row in classes)
    bears_tax = any(row.klass == "standard" for row in classes)
    _check_tax(stated, classes, tax, is_inclusive=is_inclusive)
    return PurchaseFigures(
        parts=parts,
        classes=classes,
        is_inclusive=is_inclusive,
        is_qualified=bears_tax and stated.number is not None,
        total_minor=sum(row.total_minor for row in classes),
        credit=buyer_credit(tax, stated.day, is_registered=stated.number is not None),
    )


def _check_stated(stated: Stated, paid: Mapping[str, int]) -> None:
    if stated.tax.get("rules") == _OLDEST:
        raise RuleViolation(
            "purchase-statement-old",
            "the statement is of rules that knew no kinds of income",
            field="statement",
            value=_OLDEST,
            expected="a statement by newer rules",
        )
    if not paid:
        raise RuleViolation(
            "purchase-nothing-paid",
            "the statement pays nothing to another, so nothing was bought",
            field="statement",
            value=stated.tax.get("rule"),
            expected="a statement with an amount payable to somebody else",
        )
    if unknown := sorted(number for number in stated.overrides if number > len(stated.lines)):
        raise RuleViolation(
            "purchase-line-unknown",
            field="overrides",
            value=unknown,
            expected=f"lines 1 to {len(stated.lines)}",
        )


def _parts(stated: Stated, paid: Mapping[str, int]) -> list[Part]:
    """Return the parts of each kind: lines of a class of their own, and all the rest of it."""
    found = []
    for income, amount in paid.items():
        subject = subject_of(income)
        facts = Facts(subject, stated.seller, stated.buyer, stated.services_in)
        rest, decided = amount, class_of(facts, stated.day)
        for number, klass in sorted(stated.overrides.items()):
            kind, line_minor = stated.lines[number - 1]
            if kind == income:
                found.append(Part(subject, klass, f"override/{number}", line_minor))
                rest -= line_minor
        if rest:
            found.append(Part(subject, decided.klass, decided.id, rest))
    return found


def _check_tax(
    stated: Stated, classes: Sequence[ClassTotal], tax: int, *, is_inclusive: bool
) -> None:
    if tax and stated.currency != _YEN:
        raise RuleViolation(
            "purchase-needs-yen",
            "tax on a qualified invoice is stated in yen, and nothing says at which rate",
            field="currency",
            value=stated.currency,
            expected=_YEN,
        )
    base = sum(row.base_minor for row in classes if row.klass == "standard")
    added = (int(stated.tax.get("consumption_base", "0")), stated.added_minor)
    if not is_inclusive and (base, tax) != added:
        raise RuleViolation(
            "purchase-tax-differs",
            "the statement added tax to another sum, and what the payee is paid does not change",
            field="overrides",
            value=[base, tax],
            expected=list(added),
        )
