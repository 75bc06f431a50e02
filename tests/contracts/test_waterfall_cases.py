"""Published and derived cases: terms in, amounts out (tests/vectors/cases/waterfall.json)."""

import json
from pathlib import Path
from typing import Any

import pytest

from contracts.errors import ReconciliationDifference
from contracts.reconcile import reconcile
from contracts.terms import parse_terms
from contracts.waterfall import Expense, Inputs, Item, Outcome, Position, run

CASES = Path(__file__).parents[1] / "vectors" / "cases"
BOOK = json.loads((CASES / "waterfall.json").read_text(encoding="utf-8"))["cases"]


def inputs_of(period: dict[str, Any], currency: str) -> Inputs:
    blank = {"territory": None, "work": None}
    return Inputs(
        period=period["period"],
        currency=currency,
        items=tuple(Item(**blank, **item) for item in period["items"]),
        expenses=tuple(Expense(**cost) for cost in period.get("expenses", ())),
        holders={
            name: tuple((party, weight) for party, weight in parties)
            for name, parties in period.get("holders", {}).items()
        },
    )


def check(outcome: Outcome, expect: dict[str, Any]) -> None:
    rows = {row.id: row for row in outcome.trace}
    owed = {payee: amount for payee, amount in outcome.owed().items() if amount}
    for step, amount in expect.get("amounts", {}).items():
        assert outcome.amounts[step] == amount, step
    if "owed" in expect:
        wanted = {payee: amount for payee, amount in expect["owed"].items() if amount}
        assert wanted.items() <= owed.items() if wanted else owed == {}
    for step, amount in expect.get("left", {}).items():
        assert rows[step].left_minor == amount, step
    for row, amount in expect.get("rows", {}).items():
        assert rows[row].amount_minor == amount, row
    if "identity" in expect:
        assert expect["identity"].items() <= outcome.identity.items()
    if expect.get("position") == {}:
        assert outcome.position.to_dict() == {}
    for key, amount in expect.get("position", {}).items():
        assert outcome.position[key] == amount, key
    for key in expect.get("absent", ()):
        assert outcome.position[key] == 0


@pytest.mark.parametrize("case", BOOK, ids=[case["id"] for case in BOOK])
def test_terms_give_the_figures_of_the_source(case: dict[str, Any]) -> None:
    terms, position = parse_terms(case["terms"]), Position()
    for period in case["periods"]:
        outcome = run(terms, position, inputs_of(period, terms.currency))
        check(outcome, period["expect"])
        assert sum(posting.amount_minor for posting in outcome.postings) == 0
        position = outcome.position


def test_a_published_example_that_does_not_foot_is_shown_as_a_difference() -> None:
    """Case TH-04 (https://diamond.jp/articles/-/256481).

    Box office 30,000,000,000; theatres 50%; distribution fee 20% of the other half: 3,000,000,000;
    P&A 200,000,000. The article says 8,800,000,000 remain; 11,800,000,000 do.
    """
    terms = next(case["terms"] for case in BOOK if case["id"] == "TH-01")
    blank: dict[str, Any] = {"reported": "gross", "channel": None, "territory": None, "work": None}
    inputs = Inputs(
        "2018-12",
        "JPY",
        (Item("box-office", 30_000_000_000, month="2018-12", **blank),),
        (Expense("p_and_a", 200_000_000, "article"),),
    )
    outcome = run(parse_terms(terms), Position(), inputs)
    with pytest.raises(ReconciliationDifference) as error:
        reconcile({"remaining": 8_800_000_000}, {"remaining": outcome.owed()["committee"]})
    assert outcome.amounts["distributor"] == 3_000_000_000
    assert error.value.fields["differences"] == {
        "remaining": {
            "stated": 8_800_000_000,
            "recomputed": 11_800_000_000,
            "difference": 3_000_000_000,
        }
    }


def test_figures_that_agree_are_accepted() -> None:
    reconcile({"remaining": 1}, {"remaining": 1})


def test_a_figure_on_one_side_only_is_a_difference() -> None:
    with pytest.raises(ReconciliationDifference) as error:
        reconcile({"fee": 5}, {"cost": 7})
    assert error.value.fields["differences"] == {
        "cost": {"stated": None, "recomputed": 7, "difference": 7},
        "fee": {"stated": 5, "recomputed": None, "difference": -5},
    }


def test_twelve_episodes_cost_twelve_times_one() -> None:
    """Case TV-03 (http://fxanime.hatenablog.com/entry/2018/01/21/182029): 12 x 15,000,000.

    The costs of a season come in one by one with their evidence: 180,000,000, all of it a deficit
    while nothing has been received.
    """
    terms = parse_terms(
        {
            "terms": 1,
            "currency": "JPY",
            "steps": [
                {
                    "id": "production",
                    "kind": "expense/1",
                    "clause": "第3条",
                    "label": {"ja": "制作費", "en": "production cost"},
                },
                {
                    "id": "members",
                    "kind": "split/1",
                    "clause": "第8条",
                    "label": {"ja": "分配", "en": "distribution"},
                    "payees": [{"payee": "A", "share": {"num": 1, "den": 1}}],
                },
            ],
        }
    )
    costs = tuple(Expense("production", 15_000_000, f"episode-{n:02d}") for n in range(1, 13))
    outcome = run(terms, Position(), Inputs("2018-03", "JPY", (), costs))
    assert outcome.amounts["production"] == 180_000_000
    assert outcome.identity["carried"] == -180_000_000
    assert outcome.owed() == {}
