"""What authors sign, byte by byte, and what is not a signature of theirs."""

import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ledger.errors import RuleViolation, SignatureInvalid
from ledger.log import canonical
from ledger.log.authorship import (
    Signature,
    SignedCommand,
    check_public_key,
    key_id,
    recorded_command,
)

VECTORS = Path(__file__).resolve().parents[1] / "vectors" / "log" / "authorship.json"
FILE = json.loads(VECTORS.read_text(encoding="utf-8"))
PRIME = 2**255 - 19
CURVE_D = -121665 * pow(121666, -1, PRIME) % PRIME

Point = tuple[int, int]


def command_of(vector: dict[str, Any]) -> SignedCommand:
    return SignedCommand(vector["origin"], vector["type"], vector["command"])


def signature_of(vector: dict[str, Any]) -> Signature:
    return Signature(vector["key"], vector["nonce"], vector["signature"])


@pytest.mark.parametrize("vector", FILE["signed"], ids=lambda vector: vector["desc"])
def test_the_bytes_and_the_signature_are_those_of_the_vectors(vector: dict[str, Any]) -> None:
    private = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(FILE["private_key"]))
    command = command_of(vector)
    assert command.to_be_signed(vector["party"], vector["nonce"]).hex() == vector["to_be_signed"]
    assert command.sign(private, vector["party"], vector["nonce"]) == signature_of(vector)
    command.verify(signature_of(vector), vector["party"], bytes.fromhex(FILE["public_key"]))


@pytest.mark.parametrize("vector", FILE["refused"], ids=lambda vector: vector["desc"])
def test_a_signature_over_anything_else_is_refused(vector: dict[str, Any]) -> None:
    public = bytes.fromhex(vector.get("public_key", FILE["public_key"]))
    with pytest.raises(SignatureInvalid) as refusal:
        command_of(vector).verify(signature_of(vector), vector["party"], public)
    assert refusal.value.code == "signature-invalid"


@pytest.mark.parametrize("vector", FILE["keys"], ids=lambda vector: vector["desc"])
def test_a_key_that_is_none_is_refused_by_its_own_name(vector: dict[str, Any]) -> None:
    public = bytes.fromhex(vector["public_key"])
    if vector["code"] is None:
        check_public_key(public)
        assert key_id(public) == vector["key"]
        return
    with pytest.raises(RuleViolation) as refusal:
        check_public_key(public)
    assert refusal.value.code == vector["code"]
    assert refusal.value.fields["value"] == vector["public_key"]


def test_the_weak_keys_of_the_vectors_are_the_points_whose_order_divides_eight() -> None:
    weak = [bytes.fromhex(v["public_key"]) for v in FILE["keys"] if v["code"] == "public-key-weak"]
    points = {decoded(data) for data in weak}
    assert len(points) == 8
    assert all(times_eight(point) == (0, 1) for point in points)


def decoded(data: bytes) -> Point:
    number = int.from_bytes(data, "little")
    y, sign = number % 2**255, number >> 255
    square = (y * y - 1) * pow(CURVE_D * y * y + 1, -1, PRIME) % PRIME
    x = pow(square, (PRIME + 3) // 8, PRIME)
    if x * x % PRIME != square:
        x = x * pow(2, (PRIME - 1) // 4, PRIME) % PRIME
    assert x * x % PRIME == square
    return (PRIME - x if x % 2 != sign and x else x), y


def times_eight(point: Point) -> Point:
    for _ in range(3):
        x, y = point
        cross = CURVE_D * x * x * y * y
        point = (
            2 * x * y * pow(1 + cross, -1, PRIME) % PRIME,
            (y * y + x * x) * pow(1 - cross, -1, PRIME) % PRIME,
        )
    return point


@pytest.mark.parametrize(
    ("member", "value"),
    [("key", "key_12"), ("nonce", "A" * 32), ("nonce", ""), ("signature", "0" * 127)],
)
def test_a_malformed_member_is_named(member: str, value: str) -> None:
    members = {"key": "key_" + "0" * 32, "nonce": "0" * 32, "signature": "0" * 128, member: value}
    with pytest.raises(RuleViolation) as refusal:
        Signature(**members)
    assert (refusal.value.fields["field"], refusal.value.fields["value"]) == (member, value)


def test_two_commands_never_share_the_bytes_that_are_signed() -> None:
    one = SignedCommand("a", "B/1 1 c", {}).to_be_signed("party", "0" * 32)
    other = SignedCommand("a", "B/1", {}).to_be_signed("1 c", "0" * 32)
    assert one != other


def test_a_command_in_pieces_is_put_together_as_it_was_signed() -> None:
    parts = {
        "command": {"type": "FormCommittee/1", "role": "operator", "body": {"id": "cmt_1"}},
        "command.works/0": {"items": ["w1", "w2"]},
        "command.works/1": {"items": ["w3"]},
        "facts": {"id": "cmt_1"},
    }
    found = recorded_command("log.example", parts)
    assert canonical.encode(found.body) == b'{"id":"cmt_1","works":["w1","w2","w3"]}'
    assert found.type == "FormCommittee/1"


@pytest.mark.parametrize("head", [{"index": 3}, {"type": 7, "body": {}}, {"type": "A/1"}])
def test_a_part_that_holds_no_command_is_refused(head: dict[str, Any]) -> None:
    with pytest.raises(RuleViolation, match="command-malformed"):
        recorded_command("log.example", {"command": head})


def test_a_piece_without_items_is_refused() -> None:
    parts = {"command": {"type": "A/1", "body": {}}, "command.works/0": {"list": []}}
    with pytest.raises(RuleViolation, match="command-malformed"):
        recorded_command("log.example", parts)


def test_the_page_about_the_format_shows_the_bytes_of_the_vectors() -> None:
    page = (VECTORS.parents[3] / "docs" / "LOG-FORMAT.md").read_text(encoding="utf-8")
    first = FILE["signed"][0]
    assert f"    {bytes.fromhex(first['to_be_signed']).decode()}\n" in page
    assert f"    {first['signature']}\n" in page
    assert f"`{first['key']}`" in page
