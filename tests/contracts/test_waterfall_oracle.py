"""The engine against a second waterfall that was written from the rules (tests/contracts/oracle.py)."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import pytest
from effort import few, many
from hypothesis import given
from oracle import Oracle
from random_clauses import mixed_documents
from random_revenue import all_made, calendars, periods
from random_terms import terms_documents

from contracts.errors import TermsInvalid
from contracts.terms import parse_terms
from contracts.waterfall import Inputs, Outcome, Position, run


def runs_until_refused(
    document: dict[str, Any], runs: list[Inputs]
) -> Iterator[tuple[Inputs, Outcome]]:
    """Run after run; a period across two contract years ends the story, as it does in practice."""
    terms, position = parse_terms(document), Position()
    for inputs in runs:
        try:
            outcome = run(terms, position, inputs)
        except TermsInvalid as error:
            if error.code != "period-across-contract-year":
                raise
            return
        yield inputs, outcome
        position = outcome.position


def agrees(document: dict[str, Any], runs: list[Inputs]) -> None:
    oracle = Oracle(document)
    for inputs, outcome in runs_until_refused(document, runs):
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
