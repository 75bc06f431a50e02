"""Royalty audits over HTTP: recorded, asked for, found and closed by the two sides alone."""

from typing import Any

import pytest

from api import royalty_audits_examples as examples
from ledger.ids import ROYALTY_AUDIT, is_id
from ledger.log import canonical
from ledger.royalty_audits.commands import (
    CloseRoyaltyAudit,
    FindInRoyaltyAudit,
    RecordAuditRight,
    RequestRoyaltyAudit,
    SayInRoyaltyAudit,
)
from tests.api.world import Production, World


@pytest.fixture
def audit(world: World, production: Production) -> str:
    """The lead asks to audit the member."""
    sides = {"agreement": production.agreement, "audited": production.member}
    right = {**examples.RIGHT, **sides, "auditor": production.lead}
    world.made("royalty-audits/rights", right)
    asked = {**examples.REQUESTED, **sides, "by": production.lead}
    return world.made("royalty-audits", asked, production.as_lead)


def test_an_audit_is_asked_for_answered_found_and_closed(
    world: World, production: Production, audit: str
) -> None:
    assert is_id(audit, ROYALTY_AUDIT)
    said = {**examples.SAID, "by": production.member}
    world.made(f"royalty-audits/{audit}/messages", said, production.as_member)
    finding = {**examples.FOUND["findings"][0], "found_minor": 1_000}
    del finding["report"]
    found = {**examples.FOUND, "by": production.lead, "findings": [finding], "cost_minor": 0}
    world.made(f"royalty-audits/{audit}/findings", found, production.as_lead)
    shown = world.get(f"royalty-audits/{audit}", production.as_member).json()
    assert (shown["status"], shown["under_minor"]) == ("found", 1_000)
    closing = {**examples.CLOSED, "by": production.member, "corrections": []}
    answer = world.post(f"royalty-audits/{audit}/closing", closing, production.as_member)
    assert (answer.status_code, answer.json()["code"]) == (422, "audit-not-corrected")
    ended = {"by": production.lead, "outcome": "withdrawn"}
    world.made(f"royalty-audits/{audit}/closing", ended, production.as_lead)
    (listed,) = world.get("royalty-audits", production.as_lead, status="withdrawn").json()["items"]
    assert listed["id"] == audit


def test_months_before_the_look_back_name_the_first_that_is_allowed(
    world: World, production: Production, audit: str
) -> None:
    del audit
    asked = {
        **examples.REQUESTED, "agreement": production.agreement, "by": production.lead,
        "audited": production.member, "first_month": "2020-01",
    }  # fmt: skip
    problem = world.post("royalty-audits", asked, production.as_lead).json()
    assert (problem["code"], problem["expected"]) == ("audit-outside-look-back", "from 2023-11 on")


def test_who_is_no_side_hears_nothing(world: World, production: Production, audit: str) -> None:
    who = production.as_creator
    assert world.get("royalty-audits", who).json()["items"] == []
    assert world.get("royalty-audits/rights", who).json()["items"] == []
    assert world.get(f"royalty-audits/{audit}", who).status_code == 404
    said = {**examples.SAID, "by": production.creator}
    answer = world.post(f"royalty-audits/{audit}/messages", said, who)
    assert (answer.status_code, answer.json()["code"]) == (404, "royalty-audit-not-found")
    (right,) = world.get("royalty-audits/rights", production.as_member).json()["items"]
    assert right["auditor"] == production.lead


def test_examples_of_royalty_audits_are_commands() -> None:
    bodies: tuple[tuple[Any, dict[str, Any]], ...] = (
        (RecordAuditRight, examples.RIGHT),
        (RequestRoyaltyAudit, {**examples.REQUESTED, "id": examples.AUDIT_ID}),
        (SayInRoyaltyAudit, {**examples.SAID, "audit": examples.AUDIT_ID}),
        (FindInRoyaltyAudit, {**examples.FOUND, "audit": examples.AUDIT_ID}),
        (CloseRoyaltyAudit, {**examples.CLOSED, "audit": examples.AUDIT_ID}),
    )
    for model, body in bodies:
        model.model_validate_json(canonical.encode(body))
