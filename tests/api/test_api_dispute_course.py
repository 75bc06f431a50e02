"""What disputes hold over HTTP: held by who pays, shown to who is paid, hidden from others."""

from typing import Any

import pytest

from api import disputes_examples as examples
from ledger.disputes.course_commands import CarryOutDispute, SetDisputeDeadline
from ledger.disputes.holding_commands import HoldDisputed, ReleaseDisputed
from ledger.log import canonical
from tests.api.world import Production, World, report


@pytest.fixture
def statement(world: World, production: Production) -> dict[str, Any]:
    """The creator's statement of a quarter."""
    report(world, production)
    run = {"agreement": production.agreement, "period": "2026-Q2"}
    world.made("payouts", run, production.as_lead)
    asked = {"payer": production.lead, "period": "2026-Q2"}
    answer = world.post("statements", asked, production.as_lead)
    ids = [item["id"] for item in answer.json()["items"]]
    shown = [world.get(f"statements/{id}", production.as_lead).json() for id in ids]
    (own,) = [one for one in shown if one["payee"] == production.creator]
    return dict(own)


@pytest.fixture
def dispute(world: World, production: Production, statement: dict[str, Any]) -> str:
    """The lead says that the creator was paid 900 too much, and holds as much."""
    line = statement["lines"][0]
    about = {"kind": "statement_line", "id": statement["id"], "run": line["run"]}
    body = {
        **examples.OPENED, "by": production.lead, "answer_by": "2999-12-31",
        "subject": {**about, "step": line["step"]}, "amount_minor": 900,
    }  # fmt: skip
    opened = world.made("disputes", body, production.as_lead)
    portion = {"statement": statement["id"], "run": line["run"], "step": line["step"]}
    hold = {"by": production.lead, "lines": [{**portion, "amount_minor": 900}]}
    world.made(f"disputes/{opened}/holds", hold, production.as_lead)
    return opened


def test_what_is_held_is_shown_on_the_statement_and_the_dispute(
    world: World, production: Production, statement: dict[str, Any], dispute: str
) -> None:
    for who in (production.as_creator, production.as_lead):
        shown = world.get(f"statements/{statement['id']}", who).json()
        assert (shown["held_minor"], shown["held"][0]["dispute"]) == (900, dispute)
        told = world.get(f"disputes/{dispute}", who).json()
        assert told["held"][0]["amount_minor"] == 900
    (listed,) = world.get("disputes", production.as_creator, only="held").json()["items"]
    assert listed["held_minor"] == 900
    items = world.get("statements", production.as_creator).json()["items"]
    assert [one["held_minor"] for one in items] == [900]


def test_strangers_neither_hold_nor_see_what_is_held(
    world: World, production: Production, statement: dict[str, Any], dispute: str
) -> None:
    stranger = world.company("無関係社")
    who = world.token("studio", stranger)
    line = statement["lines"][0]
    portion = {"statement": statement["id"], "run": line["run"], "step": line["step"]}
    body = {"by": stranger, "lines": [{**portion, "amount_minor": 1}]}
    answer = world.post(f"disputes/{dispute}/holds", body, who)
    assert (answer.status_code, answer.json()["code"]) == (404, "dispute-not-found")
    assert world.get("disputes", who, only="held").json()["items"] == []
    told = world.get("statistics/disputes", who, **{"from": "2026-01-01", "to": "2026-12-31"})
    assert told.json()["opened"] == 0
    member = world.get("disputes", production.as_member, only="held").json()["items"]
    assert member == []


def test_a_part_is_released_asked_about_and_counted(
    world: World, production: Production, statement: dict[str, Any], dispute: str
) -> None:
    line = statement["lines"][0]
    portion = {"statement": statement["id"], "run": line["run"], "step": line["step"]}
    release = {
        "by": production.lead, "lines": [{**portion, "amount_minor": 400}], "reason": "一部解決",
    }  # fmt: skip
    world.made(f"disputes/{dispute}/releases", release, production.as_lead)
    asked = {"by": production.lead, "turn": [production.creator], "answer_by": "2999-12-31"}
    world.made(f"disputes/{dispute}/deadlines", asked, production.as_lead)
    days = {"from": "2026-01-01", "to": "2026-12-31"}
    told = world.get("statistics/disputes", production.as_lead, **days).json()
    assert (told["opened"], told["amounts"][0]["held_minor"]) == (1, 900)
    upheld = {
        "by": production.creator, "outcome": "upheld", "reason": "過払い", "granted_minor": 500,
    }  # fmt: skip
    world.made(f"disputes/{dispute}/settlement", upheld, production.as_creator)
    (due,) = world.get("disputes", production.as_lead, only="due").json()["items"]
    assert due["granted_minor"] == 500
    document = {
        "by": production.lead,
        "correction": {"kind": "document", "document": examples.DOCUMENT},
    }
    world.made(f"disputes/{dispute}/correction", document, production.as_lead)
    assert "held" not in world.get(f"statements/{statement['id']}", production.as_lead).json()


def test_examples_of_the_course_are_commands() -> None:
    for model, body in (
        (HoldDisputed, examples.HOLD),
        (ReleaseDisputed, examples.RELEASE),
        (SetDisputeDeadline, examples.DEADLINE),
        (CarryOutDispute, examples.CARRIED_OUT),
    ):
        stated = {**body, "dispute": examples.DISPUTE_ID}
        model.model_validate_json(canonical.encode(stated))
