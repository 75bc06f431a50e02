"""The public files over HTTP: open to all, nothing beyond the checkpoint, clear about bad paths."""

import pytest

from ledger.log.note import parse_verifier_key
from ledger.log.tiles import parse_bundle
from ledger.log.tlog_proof import parse_tlog_proof, verify_tlog_proof
from tests.api.world import Production, World
from tests.published import log_key, publish


def test_before_a_checkpoint_there_is_nothing_public(world: World) -> None:
    world.company("星見")
    for path in ("/checkpoint", "/tile/0/000.p/1"):
        answer = world.http.get(path)
        assert answer.status_code == 404
        assert answer.json()["code"] == "checkpoint-not-published"
        assert answer.headers["cache-control"] == "no-store"


def test_nothing_beyond_the_checkpoint_is_served(world: World) -> None:
    world.company("星見")
    publish(world.register)
    world.company("月見")
    assert world.http.get("/tile/0/000.p/1").status_code == 200
    beyond = world.http.get("/tile/0/000.p/2")
    assert (beyond.status_code, beyond.json()["code"]) == (404, "tile-beyond-tree")
    assert beyond.json()["expected"] == "width at most 1"


def test_every_smaller_width_of_a_partial_tile_is_served(
    world: World, production: Production
) -> None:
    size = publish(world.register).size
    whole = world.http.get(f"/tile/0/000.p/{size}").content
    leaves = parse_bundle(world.http.get(f"/tile/entries/000.p/{size}").content)
    for width in range(1, size):
        assert world.http.get(f"/tile/0/000.p/{width}").content == whole[: 32 * width]
        bundle = world.http.get(f"/tile/entries/000.p/{width}").content
        assert parse_bundle(bundle) == leaves[:width]


def test_no_token_is_asked_for_and_a_wrong_one_does_not_matter(world: World) -> None:
    world.company("星見")
    publish(world.register)
    stranger = {"Authorization": "Bearer nonsense"}
    assert world.http.get("/checkpoint", headers=stranger).status_code == 200
    assert world.http.get("/tile/0/000.p/1", headers=stranger).status_code == 200


def test_no_business_data_is_in_the_public_files(world: World, production: Production) -> None:
    size = publish(world.register).size
    bundle = world.http.get(f"/tile/entries/000.p/{size}").content
    for secret in ("星", "party_", "work_", "operator"):
        assert secret.encode() not in bundle


@pytest.mark.parametrize(
    "path",
    [
        "tile/0/0",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/00/000",
        "tile/8/000",
        "tile/-1/000",
        "tile/x/000",
        "tile/0/000/",
        "tile/0/%2e%2e/000",
        "tile/0/" + "x999/" * 1000 + "999",
        "tile/0/" + "9" * 5000,
        "tile/0/٠٠٠",
    ],
)
def test_a_path_that_names_no_tile_is_not_found(world: World, path: str) -> None:
    world.company("星見")
    publish(world.register)
    answer = world.http.get(f"/{path}")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_filter_on_a_file_is_refused(world: World) -> None:
    publish(world.register)
    assert world.http.get("/checkpoint", params={"size": "1"}).status_code == 422


def test_only_reading_is_allowed(world: World) -> None:
    assert world.http.post("/checkpoint").status_code == 405
    assert world.http.delete("/tile/0/000").status_code == 405


def test_a_proof_file_over_http_needs_nothing_else(world: World, production: Production) -> None:
    publish(world.register)
    key = parse_verifier_key(str(log_key(world.register)))
    answer = world.http.get("/v1/entries/2/tlog-proof")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    proof = parse_tlog_proof(answer.content)
    assert verify_tlog_proof(proof, None, [key], "ledger.example/ip").inclusion.index == 2


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("entries/99/tlog-proof", 404),
        ("entries/0/tlog-proof?size=99", 404),
        ("entries/0/tlog-proof?size=0", 422),
        ("entries/x/tlog-proof", 422),
        ("entries/0/proof?size=0", 422),
        ("entries/0/proof?size=-1", 422),
        ("entries/0/proof?size=1.5", 422),
        ("entries/0/proof?size=ten", 422),
        ("entries/0/proof?size=" + "9" * 30, 422),
        ("entries/0/proof?size=" + "9" * 6000, 422),
        ("entries/" + "9" * 6000 + "/proof", 422),
        ("log/consistency", 422),
        ("log/consistency?first=0", 422),
        ("log/consistency?first=1&second=0", 422),
        ("log/consistency?first=one", 422),
        ("log/consistency?first=" + "9" * 30, 422),
    ],
)
def test_a_senseless_question_is_refused_by_name(world: World, path: str, status: int) -> None:
    world.company("星見")
    publish(world.register)
    answer = world.http.get(f"/v1/{path}")
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert "Traceback" not in answer.text
