"""Clauses that count: units at a price, tiers, fees by use (tests/vectors/cases/counted.json)."""

import json
from pathlib import Path
from typing import Any

import pytest
from written_terms import a_step, an_item, inputs_of, terms_of

from contracts.explain import explain
from contracts.waterfall import Inputs, Outcome, Position, run

CASES = Path(__file__).parents[1] / "vectors" / "cases"
BOOK = json.loads((CASES / "counted.json").read_text(encoding="utf-8"))["cases"]
NAMES = [case["id"] for case in BOOK]


def outcomes_of(case: dict[str, Any]) -> list[Outcome]:
    """Every run of a case, each going on from the one before."""
    clause = {**a_step("author", "royalty"), **case["step"]}
    terms, position, outcomes = terms_of(clause), Position(), []
    for one in case["runs"]:
        outcomes.append(run(terms, position, _inputs(one)))
        position = outcomes[-1].position
    return outcomes


def _inputs(one: dict[str, Any]) -> Inputs:
    items = [
        an_item(amount, f"report-{number}", units=units)
        for number, (amount, units) in enumerate(one["items"])
    ]
    return inputs_of(*items, period=one.get("period", "2026-03"))


@pytest.mark.parametrize("case", BOOK, ids=NAMES)
def test_a_counting_clause_gives_the_figures_of_the_source(case: dict[str, Any]) -> None:
    amounts = [outcome.amounts["author"] for outcome in outcomes_of(case)]
    assert amounts == [one["amount"] for one in case["runs"]]


@pytest.mark.parametrize("case", BOOK, ids=NAMES)
def test_every_run_of_a_counting_clause_balances(case: dict[str, Any]) -> None:
    for outcome in outcomes_of(case):
        assert sum(posting.amount_minor for posting in outcome.postings) == 0


@pytest.mark.parametrize("case", BOOK, ids=NAMES)
def test_every_row_of_a_counting_clause_states_what_it_moves(case: dict[str, Any]) -> None:
    for outcome in outcomes_of(case):
        rows = {row.id: row for row in outcome.trace}
        for row in outcome.trace:
            assert row.amount_minor == row.rounded_minor - row.prior_minor
            assert set(row.parents) <= set(rows)
        assert rows["author"].amount_minor == outcome.amounts["author"]


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("case", BOOK, ids=NAMES)
def test_every_row_of_a_counting_clause_has_a_sentence(case: dict[str, Any], lang: Any) -> None:
    for outcome in outcomes_of(case):
        for row in outcome.trace:
            sentences = explain(outcome.trace, row.id, lang)
            assert sentences
            assert not any("{" in text for text in sentences)
