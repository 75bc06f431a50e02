"""Set-offs and interest over HTTP: for the two sides, and nobody else."""

from typing import Any

from api import set_offs_examples as examples
from ledger.ids import RECEIPT, is_id
from ledger.log import canonical
from ledger.revenue.interest_commands import ChargeInterest
from ledger.set_offs.commands import AllowSetOff, EndSetOff, RecordSetOff
from tests.api.world import Production, World


def clause(production: Production, **more: Any) -> dict[str, Any]:
    """A clause between lead and member; the member agreed on paper."""
    agreed = {
        "party": production.member, "method": "seal", "consented_on": "2026-03-01",
        "document": examples.ALLOWED["document"], "attested_by": production.lead,
    }  # fmt: skip
    return {
        **examples.ALLOWED, "agreement": production.agreement, "party": production.member,
        "consents": [agreed], **more,
    }  # fmt: skip


def test_a_clause_is_allowed_read_by_both_and_ended(world: World, production: Production) -> None:
    answer = world.post("set-offs/clauses", clause(production), production.as_lead)
    assert answer.status_code == 201, answer.text
    for who in (production.as_lead, production.as_member):
        (listed,) = world.get("set-offs/clauses", who).json()["items"]
        assert (listed["clause"], listed["payer"]) == ("第14条", production.lead)
    assert world.get("set-offs/clauses", production.as_creator).json()["items"] == []
    ended = {
        **examples.ENDED, "agreement": production.agreement, "party": production.member,
    }  # fmt: skip
    answer = world.post("set-offs/clauses/ends", ended, production.as_creator)
    assert (answer.status_code, answer.json()["code"]) == (404, "set-off-clause-not-found")
    assert world.post("set-offs/clauses/ends", ended, production.as_member).status_code == 201


def test_a_lead_alone_takes_nothing_off(world: World, production: Production) -> None:
    answer = world.post("set-offs/clauses", clause(production, consents=[]), production.as_lead)
    assert (answer.status_code, answer.json()["code"]) == (403, "set-off-consent-missing")


def test_what_is_late_is_for_the_payer(world: World, production: Production) -> None:
    report = world.upload(
        f"channel,territory,work,month,units,amount\nstreaming,JP,{production.work},2026-04,1,1000\n",
        production.as_lead, agreement=production.agreement, reporter=production.lead,
        period="2026-04", basis="net", remittance_minor="1000",
    )  # fmt: skip
    assert report.status_code == 201, report.text
    (late,) = world.get("interest/late", production.as_lead, payer=production.lead).json()["items"]
    assert (late["due_on"], late["open_minor"]) == (None, 1_000)
    stranger = world.get("interest/late", production.as_creator, payer=production.lead)
    assert stranger.json()["items"] == []
    charge = {"report": report.json()["id"], "until": "2026-07-31", "amount_minor": 1}
    answer = world.post("interest", charge, production.as_lead)
    assert (answer.status_code, answer.json()["code"]) == (422, "interest-without-due-day")
    answer = world.post("interest", charge, production.as_creator)
    assert answer.json()["code"] == "agreement-not-found"


def test_examples_of_set_offs_are_commands() -> None:
    bodies = (
        (AllowSetOff, examples.ALLOWED),
        (EndSetOff, examples.ENDED),
        (RecordSetOff, {**examples.RECORDED, "set_off": examples.SET_OFF_ID}),
        (ChargeInterest, {**examples.CHARGED, "id": examples.INTEREST_ID}),
    )
    for model, body in bodies:
        model.model_validate_json(canonical.encode(body))
    assert is_id(examples.RECEIPT_ID, RECEIPT)
