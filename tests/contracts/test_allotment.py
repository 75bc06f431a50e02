"""Nested destinations: published cases and our own (tests/vectors/cases/allocation.json)."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.allotment import allot, read_destination, send
from contracts.errors import TermsInvalid

FILE = Path(__file__).parents[1] / "vectors" / "cases" / "allocation.json"
CASES = json.loads(FILE.read_text(encoding="utf-8"))["cases"]
PAID = [case for case in CASES if "expected" in case]
REFUSED = [case for case in CASES if "refused" in case]

names = st.sampled_from(["a", "b", "c"])
destinations = st.recursive(
    names,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=4).map(
            lambda to: ["split", [[f"1/{len(to)}", one] for one in to]]
        ),
        st.tuples(inner, inner, inner).map(
            lambda to: ["split", [["1/3", to[0]], ["12.5%", to[1]], ["rem", to[2]]]]
        ),
        st.tuples(st.integers(-5, 500), inner, inner).map(
            lambda parts: ["ord", [[parts[0], parts[1]]], parts[2]]
        ),
    ),
    max_leaves=8,
)


@pytest.mark.parametrize("case", PAID, ids=[case["id"] for case in PAID])
def test_postings_are_those_of_the_case(case: dict[str, Any]) -> None:
    sent = send(case["balances"], case["statements"])
    assert [[one.source, one.destination, one.amount_minor] for one in sent] == case["expected"]


@pytest.mark.parametrize("case", REFUSED, ids=[case["id"] for case in REFUSED])
def test_what_cannot_be_divided_is_refused(case: dict[str, Any]) -> None:
    with pytest.raises(TermsInvalid) as error:
        send(case["balances"], case["statements"])
    assert error.value.code == case["refused"]


@given(st.integers(0, 10**9), destinations)
def test_everything_arrives_somewhere_and_nothing_is_zero(amount: int, to: object) -> None:
    sent = allot(amount, read_destination(to))
    assert sum(part for _, part in sent) == amount
    assert all(part > 0 for _, part in sent)


def test_a_fractional_amount_is_refused_by_type() -> None:
    with pytest.raises(TermsInvalid) as error:
        send({"a": 5}, [["send", 1.5, "a", "b"]])
    assert error.value.code == "amount-not-integer"
