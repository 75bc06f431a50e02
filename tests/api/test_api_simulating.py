"""What if, over HTTP: an answer, and nothing on the record."""

from typing import Any

from sqlalchemy import text

from tests.api.world import Production, World, report


def cheaper(production: Production) -> dict[str, Any]:
    """A draft with a window fee of 5%, which the lead keeps."""
    steps = [
        {
            "id": "window",
            "kind": "commission/1",
            "clause": "第5条",
            "label": {"ja": "窓口手数料", "en": "Window fee"},
            "basis": "remainder",
            "rate": {"num": 1, "den": 20},
            "payee": production.lead,
        }
    ]
    return {"name": "five", "terms": {"terms": 1, "currency": "JPY", "steps": steps}}


def ask(world: World, production: Production, headers: dict[str, str], **more: Any) -> Any:
    body = {"agreement": production.agreement, "drafts": [cheaper(production)], **more}
    return world.post("payouts/simulate", body, headers)


def entries(world: World) -> int:
    with world.register.ledger.reading() as conn:
        return conn.execute(text("SELECT count(*) FROM entry")).scalar_one()


def amounts(answer: dict[str, Any]) -> dict[str, list[int]]:
    return {
        line["id"]: line["amounts_minor"] for line in answer["lines"] if line["kind"] == "clause"
    }


def test_a_party_tries_a_draft_over_the_revenue_of_the_next_run(
    world: World, production: Production
) -> None:
    """Of 1,000,000 the window keeps 10% under the clauses in force, 5% under the draft."""
    report(world, production)
    size = entries(world)
    answer = ask(world, production, production.as_member, periods=["2026-Q2"])
    assert answer.status_code == 200
    assert answer.json()["versions"] == ["v1", "five"]
    assert amounts(answer.json())["window"] == [100_000, 50_000]
    assert entries(world) == size


def test_a_payee_does_not_see_the_clauses_of_others(world: World, production: Production) -> None:
    report(world, production)
    answer = ask(world, production, production.as_creator, periods=["2026-Q2"])
    assert answer.status_code == 404


def test_nobody_simulates_without_a_token(world: World, production: Production) -> None:
    assert ask(world, production, {"Authorization": ""}, periods=["2026-Q2"]).status_code == 401


def test_a_draft_that_cannot_be_computed_is_refused_with_its_clause(
    world: World, production: Production
) -> None:
    draft = cheaper(production)
    draft["terms"]["steps"][0]["rate"] = {"num": 10001, "den": 10000}
    answer = ask(world, production, production.as_lead, periods=["2026-Q2"], drafts=[draft])
    assert answer.status_code == 422
    problem = answer.json()
    assert problem["code"] == "rate-above-one"
    assert (problem["step"], problem["clause"], problem["draft"]) == ("window", "第5条", "five")
