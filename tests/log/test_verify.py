"""Verifying a whole log: every kind of damage is named, and what cannot be seen is known."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.errors import EntryAltered
from ledger.log import entry, merkle
from ledger.log.entry import Part
from ledger.log.genesis import genesis_prev
from ledger.log.verify import EntryCopy, Finding, collect_findings, verify_chain, verify_entries

VECTORS = Path(__file__).parents[1] / "vectors/log"
SAMPLE = json.loads((VECTORS / "sample-log.json").read_text())
GENESIS = SAMPLE["genesis"]


def copies(log: dict[str, Any] = SAMPLE) -> list[EntryCopy]:
    return [
        EntryCopy(
            item["leaf"].encode(),
            bytes.fromhex(item["leaf_hash"]),
            [(bytes.fromhex(p["salt"]), p["data"].encode()) for p in item["parts"]],
        )
        for item in log["entries"]
    ]


def first_finding(damaged: list[EntryCopy]) -> tuple[object, object]:
    with pytest.raises(EntryAltered) as caught:
        verify_entries(GENESIS, damaged)
    return caught.value.fields["index"], caught.value.fields["check"]


def made_log(count: int) -> list[EntryCopy]:
    """A well-formed log of entries with one part each."""
    made: list[EntryCopy] = []
    prev = genesis_prev(GENESIS)
    for index in range(count):
        parts = [(bytes([index]) * 32, entry.part_bytes(Part("facts", ("public",), {"n": index})))]
        leaf = entry.entry_bytes(
            origin="ledger.example/ip",
            index=index,
            prev=prev,
            recorded_at=f"2026-11-22T03:44:{index:02}.000000Z",
            event_type="work.registered/1",
            commit=entry.commitment(parts),
        )
        prev = merkle.leaf_hash(leaf)
        made.append(EntryCopy(leaf, prev, parts))
    return made


LOG = made_log(12)


def test_the_sample_log_verifies_and_gives_its_root() -> None:
    result = verify_entries(GENESIS, copies())
    assert (result.size, result.root.hex()) == (3, SAMPLE["root"])
    assert result.last_leaf == merkle.leaf_hash(copies()[-1].leaf)
    assert result.last_time == "2026-11-22T03:44:07.123456Z"


def test_a_mirror_without_parts_and_stored_hashes_verifies_too() -> None:
    bare = [EntryCopy(copy.leaf) for copy in copies()]
    assert verify_entries(GENESIS, bare) == verify_entries(GENESIS, copies())


def test_an_empty_log_verifies_to_the_empty_root() -> None:
    assert verify_entries(GENESIS, []).root == merkle.EMPTY_ROOT
    assert verify_chain(GENESIS, []) == (0, genesis_prev(GENESIS))


@pytest.mark.parametrize(
    "case", json.loads((VECTORS / "damaged-log.json").read_text())["cases"], ids=lambda c: c["desc"]
)
def test_damage_vector(case: dict[str, Any]) -> None:
    change, damaged = case["change"], copies()
    if "leaf" in change:
        damaged[change["leaf"]] = replace(damaged[change["leaf"]], leaf=change["data"].encode())
    else:
        (index, ordinal), which = next(((v, k) for k, v in change.items() if k != "data"))
        parts = list(damaged[index].parts or [])
        salt, data = parts[ordinal]
        parts[ordinal] = (
            (bytes.fromhex(change["data"]), data)
            if which == "salt"
            else (salt, change["data"].encode())
        )
        damaged[index] = replace(damaged[index], parts=parts)
    findings: list[Finding] = []
    collect_findings(GENESIS, damaged, findings)
    assert {(f.index, f.check) for f in findings} >= {(case["index"], case["check"])}
    assert findings[0].index == case["index"]


@settings(max_examples=300)
@given(
    st.integers(0, len(LOG) - 1), st.sampled_from(["leaf", "leaf_hash", "salt", "data"]), st.data()
)
def test_any_flipped_bit_is_found_at_its_entry(index: int, where: str, data: Any) -> None:
    copy = LOG[index]
    salt, part = (copy.parts or [])[0]
    target = {"leaf": copy.leaf, "leaf_hash": copy.leaf_hash, "salt": salt, "data": part}[
        where
    ] or b""
    at = data.draw(st.integers(0, len(target) - 1))
    changed = bytearray(target)
    changed[at] ^= 1 << data.draw(st.integers(0, 7))
    value = bytes(changed)
    bad = {
        "leaf": replace(copy, leaf=value),
        "leaf_hash": replace(copy, leaf_hash=value),
        "salt": replace(copy, parts=[(value, part)]),
        "data": replace(copy, parts=[(salt, value)]),
    }[where]
    assert first_finding([*LOG[:index], bad, *LOG[index + 1 :]])[0] == index


@pytest.mark.parametrize("index", range(len(LOG) - 1))
def test_a_deleted_entry_leaves_a_gap_that_is_named(index: int) -> None:
    assert first_finding(LOG[:index] + LOG[index + 1 :]) == (index, "index")


def test_entries_cut_off_at_the_end_leave_another_root() -> None:
    assert verify_entries(GENESIS, LOG[:-1]).root != verify_entries(GENESIS, LOG).root


@pytest.mark.parametrize("index", range(len(LOG)))
def test_a_repeated_entry_is_named(index: int) -> None:
    assert first_finding([*LOG[: index + 1], *LOG[index:]]) == (index + 1, "index")


@pytest.mark.parametrize("index", range(len(LOG) - 1))
def test_two_entries_exchanged_are_named(index: int) -> None:
    swapped = [*LOG[:index], LOG[index + 1], LOG[index], *LOG[index + 2 :]]
    assert first_finding(swapped) == (index, "index")


def test_parts_moved_to_another_entry_are_named() -> None:
    moved = [*LOG[:3], replace(LOG[3], parts=LOG[4].parts), *LOG[4:]]
    assert first_finding(moved) == (3, "commit")


def test_an_entry_and_its_hash_changed_together_break_the_next_entry() -> None:
    other = entry.entry_bytes(
        origin="ledger.example/ip",
        index=4,
        prev=LOG[3].leaf_hash or b"",
        recorded_at="2026-11-22T03:44:04.000000Z",
        event_type="work.retitled/1",
        commit=bytes(32),
    )
    forged = [*LOG[:4], EntryCopy(other, merkle.leaf_hash(other)), *LOG[5:]]
    assert first_finding(forged) == (5, "prev")


def test_history_rehashed_to_its_end_is_only_seen_from_outside() -> None:
    """No entry contradicts another, but the root differs from the checkpoint somebody kept."""
    rewritten, prev = list(LOG[:4]), LOG[3].leaf_hash or b""
    for index in range(4, len(LOG)):
        leaf = entry.entry_bytes(
            origin="ledger.example/ip",
            index=index,
            prev=prev,
            recorded_at=f"2026-11-22T03:44:{index:02}.000000Z",
            event_type="work.retitled/1",
            commit=entry.commitment(LOG[index].parts or []),
        )
        prev = merkle.leaf_hash(leaf)
        rewritten.append(EntryCopy(leaf, prev, LOG[index].parts))
    assert verify_entries(GENESIS, rewritten).root != verify_entries(GENESIS, LOG).root


def with_header(at: int, **changes: Any) -> list[EntryCopy]:
    header = entry.parse_entry(LOG[at].leaf)
    fields = {
        "origin": header.origin,
        "index": header.index,
        "prev": header.prev,
        "commit": header.commit,
        "recorded_at": header.recorded_at,
        "event_type": header.event_type,
        **changes,
    }
    return [*LOG[:at], EntryCopy(entry.entry_bytes(**fields), None, LOG[at].parts)]


@pytest.mark.parametrize(
    ("changes", "check"),
    [
        ({"origin": "ledger.example/other"}, "origin"),
        ({"index": 7}, "index"),
        ({"prev": bytes(32)}, "prev"),
        ({"commit": bytes(32)}, "commit"),
        ({"recorded_at": "2026-11-22T03:44:00.000000Z"}, "time"),
        ({"recorded_at": "2026-13-22T03:44:05.000000Z"}, "time"),
        ({"recorded_at": "2026-02-30T03:44:05.000000Z"}, "time"),
    ],
)
def test_each_field_of_the_header_is_checked(changes: dict[str, Any], check: str) -> None:
    assert first_finding(with_header(5, **changes)) == (5, check)


def test_entry_0_must_carry_the_hash_of_the_genesis_text() -> None:
    other = GENESIS.replace("sample seed 1", "sample seed 2")
    with pytest.raises(EntryAltered) as caught:
        verify_entries(other, LOG)
    assert (caught.value.fields["index"], caught.value.fields["check"]) == (0, "prev")


def with_parts(parts: list[tuple[bytes, bytes]]) -> list[EntryCopy]:
    changed = with_header(
        5, commit=entry.commitment(parts) if all(len(s) == 32 for s, _ in parts) else bytes(32)
    )
    return [*changed[:5], replace(changed[5], parts=parts)]


def test_parts_that_open_the_commitment_must_still_be_parts() -> None:
    good = entry.part_bytes(Part("facts", ("public",), {}))
    salt = bytes(32)
    for parts in (
        [(salt, b"not a part")],
        [(salt, good), (salt, good)],
        [(salt[:31], good)],
        [],
        [(salt, good.replace(b"{}", b'{"t":"' + b"x" * 65_535 + b'"}'))],
    ):
        assert first_finding(with_parts(parts)) == (5, "part")


def test_the_auditor_collects_every_finding_with_expected_and_found() -> None:
    damaged = list(LOG)
    damaged[2] = replace(LOG[2], leaf_hash=bytes(32))
    damaged[7] = replace(LOG[7], parts=LOG[8].parts)
    findings: list[Finding] = []
    result = collect_findings(GENESIS, damaged, findings)
    assert [(f.index, f.check) for f in findings] == [(2, "leaf-hash"), (7, "commit")]
    assert findings[0].expected == bytes(32).hex()
    assert findings[0].found == (LOG[2].leaf_hash or b"").hex()
    assert result.root == verify_entries(GENESIS, LOG).root


def test_the_fast_chain_check_agrees_on_a_good_log() -> None:
    assert verify_chain(GENESIS, [c.leaf for c in LOG]) == (12, LOG[-1].leaf_hash)


@pytest.mark.parametrize("index", range(len(LOG)))
def test_the_fast_chain_check_stops_where_the_chain_breaks(index: int) -> None:
    leaves = [c.leaf for c in LOG]
    leaves[index] = leaves[index].replace(b"ledger.example", b"ledger.exemple")
    with pytest.raises(EntryAltered) as caught:
        verify_chain(GENESIS, leaves)
    assert caught.value.fields["index"] == index
