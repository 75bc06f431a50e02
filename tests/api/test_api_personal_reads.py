"""Whose data an answer told is written down before it leaves; the person herself may ask."""

from typing import Any

from sqlalchemy import text

from ledger.store.engine import write_transaction
from tests.api.world import Production, World


def reads(world: World, production: Production, who: dict[str, str]) -> Any:
    return world.get(f"parties/{production.creator}/reads", who)


def test_the_person_learns_who_read_her_name_and_why(world: World, production: Production) -> None:
    assert "花子" in world.get(f"works/{production.work}", production.as_lead).text
    items = reads(world, production, production.as_creator).json()["items"]
    told = {(item["kind"], item.get("party"), item["why"]) for item in items}
    assert ("credit_name", production.lead, "GET /works/{work_id}") in told
    assert all(item["by"].startswith("tok_") for item in items)


def test_what_is_read_without_a_token_is_not_kept(world: World, production: Production) -> None:
    before = len(reads(world, production, world.operator).json()["items"])
    world.get(f"works/{production.work}")
    assert len(reads(world, production, world.operator).json()["items"]) == before


def test_nobody_else_learns_who_read(world: World, production: Production) -> None:
    for who in (production.as_lead, production.as_member):
        assert reads(world, production, who).status_code == 404


def test_what_cannot_be_kept_is_not_told(world: World, production: Production) -> None:
    trigger = (
        "CREATE TRIGGER no_reads BEFORE INSERT ON personal_read "
        "BEGIN SELECT RAISE(ABORT, 'disk full'); END"
    )
    with write_transaction(world.register.engine) as conn:
        conn.execute(text(trigger))
    answer = world.get(f"works/{production.work}", production.as_lead)
    assert (answer.status_code, answer.json()["code"]) == (503, "reads-unavailable")
    assert "花子" not in answer.text
