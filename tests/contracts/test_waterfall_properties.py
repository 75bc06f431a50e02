"""What must hold whatever the terms say (tests/contracts/random_*.py make the terms)."""

import json
from dataclasses import replace
from typing import Any

from effort import few
from hypothesis import assume, given
from hypothesis import strategies as st
from random_revenue import EVERYBODY, all_made, as_bytes, made, periods, played
from random_terms import terms_documents

from contracts.terms import parse_terms
from contracts.trace import TraceRow
from contracts.waterfall import Position, run


@few
@given(terms_documents(), periods)
def test_nothing_appears_and_nothing_vanishes(document: dict[str, Any], given_: Any) -> None:
    runs = all_made(document, given_)
    for inputs, outcome in zip(runs, played(parse_terms(document), runs), strict=True):
        assert sum(posting.amount_minor for posting in outcome.postings) == 0
        parts = dict(outcome.identity)
        assert parts.pop("sales") == sum(item.amount_minor for item in inputs.items)
        assert sum(parts.values()) == sum(item.amount_minor for item in inputs.items)


@few
@given(terms_documents(), periods, st.randoms(use_true_random=False))
def test_the_order_of_items_and_costs_changes_no_byte(
    document: dict[str, Any], given_: Any, random: Any
) -> None:
    terms = parse_terms(document)
    inputs = made(document, given_[0], 0)
    shuffled, costs = list(inputs.items), list(inputs.expenses)
    random.shuffle(shuffled)
    random.shuffle(costs)
    again = replace(inputs, items=tuple(shuffled), expenses=tuple(costs))
    assert as_bytes(run(terms, Position(), inputs)) == as_bytes(run(terms, Position(), again))


@few
@given(terms_documents(), periods)
def test_a_rerun_gives_the_same_bytes(document: dict[str, Any], given_: Any) -> None:
    runs = all_made(document, given_)
    first = played(parse_terms(document), runs)
    assert list(map(as_bytes, first)) == list(map(as_bytes, played(parse_terms(document), runs)))


def is_reversible(document: dict[str, Any]) -> bool:
    """A fixed sum is charged again, a period's cap cuts costs but not what comes back."""
    return not any(
        "fixed" in step or step.get("cap", {}).get("per") == "period" for step in document["steps"]
    )


def standing(position: Position) -> dict[str, int]:
    """Amounts to date, without what is only remembered for comparison and without held items."""
    notes = ("rate:", "target:", "weight:", "base:", "held:")
    return {key: v for key, v in position.to_dict().items() if not key.startswith(notes)}


@few
@given(terms_documents().filter(is_reversible), periods)
def test_revenue_that_is_taken_back_leaves_everything_as_it_was(
    document: dict[str, Any], given_: Any
) -> None:
    terms = parse_terms(document)
    runs = [
        replace(made(document, period, number), holders=EVERYBODY)
        for number, period in enumerate(given_)
    ]
    taken_back = replace(
        runs[-1],
        items=tuple(
            replace(item, id=f"back-{item.id}", amount_minor=-item.amount_minor)
            for item in runs[-1].items
        ),
        expenses=tuple(replace(c, amount_minor=-c.amount_minor) for c in runs[-1].expenses),
    )
    outcomes = played(terms, [*runs, taken_back])
    before = outcomes[-3].position if len(outcomes) > 2 else Position()
    assert standing(outcomes[-1].position) == standing(before)
    for payee in {*outcomes[-1].owed(), *outcomes[-2].owed()}:
        assert outcomes[-1].owed().get(payee, 0) == -outcomes[-2].owed().get(payee, 0)


@few
@given(terms_documents(), periods)
def test_position_and_trace_survive_writing_and_reading(
    document: dict[str, Any], given_: Any
) -> None:
    outcome = run(parse_terms(document), Position(), made(document, given_[0], 0))
    written = json.loads(json.dumps(outcome.to_dict()))
    assert Position.from_dict(written["position"]) == outcome.position
    assert tuple(TraceRow.from_dict(row) for row in written["trace"]) == outcome.trace


@few
@given(terms_documents(), periods)
def test_a_weight_of_zero_receives_nothing(document: dict[str, Any], given_: Any) -> None:
    for step in document["steps"]:
        for payee in step.get("payees", []):
            if 0 in (payee.get("weight"), payee.get("share", {}).get("num")):
                payee["payee"] = "nobody"
    assume("nobody" in json.dumps(document))
    ids = [json.dumps(step).count('"nobody"') for step in document["steps"]]
    assume(max(ids) == 1)
    runs = all_made(document, given_)
    for outcome in played(parse_terms(document), runs):
        assert outcome.owed().get("nobody", 0) == 0


@few
@given(terms_documents(), periods)
def test_every_amount_can_be_walked_back_to_what_it_was_made_of(
    document: dict[str, Any], given_: Any
) -> None:
    outcome = run(parse_terms(document), Position(), made(document, given_[0], 0))
    seen: set[str] = set()
    for row in outcome.trace:
        assert {*row.parents, *row.flow} <= seen
        seen.add(row.id)
    assert {posting.row for posting in outcome.postings} <= seen
    assert {allocation.row for allocation in outcome.allocations} <= seen
