"""Entries and parts: exact bytes, one spelling, refusals that name the part or the field."""

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.errors import LedgerError, NotFound, ProofInvalid, RuleViolation
from ledger.log import canonical, disclosure, entry, genesis
from ledger.log.entry import Part
from tests.log import make_vectors, trees

VECTORS = Path(__file__).parents[1] / "vectors/log"
SAMPLE = json.loads((VECTORS / "sample-log.json").read_text())
TIME = "2026-11-22T03:44:05.123456Z"
FIELDS: dict[str, Any] = {
    "origin": "ledger.example/ip",
    "index": 73894,
    "prev": bytes(32),
    "recorded_at": TIME,
    "event_type": "royalty.payout_closed/1",
    "commit": bytes(range(32)),
}
hashes = st.binary(min_size=32, max_size=32)
origins = st.from_regex(r"[a-z0-9./~:@!$&'()*,;=%_-]{1,40}", fullmatch=True)
types = st.from_regex(r"[a-z][a-z0-9_]{0,9}\.[a-z][a-z0-9_]{0,9}/[1-9][0-9]{0,2}", fullmatch=True)


@pytest.mark.parametrize("name", make_vectors.MAKERS)
def test_the_frozen_vectors_come_out_again(name: str) -> None:
    assert (VECTORS / f"{name}.json").read_text(encoding="utf-8") == make_vectors.written(name)


def test_a_leaf_has_the_bytes_the_format_shows() -> None:
    assert entry.entry_bytes(**FIELDS) == (
        b'{"commit":"000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",'
        b'"index":73894,"origin":"ledger.example/ip",'
        b'"prev":"0000000000000000000000000000000000000000000000000000000000000000",'
        b'"recorded_at":"2026-11-22T03:44:05.123456Z","type":"royalty.payout_closed/1","v":1}'
    )


@given(origins, st.integers(0, 2**53 - 1), hashes, types, hashes)
def test_a_leaf_is_the_canonical_form_of_its_seven_fields(
    origin: str, index: int, prev: bytes, event_type: str, commit: bytes
) -> None:
    leaf = entry.entry_bytes(
        origin=origin,
        index=index,
        prev=prev,
        recorded_at=TIME,
        event_type=event_type,
        commit=commit,
    )
    value = {
        "v": 1,
        "origin": origin,
        "index": index,
        "prev": prev.hex(),
        "recorded_at": TIME,
        "type": event_type,
        "commit": commit.hex(),
    }
    assert leaf == canonical.encode(value)
    assert entry.parse_entry(leaf) == entry.EntryHeader(
        origin, index, prev, TIME, event_type, commit
    )


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("origin", ""),
        ("origin", "a b"),
        ("origin", "a+b"),
        ("origin", 'a"b'),
        ("origin", "a\\b"),
        ("origin", "台帳"),
        ("origin", "a\n"),
        ("origin", "a" * 256),
        ("event_type", "work"),
        ("event_type", "work.registered"),
        ("event_type", "Work.registered/1"),
        ("event_type", "work.registered/0"),
        ("event_type", "work.registered/01"),
        ("event_type", "work.registered/1\n"),
        ("recorded_at", "2026-11-22T03:44:05Z"),
        ("recorded_at", "2026-11-22 03:44:05.123456Z"),
        ("recorded_at", TIME + "\n"),
        ("recorded_at", ""),
        ("prev", bytes(31)),
        ("commit", bytes(33)),
        ("index", -1),
        ("index", 2**53),
    ],
)
def test_a_malformed_field_is_refused(field: str, value: Any) -> None:
    with pytest.raises(RuleViolation):
        entry.entry_bytes(**{**FIELDS, field: value})


GOOD = entry.entry_bytes(**FIELDS).decode()


@pytest.mark.parametrize(
    "leaf",
    [
        "",
        "{}",
        "[]",
        GOOD + "\n",
        " " + GOOD,
        GOOD.replace(":1}", ":2}"),
        GOOD.replace('"v":1', '"v":1.0'),
        GOOD.replace("73894", "073894"),
        GOOD.replace("73894", "-1"),
        GOOD.replace("73894", '"73894"'),
        GOOD.replace("73894", "73894.0"),
        GOOD.replace("0a0b", "0A0B"),
        GOOD.replace("0001", "01"),
        GOOD.replace('"v":1', '"v":1,"w":1'),
        GOOD.replace(',"v":1', ""),
        GOOD.replace(",", ", "),
        GOOD.replace("ledger.example", "ledger\\u002eexample"),
        GOOD.replace(".example", "+example"),
        GOOD.replace("123456Z", "123456"),
        GOOD.replace("/1", ""),
        GOOD.replace("commit", "Commit"),
        GOOD.replace('"v":1', '"v":true'),
        GOOD.replace('"index":73894', '"index":73894,"index":73894'),
    ],
)
def test_no_other_spelling_of_a_leaf_is_read(leaf: str) -> None:
    with pytest.raises(RuleViolation):
        entry.parse_entry(leaf.encode())


@given(st.integers(0, len(GOOD) - 1), st.integers(1, 255))
def test_a_leaf_with_any_byte_changed_says_something_else_or_nothing(at: int, mask: int) -> None:
    changed = bytearray(GOOD.encode())
    changed[at] ^= mask
    try:
        header = entry.parse_entry(bytes(changed))
    except LedgerError:
        return
    assert header != entry.parse_entry(GOOD.encode())
    assert canonical.encode(canonical.decode(bytes(changed))) == bytes(changed)


def test_an_index_that_is_no_safe_integer_is_no_entry() -> None:
    for index in (2**53, 9_999_999_999_999_999):
        leaf = re.sub(r'"index":[0-9]+', f'"index":{index}', GOOD)
        with pytest.raises(RuleViolation):
            entry.parse_entry(leaf.encode())


def test_a_part_has_the_bytes_the_format_shows() -> None:
    part = Part("facts", ("public", "party_1"), {"title": "台帳", "n": 1})
    data = entry.part_bytes(part)
    assert (
        data
        == '{"body":{"n":1,"title":"台帳"},"part":"facts","readers":["public","party_1"]}'.encode()
    )
    assert entry.parse_part(data) == part


@pytest.mark.parametrize("name", ["", " ", "a b", "/a", ".a", "名", 'a"', "a" * 201, "a\n"])
def test_a_malformed_part_name_is_refused(name: str) -> None:
    with pytest.raises(RuleViolation) as caught:
        entry.part_bytes(Part(name, ("public",), {}))
    assert caught.value.code == "part-name"


@pytest.mark.parametrize("readers", [(), ("",), ("public", "")])
def test_a_part_without_readers_is_refused(readers: tuple[str, ...]) -> None:
    with pytest.raises(RuleViolation) as caught:
        entry.part_bytes(Part("facts", readers, {}))
    assert caught.value.fields["part"] == "facts"


def test_a_value_without_canonical_form_names_part_and_path() -> None:
    with pytest.raises(RuleViolation) as caught:
        entry.part_bytes(Part("facts", ("public",), {"share": 0.5}))
    assert caught.value.fields["part"] == "facts"
    assert caught.value.fields["path"] == "body.share"


def test_a_part_may_be_65535_bytes_long_and_not_one_more() -> None:
    """The envelope {"body":{"t":""},"part":"facts","readers":["public"]} takes 53 bytes."""
    fits = Part("facts", ("public",), {"t": "x" * (65_535 - 53)})
    assert len(entry.part_bytes(fits)) == 65_535
    with pytest.raises(RuleViolation) as caught:
        entry.part_bytes(Part("facts", ("public",), {"t": "x" * (65_535 - 52)}))
    assert caught.value.code == "part-too-long"
    assert caught.value.fields["part"] == "facts"
    assert caught.value.fields["value"] == 65_536


def test_length_is_counted_in_bytes_not_in_characters() -> None:
    with pytest.raises(RuleViolation):
        entry.part_bytes(Part("facts", ("public",), {"t": "台" * 22_000}))


@pytest.mark.parametrize(
    "data",
    [
        b"[]",
        b"{}",
        b'{"body":{},"part":"a"}',
        b'{"body":[],"part":"a","readers":[]}',
        b'{"body":{},"part":1,"readers":[]}',
        b'{"body":{},"part":"a","readers":["b",1]}',
        b'{"body":{},"part":"a","readers":"b"}',
        b'{"body":{},"part":"a","readers":[],"x":1}',
        b'{"part":"a","body":{},"readers":[]}',
        b'{"body":{},"part":"a","readers":[]}',
        b'{"body":{},"part":"a","readers":[""]}',
        b'{"body":{},"part":"","readers":["b"]}',
        b'{"body":{},"part":"../a","readers":["b"]}',
        b"1",
        b"",
    ],
)
def test_bytes_that_are_no_part_are_refused(data: bytes) -> None:
    with pytest.raises(RuleViolation):
        entry.parse_part(data)


def test_an_entry_needs_a_part_and_each_name_once() -> None:
    with pytest.raises(RuleViolation):
        entry.check_names([])
    with pytest.raises(RuleViolation) as caught:
        entry.check_names([Part("a", ("public",), {}), Part("a", ("operator",), {})])
    assert caught.value.fields["part"] == "a"


@given(st.lists(st.tuples(hashes, st.binary(min_size=1, max_size=40)), min_size=1, max_size=9))
def test_the_commitment_is_the_root_over_salted_parts(parts: list[tuple[bytes, bytes]]) -> None:
    assert entry.commitment(parts) == trees.mth([trees.leaf(salt + data) for salt, data in parts])


def test_another_salt_gives_another_commitment() -> None:
    assert entry.commitment([(bytes(32), b"x")]) != entry.commitment([(bytes([1]) * 32, b"x")])


@pytest.mark.parametrize("length", [0, 31, 33])
def test_a_salt_of_another_length_is_refused(length: int) -> None:
    with pytest.raises(RuleViolation):
        entry.part_leaf(bytes(length), b"x")


def salted_parts(count: int) -> list[tuple[bytes, bytes]]:
    return [
        (bytes([n]) * 32, entry.part_bytes(Part(f"allocation/{n}", (f"party_{n}",), {"n": n})))
        for n in range(count)
    ]


@pytest.mark.parametrize("count", range(1, 8))
def test_each_part_can_be_opened_alone(count: int) -> None:
    parts = salted_parts(count)
    commit = entry.commitment(parts)
    for ordinal in range(count):
        opening = disclosure.open_part(parts, ordinal)
        assert disclosure.verify_part(commit, opening).body == {"n": ordinal}
        revealed = b"".join(opening.path)
        assert all(data not in revealed and salt not in revealed for salt, data in parts)


def test_an_opening_that_was_changed_does_not_verify() -> None:
    parts = salted_parts(5)
    commit = entry.commitment(parts)
    good = disclosure.open_part(parts, 3)
    for bad in (
        replace(good, salt=bytes(32)),
        replace(good, data=parts[2][1]),
        replace(good, ordinal=2),
        replace(good, count=4),
        replace(good, path=good.path[:-1]),
        replace(good, path=(*good.path[:-1], bytes(32))),
    ):
        with pytest.raises(ProofInvalid):
            disclosure.verify_part(commit, bad)
    with pytest.raises(ProofInvalid):
        disclosure.verify_part(bytes(32), good)


def test_there_is_no_opening_of_a_part_that_is_not_there() -> None:
    with pytest.raises(NotFound):
        disclosure.open_part(salted_parts(2), 2)


def test_the_genesis_text_names_log_key_and_seed() -> None:
    text = genesis.genesis_text("ledger.example/ip", bytes(32), 7)
    assert genesis.parse_genesis(text) == genesis.Genesis("ledger.example/ip", bytes(32), 7)
    assert "sample seed 7\n" in text
    assert SAMPLE["genesis_hash"] == genesis.genesis_prev(SAMPLE["genesis"]).hex()


def test_a_real_log_has_no_seed_in_its_genesis() -> None:
    text = genesis.genesis_text("ledger.example/ip", bytes(32))
    assert genesis.parse_genesis(text).sample_seed is None
    assert "sample" not in text


@pytest.mark.parametrize(
    ("origin", "key", "seed"),
    [
        ("", bytes(32), None),
        ("a b", bytes(32), None),
        ("a\nkey", bytes(32), None),
        ("a", bytes(31), None),
        ("a", bytes(32), -1),
    ],
)
def test_a_genesis_that_would_not_read_back_is_not_written(
    origin: str, key: bytes, seed: int | None
) -> None:
    with pytest.raises(RuleViolation):
        genesis.genesis_text(origin, key, seed)


def test_other_spellings_of_a_genesis_are_refused() -> None:
    text = genesis.genesis_text("a", bytes(32), 7)
    for bad in (
        text[:-1],
        text + "\n",
        text.replace("seed 7", "seed 07"),
        text.upper(),
        text.replace("\n", "\r\n"),
        "",
    ):
        with pytest.raises(RuleViolation):
            genesis.parse_genesis(bad)


@pytest.mark.parametrize(
    "case",
    json.loads((VECTORS / "canonical.json").read_text())["cases"],
    ids=lambda c: repr(c["value"]),
)
def test_canonical_vector(case: dict[str, Any]) -> None:
    assert canonical.encode(case["value"]).hex() == case["bytes"]
    assert canonical.decode(bytes.fromhex(case["bytes"])) == case["value"]
