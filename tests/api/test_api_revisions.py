"""The past is changed over HTTP: 409 with the list, confirmed, revised, and paid.

By hand, for 1,000,000 yen: the window kept 10%, 100,000; the designer 1% of 900,000, 9,000. At 20%
the window has 200,000, the designer 1% of 800,000, 8,000, and 792,000 are shared 2:1.
"""

from typing import Any

import pytest

from tests.api.world import Production, World, report, sales, terms


@pytest.fixture
def stated(world: World, production: Production) -> str:
    """A report, run and stated."""
    first = report(world, production)
    body = {"agreement": production.agreement, "period": "2026-Q2"}
    world.made("payouts", body, production.as_lead)
    issued = {"payer": production.lead, "period": "2026-Q2"}
    assert world.post("statements", issued, production.as_lead).status_code == 201
    return first


def at_twenty(production: Production, **more: Any) -> dict[str, Any]:
    clauses = terms(production.lead, production.creator, production.committee)
    clauses["steps"][0]["rate"] = {"num": 1, "den": 5}
    return {"effective_month": "2026-04", "terms": clauses, "reason": "覚書", **more}


def confirmed(world: World, production: Production) -> dict[str, Any]:
    path = f"agreements/{production.agreement}/terms"
    problem = world.post(path, at_twenty(production), production.as_lead)
    assert problem.status_code == 409
    told: dict[str, Any] = problem.json()
    body = at_twenty(production, confirm=told["confirm"])
    assert world.post(path, body, production.as_lead).status_code == 201
    return told


def test_a_change_of_what_was_stated_is_refused_with_the_list(
    world: World, production: Production, stated: str
) -> None:
    told = confirmed(world, production)
    assert told["code"] == "terms-back-dated"
    payees = {one["payee"] for one in told["statements"]}
    assert payees == {production.lead, production.member, production.creator}
    assert {one["period"] for one in told["statements"]} == {"2026-Q2"}


def test_a_revision_is_recorded_shown_and_stated(
    world: World, production: Production, stated: str
) -> None:
    confirmed(world, production)
    where = f"agreements/{production.agreement}/revisions"
    assert [one["kind"] for one in world.get(where, production.as_member).json()["pending"]] == [
        "terms"
    ]
    body = {"agreement": production.agreement}
    keyed = {**production.as_lead, "Idempotency-Key": "revise-1"}
    answer = world.post("payouts/revisions", body, keyed)
    assert answer.status_code == 201, answer.text
    (made,) = answer.json()["items"]
    assert world.post("payouts/revisions", body, keyed).json()["items"] == [made]
    assert world.post("payouts/revisions", body, production.as_lead).json()["items"] == []
    listed = world.get(where, production.as_member).json()
    assert [one["id"] for one in listed["items"]] == [made["id"]]
    assert listed["pending"] == []

    shown = world.get(f"revisions/{made['id']}", production.as_creator).json()
    (own,) = shown["allocations"]
    assert (own["party"], own["amount_minor"]) == (production.creator, -1_000)
    assert "runs" not in shown

    later = {"agreement": production.agreement, "period": "2026-07", "empty": True}
    world.made("payouts", later, production.as_lead)
    issued = {"payer": production.lead, "period": "2026-07"}
    assert world.post("statements", issued, production.as_lead).status_code == 201
    statements = world.get("statements", production.as_creator).json()["items"]
    last = max(statements, key=lambda one: one["entry_index"])
    assert (last["payable_minor"], last["carried_out_minor"]) == (0, -1_000)


def test_who_runs_a_payout_hears_of_the_revisions_recorded_first(
    world: World, production: Production, stated: str
) -> None:
    confirmed(world, production)
    later = {"agreement": production.agreement, "period": "2026-07", "empty": True}
    answer = world.post("payouts", later, production.as_lead)
    assert answer.status_code == 201, answer.text
    assert len(answer.json()["revisions"]) == 1


def test_strangers_learn_nothing_of_a_past(
    world: World, production: Production, stated: str
) -> None:
    confirmed(world, production)
    stranger = world.token("studio", world.company("他社"))
    body = {"agreement": production.agreement}
    assert world.post("payouts/revisions", body, stranger).status_code == 404
    where = f"agreements/{production.agreement}/revisions"
    assert world.get(where, stranger).status_code == 404
    assert world.get(where, production.as_creator).status_code == 404


def test_a_corrected_report_is_confirmed_in_its_upload(
    world: World, production: Production, stated: str
) -> None:
    said = {
        "agreement": production.agreement, "reporter": production.lead, "period": "2026-Q2",
        "basis": "net", "supersedes": stated,
    }  # fmt: skip
    file = sales(production.work, 900_000)
    problem = world.upload(file, production.as_lead, **said)
    assert (problem.status_code, problem.json()["code"]) == (409, "report-restates")
    answer = world.upload(file, production.as_lead, **said, confirm=problem.json()["confirm"])
    assert answer.status_code == 201, answer.text
