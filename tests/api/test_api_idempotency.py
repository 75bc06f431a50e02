"""The same request under the same key is recorded once, and answered with the first entries."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.api.world import World

WORK = {
    "data": {"title": {"ja": "星の海"}, "kind": "tv"},
    "credits": [{"role": "director", "person": "星野 一郎"}],
}
REQUESTS = {
    "a command": ("parties/companies", {"names": {"ja": "星見"}}),
    "names sealed before": ("parties/persons", {"credit_name": "星野 一郎"}),
    "credits sealed before": ("works", WORK),
}


@pytest.mark.parametrize("name", REQUESTS)
def test_a_repeated_request_returns_the_first_entries(world: World, name: str) -> None:
    path, body = REQUESTS[name]
    headers = {**world.operator, "Idempotency-Key": "k-1"}
    first, again = (world.post(path, body, headers) for _ in range(2))
    assert first.status_code == again.status_code == 201
    assert first.json() == again.json()
    assert "idempotent-replayed" not in first.headers
    assert again.headers["idempotent-replayed"] == "true"
    assert world.get("log").json()["size"] == 1


@pytest.mark.parametrize("name", REQUESTS)
def test_the_same_key_with_another_body_is_a_conflict(world: World, name: str) -> None:
    path, body = REQUESTS[name]
    headers = {**world.operator, "Idempotency-Key": "k-1"}
    assert world.post(path, body, headers).status_code == 201
    sealed = len(list(world.register.vault.subjects()))
    answer = world.post(path, {**body, "source": "another"}, headers)
    if answer.status_code == 422:  # a person has no source
        answer = world.post(path, {**body, "kana": "ホシノ"}, headers)
    assert (answer.status_code, answer.json()["code"]) == (409, "idempotency-key-reused")
    assert len(list(world.register.vault.subjects())) == sealed


def test_the_same_key_on_another_route_is_a_conflict(world: World) -> None:
    headers = {**world.operator, "Idempotency-Key": "k-1"}
    made = world.made("parties/companies", {"names": {"ja": "星見"}}, headers)
    body = {"alias": {"text": "ホシミ", "reason": "credits"}}
    assert world.post(f"parties/{made}/aliases", body, headers).status_code == 409


def test_two_parties_may_use_one_key(world: World) -> None:
    for name in ("星見", "月見"):
        party = world.company(name)
        headers = {**world.token("studio", party), "Idempotency-Key": "k-1"}
        body = {"holder": party, "data": {"title": {"ja": name}, "kind": "tv"}}
        assert world.post("works", body, headers).status_code == 201


def test_a_refused_request_may_be_corrected_under_the_same_key(world: World) -> None:
    headers = {**world.operator, "Idempotency-Key": "k-1"}
    body = {"holder": "party_01KAM3Z4T0V6S8Q2YB5C9D7E1F", **WORK}
    assert world.post("works", body, headers).status_code == 404
    assert world.post("works", WORK, headers).status_code == 201


def test_without_a_key_every_request_is_a_new_one(world: World) -> None:
    ids = {world.made("parties/companies", {"names": {"ja": "星見"}}) for _ in range(2)}
    assert len(ids) == 2


@pytest.mark.parametrize("key", ["", "k" * 201, "has space"])
def test_a_key_that_cannot_be_kept_is_refused(world: World, key: str) -> None:
    headers = {**world.operator, "Idempotency-Key": key}
    answer = world.post("parties/companies", {"names": {"ja": "星見"}}, headers)
    assert answer.status_code == 422


def test_many_senders_of_one_request_record_it_once(world: World) -> None:
    headers = {**world.operator, "Idempotency-Key": "k-1"}

    def send(_: int) -> int:
        answer = world.post("parties/companies", {"names": {"ja": "星見"}}, headers)
        assert answer.status_code == 201, answer.text
        return int(answer.json()["first_index"])

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(send, range(24))) == {0}
    assert world.get("log").json()["size"] == 1
