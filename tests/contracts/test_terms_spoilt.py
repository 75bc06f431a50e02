"""Terms with something wrong in them are refused in words, whatever is wrong; never a traceback."""

import copy
from contextlib import suppress
from typing import Any

from effort import few
from hypothesis import given
from hypothesis import strategies as st
from random_clauses import mixed_documents

from contracts.errors import TermsInvalid
from contracts.position import Position
from contracts.registration import refuse_at_registration
from contracts.terms import parse_terms
from contracts.waterfall import Inputs, Item, run

WRONG: list[Any] = [
    None,
    True,
    -1,
    0,
    10**20,
    0.5,
    "",
    "x",
    "s0",
    [],
    [1],
    {},
    {"num": 2, "den": 1},
]


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a document, by the keys and numbers that lead to it."""
    found = [path] if path else []
    pairs = value.items() if isinstance(value, dict) else []
    pairs = enumerate(value) if isinstance(value, list) else pairs
    for key, inner in pairs:
        found += places(inner, (*path, key))
    return found


def spoil(document: Any, path: tuple[Any, ...], wrong: Any) -> Any:
    """Put something else in one place, or nothing where `wrong` is the place itself."""
    spoilt = copy.deepcopy(document)
    around = spoilt
    for key in path[:-1]:
        around = around[key]
    if wrong is places:
        del around[path[-1]]
    else:
        around[path[-1]] = wrong
    return spoilt


@few
@given(mixed_documents(), st.data())
def test_spoilt_terms_are_accepted_or_refused_and_nothing_else(document: Any, data: Any) -> None:
    path = data.draw(st.sampled_from(places(document)))
    wrong = data.draw(st.sampled_from([*WRONG, places]))
    inputs = Inputs("2026-04", "JPY", (Item("a", 500, "gross", "video", "JP", None, "2026-04"),))
    with suppress(TermsInvalid):
        terms = parse_terms(spoil(document, path, wrong))
        refuse_at_registration(terms)
        run(terms, Position(), inputs)
