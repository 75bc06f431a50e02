"""Committees that nobody can be asked about any more, and parties that are gone, over HTTP."""

from tests.api.world import Production, World, produce


def test_the_operator_finds_all_orphans_and_a_party_its_own(
    world: World, production: Production
) -> None:
    other = produce(world, "月の海")
    told = {"day": "2024-05-31", "ground": "liquidation", "source": "官報"}
    gone = world.post(f"parties/{production.member}/ends", told)
    assert gone.status_code == 201
    of_all = world.get("committees/orphans", world.operator).json()
    assert of_all["totals"]["committees"] == 2
    assert [one["id"] for one in of_all["items"]] == [production.committee]
    assert {"reason": "member-ended", "effect": "orphans", "parties": [production.member]} in (
        of_all["items"][0]["reasons"]
    )
    own = world.get("committees/orphans", other.as_member).json()
    assert (own["totals"]["committees"], own["items"]) == (1, [])


def test_it_is_not_public(world: World, production: Production) -> None:
    assert world.get("committees/orphans").status_code == 401
