"""Rights over HTTP: recorded with consents, answered in one call, closed to strangers."""

from typing import Any

import pytest

from api import rights_examples as examples
from ledger.clock import tokyo_date
from ledger.ids import OPTION, RIGHT, is_id
from ledger.log import canonical
from ledger.rights.commands import EndRight, LicenseRight, RecordTitle, RegisterRight, TransferRight
from tests.api.world import Production, World

HALF = {"num": 1, "den": 2}


@pytest.fixture
def held(world: World, production: Production) -> str:
    """Lead and member hold the work in halves."""
    stakes = [{"holder": party, "share": HALF} for party in (production.lead, production.member)]
    body = {**examples.TITLE, "work": production.work, "stakes": stakes}
    return world.made("rights/titles", body)


def licence(production: Production, **more: Any) -> dict[str, Any]:
    consent = {**examples.TRANSFER["consents"][0], "party": production.member}
    return {
        **examples.LICENCE, "work": production.work, "licensee": production.creator,
        "licensors": [production.lead, production.member],
        "consents": [{**consent, "attested_by": production.lead}], **more,
    }  # fmt: skip


def test_holders_license_together_and_see_what_is_left(
    world: World, production: Production, held: str
) -> None:
    right = world.made("rights/licences", licence(production), production.as_lead)
    assert is_id(right, RIGHT)
    path, day = f"works/{production.work}/avails", "2027-04-01"
    for place, is_free in (("DE", False), ("JP", True)):
        asked = {"media": "svod", "territory": place, "on": day}
        answer = world.get(path, production.as_member, **asked).json()
        assert answer["is_free"] is is_free
        parties = [one["party"] for one in answer["parts"][0]["signers"]]
        assert parties == sorted((production.lead, production.member))
    chain = world.get(f"works/{production.work}/title", production.as_lead, media="svod")
    assert [link["right"] for link in chain.json()["parts"][0]["links"]] == [held]
    shown = world.get(f"rights/{right}", production.as_creator).json()
    assert shown["extent_told"]["ja"].startswith("SVOD・全世界（日本以外）")


def test_a_missing_consent_is_named(world: World, production: Production, held: str) -> None:
    assert held
    answer = world.post("rights/licences", licence(production, consents=[]), production.as_lead)
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (403, "co-owner-consent-missing")
    assert problem["value"] == [production.member]


def test_an_overlap_is_returned(world: World, production: Production, held: str) -> None:
    assert held
    first = world.made("rights/licences", licence(production), production.as_lead)
    answer = world.post("rights/licences", licence(production), production.as_lead)
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (422, "rights-exclusive-overlap")
    assert (problem["value"], problem["overlap"]["media"]) == (first, {"include": ["svod"]})


def test_an_ended_licence_leaves_room(world: World, production: Production, held: str) -> None:
    assert held
    first = world.made("rights/licences", licence(production), production.as_lead)
    ended = world.post(f"rights/{first}/endings", examples.ENDING, production.as_creator)
    assert ended.status_code == 201
    (shown,) = world.get("rights", production.as_creator, kind="licence").json()["items"]
    assert shown["ended_from"] == examples.ENDING["first_day"]
    asked = {"media": "svod", "territory": "DE", "on": "2029-10-01"}
    answer = world.get(f"works/{production.work}/avails", production.as_lead, **asked).json()
    assert answer["is_free"] is True
    known = {**asked, "known_at": ended.json()["first_index"] - 1}
    before = world.get(f"works/{production.work}/avails", production.as_lead, **known).json()
    assert before["is_free"] is False


def test_a_licensee_sees_his_licence_and_not_the_work(
    world: World, production: Production, held: str
) -> None:
    world.made("rights/licences", licence(production), production.as_lead)
    items = world.get("rights", production.as_creator, work=production.work).json()["items"]
    assert [item["kind"] for item in items] == ["licence"]
    for name in ("avails", "title", "grid"):
        answer = world.get(f"works/{production.work}/{name}", production.as_creator)
        assert (answer.status_code, answer.json()["code"]) == (404, "rights-not-found")
    assert world.get(f"rights/{held}", production.as_creator).status_code == 404


def test_a_code_that_does_not_exist_is_named(
    world: World, production: Production, held: str
) -> None:
    assert held
    path = f"works/{production.work}/avails"
    answer = world.get(path, production.as_lead, territory="ZZ")
    problem = answer.json()
    assert (answer.status_code, problem["code"], problem["value"]) == (
        422,
        "rights-code-unknown",
        "ZZ",
    )


def test_the_examples_fit_the_commands() -> None:
    new = {"id": examples.RIGHT_ID}
    for kind, example in (
        (RecordTitle, {**examples.TITLE, **new}),
        (TransferRight, {**examples.TRANSFER, **new}),
        (LicenseRight, {**examples.LICENCE, **new}),
        (EndRight, {**examples.ENDING, "right": examples.RIGHT_ID}),
        (RegisterRight, {**examples.REGISTRATION, "right": examples.RIGHT_ID}),
    ):
        assert kind.model_validate_json(canonical.encode(example))


def option(production: Production, **more: Any) -> dict[str, Any]:
    consent = {**examples.TRANSFER["consents"][0], "party": production.member}
    return {
        **examples.OPTION, "work": production.work, "holder": production.creator,
        "grantors": [production.lead, production.member],
        "consents": [{**consent, "attested_by": production.lead}], **more,
    }  # fmt: skip


def test_an_option_is_granted_kept_and_exercised_by_its_holder(
    world: World, production: Production, held: str
) -> None:
    assert held
    first = {**option(production), "first": "2026-01-01"}
    granted = world.made("rights/options", first, production.as_lead)
    assert is_id(granted, OPTION)
    taken = {**licence(production), "licensee": world.company("別の配信社")}
    taken["extent"] = first["extent"]
    answer = world.post("rights/licences", taken, production.as_lead)
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (422, "rights-optioned")
    assert problem["holder"] == production.creator
    today = tokyo_date(world.register.clock.now()).isoformat()
    body = {**examples.EXERCISE, "exercised_on": today}
    done = world.post(f"rights/{granted}/exercises", body, production.as_creator)
    assert (done.status_code, done.json()["count"]) == (201, 2)
    shown = world.get(f"rights/{examples.EXERCISE['right']}", production.as_member).json()
    assert (shown["option"], shown["licensee"]) == (granted, production.creator)


def test_a_stranger_does_not_see_an_option(world: World, production: Production, held: str) -> None:
    assert held
    granted = world.made("rights/options", option(production), production.as_lead)
    assert world.get(f"rights/{granted}", production.as_creator).status_code == 200
    assert world.get(f"rights/{granted}").status_code in {401, 404}
