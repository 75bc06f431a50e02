"""Drafting clauses over HTTP: the schema and the published rates for all, a check for writers."""

from typing import Any

from contracts.templates.offer import clause_from
from tests.api.world import Production, World


def draft(**fields: Any) -> dict[str, Any]:
    clause = clause_from("dgj.net-other/1", payee="party_d", clause="第6条", **fields)
    return {"terms": {"terms": 1, "currency": "JPY", "steps": [clause]}}


def test_the_schema_is_read_without_a_token(world: World) -> None:
    answer = world.http.get("/v1/terms/schema")
    assert answer.status_code == 200
    assert answer.json()["title"] == "Terms of an agreement"


def test_published_rates_are_read_without_a_token(world: World) -> None:
    items = world.http.get("/v1/terms/templates").json()["items"]
    director = next(item for item in items if item["id"] == "dgj.net-other/1")
    assert director["fields"]["rate"] == {"num": 7, "den": 200}
    assert director["checked_on"] == "2026-11-22"


def test_a_draft_is_checked_and_nothing_is_recorded(world: World, production: Production) -> None:
    rate = {"num": 1, "den": 50}
    answer = world.post("terms/check", draft(rate=rate), production.as_lead)
    assert answer.status_code == 200
    (step,) = answer.json()["steps"]
    assert step["departures"] == [
        {"field": "rate", "default": {"num": 7, "den": 200}, "agreed": rate}
    ]


def test_a_draft_that_cannot_be_computed_is_refused_by_step_and_clause(
    world: World, production: Production
) -> None:
    answer = world.post("terms/check", draft(price={"amount": 5}), production.as_lead)
    assert answer.status_code == 422
    problem = answer.json()
    assert (problem["code"], problem["step"]) == ("price-needs-units", "dgj_net-other")
    assert problem["clause"] == "第6条"


def test_a_check_needs_a_token(world: World) -> None:
    assert world.post("terms/check", draft(), {"Authorization": ""}).status_code == 401


def test_terms_of_no_shape_are_refused(world: World, production: Production) -> None:
    for terms in ({}, {"terms": 1, "currency": 5, "steps": []}, {"terms": "1"}):
        answer = world.post("terms/check", {"terms": terms}, production.as_lead)
        assert answer.status_code == 422
        assert answer.json()["code"] != "internal"
