"""Cosignatures: the bytes that C2SP says, and nothing that is almost one."""

import base64
import hashlib
import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from ledger.errors import SignatureInvalid
from ledger.log import cosignature, note
from ledger.log.cosignature import WitnessKey, parse_witness_key
from tests.log import make_cosignatures

VECTORS: dict[str, Any] = json.loads(make_cosignatures.FILE.read_text())
WITNESSES = VECTORS["witnesses"]
KEYS = [parse_witness_key(item["key"]) for item in WITNESSES]
COSIGNED = VECTORS["cosigned"].encode()
TEXT = VECTORS["text"]
ONE = make_cosignatures.witness_private(1)


def test_the_frozen_vectors_are_made_again_byte_for_byte() -> None:
    assert make_cosignatures.build() == VECTORS


@pytest.mark.parametrize("item", WITNESSES, ids=lambda item: item["name"])
def test_the_bytes_are_those_of_the_specification(item: dict[str, Any]) -> None:
    """Written from the C2SP text alone."""
    name, key_id, key = item["key"].split("+", 2)
    data = base64.b64decode(key)
    assert data[0] == 4
    assert hashlib.sha256(name.encode() + b"\n" + data).hexdigest()[:8] == key_id
    mark, named, blob = item["line"].removesuffix("\n").split(" ")
    raw = base64.b64decode(blob)
    assert (mark, named, raw[:4].hex(), len(raw)) == ("—", name, key_id, 4 + 72)
    assert int.from_bytes(raw[4:12], "big") == item["time"]
    signed = f"cosignature/v1\ntime {item['time']}\n{TEXT}"
    assert signed == item["message"]
    Ed25519PublicKey.from_public_bytes(data[1:]).verify(raw[12:], signed.encode())


def test_the_bytes_on_the_page_are_those_of_the_vectors() -> None:
    page = (make_cosignatures.FILE.parents[3] / "docs/LOG-FORMAT.md").read_text(encoding="utf-8")
    first = WITNESSES[0]
    for shown in (first["key"] + "\n", first["message"], first["line"]):
        assert "".join(f"    {line}\n" for line in shown.splitlines()) in page


def test_each_witness_of_a_note_is_named_with_its_time() -> None:
    found = cosignature.verify_cosignatures(note.parse_note(COSIGNED), KEYS)
    assert [(item.key, item.timestamp) for item in found] == [
        (key, item["time"]) for key, item in zip(KEYS, WITNESSES, strict=True)
    ]


def test_a_cosigned_note_is_still_the_logs_own() -> None:
    key = note.parse_verifier_key(json.loads(make_cosignatures.SAMPLE.read_text())["verifier_key"])
    assert note.verify_note(COSIGNED, [key])[1] == (key,)


def test_unknown_witnesses_are_ignored() -> None:
    stranger = WitnessKey("witness.example/w9", KEYS[0].public_key)
    assert cosignature.verify_cosignatures(note.parse_note(COSIGNED), [stranger]) == ()


@pytest.mark.parametrize("case", VECTORS["wrong"], ids=lambda case: case["damage"])
def test_a_wrong_line_of_a_known_witness_spoils_the_note(case: dict[str, str]) -> None:
    (signature,) = cosignature.parse_signature_lines(case["line"].encode())
    with pytest.raises(SignatureInvalid):
        cosignature.verify_cosignature(TEXT, signature, KEYS[0])
    spoiled = note.parse_note(COSIGNED + case["line"].encode())
    with pytest.raises(SignatureInvalid):
        cosignature.verify_cosignatures(spoiled, KEYS)


def test_no_changed_bit_of_a_cosignature_verifies() -> None:
    good = cosignature.cosign(TEXT, KEYS[0].name, ONE, 1)
    for at in range(len(good.signature) * 8):
        damaged = bytearray(good.signature)
        damaged[at // 8] ^= 1 << at % 8
        with pytest.raises(SignatureInvalid):
            cosignature.verify_cosignature(
                TEXT, note.Signature(good.name, good.key_id, bytes(damaged)), KEYS[0]
            )


def test_another_witness_cannot_answer_for_this_one() -> None:
    theirs = cosignature.cosign(TEXT, KEYS[1].name, make_cosignatures.witness_private(2), 1)
    with pytest.raises(SignatureInvalid) as caught:
        cosignature.verify_cosignature(TEXT, theirs, KEYS[0])
    assert caught.value.code == "cosignature-of-another"


def test_a_key_of_a_log_is_no_key_of_a_witness_and_the_other_way_round() -> None:
    as_log = str(note.verifier_key(KEYS[0].name, ONE))
    with pytest.raises(SignatureInvalid) as caught:
        parse_witness_key(as_log)
    assert caught.value.code == "key-unknown"
    with pytest.raises(SignatureInvalid):
        note.parse_verifier_key(str(KEYS[0]))


@pytest.mark.parametrize("time", [0, -1, 2**64])
def test_a_time_that_is_none_is_not_signed(time: int) -> None:
    with pytest.raises(SignatureInvalid) as caught:
        cosignature.cosign(TEXT, KEYS[0].name, ONE, time)
    assert caught.value.code == "cosignature-time"


@pytest.mark.parametrize("name", ["", "two words", "a+b", "a\nb"])
def test_a_name_that_could_not_be_read_back_does_not_sign(name: str) -> None:
    with pytest.raises(SignatureInvalid):
        cosignature.cosign(TEXT, name, ONE, 1)


LINE = WITNESSES[0]["line"]


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "\n",
        "hello\n",
        LINE[:-1],
        LINE + "\n",
        "\n" + LINE,
        LINE + "\n" + LINE,
        TEXT + "\n" + LINE,
        "<html></html>",
        LINE * 101,
    ],
)
def test_what_is_not_signature_lines_is_no_answer(answer: str) -> None:
    with pytest.raises(SignatureInvalid):
        cosignature.parse_signature_lines(answer.encode())


def test_several_lines_are_an_answer() -> None:
    both = LINE + WITNESSES[1]["line"]
    found = cosignature.parse_signature_lines(both.encode())
    assert [item.name for item in found] == [KEYS[0].name, KEYS[1].name]
