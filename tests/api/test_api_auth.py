"""The token decides role and party; they decide everything else."""

from datetime import timedelta

import pytest

from ledger.clock import SteppingClock
from tests.api.world import World

PRIVATE = (
    "agreements", "reports", "payouts", "statements", "notices", "grants", "periods", "calendar",
)  # fmt: skip
PUBLIC = ("parties", "works", "committees", "log")


@pytest.mark.parametrize("path", PRIVATE)
def test_without_a_token_private_lists_ask_for_one(world: World, path: str) -> None:
    answer = world.get(path)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.parametrize("path", PUBLIC)
def test_without_a_token_public_lists_answer(world: World, path: str) -> None:
    assert world.get(path).status_code == 200


@pytest.mark.parametrize(
    "header",
    ["", "Bearer", "Bearer ", "Basic dXNlcjpwYXNz", "Bearer dk_x", "dk_x", "Bearer dk_é"],
)
def test_a_malformed_header_is_refused_also_where_no_token_is_needed(
    world: World, header: str
) -> None:
    answer = world.http.get("/v1/works", headers=[(b"authorization", header.encode())])
    assert answer.status_code == 401


def test_nothing_is_recorded_without_a_token(world: World) -> None:
    answer = world.http.post("/v1/parties/companies", json={"names": {"ja": "x"}})
    assert answer.status_code == 401
    assert world.get("log").json()["size"] == 0


def test_the_token_is_checked_before_the_body_is_read(world: World) -> None:
    answer = world.http.post("/v1/parties/companies", content=b"x" * 3 * 2**20)
    assert answer.status_code == 401


def test_a_revoked_token_is_dead_with_the_next_request(world: World) -> None:
    party = world.company("星見")
    studio = world.token("studio", party)
    assert world.get("agreements", studio).status_code == 200
    card = next(card for card in world.tokens.cards() if card.party == party)
    world.tokens.revoke(card.id)
    answer = world.get("agreements", studio)
    assert (answer.status_code, answer.json()["code"]) == (401, "token-revoked")


def test_an_expired_token_is_refused(world: World) -> None:
    clock = world.register.clock
    assert isinstance(clock, SteppingClock)
    party = world.company("星見")
    soon = clock.now() + timedelta(hours=1)
    studio = world.token("studio", party, expires_at=soon)
    assert world.get("agreements", studio).status_code == 200
    clock.advance_to(soon)
    answer = world.get("agreements", studio)
    assert (answer.status_code, answer.json()["code"]) == (401, "token-expired")


def test_a_wrong_secret_is_refused_without_saying_what_is_wrong(world: World) -> None:
    text = world.operator["Authorization"]
    altered = {"Authorization": text[:-1] + ("0" if text[-1] != "0" else "1")}
    answer = world.get("agreements", altered)
    assert (answer.status_code, answer.json()["code"]) == (401, "token-unknown")


def test_a_token_for_reading_cannot_write(world: World) -> None:
    party = world.company("星見")
    reader = world.token("studio", party, ("read",))
    body = {"holder": party, "data": {"title": {"ja": "x"}, "kind": "tv"}}
    answer = world.post("works", body, reader)
    assert (answer.status_code, answer.json()["code"]) == (403, "scope-missing")
    assert answer.json()["expected"] == "write"


def test_a_token_for_writing_cannot_read(world: World) -> None:
    writer = world.token("studio", world.company("星見"), ("write",))
    for path in ("agreements", "works"):
        assert world.get(path, writer).status_code == 403


def test_a_studio_cannot_register_a_work_for_another(world: World) -> None:
    own, other = world.company("星見"), world.company("月見")
    body = {"holder": other, "data": {"title": {"ja": "x"}, "kind": "tv"}}
    answer = world.post("works", body, world.token("studio", own))
    assert answer.status_code == 403
    assert answer.json()["field"] == "holder"


def test_an_auditor_records_nothing(world: World) -> None:
    auditor = world.token("auditor", world.company("監査"))
    body = {"names": {"ja": "x"}}
    assert world.post("parties/companies", body, auditor).status_code == 403
