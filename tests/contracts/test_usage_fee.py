"""Fees by use over contract years: floor, cap, making up, and what a changed clause keeps."""

from typing import Any

from written_terms import a_step, an_item, inputs_of, terms_of

from contracts.explain import explain
from contracts.terms import Terms
from contracts.waterfall import Outcome, Position, run

ONE_YEN = [{"from": 0, "per_unit": {"num": 1, "den": 1}}]
YEAR = {"starts": "2026-01", "months": 2}


def fee(**fields: Any) -> dict[str, Any]:
    clause = a_step(
        "author",
        "usage_rate",
        metric={"name": "views", "source": "monthly report of the platform"},
        tiers=ONE_YEN,
        mode="marginal",
        payee="studio",
    )
    return {**clause, **fields}


def yearly(least: int, most: int) -> dict[str, Any]:
    return fee(floor=bound(least, "year"), cap=bound(most, "year"), year=YEAR)


def bound(amount: int, per: str) -> dict[str, Any]:
    return {"amount": amount, "per": per}


def seen(terms: Terms, position: Position, period: str, views: int) -> Outcome:
    return run(terms, position, inputs_of(an_item(0, units=views), period=period))


def test_views_taken_back_in_the_same_year_leave_nothing_behind() -> None:
    terms = terms_of(yearly(100, 150))
    added = seen(terms, Position(), "2026-01", 400)
    assert seen(terms, added.position, "2026-01", -400).position == Position()


def test_views_of_a_later_year_taken_back_leave_what_was_there() -> None:
    terms = terms_of(yearly(100, 150))
    first = seen(terms, Position(), "2026-02", 70)
    before = seen(terms, first.position, "2026-03", 20).position
    added = seen(terms, before, "2026-03", 400)
    assert seen(terms, added.position, "2026-03", -400).position == before


def test_a_finished_year_keeps_what_was_made_up_for() -> None:
    """Year 0: 70 and 30 to the floor. In year 1, 500 are cut to 150: 100 + 150 = 250."""
    terms = terms_of(yearly(100, 150))
    first = seen(terms, Position(), "2026-02", 70)
    assert first.amounts["author"] == 100
    second = seen(terms, first.position, "2026-04", 500)
    assert second.position["due:author"] == 250


def test_a_second_run_at_the_end_of_a_year_takes_back_what_it_made_up_for() -> None:
    """30 and 70 to the floor of 100; then 50 more of the same year: 80 and 20, nothing new."""
    terms = terms_of(yearly(100, 150))
    first = seen(terms, Position(), "2026-02", 30)
    assert seen(terms, first.position, "2026-02", 50).amounts["author"] == 0


def test_a_lowered_cap_claims_nothing_back() -> None:
    """90 were paid; under a cap of 50 to date they stay, and 10 more add nothing."""
    before = seen(terms_of(fee(cap=bound(100, "cumulative"))), Position(), "2026-01", 90)
    lower = terms_of(fee(cap=bound(50, "cumulative")))
    assert seen(lower, before.position, "2026-02", 10).amounts["author"] == 0


def test_a_lowered_cap_of_the_year_claims_nothing_back() -> None:
    """90 of year 0 were paid; a cap of 50 from then on leaves them, and holds in year 1."""
    before = seen(terms_of(yearly(0, 100)), Position(), "2026-01", 90)
    lower = terms_of(yearly(0, 50))
    same_year = seen(lower, before.position, "2026-02", 10)
    assert same_year.amounts["author"] == 0
    assert seen(lower, same_year.position, "2026-03", 70).amounts["author"] == 50


def test_a_new_table_counts_from_zero_and_keeps_what_was_due() -> None:
    """10 views at 1 were 10. At 2 a view, the next 10 are 20."""
    before = seen(terms_of(fee()), Position(), "2026-01", 10).position
    dearer = terms_of(fee(tiers=[{"from": 0, "per_unit": {"num": 2, "den": 1}}]))
    assert seen(dearer, before, "2026-02", 10).amounts["author"] == 20


def test_a_fee_by_use_is_told_with_its_floor() -> None:
    """70 views at 1/3 are 23.33, cut to 23; 77 are added at the end of the year: 100."""
    tiers = [{"from": 0, "per_unit": {"num": 1, "den": 3}}]
    terms = terms_of(fee(tiers=tiers, floor=bound(100, "year"), year=YEAR))
    told = explain(seen(terms, Position(), "2026-02", 70).trace, "author", "en")
    assert told[2:] == [
        "Original work royalty, tier 1 (all): 70 x JPY 1 / 3 each = about JPY 23.33.",
        "Original work royalty (Article 5(1)): views to date 70, sum over the tiers"
        " = about JPY 23.33, rounded JPY 23 (cut to JPY 1).",
        "Original work royalty: floor JPY 100 (per contract year, made up for at its end),"
        " amount computed JPY 23, added to date JPY 77.",
        "Original work royalty (Article 5(1)): sum of these amounts of this run = JPY 100.",
        "Allocated to studio in this run: JPY 100.",
    ]


def test_the_rows_of_a_bounded_fee_add_up_to_what_it_moves() -> None:
    terms = terms_of(yearly(100, 150))
    first = seen(terms, Position(), "2026-02", 70)
    for outcome in (first, seen(terms, first.position, "2026-03", 400)):
        rows = {row.id: row for row in outcome.trace}
        parts = [rows[parent].amount_minor for parent in rows["author"].parents]
        assert sum(parts) == rows["author"].amount_minor == outcome.amounts["author"]
