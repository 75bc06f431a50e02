"""Writes the vectors of a period close and of proof files, for verifiers in any language.

Run once: `python -m tests.log.make_state_vectors`. The files are frozen; a test makes them again and
compares.
"""

import base64
import json
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ledger.log import state_leaves
from ledger.log.merkle import leaf_hash
from ledger.log.note import Checkpoint, sign_note, verifier_key
from ledger.log.proof import inclusion_proof
from ledger.log.state_tree import Absence, IdentifierTree, Neighbour, PrivateTree
from ledger.log.tlog_proof import TlogProof
from tests.log import trees

FOLDER = Path(__file__).parents[1] / "vectors/log"
ORIGIN = "ledger.example/ip"
KEY = bytes(range(32))
PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
AGREEMENT = "agr_00000000000000000000000008"
COMMITTEE = "cmt_00000000000000000000000007"
FIRST, SECOND = "party_00000000000000000000000001", "party_00000000000000000000000002"
STATEMENT = "stmt_00000000000000000000000012"
IDENTIFIERS = [
    "isan:00000000D07A0090",
    "eidr:10.5240/7791-8534-2C23-9030-8610-5",
    "madb:C410176",
    f"own:{FIRST}:作品-001",
    "work:work_00000000000000000000000006",
    f"committee:{COMMITTEE}",
    f"party:{FIRST}",
]
ABSENT = ["isan:00000000D07A0091", "mal:1", "mal:2", "mal:210", "mal:3", "madb:C1"]


def leaves() -> list[bytes]:
    third, rest = {"num": 1, "den": 3}, {"num": 2, "den": 3}
    members = [
        {"party": FIRST, "investment": rest, "profit": rest},
        {"party": SECOND, "investment": third, "profit": third},
    ]
    return [
        state_leaves.balance(AGREEMENT, "payable:" + SECOND, "JPY", -150_001),
        state_leaves.balance(AGREEMENT, "carried", "JPY", 0),
        *state_leaves.positions(AGREEMENT, {"received": 500_000}),
        state_leaves.carried(FIRST, SECOND, "JPY", 0, STATEMENT),
        *state_leaves.holdings(COMMITTEE, "active", members),
    ]


def state() -> dict[str, Any]:
    private, public = PrivateTree(KEY, leaves()), IdentifierTree(IDENTIFIERS)
    opened = [private.open(leaf) for leaf in leaves()]
    return {
        "key": KEY.hex(),
        "balances": {"count": private.state.count, "root": private.state.root.hex()},
        "leaves": [
            {
                "data": one.data.decode(),
                "salt": one.salt.hex(),
                "index": one.index,
                "path": [item.hex() for item in one.path],
            }
            for one in opened
        ],
        "identifiers": {"count": public.state.count, "root": public.state.root.hex()},
        "present": [
            {"identifier": name, **_place(public.find(name))}  # type: ignore[dict-item]
            for name in IDENTIFIERS
        ],
        "absent": [{"identifier": name, **_around(public.absence(name))} for name in ABSENT],
    }


def _place(found: Neighbour | None) -> dict[str, Any] | None:
    if found is None:
        return None
    path = [item.hex() for item in found.path]
    return {"index": found.index, "key": found.key.hex(), "path": path}


def _around(absence: Absence) -> dict[str, Any]:
    return {"left": _place(absence.left), "right": _place(absence.right)}


def proofs() -> list[dict[str, Any]]:
    entries = [f"entry {number}".encode() for number in range(11)]
    hashes = [leaf_hash(entry) for entry in entries]
    cases = []
    for index, size in ((0, 1), (6, 11), (10, 11), (3, 8)):
        note = sign_note(Checkpoint(ORIGIN, size, trees.mth(hashes[:size])).text(), ORIGIN, PRIVATE)
        path = inclusion_proof(index, size, trees.NodeStore(hashes[:size]))
        good = TlogProof(index, tuple(path), note, entries[index]).to_bytes().decode()
        cases.append({"name": f"good-{index}-of-{size}", "holds": True, "file": good})
    good = cases[1]["file"]
    lines = good.split("\n")
    damages = {
        "another-heading": good.replace("@v1", "@v2", 1),
        "another-index": good.replace("index 6", "index 7", 1),
        "index-with-zero": good.replace("index 6", "index 06", 1),
        "another-leaf": good.replace(lines[1], "extra " + _b64(entries[5]), 1),
        "leaf-not-base64": good.replace(lines[1], "extra !", 1),
        "hash-missing": good.replace(lines[3] + "\n", "", 1),
        "hash-twice": good.replace(lines[3], f"{lines[3]}\n{lines[3]}", 1),
        "hash-flipped": good.replace(lines[3], _b64(bytes(32)), 1),
        "hash-too-short": good.replace(lines[3], _b64(bytes(31)), 1),
        "size-changed": good.replace("\n11\n", "\n12\n", 1),
        "no-empty-line": good.replace("\n\n", "\n", 1),
        "no-final-newline": good[:-1],
        "carriage-returns": good.replace("\n", "\r\n"),
    }
    return cases + [{"name": name, "holds": False, "file": text} for name, text in damages.items()]


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def files() -> dict[str, Any]:
    key = str(verifier_key(ORIGIN, PRIVATE))
    return {"state.json": state(), "tlog-proofs.json": {"verifier_key": key, "cases": proofs()}}


def main() -> None:
    for name, content in files().items():
        text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
        (FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
