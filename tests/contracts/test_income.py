"""Which kind of income a clause gives: what it says, else what follows from what it does."""

from typing import Any

import pytest
from money_stage import rate, step, terms

from contracts.errors import TermsInvalid
from contracts.tax.income import INCOMES, income_of, treatment_of
from contracts.terms import json_schema, parse_terms


def clauses(*steps: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {each["id"]: each for each in steps}


@pytest.mark.parametrize(
    ("kind", "is_committee", "income"),
    [
        ("royalty/1", True, "copyright"),
        ("pool/1", False, "copyright"),
        ("commission/1", True, "fee"),
        ("expense/1", False, "fee"),
        ("split/1", True, "partnership"),
        ("split/1", False, "copyright"),
        ("recoup/1", True, "partnership"),
        ("clawback/1", False, "repayment"),
    ],
)
def test_the_kind_of_a_clause_says_its_income(kind: str, is_committee: bool, income: str) -> None:
    assert income_of("a", clauses(step("a", kind)), is_committee=is_committee) == income


def test_a_clause_may_say_its_income_itself() -> None:
    """A director's fee for directing is written as a royalty, and is a fee all the same."""
    said = clauses(step("a", "royalty/1", income="fee"), step("b", "cap/1", of="a"))
    assert income_of("a", said, is_committee=False) == "fee"
    assert income_of("b", said, is_committee=False) == "fee"


def test_a_guarantee_has_the_income_of_what_it_guarantees() -> None:
    said = clauses(step("a", "commission/1"), step("b", "guarantee/1", of=[{"step": "a"}]))
    assert income_of("b", said, is_committee=False) == "fee"


def test_an_advance_taken_back_lowers_the_royalty_and_repays_the_publisher() -> None:
    said = clauses(step("a", "royalty/1"), step("b", "recoup/1", against="a"))
    assert income_of("b", said, is_committee=False, is_debtor=True) == "copyright"
    assert income_of("b", said, is_committee=False) == "repayment"


def test_only_royalties_and_fees_bear_consumption_tax() -> None:
    assert [income for income in INCOMES if treatment_of(income) == "taxable"] == [
        "fee",
        "copyright",
    ]


def test_terms_may_name_an_income_and_a_minimum_payment() -> None:
    clause = step("a", "commission/1", basis="gross", rate=rate(1, 10), payee="p", income="fee")
    assert parse_terms(terms(clause)).minimum_payment_minor == 0
    said = terms(clause, minimum_payment={"amount": 5_000})
    assert parse_terms(said).minimum_payment_minor == 5_000


@pytest.mark.parametrize(
    ("income", "minimum", "field"),
    [("lottery", {"amount": 1}, "income"), ("fee", {"amount": 0}, "amount")],
)
def test_an_unknown_income_and_an_empty_minimum_are_refused(
    income: str, minimum: dict[str, int], field: str
) -> None:
    clause = step("a", "commission/1", basis="gross", rate=rate(1, 10), payee="p", income=income)
    with pytest.raises(TermsInvalid) as error:
        parse_terms(terms(clause, minimum_payment=minimum))
    assert error.value.fields["field"] == field


def test_the_schema_names_both() -> None:
    properties: Any = json_schema()["properties"]
    assert "minimum_payment" in properties
    assert all("income" in one["properties"] for one in properties["steps"]["items"]["oneOf"])
