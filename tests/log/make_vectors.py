"""Writes the vectors of proofs and of a small log, for verifiers in any language.

Run once: `python -m tests.log.make_vectors`. The files are frozen; a test makes them again and
compares.
"""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ledger.clock import SteppingClock, stamp
from ledger.entropy import SeededEntropy
from ledger.log import canonical, entry, merkle, proof
from ledger.log.entry import Part
from ledger.log.genesis import genesis_prev, genesis_text
from ledger.log.note import Checkpoint, sign_note, verifier_key
from tests.log import trees

FOLDER = Path(__file__).parents[1] / "vectors/log"
ORIGIN = "ledger.example/ip"
SEED = bytes(range(32))  # of the sample's checkpoint key; the key is public knowledge
START = datetime(2026, 11, 22, 3, 44, 5, 123456, tzinfo=UTC)
LEAVES = [trees.leaf(bytes([n])) for n in range(24)]


def flip(text: str) -> str:
    return f"{int(text[:2], 16) ^ 1:02x}{text[2:]}"


def inclusion() -> dict[str, Any]:
    node, cases = trees.NodeStore(LEAVES), []
    for index, size in [(0, 1), (0, 2), (1, 2), (0, 8), (5, 8), (2, 3), (6, 7), (19, 24)]:
        good = {
            "leaf_hash": LEAVES[index].hex(),
            "index": index,
            "size": size,
            "proof": [h.hex() for h in proof.inclusion_proof(index, size, node)],
            "root": trees.mth(LEAVES[:size]).hex(),
        }
        hashes: list[str] = good["proof"]  # type: ignore[assignment]
        damages: dict[str, dict[str, Any]] = {
            "happy-path": {},
            "wrong-leaf": {"leaf_hash": flip(good["leaf_hash"])},  # type: ignore[arg-type]
            "wrong-root": {"root": flip(good["root"])},  # type: ignore[arg-type]
            "empty-root-and-leaf": {"leaf_hash": "", "root": "", "proof": []},
            "index-is-size": {"index": size},
            "index-negative": {"index": -1},
            "index-flipped": {"index": index ^ 1} if size > 1 else {"index": 1},
            "size-zero": {"size": 0},
            "size-doubled": {"size": size * 2},
            "leading-root": {"proof": [good["root"], *hashes]},
            "trailing-root": {"proof": [*hashes, good["root"]]},
            "trailing-leaf": {"proof": [*hashes, good["leaf_hash"]]},
            "trailing-empty": {"proof": [*hashes, ""]},
        }
        for at in range(len(hashes)):
            changed = [flip(h) if n == at else h for n, h in enumerate(hashes)]
            short = [h[:-2] if n == at else h for n, h in enumerate(hashes)]
            damages[f"modified-proof-{at}"] = {"proof": changed}
            damages[f"short-hash-{at}"] = {"proof": short}
            damages[f"missing-proof-{at}"] = {"proof": hashes[:at] + hashes[at + 1 :]}
        for name, change in damages.items():
            cases.append(
                {"desc": f"leaf {index} of {size}: {name}", "valid": not change, **good, **change}
            )
    return {"about": "RFC 9162 2.1.3; leaf n holds the one byte n; hexadecimal", "cases": cases}


def consistency() -> dict[str, Any]:
    node, cases = trees.NodeStore(LEAVES), []
    for size1, size2 in [
        (1, 1),
        (1, 2),
        (1, 8),
        (4, 8),
        (6, 8),
        (3, 7),
        (7, 7),
        (16, 24),
        (17, 24),
    ]:
        good: dict[str, Any] = {
            "size1": size1,
            "root1": trees.mth(LEAVES[:size1]).hex(),
            "size2": size2,
            "root2": trees.mth(LEAVES[:size2]).hex(),
            "proof": [h.hex() for h in proof.consistency_proof(size1, size2, node)],
        }
        hashes = good["proof"]
        damages: dict[str, dict[str, Any]] = {
            "happy-path": {},
            "from-size-zero": {"size1": 0},
            "from-empty-tree": {"size1": 0, "root1": merkle.EMPTY_ROOT.hex(), "proof": []},
            "size1-above-size2": {"size1": size2 + 1},
            "wrong-root1": {"root1": flip(good["root1"])},
            "wrong-root2": {"root2": flip(good["root2"])},
            "empty-roots": {"root1": "", "root2": ""},
            "leading-root1": {"proof": [good["root1"], *hashes]},
            "trailing-root2": {"proof": [*hashes, good["root2"]]},
            "trailing-empty": {"proof": [*hashes, ""]},
        }
        if size1 != size2:
            damages["swapped-roots"] = {"root1": good["root2"], "root2": good["root1"]}
            damages["empty-proof"] = {"proof": []}
        for at in range(len(hashes)):
            changed = [flip(h) if n == at else h for n, h in enumerate(hashes)]
            damages[f"modified-proof-{at}"] = {"proof": changed}
            damages[f"missing-proof-{at}"] = {"proof": hashes[:at] + hashes[at + 1 :]}
        for name, change in damages.items():
            cases.append(
                {"desc": f"{size1} in {size2}: {name}", "valid": not change, **good, **change}
            )
    return {"about": "RFC 9162 2.1.4; leaf n holds the one byte n; hexadecimal", "cases": cases}


def sample_log() -> dict[str, Any]:
    """Three entries with all their bytes, and the checkpoint over them."""
    key = Ed25519PrivateKey.from_private_bytes(SEED)
    public = key.public_key().public_bytes_raw()
    genesis = genesis_text(ORIGIN, public, 1)
    clock, entropy = SteppingClock(START, timedelta(seconds=1)), SeededEntropy(1, "sample")
    prev, tree, entries = genesis_prev(genesis), merkle.CompactRange(), []
    for event_type, parts in sample_parts():
        salted = [(entropy.bytes(32), entry.part_bytes(part)) for part in parts]
        commit = entry.commitment(salted)
        leaf = entry.entry_bytes(
            origin=ORIGIN,
            index=tree.size,
            prev=prev,
            recorded_at=stamp(clock.now()),
            event_type=event_type,
            commit=commit,
        )
        prev = merkle.leaf_hash(leaf)
        tree.append(prev)
        entries.append(
            {
                "leaf": leaf.decode(),
                "leaf_hash": prev.hex(),
                "parts": [
                    {
                        "salt": salt.hex(),
                        "data": data.decode(),
                        "leaf_hash": entry.part_leaf(salt, data).hex(),
                    }
                    for salt, data in salted
                ],
            }
        )
    checkpoint = Checkpoint(ORIGIN, tree.size, tree.root())
    return {
        "about": "A log of three entries: every byte that is hashed or signed. The key's seed is 00..1f.",
        "genesis": genesis,
        "genesis_hash": genesis_prev(genesis).hex(),
        "entries": entries,
        "root": tree.root().hex(),
        "verifier_key": str(verifier_key(ORIGIN, key)),
        "checkpoint": sign_note(checkpoint.text(), ORIGIN, key).decode(),
    }


def sample_parts() -> list[tuple[str, list[Part]]]:
    studio = "party_01KAM3Z4T0V6S8Q2YB5C9D7E1F"
    return [
        (
            "party.registered/1",
            [
                Part("command", ("operator",), {"type": "RegisterParty/1", "id": studio}),
                Part(
                    "facts",
                    ("public",),
                    {"id": studio, "kind": "company", "name": {"ja": "東雲映像"}},
                ),
            ],
        ),
        (
            "work.registered/1",
            [
                Part(
                    "facts",
                    ("public",),
                    {
                        "id": "work_01KAM3Z4T1C3QX8H2N5RZ6W7PD",
                        "title": {"ja": "星降る台帳", "kana": "ﾎｼﾌﾙﾀﾞｲﾁｮｳ"},
                        "episodes": 12,
                        "studio": studio,
                    },
                ),
            ],
        ),
        (
            "royalty.payout_closed/1",
            [
                Part("command", (studio,), {"type": "ClosePayout/1", "period": "2026-Q1"}),
                Part(
                    "facts",
                    (studio,),
                    {"pool_minor": 9007199254740991, "share": {"num": 1, "den": 3}},
                ),
                Part("allocation/" + studio, (studio,), {"amount_minor": -3002399751580331}),
            ],
        ),
    ]


def damaged_logs() -> dict[str, Any]:
    """The sample log, damaged in named ways, with the finding each must give."""
    good = sample_log()
    leaf = [item["leaf"] for item in good["entries"]]
    part = [[p["data"] for p in item["parts"]] for item in good["entries"]]
    tampered = part[1][0].replace('"episodes":12', '"episodes":13')
    cases = [
        ("title-changed", {"part": [1, 0], "data": tampered}, 1, "commit"),
        (
            "part-not-canonical",
            {"part": [1, 0], "data": part[1][0].replace(":12", ": 12")},
            1,
            "part",
        ),
        ("salt-changed", {"salt": [2, 1], "data": "00" * 32}, 2, "commit"),
        (
            "leaf-time-changed",
            {"leaf": 1, "data": leaf[1].replace("03:44:06", "03:44:07")},
            1,
            "leaf-hash",
        ),
        (
            "leaf-type-changed",
            {"leaf": 0, "data": leaf[0].replace("party.", "work.")},
            0,
            "leaf-hash",
        ),
        ("leaf-with-space", {"leaf": 2, "data": leaf[2] + " "}, 2, "leaf"),
        ("leaf-repeated", {"leaf": 2, "data": leaf[1]}, 2, "leaf-hash"),
    ]
    return {
        "about": "Change one thing in sample-log.json; the first finding must be this one.",
        "cases": [{"desc": d, "change": c, "index": i, "check": k} for d, c, i, k in cases],
    }


def canonical_forms() -> dict[str, Any]:
    values: list[Any] = [
        None,
        True,
        0,
        -1,
        9007199254740991,
        "",
        "台帳",
        "ｱﾆﾒ",
        '\b\t\n\f\r"\\\x1f\x7f/',
        "𠮷😀",
        [],
        {},
        {"b": 1, "a": [{"": []}, None]},
        {"A": 1, "a": 2, "_": 3, "10": 4, "9": 5},
    ]
    return {
        "about": "value -> canonical bytes in UTF-8, as hexadecimal",
        "cases": [{"value": v, "bytes": canonical.encode(v).hex()} for v in values],
    }


MAKERS = {
    "inclusion": inclusion,
    "consistency": consistency,
    "sample-log": sample_log,
    "damaged-log": damaged_logs,
    "canonical": canonical_forms,
}


def written(name: str) -> str:
    return json.dumps(MAKERS[name](), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    for each in MAKERS:
        (FOLDER / f"{each}.json").write_text(written(each), encoding="utf-8")
