"""The second verifier agrees with every published vector, good and bad."""

import base64
import json
from collections.abc import Callable
from copy import deepcopy
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ledger.log import note
from ledger.log.log_keys import LogKeys, sign_retirement, sign_rotation
from tests.log import trees

VECTORS = Path(__file__).parents[1] / "vectors/log"
Ask = Callable[..., Any]


def vectors(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((VECTORS / f"{name}.json").read_text(encoding="utf-8"))
    return found


SAMPLE = vectors("sample-log")
NOTES = vectors("notes")
ED25519 = vectors("ed25519")
KEY = SAMPLE["verifier_key"]


def as_hex(text: str) -> str:
    return text.encode().hex()


def entries_of(log: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "leaf": as_hex(item["leaf"]),
            "leaf_hash": item["leaf_hash"],
            "parts": [
                {"salt": part["salt"], "data": as_hex(part["data"])} for part in item["parts"]
            ],
        }
        for item in log["entries"]
    ]


def test_canonical_values_are_written_and_read_as_the_vectors_say(ask: Ask) -> None:
    for case in vectors("canonical")["cases"]:
        assert ask("write", value=case["value"]) == case["bytes"]
        assert ask("canonical", data=case["bytes"]) == case["bytes"]


def test_every_inclusion_proof_is_believed_or_refused_as_the_vectors_say(answer: Ask) -> None:
    wrong = [
        case["desc"]
        for case in vectors("inclusion")["cases"]
        if ("ok" in answer("inclusion", **case)) is not case["valid"]
    ]
    assert wrong == []


def test_every_consistency_proof_is_believed_or_refused_as_the_vectors_say(answer: Ask) -> None:
    wrong = [
        case["desc"]
        for case in vectors("consistency")["cases"]
        if ("ok" in answer("consistency", **case)) is not case["valid"]
    ]
    assert wrong == []


def test_an_empty_root_that_equals_an_empty_leaf_proves_nothing(refused: Ask) -> None:
    assert refused("inclusion", leaf_hash="", index=0, size=1, proof=[], root="")["check"] == (
        "hash-length"
    )


def test_nothing_is_consistent_with_the_empty_tree_by_proof(refused: Ask) -> None:
    empty = sha256(b"").hexdigest()
    given = {"size1": 0, "root1": empty, "size2": 3, "root2": SAMPLE["root"], "proof": []}
    assert refused("consistency", **given)["check"] == "proof-range"


@pytest.mark.parametrize(("index", "size"), [(2**53, 2**53 + 2), (1.5, 3), (-1, 3), (0, 0)])
def test_an_index_that_is_no_exact_integer_below_the_size_is_refused(
    refused: Ask, index: float, size: int
) -> None:
    leaf = "00" * 32
    found = refused("inclusion", leaf_hash=leaf, index=index, size=size, proof=[], root=leaf)
    assert found["check"] == "proof-range"


def test_indexes_above_32_bits_are_counted_exactly(answer: Ask) -> None:
    """A tree of 2^40 + 1 leaves: its last one hangs directly under the root."""
    left, leaf = sha256(b"left").hexdigest(), sha256(b"leaf").hexdigest()
    root = sha256(b"\x01" + bytes.fromhex(left) + bytes.fromhex(leaf)).hexdigest()
    given = {"leaf_hash": leaf, "size": 2**40 + 1, "proof": [left], "root": root}
    assert "ok" in answer("inclusion", index=2**40, **given)
    assert "refused" in answer("inclusion", index=2**40 - 2**32, **given)


def test_roots_are_those_that_others_published(ask: Ask) -> None:
    known = vectors("rfc6962-roots")
    hashes = [ask("leafHash", data=leaf) for leaf in known["leaves"]]
    assert hashes == known["leaf_hashes"]
    for size, root in enumerate(known["roots"]):
        assert ask("root", leaves=hashes[:size]) == root
        assert ask("growing", leaves=hashes[:size])["root"] == root
        assert ask("growing", leaves=[], more=hashes[:size])["root"] == root


@pytest.mark.parametrize("size", [255, 256, 257, 512, 700])
def test_a_tree_that_grows_by_tiles_has_the_root_of_the_whole(ask: Ask, size: int) -> None:
    leaves = [trees.leaf(number.to_bytes(2, "big")) for number in range(size)]
    texts = [leaf.hex() for leaf in leaves]
    found = ask("growing", leaves=texts)
    assert found["root"] == trees.mth(leaves).hex() == ask("root", leaves=texts)
    assert found["tiles"] == [[0, number] for number in range(size // 256)]
    edge = (size - 1) // 256 * 256
    cut = ask("growing", leaves=texts[:edge], more=texts[edge : size - 1])
    assert cut["root"] == trees.mth(leaves[: size - 1]).hex()


def test_the_sample_log_verifies_to_its_root_and_checkpoint(ask: Ask) -> None:
    found = ask("log", genesis=SAMPLE["genesis"], entries=entries_of(SAMPLE))
    assert found == {"size": 3, "root": SAMPLE["root"], "findings": []}
    genesis = ask("genesis", text=SAMPLE["genesis"])
    assert genesis["hash"] == SAMPLE["genesis_hash"]
    origin = genesis["origin"]
    signed = ask("checkpoint", data=as_hex(SAMPLE["checkpoint"]), keys=[KEY], origin=origin)
    assert (signed["size"], signed["root"]) == (3, SAMPLE["root"])
    for item in SAMPLE["entries"]:
        for part in item["parts"]:
            found = ask("partLeaf", salt=part["salt"], data=as_hex(part["data"]))
            assert found == part["leaf_hash"]


@pytest.mark.parametrize("case", vectors("damaged-log")["cases"], ids=lambda case: case["desc"])
def test_each_damaged_log_gives_the_finding_it_must(ask: Ask, case: dict[str, Any]) -> None:
    log, change = deepcopy(SAMPLE), case["change"]
    if "part" in change:
        entry, part = change["part"]
        log["entries"][entry]["parts"][part]["data"] = change["data"]
    elif "salt" in change:
        entry, part = change["salt"]
        log["entries"][entry]["parts"][part]["salt"] = change["data"]
    else:
        log["entries"][change["leaf"]]["leaf"] = change["data"]
    findings = ask("log", genesis=log["genesis"], entries=entries_of(log))["findings"]
    assert (findings[0]["index"], case["check"]) in {
        (found["index"], found["check"]) for found in findings
    }
    assert findings[0]["index"] == case["index"]


def test_a_closed_part_counts_by_its_leaf_hash(ask: Ask) -> None:
    entries = entries_of(SAMPLE)
    entries[2]["parts"][1] = {"leaf": SAMPLE["entries"][2]["parts"][1]["leaf_hash"]}
    assert ask("log", genesis=SAMPLE["genesis"], entries=entries)["findings"] == []
    entries[2]["parts"][1] = {"leaf": "00" * 32}
    findings = ask("log", genesis=SAMPLE["genesis"], entries=entries)["findings"]
    assert [(one["index"], one["check"]) for one in findings] == [(2, "commit")]


def test_published_keys_and_notes_are_read_and_the_bad_ones_refused(ask: Ask, answer: Ask) -> None:
    for case in NOTES["verifier_keys"]:
        found = ask("key", text=case["text"])
        assert found == {"name": case["name"], "id": case["id"], "text": case["text"]}
    believed = [
        c["desc"] for c in NOTES["bad_verifier_keys"] if "ok" in answer("key", text=c["text"])
    ]
    assert believed == []
    for example in NOTES["unverified_examples"]:
        assert ask("parseNote", data=as_hex(example)) == example.rpartition("\n\n")[0] + "\n"
    keys = [case["text"] for case in NOTES["verifier_keys"]]
    found = ask("note", data=as_hex(NOTES["signed_by_both"]), keys=keys)
    assert found["signers"] == keys[:2]


def test_signatures_are_believed_and_refused_as_wycheproof_says(ask: Ask) -> None:
    key = ED25519["public_key"]
    for case in ED25519["valid"]:
        assert ask("signed", key=key, **case) is True
    for special in ("special_r", "special_s"):
        for signature in ED25519[special]:
            assert ask("signed", key=key, msg=ED25519["special_message"], sig=signature) is False


TEXT, LINE = SAMPLE["checkpoint"].split("\n\n")
ROOT = base64.b64encode(bytes(32)).decode()


@pytest.mark.parametrize(
    "text",
    [
        TEXT + "\n\n" + LINE[:-1],
        TEXT + "\n" + LINE,
        "\ufeff" + SAMPLE["checkpoint"],
        SAMPLE["checkpoint"].replace("\n3\n", "\n03\n"),
        SAMPLE["checkpoint"].replace("\n3\n", "\n+3\n"),
        SAMPLE["checkpoint"].replace("\n3\n", "\n3 \n"),
        SAMPLE["checkpoint"].replace("\n3\n", "\n3.0\n"),
        SAMPLE["checkpoint"].replace("\n3\n", "\n９\n"),
        SAMPLE["checkpoint"].replace("\n", "\r\n"),
        SAMPLE["checkpoint"].replace("5tIA=", "5tIB="),
        SAMPLE["checkpoint"].replace("— ", "- "),
        SAMPLE["checkpoint"].replace("— ", "—\u3000"),
        SAMPLE["checkpoint"] + "\n",
        SAMPLE["checkpoint"].replace("WRNb2", "WRNb3"),
        SAMPLE["checkpoint"].replace("ledger.example", "ledger.exampel"),
    ],
)
def test_a_second_spelling_of_a_checkpoint_is_refused(refused: Ask, text: str) -> None:
    refused("checkpoint", data=as_hex(text), keys=[KEY], origin="ledger.example/ip")


@pytest.mark.parametrize(
    "text",
    [
        f"ledger.example/ip\n9007199254740992\n{ROOT}\n",
        f"ledger.example/ip\n0\n{ROOT}\n",
        f"ledger.example/ip\n1\n{ROOT}\nextension\n",
        f"ledger.example/ip\n1\n{ROOT[:-4]}\n",
        f"\n1\n{ROOT}\n",
        f"another.example/ip\n1\n{ROOT}\n",
    ],
)
def test_a_signed_text_that_is_no_checkpoint_of_this_log_is_refused(
    refused: Ask, text: str
) -> None:
    private = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    signed = note.sign_note(text, "ledger.example/ip", private)
    refused("checkpoint", data=signed.hex(), keys=[KEY], origin="ledger.example/ip")


BAD_JSON = {
    "a key twice": b'{"a":1,"a":1}',
    "keys out of order": b'{"b":1,"a":1}',
    "a space": b'{"a": 1}',
    "a float": b"1.5",
    "a float that is whole": b"1.0",
    "an exponent": b"1e2",
    "minus zero": b"-0",
    "too large": b"9007199254740992",
    "much too large": b"9" * 400,
    "rounded when it is read": b"9007199254740993",
    "NaN": b"NaN",
    "an escaped slash": rb'"\/"',
    "an escape in capitals": rb'"\u001F"',
    "an escaped letter": rb'"\u0061"',
    "a long escape of a newline": rb'"\u000a"',
    "an escaped NUL": rb'"\u0000"',
    "a lone surrogate": rb'"\ud800"',
    "an escaped pair": rb'"\ud83d\ude00"',
    "a key that is not ASCII": '{"鍵":1}'.encode(),
    "a byte order mark": b"\xef\xbb\xbf1",
    "no UTF-8": b'"\xff"',
    "overlong UTF-8": b'"\xc0\x80"',
    "a surrogate in UTF-8": b'"\xed\xa0\x80"',
    "65 levels": b"[" * 65 + b"]" * 65,
    "very many levels": b"[" * 60_000 + b"]" * 60_000,
    "nothing": b"",
    "two values": b"1 2",
    "a newline after it": b"1\n",
}


@pytest.mark.parametrize("data", BAD_JSON.values(), ids=BAD_JSON)
def test_what_is_not_canonical_is_refused(refused: Ask, data: bytes) -> None:
    refused("canonical", data=data.hex())


@pytest.mark.parametrize(
    "data",
    [b"[" * 64 + b"]" * 64, b'{"10":1,"9":2,"__proto__":3,"a":4}', '"\u2028\x7fé🎬"'.encode()],
)
def test_what_is_canonical_comes_back_byte_for_byte(ask: Ask, data: bytes) -> None:
    assert ask("canonical", data=data.hex()) == data.hex()


@pytest.mark.parametrize(
    ("text", "real"),
    [
        ("2024-02-29T00:00:00.000000Z", True),
        ("2026-02-29T00:00:00.000000Z", False),
        ("2100-02-29T00:00:00.000000Z", False),
        ("2000-02-29T23:59:59.999999Z", True),
        ("0000-01-01T00:00:00.000000Z", False),
        ("0001-01-01T00:00:00.000000Z", True),
        ("2026-13-01T00:00:00.000000Z", False),
        ("2026-00-01T00:00:00.000000Z", False),
        ("2026-04-31T00:00:00.000000Z", False),
        ("2026-01-01T24:00:00.000000Z", False),
        ("2026-01-01T23:59:60.000000Z", False),
        ("2026-01-01T23:60:00.000000Z", False),
    ],
)
def test_a_time_is_a_moment_of_the_calendar_without_leap_seconds(
    ask: Ask, text: str, real: bool
) -> None:
    assert ask("moment", text=text) is real


def test_rotated_keys_are_followed_as_the_other_verifier_follows_them(ask: Ask) -> None:
    origin = "ledger.example/ip"
    first, second = (Ed25519PrivateKey.from_private_bytes(bytes([n]) * 32) for n in (1, 2))
    one, two = note.verifier_key(origin, first), note.verifier_key(origin, second)
    genesis = f"daicho log genesis 1\norigin {origin}\nkey ed25519 {one.public_key.hex()}\n"
    brought = {"previous": str(one), "key": str(two), "note": sign_rotation(origin, first, second)}
    retired = {"key": str(one), "note": sign_retirement(origin, one, second)}
    entries = [
        {"index": 4, "type": "log.key_rotated/1", "body": brought},
        {"index": 9, "type": "log.key_retired/1", "body": retired},
    ]
    keys = LogKeys.of_genesis(genesis).after(4, "log.key_rotated/1", brought)
    keys = keys.after(9, "log.key_retired/1", retired)
    for size in (0, 4, 5, 9, 10, 11):
        found = ask("logKeys", genesis=genesis, entries=entries, size=size)
        assert found == {"keys": [str(key) for key in keys.at(size)], "findings": []}


@pytest.mark.parametrize("member", ["previous", "key", "note"])
def test_a_rotation_whose_statement_does_not_hold_changes_nothing(ask: Ask, member: str) -> None:
    origin = "ledger.example/ip"
    first, second = (Ed25519PrivateKey.from_private_bytes(bytes([n]) * 32) for n in (1, 2))
    one, two = note.verifier_key(origin, first), note.verifier_key(origin, second)
    genesis = f"daicho log genesis 1\norigin {origin}\nkey ed25519 {one.public_key.hex()}\n"
    body = {"previous": str(one), "key": str(two), "note": sign_rotation(origin, first, second)}
    body[member] = {
        "previous": str(two),
        "key": str(one),
        "note": sign_rotation(origin, second, first),
    }[member]
    entries = [{"index": 4, "type": "log.key_rotated/1", "body": body}]
    found = ask("logKeys", genesis=genesis, entries=entries, size=9)
    assert found["keys"] == [str(one)]
    assert [(one["index"], one["check"]) for one in found["findings"]] == [(4, "log-key")]
