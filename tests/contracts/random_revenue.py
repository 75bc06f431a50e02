"""Random revenue, costs, holders and periods, and runs over them."""

import json
from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st
from random_terms import CHANNELS, COMMITTEE

from contracts.errors import TermsInvalid
from contracts.terms import Terms
from contracts.waterfall import Expense, Inputs, Item, Outcome, Position, run

amounts = st.integers(-300, 1_000)
items = st.fixed_dictionaries(
    {
        "amount_minor": amounts,
        "reported": st.sampled_from(["gross", "net"]),
        "channel": st.sampled_from([*CHANNELS, None]),
        "territory": st.sampled_from(["JP", "US", None]),
        "work": st.none(),
        "month": st.sampled_from(["2026-03", "2026-04"]),
    },
    optional={"units": st.integers(-30, 120)},
)
holders = st.fixed_dictionaries(
    {},
    optional={
        COMMITTEE: st.sampled_from(
            [(("A", 60), ("B", 40)), (("A", 6), ("B", 4)), (("C", 1), ("B", 2)), (("A", 0),), ()]
        ),
        "window:w1": st.sampled_from([(("W", 1),), (("W", 1), ("V", 2))]),
    },
)
EVERYBODY = {COMMITTEE: (("A", 60), ("B", 40)), "window:w1": (("W", 1),)}
calendars = st.tuples(
    st.booleans(), st.integers(0, 3), st.lists(st.sampled_from([0, 0, 0, 1, 2, 5]), min_size=8)
)
periods = st.lists(
    st.tuples(st.lists(items, max_size=5), st.lists(amounts, max_size=2), holders),
    min_size=1,
    max_size=5,
)


def period_names(calendar: tuple[bool, int, list[int]]) -> list[str]:
    """Months or quarters from early 2026 on, in order, with gaps."""
    are_quarters, place, gaps = calendar
    names = []
    for gap in gaps:
        place += gap
        year, part = divmod(place, 4 if are_quarters else 12)
        names.append(f"{2026 + year}-{f'Q{part + 1}' if are_quarters else f'{part + 1:02}'}")
        place += 1
    return names


def made(document: dict[str, Any], period: Any, number: int, name: str = "2026-04") -> Inputs:
    revenue, costs, known = period
    charged = [step["id"] for step in document["steps"] if step["kind"] == "expense/1"]
    return Inputs(
        period=name,
        currency="JPY",
        items=tuple(Item(id=f"{number}-{n}", **item) for n, item in enumerate(revenue)),
        expenses=tuple(
            Expense(step, amount, f"e{n}") for step in charged for n, amount in enumerate(costs)
        ),
        holders=known,
    )


def all_made(document: dict[str, Any], given_: Any, calendar: Any = None) -> list[Inputs]:
    names = period_names(calendar) if calendar else ["2026-04"] * len(given_)
    pairs = enumerate(zip(given_, names, strict=False))
    return [made(document, period, number, name) for number, (period, name) in pairs]


def played(terms: Terms, runs: list[Inputs], start: Position | None = None) -> list[Outcome]:
    outcomes: list[Outcome] = []
    position = start or Position()
    for inputs in runs:
        outcomes.append(run(terms, position, inputs))
        position = outcomes[-1].position
    return outcomes


def until_refused(terms: Terms, runs: list[Inputs]) -> Iterator[tuple[Inputs, Outcome]]:
    """Run after run; a period across the end of a span ends the story, as it does in practice."""
    position = Position()
    for inputs in runs:
        try:
            outcome = run(terms, position, inputs)
        except TermsInvalid as error:
            if error.code not in ("period-across-contract-year", "period-across-until"):
                raise
            return
        yield inputs, outcome
        position = outcome.position


def as_bytes(outcome: Outcome) -> bytes:
    return json.dumps(outcome.to_dict()).encode()
