"""The second verifier reads the published vectors of bytes as they say."""

import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

from tests.log import trees

Ask = Callable[..., Any]
VECTORS = Path(__file__).parents[1] / "vectors/log"


def vectors(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((VECTORS / f"{name}.json").read_text(encoding="utf-8"))
    return found


def as_hex(text: str) -> str:
    return text.encode().hex()


def test_bytes_are_canonical_or_refused(answer: Ask) -> None:
    for case in vectors("canonical-bytes")["cases"]:
        found = answer("canonical", data=case["bytes"])
        assert found == {"ok": case["bytes"]} if case["canonical"] else "refused" in found, case


def test_leaves_are_entries_or_refused(answer: Ask, ask: Ask) -> None:
    known = vectors("entries")
    for case in known["cases"]:
        found = answer("leaf", data=as_hex(case["leaf"]))
        assert ("ok" in found) is (case["leaf_hash"] is not None), case["desc"]
        if case["leaf_hash"]:
            assert ask("leafHash", data=as_hex(case["leaf"])) == case["leaf_hash"]
    for text, exists in known["moments"].items():
        assert ask("moment", text=text) is exists, text


def test_parts_are_parts_or_refused(answer: Ask, ask: Ask) -> None:
    known = vectors("parts")
    for case in known["cases"]:
        found = answer("part", data=as_hex(case["data"]))
        assert ("ok" in found) is (case["part_leaf"] is not None), case["desc"]
        if case["part_leaf"]:
            leaf = ask("partLeaf", salt=known["salt"], data=as_hex(case["data"]))
            assert leaf == case["part_leaf"]
    for count, root in enumerate(known["commitments"], 1):
        assert ask("root", leaves=known["part_leaves"][:count]) == root


def test_tiles_have_the_names_and_hashes_of_the_vectors(ask: Ask) -> None:
    known = vectors("tiles")
    for case in known["paths"]:
        assert ask("tilePath", number=case["number"], width=256) == case["path"]
        assert ask("tilePath", number=case["number"], width=5) == case["partial"]
    leaves = [trees.leaf(number.to_bytes(2, "big")).hex() for number in range(700)]
    for tree in known["trees"]:
        found = ask("growing", leaves=leaves[: tree["size"]])
        assert found["root"] == tree["root"]
        tiles = {path: sha256(bytes.fromhex(data)).hexdigest() for path, data in found["files"]}
        assert tiles == tree["tiles"]


def test_checkpoints_have_one_spelling_here_too(answer: Ask) -> None:
    known = vectors("checkpoints")
    for case in known["cases"]:
        given = {"keys": [known["verifier_key"]], "origin": known["origin"]}
        found = answer("checkpoint", data=as_hex(case["note"]), **given)
        assert ("ok" in found) is case["valid"], case["desc"]


def test_the_sample_bundle_is_verified_by_its_own_checkpoint(ask: Ask, tmp_path: Path) -> None:
    known = vectors("bundle")
    for path, data in known["files"].items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(bytes.fromhex(data))
    alone = ask("bundle", path=str(tmp_path))
    assert (alone["verdict"], alone["findings"]) == ("SELF-CONSISTENT", [])
    kept = ask("bundle", path=str(tmp_path), checkpoint=known["files"]["checkpoint"])
    assert (kept["verdict"], kept["size"], kept["root"]) == ("VERIFIED", 3, known["root"])
