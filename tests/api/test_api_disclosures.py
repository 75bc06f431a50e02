"""A payee fetches her own evidence over HTTP; other tenants hear that there is nothing."""

from typing import Any

import pytest

from ledger.jobs.statement_zip import PROOF_NAME, read_statement_zip
from ledger.log.established import verify_package
from tests.api.world import Production, World, produce, report
from tests.ledger.jobs.published import published


@pytest.fixture
def paid(world: World, production: Production) -> dict[str, str]:
    """A run was closed and stated; returns the statements by payee."""
    report(world, production)
    period = {"agreement": production.agreement, "period": "2026-Q2"}
    world.made("payouts", period, production.as_lead)
    body = {"payer": production.lead, "period": "2026-Q2"}
    assert world.post("statements", body, production.as_lead).status_code == 201
    items = world.get("statements", world.operator).json()["items"]
    return {item["payee"]: item["id"] for item in items}


def run_index(world: World) -> int:
    items: list[dict[str, Any]] = world.get("payouts", world.operator).json()["items"]
    return int(items[0]["entry_index"])


def test_a_payee_fetches_her_statement_with_its_proof(
    world: World, production: Production, paid: dict[str, str]
) -> None:
    key = published(world.register)
    answer = world.get(f"statements/{paid[production.creator]}/package", production.as_creator)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/zip")
    members = read_statement_zip(answer.content)
    found = verify_package(members[PROOF_NAME], [key])
    assert (found.reader, len(found.entries), len(found.files)) == (production.creator, 2, 2)


def test_a_payee_discloses_her_allocation_and_no_other(
    world: World, production: Production, paid: dict[str, str]
) -> None:
    key = published(world.register)
    path = f"entries/{run_index(world)}/disclosure"
    answer = world.get(path, production.as_creator)
    found = verify_package(answer.content, [key])
    own = f"allocation/{production.creator}"
    assert [part.name for part in found.entries[0].parts] == [own]
    refused = world.get(path, production.as_creator, part=f"allocation/{production.member}")
    assert (refused.status_code, refused.json()["code"]) == (403, "part-not-for-reader")
    assert refused.json()["expected"] == [own]
    assert "readers" not in refused.json()


def test_an_unknown_part_is_refused_like_a_neighbours(
    world: World, production: Production, paid: dict[str, str]
) -> None:
    published(world.register)
    path = f"entries/{run_index(world)}/disclosure"
    answers = [
        world.get(path, production.as_creator, part=name).json()
        for name in ("nothing", f"allocation/{production.member}")
    ]
    for answer in answers:
        del answer["value"]
    assert answers[0] == answers[1]


def test_other_tenants_and_the_public_reach_no_package(
    world: World, production: Production, paid: dict[str, str]
) -> None:
    published(world.register)
    other = produce(world, "月の庭")
    statement, index = paid[production.creator], run_index(world)
    for who in (other.as_lead, other.as_member, other.as_creator, production.as_member):
        assert world.get(f"statements/{statement}/package", who).status_code == 404
    for who in (other.as_lead, other.as_creator):
        assert world.get(f"entries/{index}/disclosure", who).status_code == 403
    for path in (f"statements/{statement}/package", f"entries/{index}/disclosure"):
        assert world.get(path).status_code == 401


def test_what_no_checkpoint_covers_yet_is_said(
    world: World, production: Production, paid: dict[str, str]
) -> None:
    answer = world.get(f"entries/{run_index(world)}/disclosure", production.as_creator)
    assert (answer.status_code, answer.json()["code"]) == (404, "entry-not-covered")
    past = world.get("entries/9999/disclosure", production.as_creator)
    assert (past.status_code, past.json()["code"]) == (404, "entry-not-found")
