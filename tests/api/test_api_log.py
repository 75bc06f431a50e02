"""Anybody can check an entry alone: leaf, parts or their hashes, and the proof."""

from hashlib import sha256
from typing import Any

import pytest

from ledger.log import canonical
from ledger.log.genesis import genesis_prev
from ledger.log.merkle import leaf_hash, root_of
from ledger.log.proof import verify_consistency, verify_inclusion
from tests.api.world import Production, World, produce


def opened(entry: dict[str, Any]) -> dict[str, Any]:
    """Bodies of the parts that were shown."""
    return {
        part["name"]: canonical.decode(part["data"].encode())["body"]
        for part in entry["parts"]
        if "data" in part
    }


def test_the_log_says_where_it_ends(world: World) -> None:
    assert world.get("log").json()["root"] == sha256(b"").hexdigest()
    world.company("星見")
    log = world.get("log").json()
    assert (log["origin"], log["size"]) == ("ledger.example/ip", 1)
    assert log["root"] == world.get("entries/0").json()["leaf_hash"]
    first = world.get("entries/0").json()
    assert first["prev"] == genesis_prev(log["genesis"]).hex()


def test_each_entry_hashes_and_every_commitment_opens_with_what_the_public_sees(
    world: World, production: Production
) -> None:
    size = world.get("log").json()["size"]
    before = world.get("log").json()["genesis"]
    prev = genesis_prev(before).hex()
    for index in range(size):
        entry = world.get(f"entries/{index}").json()
        assert leaf_hash(entry["leaf"].encode()).hex() == entry["leaf_hash"]
        assert entry["prev"] == prev
        hashes = [bytes.fromhex(part["hash"]) for part in entry["parts"]]
        assert root_of(hashes).hex() == entry["commit"]
        prev = entry["leaf_hash"]
        for part in entry["parts"]:
            if "data" in part:
                salted = b"\x00" + bytes.fromhex(part["salt"]) + part["data"].encode()
                assert sha256(salted).hexdigest() == part["hash"]


def test_every_proof_verifies_against_the_root(world: World, production: Production) -> None:
    log = world.get("log").json()
    for index in range(log["size"]):
        proof = world.get(f"entries/{index}/proof").json()
        path = [bytes.fromhex(item) for item in proof["path"]]
        leaf = bytes.fromhex(world.get(f"entries/{index}").json()["leaf_hash"])
        verify_inclusion(leaf, index, log["size"], path, bytes.fromhex(log["root"]))


def test_a_proof_can_be_had_for_an_earlier_size(world: World, production: Production) -> None:
    small = world.get("entries/1/proof", size=3).json()
    assert small["size"] == 3
    path = [bytes.fromhex(item) for item in small["path"]]
    verify_inclusion(bytes.fromhex(small["leaf_hash"]), 1, 3, path, bytes.fromhex(small["root"]))


def test_growth_is_proved_between_any_two_sizes(world: World, production: Production) -> None:
    size = world.get("log").json()["size"]
    for first in range(1, size + 1):
        proof = world.get("log/consistency", first=first).json()
        verify_consistency(
            first,
            bytes.fromhex(proof["first"]["root"]),
            size,
            bytes.fromhex(proof["second"]["root"]),
            [bytes.fromhex(item) for item in proof["path"]],
        )


@pytest.mark.parametrize(
    "path",
    [
        "entries/99",
        "entries/99/proof",
        "entries/0/proof?size=99",
        "log/consistency?first=99",
        "log/consistency?first=2&second=1",
    ],
)
def test_what_lies_beyond_the_log_is_not_found(world: World, path: str) -> None:
    world.company("星見")
    assert world.http.get(f"/v1/{path}").status_code == 404


@pytest.mark.parametrize("index", ["-1", "x", "1.5", "9" * 30])
def test_an_index_is_a_number(world: World, index: str) -> None:
    assert world.http.get(f"/v1/entries/{index}").status_code == 422


def test_a_part_is_open_to_its_readers_alone(world: World, production: Production) -> None:
    indexes = {
        world.get(f"entries/{index}").json()["type"]: index
        for index in range(world.get("log").json()["size"])
    }
    agreement = indexes["agreement.recorded/1"]
    stranger = world.token("studio", world.company("余所"))
    for who, sees in (
        (None, False),
        (stranger, False),
        (production.as_creator, False),
        (production.as_member, True),
        (production.as_lead, True),
        (world.operator, True),
    ):
        assert ("facts" in opened(world.get(f"entries/{agreement}", who).json())) is sees
    committee = world.get(f"entries/{indexes['committee.formed/1']}", stranger).json()
    assert set(opened(committee)) == {"facts"}
    assert "members" not in opened(committee)["facts"]


def test_the_names_of_hidden_parts_are_hidden_too(world: World, production: Production) -> None:
    size = world.get("log").json()["size"]
    for index in range(size):
        for part in world.get(f"entries/{index}").json()["parts"]:
            assert set(part) in ({"ordinal", "hash"}, {"ordinal", "hash", "name", "salt", "data"})


def test_a_command_can_be_read_again_by_whoever_sent_it(
    world: World, production: Production
) -> None:
    work = next(
        index
        for index in range(world.get("log").json()["size"])
        if world.get(f"entries/{index}").json()["type"] == "work.registered/1"
    )
    assert "command" in opened(world.get(f"entries/{work}", production.as_lead).json())
    assert "command" not in opened(world.get(f"entries/{work}", production.as_member).json())


def test_an_auditor_opens_what_was_granted_and_nothing_else(
    world: World, production: Production
) -> None:
    other = produce(world, "月の庭")
    auditor = world.company("監査")
    as_auditor = world.token("auditor", auditor)
    body = {"grantee": auditor, "objects": [production.agreement], "reason": "audit"}
    world.made("grants", body, production.as_lead)
    opens = []
    for index in range(world.get("log").json()["size"]):
        entry = world.get(f"entries/{index}", as_auditor).json()
        if entry["type"].startswith("agreement."):
            opens.append(set(opened(entry)) >= {"facts", "command"})
    assert opens == [True, True, False, False]
    assert world.get(f"agreements/{other.agreement}", as_auditor).status_code == 404
    assert world.get(f"agreements/{production.agreement}", as_auditor).status_code == 200


def test_no_name_of_a_person_is_in_any_entry(world: World, production: Production) -> None:
    for index in range(world.get("log").json()["size"]):
        assert "花子" not in world.get(f"entries/{index}", world.operator).text


@pytest.mark.parametrize("number", ["01", "1.0", "+1", "1_0", " 1", "1e0", "١"])
def test_a_number_has_one_spelling_in_an_address(world: World, number: str) -> None:
    world.company("星見")
    world.company("月見")
    assert world.get(f"entries/{number}/proof").status_code == 422
    assert world.get("entries/1/proof", size=number).status_code == 422
    assert world.get("log/consistency", first=number).status_code == 422
