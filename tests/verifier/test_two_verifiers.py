"""Both verifiers, written apart, say the same about the same damaged bytes."""

import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ledger.errors import LedgerError
from ledger.log import canonical, entry, merkle, note
from ledger.log.entry import Part
from ledger.log.genesis import genesis_prev, genesis_text
from ledger.log.verify import EntryCopy, collect_findings

Ask = Callable[..., Any]
ORIGIN = "ledger.example/ip"
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
GENESIS = genesis_text(ORIGIN, KEY.public_key().public_bytes_raw())
SIZE = 9
SEED = 20261122


def made(size: int = SIZE) -> list[EntryCopy]:
    """A well-formed log whose entries have one to three parts."""
    copies: list[EntryCopy] = []
    prev = genesis_prev(GENESIS)
    for index in range(size):
        parts = [
            (bytes([index, number]) * 16, entry.part_bytes(part))
            for number, part in enumerate(parts_of(index))
        ]
        leaf = entry.entry_bytes(
            origin=ORIGIN,
            index=index,
            prev=prev,
            recorded_at=f"2026-11-22T03:44:{index:02}.000000Z",
            event_type="work.registered/1",
            commit=entry.commitment(parts),
        )
        prev = merkle.leaf_hash(leaf)
        copies.append(EntryCopy(leaf, prev, parts))
    return copies


def parts_of(index: int) -> list[Part]:
    names = ("command", "facts", "allocation/party_1")[: 1 + index % 3]
    return [Part(name, ("public",), {"n": index, "title": "星降る台帳"}) for name in names]


LOG = made()
Damage = Callable[[list[EntryCopy], random.Random], list[EntryCopy]]


def changed(data: bytes, rng: random.Random) -> bytes:
    """One byte flipped, removed, added or repeated, or the end cut off."""
    at = rng.randrange(len(data))
    return rng.choice(
        [
            lambda: data[:at] + bytes([data[at] ^ (1 << rng.randrange(8))]) + data[at + 1 :],
            lambda: data[:at] + data[at + 1 :],
            lambda: data[:at] + bytes([rng.randrange(256)]) + data[at:],
            lambda: data[:at] + data[at : at + 1] + data[at:],
            lambda: data[:at],
        ]
    )()


def leaf_changed(log: list[EntryCopy], rng: random.Random) -> list[EntryCopy]:
    at = rng.randrange(len(log))
    copy = log[at]
    log[at] = EntryCopy(changed(copy.leaf, rng), copy.leaf_hash, copy.parts)
    return log


def leaf_hash_changed(log: list[EntryCopy], rng: random.Random) -> list[EntryCopy]:
    at = rng.randrange(len(log))
    flipped = bytearray(log[at].leaf_hash or b"")
    flipped[rng.randrange(32)] ^= 1 << rng.randrange(8)
    log[at] = EntryCopy(log[at].leaf, bytes(flipped), log[at].parts)
    return log


def part_changed(log: list[EntryCopy], rng: random.Random) -> list[EntryCopy]:
    return _with_parts(log, rng, lambda salt, data: (salt, changed(data, rng)))


def salt_changed(log: list[EntryCopy], rng: random.Random) -> list[EntryCopy]:
    return _with_parts(log, rng, lambda salt, data: (changed(salt, rng), data))


def _with_parts(
    log: list[EntryCopy], rng: random.Random, change: Callable[[bytes, bytes], tuple[bytes, bytes]]
) -> list[EntryCopy]:
    at = rng.randrange(len(log))
    parts: list[Any] = list(log[at].parts or ())
    which = rng.randrange(len(parts))
    parts[which] = change(*parts[which])
    log[at] = EntryCopy(log[at].leaf, log[at].leaf_hash, parts)
    return log


def parts_moved(log: list[EntryCopy], rng: random.Random) -> list[EntryCopy]:
    at = rng.randrange(len(log))
    parts = list(log[at].parts or ())
    rng.choice([parts.reverse, parts.clear, parts.pop, lambda: parts.append(parts[0])])()
    log[at] = EntryCopy(log[at].leaf, log[at].leaf_hash, parts)
    return log


def part_closed(log: list[EntryCopy], rng: random.Random) -> list[EntryCopy]:
    at = rng.randrange(len(log))
    parts: list[Any] = list(log[at].parts or ())
    which = rng.randrange(len(parts))
    leaf = entry.part_leaf(*parts[which])
    parts[which] = leaf if rng.random() < 0.5 else bytes([leaf[0] ^ 1]) + leaf[1:]
    log[at] = EntryCopy(log[at].leaf, log[at].leaf_hash, parts)
    return log


def entry_removed(log: list[EntryCopy], rng: random.Random) -> list[EntryCopy]:
    del log[rng.randrange(len(log))]
    return log


def entry_repeated(log: list[EntryCopy], rng: random.Random) -> list[EntryCopy]:
    at = rng.randrange(len(log))
    log.insert(rng.randrange(len(log)), log[at])
    return log


def entries_exchanged(log: list[EntryCopy], rng: random.Random) -> list[EntryCopy]:
    one, other = rng.sample(range(len(log)), 2)
    log[one], log[other] = log[other], log[one]
    return log


def tail_removed(log: list[EntryCopy], rng: random.Random) -> list[EntryCopy]:
    return log[: rng.randrange(len(log))]


def rewritten_with_its_hash(log: list[EntryCopy], rng: random.Random) -> list[EntryCopy]:
    """One leaf says something else and its own hash follows; the chain behind it breaks."""
    at = rng.randrange(len(log))
    old, new = rng.choice(
        [
            (b'"index":', b'"index":1'),
            (b"2026-", b"2025-"),
            (b"T03:", b"T24:"),
            (b"-11-22", b"-11-31"),
            (b"2026-", b"0000-"),
            (b"work.", b"party."),
            (b"work.", b"Work."),
            (b"registered/1", b"registered/01"),
            (b"/ip", b"/ip2"),
            (b"ledger.", b"ledg+r."),
            (b'"v":1', b'"v":2'),
            (b'"v":1', b'"v":1,"w":1'),
        ]
    )
    leaf = log[at].leaf.replace(old, new)
    log[at] = EntryCopy(leaf, merkle.leaf_hash(leaf), log[at].parts)
    return log


def committed_anew(log: list[EntryCopy], rng: random.Random) -> list[EntryCopy]:
    """A part that may not be is committed to as if it might, and all of it hashed again."""
    at = rng.randrange(len(log))
    body = rng.choice(
        [
            b'{"body":{},"part":"a","readers":[]}',
            b'{"body":{},"part":"a","readers":[""]}',
            b'{"body":{},"part":"","readers":["public"]}',
            '{"body":{},"part":"名","readers":["public"]}'.encode(),
            b'{"body":[],"part":"a","readers":["public"]}',
            b'{"body":{"n":1.0},"part":"a","readers":["public"]}',
            b'{"body":{"n":9007199254740993},"part":"a","readers":["public"]}',
            rb'{"body":{"n":"\u0041"},"part":"a","readers":["public"]}',
            b'{"body":{},"part":"a","readers":["public"],"x":0}',
            b'{"body":{"n":"' + b"x" * 65_536 + b'"},"part":"a","readers":["public"]}',
            b'{"body":{"n":1},"part":"a","readers":["public"]}',
        ]
    )
    parts = [(bytes(32), body)] * rng.choice([1, 1, 2])
    leaf = log[at].leaf[:11] + entry.commitment(parts).hex().encode() + log[at].leaf[75:]
    log[at] = EntryCopy(leaf, merkle.leaf_hash(leaf), parts)
    return log


DAMAGES: list[Damage] = [
    leaf_changed,
    leaf_hash_changed,
    part_changed,
    salt_changed,
    parts_moved,
    part_closed,
    entry_removed,
    entry_repeated,
    entries_exchanged,
    tail_removed,
    rewritten_with_its_hash,
    committed_anew,
]


def in_json(copies: list[EntryCopy]) -> Iterator[dict[str, Any]]:
    for copy in copies:
        parts = [
            {"leaf": part.hex()}
            if isinstance(part, bytes)
            else {"salt": part[0].hex(), "data": part[1].hex()}
            for part in copy.parts or ()
        ]
        yield {"leaf": copy.leaf.hex(), "leaf_hash": (copy.leaf_hash or b"").hex(), "parts": parts}


def by_python(copies: list[EntryCopy]) -> tuple[int, str, list[tuple[int, str]]]:
    findings: list[Any] = []
    result = collect_findings(GENESIS, copies, findings)
    return result.size, result.root.hex(), [(one.index, one.check) for one in findings]


def by_javascript(ask: Ask, copies: list[EntryCopy]) -> tuple[int, str, list[tuple[int, str]]]:
    found = ask("log", genesis=GENESIS, entries=list(in_json(copies)))
    findings = [(one["index"], one["check"]) for one in found["findings"]]
    return found["size"], found["root"], findings


def compare(ask: Ask, damage: Damage, times: int) -> None:
    rng = random.Random(f"{SEED} {damage.__name__}")
    noticed = 0
    for number in range(times):
        copies = damage(list(LOG), rng)
        ours, theirs = by_python(copies), by_javascript(ask, copies)
        assert ours == theirs, f"{damage.__name__}, case {number}"
        noticed += bool(ours[2])
    # A shorter log is a good log: only a checkpoint tells them apart.
    assert noticed > times / 4 or damage is tail_removed


def test_both_find_nothing_wrong_with_a_log_that_is_right(ask: Ask) -> None:
    assert by_python(LOG) == by_javascript(ask, LOG)
    assert by_python(LOG)[2] == []


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_both_name_the_same_entries_and_checks(ask: Ask, damage: Damage) -> None:
    compare(ask, damage, 40)


@pytest.mark.slow
@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_both_name_the_same_entries_and_checks_in_a_thousand_cases(
    ask: Ask, damage: Damage
) -> None:
    compare(ask, damage, 1000)


def test_both_read_the_same_values_from_canonical_bytes_and_refuse_the_same_others(
    answer: Ask,
) -> None:
    rng = random.Random(SEED)
    seeds = [part[1] for copy in LOG for part in copy.parts or () if isinstance(part, tuple)]
    seeds += [
        b'{"a":[1,-2,null,true,"\\n\\u001f"],"b":{"":0}}',
        '"🎬ｱ"'.encode(),
        b"-9007199254740991",
    ]
    for _ in range(600):
        data = changed(changed(rng.choice(seeds), rng) or b"1", rng)
        try:
            canonical.decode(data)
            believed = True
        except LedgerError:
            believed = False
        assert ("ok" in answer("canonical", data=data.hex())) is believed, data


def test_both_read_the_same_notes_and_refuse_the_same_others(answer: Ask) -> None:
    rng = random.Random(SEED)
    root = merkle.EMPTY_ROOT
    good = note.sign_note(note.Checkpoint(ORIGIN, 7, root).text(), ORIGIN, KEY)
    key = note.verifier_key(ORIGIN, KEY)
    spellings = ["\u00a0", "\u0085", "\ufeff", "\u2028", "\t", "+", "\x7f", "\u200b", "\x1f"]
    cases = [good, good + good.split(b"\n\n")[1]]
    cases += [
        good.replace("— ledger.".encode(), f"— led{space}ger.".encode()) for space in spellings
    ]
    cases += [
        good.replace(b"ledger.example/ip\n", f"led{space}ger\n".encode(), 1) for space in spellings
    ]
    cases += [changed(good, rng) for _ in range(400)]
    for data in cases:
        try:
            note.parse_note(data)
            parsed = True
        except LedgerError:
            parsed = False
        try:
            note.verify_checkpoint(data, [key], ORIGIN)
            believed = True
        except LedgerError:
            believed = False
        assert ("ok" in answer("parseNote", data=data.hex())) is parsed, data
        found = answer("checkpoint", data=data.hex(), keys=[str(key)], origin=ORIGIN)
        assert ("ok" in found) is believed, data
