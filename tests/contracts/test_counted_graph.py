"""Rows that count move no money: a drawing leaves them out, and its amounts still add up."""

from typing import Any

from written_terms import a_step, an_item, inputs_of, rate, terms_of

from contracts.graph import flow_of, way_of
from contracts.waterfall import Outcome, Position, run

ROLES = [{"role": "direction", "points": 1, "per": "person"}]


def paid(**fields: Any) -> Outcome:
    clause = {**a_step("author", "royalty"), **fields}
    item = an_item(1_000, units=10)
    return run(terms_of(clause), Position(), inputs_of(item))


def edges(outcome: Outcome, row: str) -> dict[tuple[str, str], int]:
    drawn = way_of(outcome.trace, row).edges
    return {(one.source, one.target): one.amount_minor for one in drawn}


def test_a_share_comes_from_its_pool_and_not_from_its_credits() -> None:
    """5% of 1,000 are 50, 25 for each of two directors."""
    credits = [{"payee": one, "role": "direction"} for one in "ab"]
    outcome = paid(kind="pool/2", basis="gross", rate=rate(5), roles=ROLES, credits=credits)
    assert edges(outcome, "author/to/a") == {
        ("item/a", "author"): 1_000,
        ("author", "author/to/a"): 25,
        ("author/to/a", "payable:a"): 25,
    }


def test_a_royalty_on_units_is_drawn_without_its_units() -> None:
    outcome = paid(kind="royalty/2", basis="units", price={"amount": 100}, rate=rate(10), payee="p")
    assert edges(outcome, "author") == {("author", "payable:p"): 100}
    assert {node.kind for node in way_of(outcome.trace, "author").nodes} <= {
        "source",
        "step",
        "payee",
    }


def test_the_money_of_a_royalty_on_units_balances_at_every_place() -> None:
    outcome = paid(kind="royalty/2", basis="units", price={"amount": 100}, rate=rate(10), payee="p")
    money = [one for one in flow_of(outcome.trace, outcome.postings).edges if one.kind == "money"]
    into = sum(one.amount_minor for one in money if one.target == "left")
    out = sum(one.amount_minor for one in money if one.source == "left")
    assert into == out == 1_000
