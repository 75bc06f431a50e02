"""What would happen if committees ended today, over HTTP."""

from tests.api.world import Production, World, produce


def test_the_operator_asks_about_all_and_a_party_about_its_own(
    world: World, production: Production
) -> None:
    other = produce(world, "月の海")
    of_all = world.get("committees/readiness", world.operator).json()
    assert of_all["totals"]["committees"] == 2
    own = world.get("committees/readiness", production.as_member).json()
    assert [one["id"] for one in own["items"]] == [production.committee]
    assert own["items"][0]["is_ready"]
    assert other.committee not in str(own)
    assert world.get("committees/readiness", production.as_creator).json()["items"] == []


def test_it_is_not_public(world: World, production: Production) -> None:
    assert world.get("committees/readiness").status_code == 401


def test_pages_follow_each_other_and_carry_the_same_totals(
    world: World, production: Production
) -> None:
    other = produce(world, "月の海")
    first = world.get("committees/readiness", world.operator, limit=1).json()
    rest = world.get("committees/readiness", world.operator, limit=1, after=first["next"]).json()
    found = [one["id"] for page in (first, rest) for one in page["items"]]
    assert found == sorted([production.committee, other.committee])
    assert (first["totals"], rest["next"]) == (rest["totals"], None)


def test_a_committee_of_others_is_not_there(world: World, production: Production) -> None:
    other = produce(world, "月の海")
    asked = {"committee": other.committee}
    refused = world.get("committees/readiness", production.as_member, **asked)
    assert (refused.status_code, refused.json()["code"]) == (404, "committee-not-found")
    assert world.get("committees/readiness", other.as_member, **asked).status_code == 200


def test_a_day_that_is_none_is_refused_by_name(world: World) -> None:
    refused = world.get("committees/readiness", world.operator, on="2026-02-30")
    assert refused.status_code == 422
    assert "on" in str(refused.json())
