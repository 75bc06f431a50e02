"""Debtors over HTTP: handed over with consents, told to the parties, closed to strangers."""

from typing import Any

from api import examples
from tests.api.world import Production, World


def assumption(production: Production, **more: Any) -> dict[str, Any]:
    consent = {
        "party": production.member, "method": "seal", "document": examples.DOCUMENT,
        "attested_by": production.lead, "consented_on": "2026-11-01",
    }  # fmt: skip
    stated = {
        **examples.ASSUMPTION, "debtor": production.member, "from_month": "2026-04",
        "consents": [consent],
    }  # fmt: skip
    return {**stated, **more}


def test_a_payer_hands_an_agreement_over(world: World, production: Production) -> None:
    path = f"agreements/{production.agreement}/debtors"
    answer = world.post(path, assumption(production), production.as_lead)
    assert answer.status_code == 201, answer.text
    told = world.get(path, production.as_member).json()
    assert (told["debtor"], told["liable"]) == (production.member, [production.lead])
    shown = world.get(f"agreements/{production.agreement}", production.as_lead).json()
    assert shown["payer"] == production.member


def test_a_member_does_not_take_an_agreement_by_himself(
    world: World, production: Production
) -> None:
    path = f"agreements/{production.agreement}/debtors"
    answer = world.post(path, assumption(production, consents=[]), production.as_member)
    assert (answer.status_code, answer.json()["code"]) == (422, "payer-consent-missing")


def test_a_stranger_hears_of_no_agreement(world: World, production: Production) -> None:
    stranger = world.token("studio", world.company("他社"))
    path = f"agreements/{production.agreement}/debtors"
    assert world.get(path, stranger).status_code == 404
    assert world.post(path, assumption(production), stranger).status_code == 404
