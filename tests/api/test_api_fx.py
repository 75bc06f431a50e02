"""Rates of exchange over HTTP: recorded by the operator or a company, read by everybody."""

from tests.api.world import Production, World

DOCUMENT = {"sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}


def rates(num: int = 15123, **more: object) -> dict[str, object]:
    line = {"base": "USD", "quote": "JPY", "date": "2026-03-31", "num": num, "den": 100, **more}
    return {"source": "kawase", "document": DOCUMENT, "rates": [line]}


def test_rates_are_recorded_and_listed(world: World, production: Production) -> None:
    assert world.post("fx/rates", rates(), production.as_lead).status_code == 201
    items = world.get("fx/rates", production.as_creator, base="USD").json()["items"]
    assert [(one["id"], one["num"]) for one in items] == [("kawase/USD/JPY/2026-03-31", 15123)]
    assert world.get("fx/rates", production.as_creator, base="EUR").json()["items"] == []


def test_another_value_is_a_conflict_that_names_both(world: World, production: Production) -> None:
    world.post("fx/rates", rates(), production.as_lead)
    answer = world.post("fx/rates", rates(15133), production.as_lead)
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (409, "fx-rate-differs")
    assert "15133/100" in problem["value"]
    assert "15123/100" in problem["expected"]
    entry = problem["entry"]
    corrected = world.post("fx/rates", rates(15133, replaces=entry), production.as_lead)
    assert corrected.status_code == 201


def test_a_creator_records_no_rates(world: World, production: Production) -> None:
    assert world.post("fx/rates", rates(), production.as_creator).status_code == 403
