"""Two pairs of eyes over HTTP: policies, what waits, and who may decide about it."""

from typing import Any

import pytest

from api import approvals_examples as examples
from ledger.approvals.commands import Approve, Reject, SetApprovalPolicy
from ledger.log import canonical
from tests.api.world import Production, World, report


@pytest.fixture
def run(world: World, production: Production) -> str:
    """A run of the lead that waits; the lead's policy wants runs approved."""
    report(world, production)
    policy = {**examples.POLICY, "party": production.lead, "kinds": ["runs"]}
    assert world.made("approvals/policies", policy, production.as_lead) == production.lead
    body = {"agreement": production.agreement, "period": "2026-Q2"}
    return world.made("payouts", body, production.as_lead)


def decision(world: World, production: Production, run: str) -> dict[str, Any]:
    """The approval of what waits."""
    (item,) = world.get("approvals", production.as_lead, status="waiting").json()["items"]
    assert item["subject"] == run
    return {"kind": "runs", "subject": run, "asked": item["asked_index"]}


def test_a_run_waits_and_is_shown_with_its_payees(
    world: World, production: Production, run: str
) -> None:
    shown = world.get(f"approvals/runs/{run}", production.as_lead).json()
    assert (shown["status"], shown["holds_up"]) == ("waiting", "statements")
    assert sum(one["amount_minor"] for one in shown["payees"]) == shown["amount_minor"]


def test_statements_wait_for_a_second_token_of_the_house(
    world: World, production: Production, run: str
) -> None:
    asked = {"payer": production.lead, "period": "2026-Q2"}
    refused = world.post("statements", asked, production.as_lead)
    assert (refused.status_code, refused.json()["code"]) == (409, "approval-missing")
    body = decision(world, production, run)
    own = world.post("approvals", body, production.as_lead)
    assert (own.status_code, own.json()["code"]) == (403, "approval-by-maker")
    second = world.token("studio", production.lead)
    assert world.made("approvals", body, second) == run
    assert world.post("statements", asked, production.as_lead).status_code == 201


def test_what_was_refused_is_listed_with_its_reason(
    world: World, production: Production, run: str
) -> None:
    body = {**decision(world, production, run), "reason": "12月分がない。"}
    world.made("approvals/rejections", body, world.token("studio", production.lead))
    (item,) = world.get("approvals", production.as_lead, status="refused").json()["items"]
    assert item["reason"] == "12月分がない。"


def test_a_member_neither_sees_nor_approves_what_waits_at_the_lead(
    world: World, production: Production, run: str
) -> None:
    assert world.get("approvals", production.as_member).json()["items"] == []
    assert world.get("approvals/policies", production.as_member).json()["items"] == []
    assert world.get(f"approvals/runs/{run}", production.as_member).status_code == 404
    body = decision(world, production, run)
    answer = world.post("approvals", body, production.as_member)
    assert (answer.status_code, answer.json()["code"]) == (404, "approval-not-asked")


def test_examples_of_approvals_are_commands() -> None:
    for kind, body in (
        (SetApprovalPolicy, examples.POLICY),
        (Approve, examples.APPROVAL),
        (Reject, examples.REJECTION),
    ):
        kind.model_validate_json(canonical.encode(body))
