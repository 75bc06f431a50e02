"""What holds whatever the terms say: nothing vanishes, every byte is repeatable and explained."""

import json
import re
from dataclasses import replace
from typing import Any

from effort import few
from hypothesis import given
from hypothesis import strategies as st
from random_clauses import mixed_documents
from random_revenue import all_made, as_bytes, calendars, periods, until_refused

from contracts.explain import Explainer
from contracts.terms import parse_terms
from contracts.trace import TraceRow
from contracts.waterfall import Position

JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
NAMES = {
    "ja": dict.fromkeys(["A", "B", "C", "W", "V", "committee:c1/investment", "window:w1"], "甲"),
    "en": {},
}


@few
@given(mixed_documents(), periods, calendars, st.integers(1, 9))
def test_after_every_clause_what_came_in_is_all_accounted_for(
    document: dict[str, Any], given_: Any, calendar: Any, length: int
) -> None:
    """Terms cut after any clause are terms, too: so this looks behind each clause in turn."""
    document = {**document, "steps": document["steps"][:length]}
    for inputs, outcome in until_refused(
        parse_terms(document), all_made(document, given_, calendar)
    ):
        assert sum(posting.amount_minor for posting in outcome.postings) == 0
        parts = dict(outcome.identity)
        assert parts.pop("sales") == sum(item.amount_minor for item in inputs.items)
        assert sum(parts.values()) == sum(item.amount_minor for item in inputs.items)


@few
@given(mixed_documents(), periods, calendars, st.randoms(use_true_random=False))
def test_the_order_of_items_costs_and_holders_changes_no_byte(
    document: dict[str, Any], given_: Any, calendar: Any, random: Any
) -> None:
    runs = all_made(document, given_, calendar)
    shuffled = []
    for inputs in runs:
        items, costs, holders = list(inputs.items), list(inputs.expenses), [*inputs.holders]
        for one in (items, costs, holders):
            random.shuffle(one)
        known = {name: inputs.holders[name] for name in holders}
        shuffled.append(replace(inputs, items=tuple(items), expenses=tuple(costs), holders=known))
    terms = parse_terms(document)
    in_order = [as_bytes(outcome) for _, outcome in until_refused(terms, runs)]
    assert in_order == [as_bytes(outcome) for _, outcome in until_refused(terms, shuffled)]


@few
@given(mixed_documents(), periods, calendars)
def test_a_rerun_from_what_was_written_gives_the_same_bytes(
    document: dict[str, Any], given_: Any, calendar: Any
) -> None:
    runs = all_made(document, given_, calendar)
    first = [outcome for _, outcome in until_refused(parse_terms(document), runs)]
    again = parse_terms(json.loads(json.dumps(document, sort_keys=True)))
    second = [outcome for _, outcome in until_refused(again, runs)]
    assert [*map(as_bytes, first)] == [*map(as_bytes, second)]


@few
@given(mixed_documents(), periods, calendars)
def test_position_and_trace_survive_writing_and_reading(
    document: dict[str, Any], given_: Any, calendar: Any
) -> None:
    runs = all_made(document, given_, calendar)
    for _, outcome in until_refused(parse_terms(document), runs):
        written = json.loads(json.dumps(outcome.to_dict()))
        assert Position.from_dict(written["position"]) == outcome.position
        assert tuple(TraceRow.from_dict(row) for row in written["trace"]) == outcome.trace


@few
@given(mixed_documents(), periods, calendars)
def test_every_amount_can_be_walked_back_to_what_it_was_made_of(
    document: dict[str, Any], given_: Any, calendar: Any
) -> None:
    runs = all_made(document, given_, calendar)
    for _, outcome in until_refused(parse_terms(document), runs):
        seen: set[str] = set()
        for row in outcome.trace:
            assert {*row.parents, *row.flow} <= seen
            assert row.amount_minor == row.rounded_minor - row.prior_minor
            seen.add(row.id)
        assert {posting.row for posting in outcome.postings} <= seen
        assert {allocation.row for allocation in outcome.allocations} <= seen


@few
@given(mixed_documents(), periods, calendars)
def test_every_row_has_its_sentences_in_japanese_and_in_english(
    document: dict[str, Any], given_: Any, calendar: Any
) -> None:
    runs = all_made(document, given_, calendar)
    for _, outcome in until_refused(parse_terms(document), runs):
        japanese, english = Explainer(outcome.trace, "ja"), Explainer(outcome.trace, "en")
        for row in outcome.trace:
            said = japanese.explain(row.id, NAMES["ja"])
            assert all(JAPANESE.search(sentence) for sentence in said), said
            heard = english.explain(row.id, NAMES["en"])
            assert not any(JAPANESE.search(sentence) for sentence in heard), heard
            assert not any("{" in sentence for sentence in (*said, *heard))
            assert len(said) == len(heard)
