"""docs/LOG-FORMAT.md shows the bytes of the sample log, and a verifier written from it agrees."""

import base64
import hashlib
import json
import re
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/LOG-FORMAT.md").read_text(encoding="utf-8")
SAMPLE: dict[str, Any] = json.loads((ROOT / "tests/vectors/log/sample-log.json").read_text())
BLOCKS = re.findall(r"^```\n(.*?)^```$", PAGE, flags=re.DOTALL | re.MULTILINE)
FIRST = SAMPLE["entries"][0]


def sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def test_every_block_of_bytes_on_the_page_is_that_of_the_sample() -> None:
    assert [
        SAMPLE["genesis"],
        SAMPLE["genesis_hash"] + "\n",
        FIRST["leaf"] + "\n",
        FIRST["leaf_hash"] + "\n",
        FIRST["parts"][1]["data"] + "\n",
        "".join(part["leaf_hash"] + "\n" for part in FIRST["parts"])
        + json.loads(FIRST["leaf"])["commit"]
        + "\n",
        SAMPLE["root"] + "\n",
        SAMPLE["checkpoint"],
        SAMPLE["verifier_key"] + "\n",
    ] == BLOCKS
    assert all(part["salt"] in PAGE for part in FIRST["parts"])


def test_a_verifier_written_from_the_page_alone_finds_the_same_root() -> None:
    """Chapters 1, 2, 3 and 5 with hashlib and json, importing nothing of ours."""
    prev = sha256(SAMPLE["genesis"].encode()).hex()
    hashes = []
    for index, item in enumerate(SAMPLE["entries"]):
        leaf = json.loads(item["leaf"])
        assert item["leaf"] == json.dumps(leaf, sort_keys=True, separators=(",", ":"))
        assert (leaf["v"], leaf["index"], leaf["prev"]) == (1, index, prev)
        parts = [
            sha256(b"\x00" + bytes.fromhex(part["salt"]) + part["data"].encode())
            for part in item["parts"]
        ]
        assert root(parts).hex() == leaf["commit"]
        hashes.append(sha256(b"\x00" + item["leaf"].encode()))
        prev = hashes[-1].hex()
    assert root(hashes).hex() == SAMPLE["root"]
    lines = SAMPLE["checkpoint"].split("\n")
    assert lines[:3] == ["ledger.example/ip", "3", base64.b64encode(root(hashes)).decode()]


def root(hashes: list[bytes]) -> bytes:
    if len(hashes) == 1:
        return hashes[0]
    k = 1
    while k * 2 < len(hashes):
        k *= 2
    return sha256(b"\x01" + root(hashes[:k]) + root(hashes[k:]))


def test_the_lengths_of_proofs_are_as_the_page_says() -> None:
    for kind in ("inclusion", "consistency"):
        for case in json.loads((ROOT / f"tests/vectors/log/{kind}.json").read_text())["cases"]:
            if not case["valid"]:
                continue
            if kind == "inclusion":
                inner = (case["index"] ^ (case["size"] - 1)).bit_length()
                length = inner + (case["index"] >> inner).bit_count()
            else:
                length = consistency_length(case["size1"], case["size2"])
            assert len(case["proof"]) == length


def consistency_length(size1: int, size2: int) -> int:
    if size1 == size2:
        return 0
    p = len(bin(size1)) - len(bin(size1).rstrip("0"))
    inner = ((size1 - 1) ^ (size2 - 1)).bit_length() - p
    ones = bin((size1 - 1) >> (p + inner)).count("1")
    return inner + ones + (0 if size1 & (size1 - 1) == 0 else 1)


def test_the_log_by_hand_shows_every_byte_of_the_sample() -> None:
    by_hand = PAGE[PAGE.index("## 18. ") :].splitlines()
    lines = {line.removeprefix("    ") for line in by_hand if line.startswith("    ")}
    for item in SAMPLE["entries"]:
        assert {item["leaf"], item["leaf_hash"]} <= lines
        for number, part in enumerate(item["parts"]):
            shown = {f"{name} {number}  {value}" for name, value in named(part).items()}
            assert shown <= lines
    assert f"root  {SAMPLE['root']}" in lines
    left = hashlib.sha256(
        b"\x01" + b"".join(bytes.fromhex(item["leaf_hash"]) for item in SAMPLE["entries"][:2])
    ).hexdigest()
    assert f"left  {left}" in lines
    signed = base64.b64decode(SAMPLE["checkpoint"].split()[-1])
    assert {signed[4:36].hex(), signed[36:].hex()} <= lines


def named(part: dict[str, str]) -> dict[str, str]:
    return {"salt": part["salt"], "part": part["data"], "hash": part["leaf_hash"]}
