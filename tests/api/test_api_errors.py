"""Whatever is sent, the answer is a problem document that names code, field, value and what is right."""

from typing import Any

import pytest

from ledger.errors import Unavailable
from tests.api.world import World

BAD_BODIES = {
    "nothing": (b"", "body", "one JSON object"),
    "a list": (b"[]", "body", "one JSON object"),
    "cut off": (b'{"names": {"ja": "x"', "body", "one JSON object"),
    "no UTF-8": (b'{"names": {"ja": "\xff"}}', "body", "UTF-8"),
    "cp932": ('{"names": {"ja": "星"}}'.encode("cp932"), "body", "UTF-8"),
    "NaN": (b'{"names": NaN}', "body", "numbers as JSON knows them"),
    "5,000 digits": (b'{"names": ' + b"9" * 5000 + b"}", "body", "numbers up to 2^53 - 1"),
    "100,000 levels": (b"[" * 100_000, "body", "at most 64 levels"),
    "a member twice": (b'{"kind": 1, "kind": 2}', "kind", "each member once"),
    "a lone surrogate": (b'{"names": {"ja": "\\ud800"}}', "names.ja", "well-formed Unicode text"),
    "NUL": (b'{"names": {"ja": "a\\u0000b"}}', "names.ja", "text without NUL"),
    "a float": (b'{"names": {"ja": 1.5}}', "names.ja", "an integer, or an exact ratio {num, den}"),
    "a number beyond 2^53": (
        b'{"names": {"ja": 9007199254740993}}',
        "names.ja",
        "an integer within +-(2^53 - 1)",
    ),
    "a member not in ASCII": ('{"名": 1}'.encode(), "", "keys in ASCII without NUL"),
}


@pytest.mark.parametrize("name", BAD_BODIES)
def test_a_malformed_body_is_refused_naming_the_place(world: World, name: str) -> None:
    body, field, expected = BAD_BODIES[name]
    answer = world.http.post("/v1/parties/companies", content=body, headers=world.operator)
    assert answer.status_code == 422
    problem = answer.json()
    assert (problem["field"], problem["expected"]) == (field, expected)


WRONG_FIELDS: dict[str, tuple[dict[str, Any], str]] = {
    "a missing field": ({}, "names"),
    "an unknown field": ({"names": {"ja": "x"}, "colour": "red"}, "colour"),
    "a blank name": ({"names": {"ja": "  "}}, "names.ja"),
    "a name of 600 characters": ({"names": {"ja": "星" * 600}}, "names.ja"),
    "an id of another kind": (
        {"id": "work_01KAM3Z4T0V6S8Q2YB5C9D7E1F", "names": {"ja": "x"}},
        "id",
    ),
    "a number for text": ({"names": {"ja": 7}}, "names.ja"),
    "a wrong place in a list": (
        {"names": {"ja": "x"}, "aliases": [{"text": "a", "reason": "b"}, {"text": "c"}]},
        "aliases[1].reason",
    ),
}


@pytest.mark.parametrize("name", WRONG_FIELDS)
def test_a_field_that_does_not_fit_is_named_with_what_would_be_right(
    world: World, name: str
) -> None:
    body, field = WRONG_FIELDS[name]
    answer = world.post("parties/companies", body)
    assert answer.status_code == 422
    problem = answer.json()
    assert problem["code"] == "invalid-body"
    assert [item["field"] for item in problem["errors"]] == [field]
    assert all(item["expected"] for item in problem["errors"])


def test_a_long_value_is_shortened_in_the_answer(world: World) -> None:
    answer = world.post("parties/companies", {"names": {"ja": "星" * 5000}})
    assert len(answer.json()["errors"][0]["value"]) == 200


def test_a_refusal_of_a_rule_carries_code_field_and_value(world: World) -> None:
    stranger = "party_01KAM3Z4T0V6S8Q2YB5C9D7E1F"
    answer = world.post("works", {"holder": stranger, "data": {"title": {"ja": "x"}, "kind": "tv"}})
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["type"] == "urn:daicho:error:party-not-found"
    assert (problem["field"], problem["value"]) == ("holder", stranger)


def test_a_taken_id_is_a_conflict(world: World) -> None:
    made = world.company("星見")
    answer = world.post("parties/companies", {"id": made, "names": {"ja": "月見"}})
    assert answer.status_code == 409
    assert answer.json()["code"] == "id-taken"


def test_a_body_of_ten_megabytes_is_too_large(world: World) -> None:
    content = b'{"names": {"ja": "' + b"a" * 10 * 2**20 + b'"}}'
    answer = world.http.post("/v1/parties/companies", content=content, headers=world.operator)
    assert answer.status_code == 413
    assert answer.json()["expected"] == "at most 1048576 bytes"


def test_a_large_body_without_announced_length_is_counted_while_it_streams(world: World) -> None:
    sent = 0

    def chunks() -> Any:
        nonlocal sent
        for _ in range(64):
            sent += 1
            yield b" " * 2**18

    answer = world.http.post("/v1/parties/companies", content=chunks(), headers=world.operator)
    assert answer.status_code == 413


def test_an_announced_length_that_lies_proves_nothing(world: World) -> None:
    headers = {**world.operator, "Content-Length": "2"}
    content = b'{"names": {"ja": "' + b"a" * 2**20 + b'"}}'
    answer = world.http.post("/v1/parties/companies", content=content, headers=headers)
    assert answer.status_code == 413


def test_a_body_that_contradicts_the_path_is_refused(world: World) -> None:
    made = world.company("星見")
    body = {"party": "party_01KAM3Z4T0V6S8Q2YB5C9D7E1F", "alias": {"text": "a", "reason": "b"}}
    answer = world.post(f"parties/{made}/aliases", body)
    assert answer.status_code == 422
    assert (answer.json()["code"], answer.json()["expected"]) == ("body-contradicts-path", made)


@pytest.mark.parametrize("address", ["parties/%00", "works?q=%00", "works/x%00y"])
def test_nul_in_an_address_is_refused(world: World, address: str) -> None:
    answer = world.http.get(f"/v1/{address}")
    assert answer.status_code == 422
    assert answer.json()["code"] == "address-with-nul"


def test_an_unknown_filter_is_refused_instead_of_listing_everything(world: World) -> None:
    answer = world.get("works", holdr="party_01KAM3Z4T0V6S8Q2YB5C9D7E1F")
    assert answer.status_code == 422
    assert answer.json()["field"] == "holdr"
    assert "holder" in answer.json()["expected"]


def test_an_unknown_route_and_method_are_problem_documents(world: World) -> None:
    for answer, code in (
        (world.http.get("/v1/nothing"), "http-not-found"),
        (world.http.delete("/v1/works"), "http-method-not-allowed"),
    ):
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["code"] == code


def test_every_answer_carries_the_security_headers(world: World) -> None:
    for path in ("/v1/log", "/v1/nothing", "/healthz", "/openapi.json", "/v1/agreements"):
        headers = world.http.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == "no-store"
        assert "default-src 'none'" in headers["content-security-policy"]


def test_markup_in_a_title_comes_back_as_text_in_json(world: World) -> None:
    title = "<script>alert('星')</script>"
    made = world.made("works", {"data": {"title": {"ja": title}, "kind": "tv"}})
    answer = world.get(f"works/{made}")
    assert answer.headers["content-type"] == "application/json"
    assert answer.json()["title_ja"] == title


def test_text_is_kept_as_written(world: World) -> None:
    title = "ﾎｼﾉｳﾐ　髙﨑 👩🏽‍🎨 ①㈱ é"
    made = world.made("works", {"data": {"title": {"ja": title}, "kind": "tv"}})
    assert world.get(f"works/{made}").json()["title_ja"] == title


def test_an_unexpected_error_shows_no_traceback(world: World) -> None:
    world.http.app.state.tiles = None
    world.company("星見")
    answer = world.get("entries/0/proof")
    assert answer.status_code in {200, 500}
    world.http.app.state.register = object()
    answer = world.get("log")
    assert answer.status_code == 500
    assert answer.json()["code"] == "internal-error"
    assert "Traceback" not in answer.text
    assert "object has no attribute" not in answer.text


def test_what_a_database_says_of_itself_is_not_told_to_strangers(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_arguments: object) -> None:
        raise Unavailable("database-unavailable", value="role app at /srv/db", expected="try again")

    monkeypatch.setattr(world.register.ledger, "reading", away)
    answer = world.get("works")
    assert (answer.status_code, answer.json()["expected"]) == (503, "try again")
    assert "/srv/db" not in answer.text


def test_a_closed_register_answers_that_the_same_request_may_succeed_later(world: World) -> None:
    world.register.ledger.close()
    answer = world.post("parties/companies", {"names": {"ja": "星見"}})
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "1"
    assert world.http.get("/readyz").status_code == 503
    assert world.http.get("/healthz").status_code == 200
