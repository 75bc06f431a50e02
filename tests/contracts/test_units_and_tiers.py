"""How royalties count units and read their tables over time."""

from typing import Any

import pytest
from written_terms import LABELS, a_step, an_item, inputs_of, rate, terms_of

from contracts.explain import explain
from contracts.surviving import surviving
from contracts.terms import Terms
from contracts.waterfall import Outcome, Position, run

TWO_TIERS = [{"from": 0, "rate": rate(5)}, {"from": 10_000, "rate": rate(8)}]


def royalty(**fields: Any) -> dict[str, Any]:
    return {**a_step("author", "royalty", payee="author", **fields), "kind": "royalty/2"}


def by_units(**fields: Any) -> dict[str, Any]:
    return royalty(**{"basis": "units", "price": {"amount": 100}, "rate": rate(10), **fields})


def by_tiers(**fields: Any) -> dict[str, Any]:
    table = {"basis": "gross", "tiers": TWO_TIERS, "tier_mode": "marginal"}
    return royalty(**{**table, **fields})


def sold(units: int, amount: int = 0, **fields: Any) -> Any:
    return inputs_of(an_item(amount, units=units, **fields))


def after(terms: Terms, *inputs: Any, position: Position | None = None) -> Outcome:
    """The last of several runs."""
    outcome = run(terms, position or Position(), inputs[0])
    for one in inputs[1:]:
        outcome = run(terms, outcome.position, one)
    return outcome


COUNTING = [
    by_units(),
    by_units(share_of_units=rate(90)),
    by_tiers(),
    by_tiers(basis="units", price={"amount": 100}),
    by_tiers(tier_mode="whole"),
    by_tiers(tier_mode="whole", tiers_by="units"),
    royalty(basis="gross", rate=rate(7, 300)),
]


@pytest.mark.parametrize("clause", COUNTING, ids=range(len(COUNTING)))
def test_what_is_added_and_taken_back_leaves_nothing_behind(clause: dict[str, Any]) -> None:
    outcome = after(terms_of(clause), sold(12_345, 67_891), sold(-12_345, -67_891))
    assert outcome.position == Position()


@pytest.mark.parametrize("clause", COUNTING, ids=range(len(COUNTING)))
def test_what_is_added_on_top_and_taken_back_leaves_what_was_there(clause: dict[str, Any]) -> None:
    terms = terms_of(clause)
    before = after(terms, sold(7_001, 9_999)).position
    assert (
        after(terms, sold(8_000, 5_555), sold(-8_000, -5_555), position=before).position == before
    )


@pytest.mark.parametrize("clause", COUNTING, ids=range(len(COUNTING)))
def test_a_split_period_comes_to_the_same_in_total(clause: dict[str, Any]) -> None:
    terms = terms_of(clause)
    whole = after(terms, sold(12_000, 15_001))
    parts = after(terms, sold(5_000, 7_000), sold(7_000, 8_001))
    assert parts.position == whole.position


def test_only_covered_items_are_counted() -> None:
    """10 discs of 100 at 10% are 100; the 7 streams are not discs."""
    terms = terms_of(by_units(where={"channel": ["video"]}))
    disc = an_item(0, "a", units=10, channel="video")
    stream = an_item(0, "b", units=7, channel="streaming")
    assert run(terms, Position(), inputs_of(disc, stream)).amounts == {"author": 100}


def test_units_are_counted_although_a_fee_has_summed_the_money() -> None:
    """20% of 1,000 is 200; 10 discs of 100 at 10% are 100 of the 800 that are left."""
    fee = a_step("window", "commission", basis="received", rate=rate(20), payee="w")
    terms = terms_of(fee, by_units(where={"channel": ["video"]}))
    video = an_item(1_000, units=10, channel="video")
    outcome = run(terms, Position(), inputs_of(video, an_item(0, "b", units=9)))
    assert outcome.amounts == {"window": 200, "author": 100}
    assert outcome.identity["retained"] == 700


def test_held_units_count_when_they_are_released() -> None:
    hold = a_step("hold", "hold", channels=["video"])
    unknown = sold(10, 1_000, channel="event")
    held = run(terms_of(hold, by_units()), Position(), unknown)
    assert held.amounts["author"] == 0
    known = terms_of({**hold, "channels": ["video", "event"]}, by_units())
    assert run(known, held.position, unknown).amounts["author"] == 100


def test_a_new_price_counts_from_zero_and_leaves_what_was_due() -> None:
    """10 discs of 100 at 10% were 100. Then the price is 200: 5 discs more are 100, no more."""
    before = run(terms_of(by_units()), Position(), sold(10)).position
    dearer = terms_of(by_units(price={"amount": 200}))
    assert run(dearer, before, sold(5)).amounts["author"] == 100


def test_a_new_table_counts_from_zero_and_leaves_what_was_due() -> None:
    """5% of 9,000 were 450. By the new table the next 2,000 are in the first tier: 6% = 120."""
    before = run(terms_of(by_tiers()), Position(), sold(0, 9_000)).position
    table = [{"from": 0, "rate": rate(6)}, {"from": 10_000, "rate": rate(8)}]
    outcome = run(terms_of(by_tiers(tiers=table)), before, sold(0, 2_000))
    assert outcome.amounts["author"] == 120
    assert "since the change" in "".join(explain(outcome.trace, "author", "en"))


def test_units_do_not_go_on_from_the_money_of_an_older_clause() -> None:
    """10% of 5,000 were 500. Counted by units from then on: 10 discs of 100 at 10% are 100."""
    older = terms_of(a_step("author", "royalty", basis="gross", rate=rate(10), payee="author"))
    before = run(older, Position(), sold(3, 5_000)).position
    outcome = run(terms_of(by_units()), before, sold(10, 9_000))
    assert outcome.amounts["author"] == 100
    again = run(older, outcome.position, sold(0, 70))
    assert again.amounts["author"] == 7


def test_without_units_or_tiers_a_royalty_is_that_of_version_1() -> None:
    """80% of 100, then of 1,000 to date: 80, then 720."""
    outcome = after(
        terms_of(royalty(basis="gross", rate=rate(80))), sold(0, 100), sold(0, 1_000), sold(0, -100)
    )
    assert outcome.position["due:author"] == 800


def test_the_slices_of_an_explanation_add_up_on_a_desk_calculator() -> None:
    """5,000 x 2,395 x 10% + 1,000 x 2,395 x 12.5% = 1,197,500 + 299,375 = 1,496,875."""
    table = [{"from": 0, "rate": rate(10)}, {"from": 5_000, "rate": rate(125, 1000)}]
    clause = by_tiers(basis="units", price={"amount": 2_395}, tiers=table)
    outcome = run(terms_of(clause), Position(), sold(6_000))
    assert explain(outcome.trace, "author", "en") == [
        "Revenue report a (streaming, 2026-03, gross): JPY 0.",
        "Original work royalty: units in revenue report a = 6,000.",
        "Original work royalty, tier 1 (up to 5,000): 5,000 x price JPY 2,395 x 10%"
        " = JPY 1,197,500.",
        "Original work royalty, tier 2 (above 5,000): 1,000 x price JPY 2,395 x 12.5%"
        " = JPY 299,375.",
        "Original work royalty (Article 5(1)): units to date 6,000, sum over the tiers"
        " = JPY 1,496,875 (cut to JPY 1).",
        "Allocated to author in this run: JPY 1,496,875.",
    ]


def test_the_share_of_units_is_told() -> None:
    """50,000 x 90% x 6,000 x 1.75% = 4,725,000 (case TV-06)."""
    clause = by_units(share_of_units=rate(90), price={"amount": 6_000}, rate=rate(175, 10_000))
    outcome = run(terms_of(clause), Position(), sold(50_000))
    assert explain(outcome.trace, "author", "ja")[2] == (
        f"{LABELS['author'][0]} 第5条1項: 数量の累計 50,000 × 算入率 90% × 単価 6,000円 × 1.75%"
        " = 4,725,000円（1円未満切捨て）。"
    )


def test_tiers_follow_money_that_has_no_rate_of_its_own() -> None:
    """Marginal tiers of what is left after a fee of 20%: 5% of 8,000 = 400."""
    fee = a_step("window", "commission", basis="received", rate=rate(20), payee="w")
    terms = terms_of(fee, by_tiers(basis="after:window"))
    assert run(terms, Position(), sold(0, 10_000)).amounts["author"] == 400


def test_clauses_that_outlive_the_committee_are_found() -> None:
    terms = terms_of(
        by_units(survives=True),
        {**royalty(basis="gross", rate=rate(5), survives=True), "id": "designer"},
        {**by_tiers(), "id": "other"},
        a_step("window", "commission", basis="gross", rate=rate(5), payee="w"),
    )
    assert [head.id for head in surviving(terms)] == ["author", "designer"]


def test_parts_of_one_report_that_were_held_bring_its_units_once() -> None:
    """10 discs of 100 at 10%: 100, although both parts are given with the report's 10 discs."""
    hold = a_step("hold", "hold", channels=["video"])
    first = an_item(600, "r/0/1", units=10, channel="event")
    second = an_item(400, "r/0/2", channel="event")
    held = after(terms_of(hold, by_units()), inputs_of(first), inputs_of(second))
    assert held.position["due:author"] == 0
    known = terms_of({**hold, "channels": ["video", "event"]}, by_units())
    again = an_item(400, "r/0/2", units=10, channel="event")
    outcome = run(known, held.position, inputs_of(first, again))
    assert outcome.amounts["author"] == 100
    assert not list(outcome.position.starting("unitless:"))


def test_units_without_money_are_held_until_they_are_released() -> None:
    hold = a_step("hold", "hold", channels=["video"])
    unknown = sold(10, channel="event")
    held = run(terms_of(hold, by_units()), Position(), unknown)
    assert dict(held.position.starting("held-units:")) == {"a": 10}
    known = terms_of({**hold, "channels": ["video", "event"]}, by_units())
    outcome = run(known, held.position, unknown)
    assert outcome.amounts["author"] == 100
    assert not list(outcome.position.starting("held-units:"))


def test_terms_that_count_no_units_remember_none() -> None:
    hold = a_step("hold", "hold", channels=["video"])
    older = terms_of(hold, a_step("author", "royalty", basis="gross", rate=rate(5), payee="a"))
    position = run(older, Position(), sold(0, 70, channel="event")).position
    assert [key for key in position.to_dict() if "unit" in key or "held" in key] == ["held:a"]
