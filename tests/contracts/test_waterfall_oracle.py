"""The engine against a second waterfall that was written from the rules (tests/contracts/oracle.py)."""

from dataclasses import asdict
from typing import Any

import pytest
from effort import few, many
from frozen import NAMES, frozen_payouts
from hypothesis import given
from oracle import Oracle
from random_clauses import mixed_documents
from random_revenue import all_made, calendars, periods, until_refused
from random_terms import terms_documents

from contracts.terms import parse_terms
from contracts.waterfall import Inputs


def agrees(document: dict[str, Any], runs: list[Inputs]) -> None:
    oracle = Oracle(document)
    for inputs, outcome in until_refused(parse_terms(document), runs):
        expected = oracle.run(
            [asdict(item) for item in inputs.items],
            [asdict(cost) for cost in inputs.expenses],
            {name: list(pairs) for name, pairs in inputs.holders.items()},
            inputs.period,
        )
        assert dict(outcome.amounts) == expected["amounts"]
        assert {p: a for p, a in outcome.owed().items() if a} == expected["owed"]
        for name in ("carried", "held", "reserved", "retained"):
            assert outcome.identity.get(name, 0) == expected[name], name


@pytest.mark.parametrize("name", NAMES)
def test_a_frozen_payout_is_what_the_second_waterfall_gives(name: str) -> None:
    """Up to the first change of terms or the first conversion, which it does not know."""
    book = frozen_payouts(name)
    oracle = Oracle(book["terms"][0])
    for entry in book["runs"]:
        given_ = entry["inputs"]
        if entry["terms"] or book["before"] or "elsewhere" in given_:
            break
        expected = oracle.run(
            given_.get("items", []),
            given_.get("expenses", []),
            {name: [*map(tuple, pairs)] for name, pairs in given_.get("holders", {}).items()},
            given_["period"],
        )
        owed: dict[str, int] = {}
        for payee, _, amount, _ in entry["allocations"]:
            owed[payee] = owed.get(payee, 0) + amount
        assert entry["amounts"] == expected["amounts"]
        assert {payee: amount for payee, amount in owed.items() if amount} == expected["owed"]
        for part in ("carried", "held", "reserved", "retained"):
            assert entry["identity"].get(part, 0) == expected[part], part


@few
@given(terms_documents(), periods)
def test_the_engine_agrees_with_a_second_waterfall(document: dict[str, Any], given_: Any) -> None:
    agrees(document, all_made(document, given_))


@few
@given(mixed_documents(), periods, calendars)
def test_clauses_over_contract_years_agree_with_the_second_waterfall(
    document: dict[str, Any], given_: Any, calendar: Any
) -> None:
    agrees(document, all_made(document, given_, calendar))


@pytest.mark.slow
@many
@given(mixed_documents(), periods, calendars)
def test_many_more_clauses_agree_with_the_second_waterfall(
    document: dict[str, Any], given_: Any, calendar: Any
) -> None:
    agrees(document, all_made(document, given_, calendar))
