"""Figures of purchase documents: whatever is paid, the payee's amount is the statement's."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.errors import RuleViolation
from ledger.invoices.figures import Stated, purchase_figures

DAY = dt.date(2026, 11, 30)
INCOMES = ("copyright", "fee", "partnership", "repayment")
amounts = st.integers(min_value=1, max_value=10**12)
paid = st.dictionaries(st.sampled_from(INCOMES), amounts, min_size=1)


def stated(
    paid: dict[str, int], *, number: str | None, country: str = "JP", **more: object
) -> Stated:
    """A statement that adds tax where there is a number, as the rules of statements do."""
    taxed = sum(amount for income, amount in paid.items() if income in ("copyright", "fee"))
    tax = {f"withholding_{income}_base": str(amount) for income, amount in paid.items()}
    tax["rules"] = "statement/2"
    added = 0
    if number and taxed and country == "JP":
        tax |= {"consumption_rule": "registered", "consumption_base": str(taxed)}
        added = taxed // 10
    fields: dict[str, object] = {
        "day": DAY, "currency": "JPY", "lines": list(paid.items()),
        "tax": tax, "added_minor": added, "seller": country, "buyer": "JP", "number": number,
        "services_in": "unknown", "overrides": {},
    }  # fmt: skip
    return Stated(**(fields | more))  # type: ignore[arg-type]


@given(paid)
def test_a_registered_suppliers_total_is_what_is_paid_and_the_tax_added(
    paid: dict[str, int],
) -> None:
    given = stated(paid, number="T7000012050002")
    figures = purchase_figures(given)
    assert figures.total_minor == sum(paid.values()) + given.added_minor
    assert figures.credit.creditable_minor == given.added_minor


@given(paid)
def test_an_unregistered_suppliers_total_is_what_is_paid(paid: dict[str, int]) -> None:
    figures = purchase_figures(stated(paid, number=None))
    assert figures.total_minor == sum(paid.values())
    assert not figures.is_qualified
    assert figures.credit.creditable_minor == figures.credit.tax_minor * 7 // 10


@given(paid)
def test_nothing_paid_abroad_for_a_licence_bears_tax(paid: dict[str, int]) -> None:
    figures = purchase_figures(stated(paid, number=None, country="US"))
    assert figures.credit.tax_minor == 0
    assert {row.klass for row in figures.classes} <= {"out_of_scope", "not_taxable"}


@given(paid, st.integers(min_value=0, max_value=10**9))
def test_what_lines_do_not_explain_has_the_class_of_its_kind(
    paid: dict[str, int], carried: int
) -> None:
    """Carried in or set off: the sum of a kind is the statement's, whatever its lines are."""
    given = stated(paid, number=None)
    lines = [(income, amount - carried) for income, amount in given.lines]
    plain = purchase_figures(given)
    moved = purchase_figures(stated(paid, number=None, lines=lines))
    assert plain.classes == moved.classes


def test_figures_that_cannot_be_are_refused_by_name() -> None:
    cases = {
        "purchase-nothing-paid": stated({"fee": 1}, number=None, tax={"rules": "statement/2"}),
        "purchase-statement-old": stated({"fee": 1}, number=None, tax={"rules": "statement/1"}),
        "purchase-needs-yen": stated({"fee": 1000}, number=None, currency="USD"),
        "purchase-line-unknown": stated({"fee": 1}, number=None, overrides={2: "out_of_scope"}),
        "purchase-tax-differs": stated(
            {"fee": 1000}, number="T7000012050002", overrides={1: "out_of_scope"}
        ),
        "rate-not-yet-valid": stated({"fee": 1000}, number=None, day=dt.date(2023, 9, 30)),
    }
    for code, case in cases.items():
        with pytest.raises(RuleViolation) as refused:
            purchase_figures(case)
        assert refused.value.code == code
