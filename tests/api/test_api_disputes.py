"""Disputes over HTTP: opened by a creator, answered by the payer, closed to strangers."""

from typing import Any

from api import disputes_examples as examples
from ledger.disputes.commands import OpenDispute, SayInDispute, SettleDispute
from ledger.ids import DISPUTE, is_id
from ledger.log import canonical
from tests.api.world import Production, World


def contested(production: Production, **more: Any) -> dict[str, Any]:
    """A member contests something in the committee."""
    subject = {"kind": "committee", "id": production.committee}
    return {
        **examples.OPENED, "subject": subject, "by": production.member,
        "answer_by": "2999-12-31", **more,
    }  # fmt: skip


def test_a_member_contests_the_lead_answers_and_they_agree(
    world: World, production: Production
) -> None:
    dispute = world.made("disputes", contested(production), production.as_member)
    assert is_id(dispute, DISPUTE)
    answer = {"by": production.lead, "text": "確認します。"}
    world.made(f"disputes/{dispute}/messages", answer, production.as_lead)
    upheld = {"by": production.lead, "outcome": "upheld", "reason": "計算に誤りがあった。"}
    world.made(f"disputes/{dispute}/settlement", upheld, production.as_lead)
    shown = world.get(f"disputes/{dispute}", production.as_member).json()
    assert (shown["status"], shown["settled"]["reason"]) == ("upheld", upheld["reason"])
    assert [said["text"] for said in shown["messages"]] == ["確認します。"]


def test_somebody_elses_token_sees_nothing(world: World, production: Production) -> None:
    dispute = world.made("disputes", contested(production), production.as_member)
    assert world.get("disputes", production.as_creator).json()["items"] == []
    assert world.get(f"disputes/{dispute}", production.as_creator).status_code == 404
    said = {"by": production.creator, "text": "私も争います。"}
    answer = world.post(f"disputes/{dispute}/messages", said, production.as_creator)
    assert (answer.status_code, answer.json()["code"]) == (404, "dispute-not-found")


def test_a_stranger_cannot_contest(world: World, production: Production) -> None:
    body = contested(production, by=production.creator)
    answer = world.post("disputes", body, production.as_creator)
    assert (answer.status_code, answer.json()["code"]) == (404, "dispute-subject-not-found")


def test_a_missing_consent_is_named(world: World, production: Production) -> None:
    dispute = world.made("disputes", contested(production), production.as_member)
    body = {"by": production.lead, "outcome": "rejected", "reason": "根拠がない。"}
    answer = world.post(f"disputes/{dispute}/settlement", body, production.as_lead)
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (403, "dispute-consent-missing")
    assert problem["value"] == [production.member]


def test_examples_of_disputes_are_commands() -> None:
    bodies = (
        (OpenDispute, {**examples.OPENED, "id": examples.DISPUTE_ID}),
        (SayInDispute, {**examples.SAID, "dispute": examples.DISPUTE_ID}),
        (SettleDispute, {**examples.SETTLED, "dispute": examples.DISPUTE_ID}),
    )
    for model, body in bodies:
        model.model_validate_json(canonical.encode(body))
