"""Committees live over HTTP: members act for themselves, and whoever did not agree is named."""

from typing import Any

import pytest
from pydantic import BaseModel

from api import committee_examples as examples
from ledger.committees import changes
from ledger.ids import CAPITAL_CALL, SHARE_OFFER, is_id
from ledger.log import canonical
from tests.api.world import Production, World

FIRST = "2026-12-01"
COMMITTEE = {"committee": "cmt_01KAM3Z4TGA2B3C4D5E6F7G8H9"}
NEW_OFFER, NEW_CALL = {"id": examples.OFFER_ID}, {"id": examples.CALL_ID}
BODIES: list[tuple[type[BaseModel], dict[str, Any], dict[str, str]]] = [
    (changes.AdmitMember, examples.ADMISSION, COMMITTEE),
    (changes.RecordLeaving, examples.LEAVING, COMMITTEE),
    (changes.SettleLeaving, examples.SETTLEMENT, COMMITTEE),
    (changes.TransferMemberShare, examples.SHARE_TRANSFER, COMMITTEE),
    (changes.SucceedMember, examples.MEMBER_SUCCESSION, COMMITTEE),
    (changes.SetCommitteeStatus, examples.STATUS, COMMITTEE),
    (changes.OfferShare, examples.SHARE_OFFER, COMMITTEE | NEW_OFFER),
    (changes.AnswerShareOffer, examples.SHARE_ANSWER, {"offer": examples.OFFER_ID}),
    (changes.CallCapital, examples.CAPITAL_CALL, COMMITTEE | NEW_CALL),
    (changes.RecordContribution, examples.CONTRIBUTION, {"call": examples.CALL_ID}),
    (changes.RecordInvoiceNotice, examples.INVOICE_NOTICE, COMMITTEE),
]


@pytest.mark.parametrize(("kind", "example", "place"), BODIES)
def test_the_example_of_a_change_fits_its_model(
    kind: type[BaseModel], example: dict[str, Any], place: dict[str, str]
) -> None:
    kind.model_validate_json(canonical.encode({**example, **place}))


def consent(production: Production, party: str) -> dict[str, Any]:
    given = examples.ADMISSION["consents"][0]
    return {**given, "party": party, "attested_by": production.lead}


def share(party: str, num: int, den: int) -> dict[str, Any]:
    ratio = {"num": num, "den": den}
    return {"party": party, "investment": ratio, "copyright": ratio, "profit": ratio}


def admission(world: World, production: Production) -> tuple[str, dict[str, Any]]:
    joining = world.company("新参社")
    shares = ((production.lead, 1, 2), (production.member, 1, 4), (joining, 1, 4))
    body = {
        **examples.ADMISSION, "party": joining, "effective_from": FIRST,
        "members": [share(*one) for one in shares],
        "consents": [consent(production, joining)],
    }  # fmt: skip
    return joining, body


def test_a_member_joins_when_the_others_agree(world: World, production: Production) -> None:
    path = f"committees/{production.committee}/admissions"
    joining, body = admission(world, production)
    problem = world.post(path, body, production.as_lead).json()
    assert (problem["code"], problem["missing"]) == ("consent-missing", [production.member])
    body["consents"].append(consent(production, production.member))
    assert world.post(path, body, production.as_lead).status_code == 201
    life = world.get(f"committees/{production.committee}/life", production.as_member).json()
    assert joining in [one["party"] for one in life["members"]]


def test_a_member_leaves_by_itself_and_nobody_else_says_so(
    world: World, production: Production
) -> None:
    path = f"committees/{production.committee}/leavings"
    body = {
        **examples.LEAVING, "party": production.member, "effective_from": FIRST,
        "left_on": "2026-11-20", "consents": [],
    }  # fmt: skip
    problem = world.post(path, body, production.as_lead).json()
    assert (problem["code"], problem["missing"]) == ("consent-missing", [production.member])
    assert world.post(path, body, production.as_member).status_code == 201


def test_shares_are_offered_and_capital_is_called(world: World, production: Production) -> None:
    base = f"committees/{production.committee}"
    offer = {**examples.SHARE_OFFER, "giver": production.member}
    made = world.made(f"{base}/offers", offer, production.as_member)
    assert is_id(made, SHARE_OFFER)
    answer = {**examples.SHARE_ANSWER, "party": production.lead}
    path = f"committees/offers/{made}/answers"
    assert world.post(path, answer, production.as_lead).status_code == 201
    call = {**examples.CAPITAL_CALL, "consents": [consent(production, production.member)]}
    called = world.made(f"{base}/calls", call, production.as_lead)
    assert is_id(called, CAPITAL_CALL)
    paid = {**examples.CONTRIBUTION, "party": production.member, "amount_minor": 1}
    path = f"committees/calls/{called}/contributions"
    assert world.post(path, paid, production.as_lead).status_code == 201
    life = world.get(f"{base}/life", production.as_member).json()
    assert life["offers"][0]["answers"] == [{"party": production.lead, "answer": "decline"}]
    standing = {one["party"]: one["state"] for one in life["calls"][0]["owed"]}
    assert standing[production.member] == "in_default"


def test_invoices_and_life_are_closed_to_strangers(world: World, production: Production) -> None:
    base = f"committees/{production.committee}"
    stranger = world.token("studio", world.company("他社"))
    notice = {**examples.INVOICE_NOTICE, "day": "2026-04-10"}
    assert world.post(f"{base}/invoice-notices", notice, production.as_lead).status_code == 201
    asked = world.get(f"{base}/invoices", production.as_member, on="2026-11-01").json()
    assert (asked["may_issue"], asked["filed_on"]) == (False, "2026-04-10")
    for path in ("invoices", "life"):
        assert world.get(f"{base}/{path}", stranger).status_code == 404


def test_a_successor_is_written_in_and_a_committee_sleeps(
    world: World, production: Production
) -> None:
    heir = world.company("合併会社")
    merger = {
        "ground": "merger", "effective_from": "2026-11-01",
        "successors": [{"party": heir, "share": {"num": 1, "den": 1}}],
    }  # fmt: skip
    path = f"parties/{production.member}/successions"
    assert world.post(path, merger).status_code == 201
    base = f"committees/{production.committee}"
    body = {**examples.MEMBER_SUCCESSION, "party": production.member, "effective_from": FIRST}
    assert world.post(f"{base}/successions", body, production.as_lead).status_code == 201
    asleep = {**examples.STATUS, "effective_from": FIRST}
    assert world.post(f"{base}/status", asleep, production.as_lead).status_code == 201
    life = world.get(f"{base}/life", production.as_lead).json()
    assert (life["members"][1]["party"], life["status"]) == (heir, "dormant")
