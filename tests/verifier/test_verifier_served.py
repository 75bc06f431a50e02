"""The second verifier reads a log over its tiles, believes nothing, and names what does not hold."""

import json
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ledger.log import tiles
from ledger.log.genesis import genesis_prev, genesis_text
from ledger.log.merkle import leaf_hash
from ledger.log.note import Checkpoint, sign_note, verifier_key
from ledger.log.proof import consistency_proof, inclusion_proof, range_root
from ledger.log.tlog_proof import TlogProof
from tests.log.trees import NodeStore

Ask = Callable[..., Any]

ORIGIN = "served.example/log"
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
GENESIS = genesis_text(ORIGIN, KEY.public_key().public_bytes_raw())
WRITTEN = str(verifier_key(ORIGIN, KEY))
SIZE = 700


def leaves_of(size: int, changed: int = -1) -> list[bytes]:
    """A log of which one entry may be another: every later one then follows that."""
    prev, leaves = genesis_prev(GENESIS).hex(), []
    for index in range(size):
        commit = sha256(b"%d %d" % (index, index == changed)).hexdigest()
        leaf = {
            "commit": commit, "index": index, "origin": ORIGIN, "prev": prev,
            "recorded_at": "2026-04-01T00:00:00.000000Z", "type": "work.registered/1", "v": 1,
        }  # fmt: skip
        leaves.append(json.dumps(leaf, separators=(",", ":")).encode())
        prev = leaf_hash(leaves[-1]).hex()
    return leaves


def hash_tiles(store: NodeStore, size: int) -> dict[str, str]:
    """The tiles of hashes of a tree as a server would give them, by path."""
    files = {}
    for tile in tiles.all_tiles(size):
        first = tile.index * tiles.TILE_WIDTH
        level = 8 * (tile.level or 0)
        files[tile.path] = b"".join(store(level, first + at) for at in range(tile.width)).hex()
    return files


def note_of(leaves: list[bytes], key: Ed25519PrivateKey = KEY) -> bytes:
    store = NodeStore([leaf_hash(leaf) for leaf in leaves])
    return sign_note(
        Checkpoint(ORIGIN, len(leaves), range_root(0, len(leaves), store)).text(), ORIGIN, key
    )


def served(leaves: list[bytes]) -> dict[str, str]:
    """Every file of a log as a server would give it."""
    store = NodeStore([leaf_hash(leaf) for leaf in leaves])
    files = {"checkpoint": note_of(leaves).hex(), **hash_tiles(store, len(leaves))}
    for start in range(0, len(leaves), tiles.TILE_WIDTH):
        some = leaves[start : start + tiles.TILE_WIDTH]
        path = tiles.Tile(None, start // tiles.TILE_WIDTH, len(some)).path
        files[path] = tiles.entry_bundle(some).hex()
    return files


LEAVES = leaves_of(SIZE)
FILES = served(LEAVES)


@pytest.fixture
def verify(ask: Ask) -> Ask:
    """Asks for a verification of the log, or of files that stand in its place."""

    def asked(files: dict[str, str] | None = None, **options: Any) -> Any:
        given = {"genesis": GENESIS, "serverKeys": [WRITTEN], **options}
        return ask("served", files=files or FILES, **given)

    return asked


def failed(report: dict[str, Any]) -> list[tuple[str, str]]:
    return [(one["check"], one["where"]) for one in report["steps"] if one["isGood"] is False]


def flipped(path: str, at: int = 5) -> dict[str, str]:
    """The files with one bit of one of them changed."""
    data = bytearray.fromhex(FILES[path])
    data[at] ^= 1
    return {**FILES, path: data.hex()}


def proof_of(index: int) -> bytes:
    store = NodeStore([leaf_hash(leaf) for leaf in LEAVES])
    path = tuple(inclusion_proof(index, SIZE, store))
    return TlogProof(index, path, note_of(LEAVES), LEAVES[index]).to_bytes()


def test_what_a_server_says_of_itself_is_self_consistent_and_no_more(verify: Ask) -> None:
    report = verify(index=699, isWhole=True)
    assert report["verdict"] == "SELF-CONSISTENT"
    checks = [one["check"] for one in report["steps"]]
    assert checks == ["checkpoint", "signature-own", "edge", "inclusion", "whole"]
    assert report["shown"][0]["index"] == 699


@pytest.mark.parametrize("kept", [1, 255, 256, 257, 512, 513, 699, 700])
def test_a_log_that_continues_a_kept_checkpoint_is_verified(verify: Ask, kept: int) -> None:
    report = verify(kept=[note_of(LEAVES[:kept]).hex()])
    assert (report["verdict"], report["heldAgainst"]["size"]) == ("VERIFIED", kept)


def test_a_log_that_is_signed_by_a_key_from_elsewhere_is_verified(verify: Ask) -> None:
    assert verify(key=WRITTEN)["verdict"] == "VERIFIED"


def test_another_key_than_the_one_from_elsewhere_is_found(verify: Ask) -> None:
    report = verify(key=str(verifier_key(ORIGIN, OTHER)))
    assert (report["verdict"], failed(report)) == ("FAIL", [("signature", "checkpoint")])


def test_a_history_that_was_rewritten_is_found_by_the_kept_checkpoint_alone(verify: Ask) -> None:
    forged = served(leaves_of(SIZE, changed=100))
    assert verify(forged, isWhole=True)["verdict"] == "SELF-CONSISTENT"
    report = verify(forged, kept=[note_of(LEAVES[:300]).hex()])
    assert (report["verdict"], failed(report)) == ("FAIL", [("consistency", "kept 0")])
    # What happened before the change is as it was.
    assert verify(forged, kept=[note_of(LEAVES[:100]).hex()])["verdict"] == "VERIFIED"


def test_two_signed_histories_of_one_size_are_called_a_fork(verify: Ask) -> None:
    report = verify(served(leaves_of(SIZE, changed=3)), kept=[note_of(LEAVES).hex()])
    assert report["steps"][-1]["reason"] == "fork"


def test_a_log_that_lost_its_end_is_found(verify: Ask) -> None:
    report = verify(served(LEAVES[:600]), kept=[note_of(LEAVES).hex()])
    assert report["steps"][-1]["reason"] == "shorter"


@pytest.mark.parametrize(
    ("path", "check", "where"),
    [
        ("tile/0/002.p/188", "edge", "tile/0/002.p/188, tile/1/000.p/2"),
        ("tile/1/000.p/2", "edge", "tile/0/002.p/188, tile/1/000.p/2"),
        ("tile/0/001", "inclusion", "tile/0/001"),
        ("tile/entries/001", "inclusion", "tile/entries/001"),
    ],
)
def test_a_flipped_bit_of_a_tile_is_found_and_the_tile_is_named(
    verify: Ask, path: str, check: str, where: str
) -> None:
    report = verify(flipped(path), index=256, kept=[note_of(LEAVES[:2]).hex()])
    assert report["verdict"] == "FAIL"
    assert failed(report)[-1] == (check, where)


def test_reading_every_entry_finds_one_that_nobody_asked_about(verify: Ask) -> None:
    report = verify(flipped("tile/entries/000", at=60), isWhole=True)
    assert failed(report) == [("whole", "tile/entries/000")]


def test_a_tile_that_is_not_served_is_named(verify: Ask) -> None:
    report = verify({path: data for path, data in FILES.items() if path != "tile/0/000"}, index=3)
    assert failed(report) == [("inclusion", "tile/0/000")]
    assert report["steps"][-1]["reason"] == "unreachable"


def test_an_entry_that_the_log_does_not_have_is_refused(verify: Ask) -> None:
    assert verify(index=SIZE)["steps"][-1]["reason"] == "proof-range"


def test_a_proof_file_is_verified_and_held_against_the_log(verify: Ask) -> None:
    report = verify(proof=proof_of(321).hex(), key=WRITTEN)
    assert report["verdict"] == "VERIFIED"
    assert [one["check"] for one in report["steps"]][-2:] == ["proof", "proof-log"]


def test_a_proof_of_a_history_that_is_no_longer_served_is_found(verify: Ask) -> None:
    report = verify(served(leaves_of(SIZE, changed=9)), proof=proof_of(321).hex())
    assert failed(report) == [("proof-log", "proof")]


@pytest.mark.parametrize("size", [1, 2, 255, 256, 257, 65_536, 65_793])
def test_proofs_made_from_tiles_are_those_of_the_register(ask: Ask, size: int) -> None:
    """256 leaves fill one tile of level 0, 65,536 one of level 1: the edges are where it breaks."""
    store = NodeStore([sha256(b"%d" % number).digest() for number in range(size)])
    indexes = sorted({0, size // 2, size - 1})
    sizes = sorted({1, max(1, size // 2), max(1, size - 1), size})
    root = range_root(0, size, store)
    found = ask(
        "tiled", files=hash_tiles(store, size), size=size, root=root.hex(),
        indexes=indexes, sizes=sizes,
    )  # fmt: skip
    assert found["inclusion"] == [
        [item.hex() for item in inclusion_proof(index, size, store)] for index in indexes
    ]
    assert found["consistency"] == [
        [item.hex() for item in consistency_proof(first, size, store)] for first in sizes
    ]
    assert found["roots"] == [range_root(0, first, store).hex() for first in sizes]
