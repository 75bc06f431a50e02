"""A member's report over HTTP: for the member, the lead and the operator."""

from tests.api.world import Production, World


def test_the_member_asks_for_its_own_report_and_others_find_nothing(
    world: World, production: Production
) -> None:
    path = f"committees/{production.committee}/reports"
    asked = {"member": production.member, "period": "2026-04", "method": "net"}
    for who in (production.as_member, production.as_lead, world.operator):
        answer = world.get(path, who, **asked)
        assert (answer.status_code, answer.json()["member"]) == (200, production.member)
    assert world.get(path, production.as_creator, **asked).status_code == 404
    assert world.get(path, **asked).status_code == 401


def test_a_period_that_is_none_is_refused_by_name(world: World, production: Production) -> None:
    path = f"committees/{production.committee}/reports"
    asked = {"member": production.member, "period": "soon"}
    refused = world.get(path, production.as_member, **asked)
    assert (refused.status_code, refused.json()["field"]) == (422, "period")
