"""What if the clauses were others: computed over real or supposed revenue, recorded nowhere."""

import json
from typing import Any

import pytest
from money_stage import rate, step, terms
from paid_world import Paid
from sqlalchemy import text

from contracts.whatif import Comparison
from ledger.access.views import OPERATOR_VIEWER
from ledger.command import Actor
from ledger.errors import Forbidden, NotFound, RuleViolation
from ledger.jobs.simulate import WhatIf, simulate, suppose
from ledger.royalties.views import allocations, page


def fees(world: Paid, window: int) -> dict[str, Any]:
    """The clauses of the world with another window fee, a divisor of a hundred percent."""
    return terms(
        step(
            "window",
            "commission/1",
            basis="received",
            rate=rate(1, 100 // window),
            payee=world.platform,
        ),
        step("author", "royalty/1", basis="remainder", rate=rate(1, 100), payee=world.writer),
        step("members", "split/1", holders=f"committee:{world.committee}/investment"),
    )


def asked(world: Paid, **more: Any) -> WhatIf:
    data = {
        "agreement": world.agreement,
        "drafts": [{"name": "twenty", "terms": fees(world, 20)}],
        **more,
    }
    return WhatIf.model_validate_json(json.dumps(data))


def entries(world: Paid) -> int:
    with world.money.ledger.reading() as conn:
        return conn.execute(text("SELECT count(*) FROM entry")).scalar_one()


def blobs(world: Paid) -> list[str]:
    return sorted(path.name for path in (world.money.register.home / "blobs").rglob("*"))


def amounts(found: Comparison) -> dict[str, tuple[int | None, ...]]:
    return {line.id: line.amounts for line in found.lines}


def test_the_next_run_is_tried_under_other_clauses(reported: Paid) -> None:
    """Of the 1,000,003 promised 500,000 have arrived. A fee of 10% is 50,000, of 20% it is 100,000.

    1% of the remaining 450,000 is 4,500; of 400,000 it is 4,000.
    """
    register = reported.money.register
    before, files = entries(reported), blobs(reported)
    found = simulate(register, asked(reported, periods=["2026-03"]))
    assert found.names == ("v1", "twenty")
    assert found.sales == 500_000
    assert amounts(found)["window"] == (50_000, 100_000)
    assert amounts(found)["author"] == (4_500, 4_000)
    assert (entries(reported), blobs(reported)) == (before, files)


def test_closed_runs_are_tried_with_the_revenue_they_used(paid: Paid) -> None:
    """Both halves, 1,000,003 in all: the fees of the two runs add up to 100,000 and 200,000."""
    found = simulate(paid.money.register, asked(paid, history=True))
    assert found.sales == 1_000_003
    assert amounts(found)["window"] == (100_000, 200_000)
    assert [len(some) for some in found.outcomes] == [2, 2]


def test_a_closed_run_comes_out_as_it_was_recorded(paid: Paid) -> None:
    register = paid.money.register
    found = simulate(register, asked(paid, history=True))
    recorded: dict[str, int] = {}
    with register.ledger.reading() as conn:
        for run in page(conn, OPERATOR_VIEWER, agreement=paid.agreement, limit=10):
            for one in allocations(conn, run["id"]):
                recorded[one["party"]] = recorded.get(one["party"], 0) + one["amount_minor"]
    simulated = {line.id: line.amounts[0] for line in found.lines if line.kind == "payee"}
    assert simulated == recorded


def test_supposed_revenue_starts_where_the_agreement_stands(paid: Paid) -> None:
    supposed = [{"period": "2026-06", "items": [{"amount_minor": 1_000, "reported": "net"}]}]
    found = simulate(paid.money.register, asked(paid, supposed=supposed))
    assert amounts(found)["window"] == (100, 200)


def test_the_shares_behind_a_draft_are_looked_up(paid: Paid) -> None:
    """792 after fees and author of 1,000 - 200 - 8: two thirds are 528, a third 264."""
    supposed = [{"period": "2026-06", "items": [{"amount_minor": 1_000, "reported": "net"}]}]
    found = simulate(paid.money.register, asked(paid, supposed=supposed))
    assert amounts(found)[paid.studio][1] == 528
    assert amounts(found)[paid.partner][1] == 264


def test_drafts_alone_need_no_register(paid: Paid) -> None:
    """Nobody looks up who stands behind the committee, so its 792 are held."""
    supposed = [{"period": "2026-06", "items": [{"amount_minor": 1_000, "reported": "net"}]}]
    found = suppose(asked(paid, agreement=None, supposed=supposed))
    assert amounts(found)["held"] == (792,)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({}, "revenue-ambiguous"),
        ({"history": True, "periods": ["2026-03"]}, "revenue-ambiguous"),
        ({"agreement": None, "history": True}, "agreement-needed"),
        (
            {"agreement": None, "version": 1, "supposed": [{"period": "2026-06"}]},
            "agreement-needed",
        ),
        ({"agreement": None, "drafts": [], "supposed": [{"period": "2026-06"}]}, "drafts-missing"),
    ],
)
def test_a_question_that_is_none_is_refused(paid: Paid, more: dict[str, Any], code: str) -> None:
    with pytest.raises(RuleViolation) as caught:
        simulate(paid.money.register, asked(paid, **more))
    assert caught.value.code == code


def test_a_draft_that_cannot_be_computed_is_named(paid: Paid) -> None:
    bad = {**fees(paid, 20), "currency": "USD"}
    drafts = [{"name": "abroad", "terms": bad}]
    with pytest.raises(RuleViolation) as caught:
        simulate(paid.money.register, asked(paid, drafts=drafts, history=True))
    assert caught.value.code == "currency-differs"
    assert caught.value.fields["draft"] == "abroad"


def test_a_version_that_does_not_exist_is_refused(paid: Paid) -> None:
    with pytest.raises(NotFound) as caught:
        simulate(paid.money.register, asked(paid, version=7, history=True))
    assert caught.value.code == "terms-version-not-found"


def test_a_stranger_hears_of_no_such_agreement(paid: Paid) -> None:
    stranger = Actor("studio", paid.money.company("他社"))
    with pytest.raises(NotFound):
        simulate(paid.money.register, asked(paid, history=True), actor=stranger)


def test_shares_of_other_committees_stay_unknown(paid: Paid) -> None:
    stranger = Actor("studio", paid.money.company("他社"))
    supposed = [{"period": "2026-06", "items": [{"amount_minor": 1_000, "reported": "net"}]}]
    with pytest.raises(Forbidden) as caught:
        simulate(
            paid.money.register, asked(paid, agreement=None, supposed=supposed), actor=stranger
        )
    assert caught.value.fields["value"] == paid.committee
