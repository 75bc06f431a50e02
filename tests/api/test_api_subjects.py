"""No token reaches people's data: there is no route, and a restricted name is shown to nobody."""

from typing import Any

import pytest

from ledger.jobs.erase import erase_people
from ledger.subjects.commands import RestrictUse
from ledger.subjects.queries import people_of
from tests.api.world import Production, World, produce, report


@pytest.fixture
def run(world: World, production: Production) -> str:
    """A closed run that pays the creator."""
    report(world, production)
    period = {"agreement": production.agreement, "period": "2026-Q2"}
    return world.made("payouts", period, production.as_lead)


def restrict(world: World, party: str) -> list[str]:
    """Restrict the use of a person's data, and of the credits that name the person."""
    with world.register.ledger.reading() as conn:
        people = list(people_of(conn, party))
    for subject in people:
        world.register.ledger.record(RestrictUse(subject=subject, reason="dispute"))
    return people


def credited(world: World, work: str, who: dict[str, str] | None = None) -> Any:
    return world.get(f"works/{work}", who).json()["credits"][0]["person"]


def found(world: World, who: dict[str, str]) -> list[Any]:
    return [item["id"] for item in world.get("parties", who, q="星の海 花子").json()["items"]]


def test_there_is_no_route_to_erase_restrict_or_hand_out(
    world: World, production: Production
) -> None:
    paths = world.http.app.openapi()["paths"]  # type: ignore[attr-defined]
    words = ("subject", "erase", "erasure", "restrict", "vault")
    assert [path for path in paths if any(word in path for word in words)] == []
    auditor = world.token("auditor", world.company("監査法人"))
    everybody = [world.operator, production.as_lead, production.as_creator, auditor, None]
    for who in everybody:
        for path in ("subjects", f"subjects/{production.creator}", "subjects/erase"):
            assert world.get(path, who).status_code == 404
            assert world.http.post(f"/v1/{path}", json={}, headers=who).status_code == 404


def test_a_restricted_name_is_for_the_person_and_the_operator(
    world: World, production: Production, run: str
) -> None:
    creator, lead = production.creator, production.as_lead
    before = world.get(f"payouts/{run}", lead).json()["names"][creator]["ja"]
    assert (before, credited(world, production.work)) == ("星の海 花子", "星の海 花子")
    restrict(world, creator)
    assert world.get(f"payouts/{run}", lead).json()["names"][creator]["ja"] == "（利用停止中）"
    assert credited(world, production.work, lead) is None
    assert found(world, lead) == []
    assert found(world, production.as_creator) == []
    own = world.get(f"parties/{creator}", production.as_creator).json()
    assert own["names"]["ja"] == "星の海 花子"
    assert found(world, world.operator) == [creator]
    seen = world.get(f"parties/{creator}", world.operator).json()
    assert (seen["names"]["ja"], seen["data_use"]) == ("星の海 花子", "restricted")


def test_why_a_name_is_restricted_is_closed_to_everybody_else(
    world: World, production: Production
) -> None:
    restrict(world, production.creator)
    index = world.get("log").json()["size"] - 1
    for who in (production.as_lead, production.as_creator, None):
        answer = world.get(f"entries/{index}", who).json()
        assert answer["type"] == "subject.restricted/1"
        assert [part for part in answer["parts"] if "data" in part] == []
        assert "dispute" not in str(answer)


def test_that_somebody_was_erased_is_public_and_says_no_more(
    world: World, production: Production
) -> None:
    party = world.person("月野 二郎")
    (subject,) = erase_people(world.register, party).subjects
    index = world.get("log").json()["size"] - 1
    answer = world.get(f"entries/{index}").json()
    (facts,) = [part["data"] for part in answer["parts"] if "data" in part]
    assert subject in facts
    assert party not in facts
    assert '"ground":"request"' in facts
    shown = world.get(f"parties/{party}", world.operator).json()
    assert (shown["names"]["ja"], shown["is_erased"]) == ("（消去済み）", True)


def test_another_tenants_person_is_as_unknown_after_as_before(
    world: World, production: Production
) -> None:
    other = produce(world, "月の庭")
    answers = [world.get(f"parties/{production.creator}", other.as_lead).json()]
    restrict(world, production.creator)
    answers.append(world.get(f"parties/{production.creator}", other.as_lead).json())
    assert answers[0] == answers[1]
    assert "names" not in answers[1]
