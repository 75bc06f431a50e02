"""`floor/1`, by hand: a least amount per run, per month, and to date."""

from typing import Any

import pytest
from written_terms import a_step, amounts_in, members, rate, terms_of

from contracts.position import Position
from contracts.terms import Terms
from contracts.waterfall import Outcome, run

ROYALTY = a_step("author", "royalty", basis="gross", rate=rate(10), payee="author")


def a_floor(amount: int, per: str) -> dict[str, Any]:
    return a_step("least", "floor", of="author", amount=amount, per=per)


def played(terms: Terms, *periods: tuple[str, int]) -> list[Outcome]:
    outcomes, position = [], Position()
    for period, amount in periods:
        outcomes.append(run(terms, position, amounts_in(amount, period=period)))
        position = outcomes[-1].position
    return outcomes


def test_a_monthly_minimum_is_reached() -> None:
    """Case MG-03: 10% of 100,000 is 10,000; the minimum of 50,000 a month adds 40,000."""
    (month,) = played(terms_of(ROYALTY, a_floor(50_000, "month")), ("2026-03", 100_000))

    assert month.amounts == {"author": 10_000, "least": 40_000}
    assert month.owed() == {"author": 50_000}
    assert month.identity["floors"] == 40_000


def test_a_monthly_minimum_counts_once_for_every_month_of_the_period() -> None:
    """A quarter has three months: 150,000 less the 10,000 earned."""
    (quarter,) = played(terms_of(ROYALTY, a_floor(50_000, "month")), ("2026-Q1", 100_000))

    assert quarter.amounts["least"] == 140_000


def test_a_floor_per_run_adds_nothing_where_enough_was_earned() -> None:
    """At least 500 a run: 10% of 9,000 is 900, of 2,000 200 and 300 are added."""
    outcomes = played(
        terms_of(ROYALTY, a_floor(500, "period")), ("2026-03", 9_000), ("2026-Q2", 2_000)
    )

    assert [one.amounts["least"] for one in outcomes] == [0, 300]


def test_a_floor_to_date_is_earned_back() -> None:
    """At least 1,000 in all: 700 are added to 300; 500 more earned take 500 of them back.

    Then 900 more are earned: 1,700 in all, the last 200 of what was added go back as well.
    """
    outcomes = played(
        terms_of(ROYALTY, a_floor(1_000, "cumulative")),
        ("2026-03", 3_000),
        ("2026-04", 5_000),
        ("2026-05", 9_000),
    )

    assert [one.amounts["least"] for one in outcomes] == [700, -500, -200]
    assert [one.owed().get("author", 0) for one in outcomes] == [1_000, 0, 700]


def test_a_flow_that_a_floor_takes_below_zero_is_carried() -> None:
    """Of sales of 100 the author gets 10 and 490 on top: the members start with -400."""
    terms = terms_of(ROYALTY, a_floor(500, "period"), members(A=10_000))

    (outcome,) = played(terms, ("2026-03", 100))

    assert outcome.owed() == {"author": 500}
    assert outcome.identity["carried"] == -400


@pytest.mark.parametrize("per", ["cumulative"])
def test_what_comes_and_goes_leaves_the_floor_as_it_was(per: str) -> None:
    """10,000 come and go: 1,000 are due as after a run without revenue."""
    terms = terms_of(ROYALTY, a_floor(1_000, per))

    there = played(terms, ("2026-03", 10_000), ("2026-03", -10_000))[-1].position
    idle = played(terms, ("2026-03", 0), ("2026-03", 0))[-1].position

    assert there == idle


def test_the_row_names_limit_and_net() -> None:
    """The row says what was held against what: 10,000 against 150,000."""
    (quarter,) = played(terms_of(ROYALTY, a_floor(50_000, "month")), ("2026-Q1", 100_000))

    row = next(row for row in quarter.trace if row.id == "least")
    assert (row.basis, row.basis_minor, row.note) == ("amount:author", 10_000, "limit:150000")
    assert (row.rounded_minor, row.prior_minor, row.payee) == (140_000, 0, "author")
