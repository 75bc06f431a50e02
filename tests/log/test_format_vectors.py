"""The published vectors of bytes: made again the same, and read as they say."""

import json
from pathlib import Path
from typing import Any

import pytest

from ledger.audit.auditor import audit
from ledger.errors import LedgerError
from ledger.log import canonical, entry, merkle, tiles
from ledger.log.note import parse_verifier_key, verify_checkpoint
from ledger.log.tiles import Tile, all_tiles
from ledger.log.verify import EntryCopy, collect_findings
from tests.log import make_format_vectors, make_vectors

FOLDER = make_vectors.FOLDER


def vectors(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("name", make_format_vectors.MAKERS)
def test_the_frozen_vectors_of_bytes_can_be_made_again(name: str) -> None:
    assert (FOLDER / f"{name}.json").read_text(encoding="utf-8") == make_format_vectors.written(
        name
    )


def test_every_file_of_vectors_is_described() -> None:
    page = (FOLDER / "README.md").read_text(encoding="utf-8")
    missing = [path.name for path in FOLDER.glob("*.json") if f"`{path.name}`" not in page]
    assert missing == []


def test_bytes_are_canonical_or_not_as_the_vectors_say() -> None:
    for case in vectors("canonical-bytes")["cases"]:
        data = bytes.fromhex(case["bytes"])
        if case["canonical"]:
            assert canonical.encode(canonical.decode(data)) == data
        else:
            with pytest.raises(canonical.CanonicalError):
                canonical.decode(data)


def test_leaves_are_entries_or_not_as_the_vectors_say() -> None:
    known = vectors("entries")
    for case in known["cases"]:
        data = case["leaf"].encode()
        if case["leaf_hash"] is None:
            with pytest.raises(LedgerError):
                entry.parse_entry(data)
        else:
            assert entry.parse_entry(data).event_type
            assert merkle.leaf_hash(data).hex() == case["leaf_hash"]
    sample = vectors("sample-log")
    for text, exists in known["moments"].items():
        leaf = sample["entries"][0]["leaf"].replace("2026-11-22T03:44:05.123456Z", text)
        found: list[Any] = []
        collect_findings(sample["genesis"], [EntryCopy(leaf.encode())], found)
        assert [item.check for item in found] == ([] if exists else ["time"]), text


def test_parts_are_parts_or_not_as_the_vectors_say() -> None:
    known = vectors("parts")
    salt = bytes.fromhex(known["salt"])
    for case in known["cases"]:
        data = case["data"].encode()
        if case["part_leaf"] is None:
            with pytest.raises(LedgerError):
                entry.parse_part(data)
        else:
            assert entry.parse_part(data).name
            assert entry.part_leaf(salt, data).hex() == case["part_leaf"]
    leaves = [bytes.fromhex(item) for item in known["part_leaves"]]
    for count, root in enumerate(known["commitments"], 1):
        assert merkle.root_of(leaves[:count]).hex() == root


def test_tiles_are_named_and_cut_as_the_vectors_say() -> None:
    known = vectors("tiles")
    for case in known["paths"]:
        assert tiles.parse_path(case["path"]) == Tile(0, case["number"])
        assert tiles.parse_path(case["partial"]) == Tile(0, case["number"], 5)
    for tree in known["trees"]:
        assert list(tree["tiles"]) == [tile.path for tile in all_tiles(tree["size"])]
    bundle = known["bundle"]
    leaves = tiles.parse_bundle(bytes.fromhex(bundle["bytes"]))
    assert [leaf.hex() for leaf in leaves] == bundle["leaves"]


def test_checkpoints_have_one_spelling() -> None:
    known = vectors("checkpoints")
    keys = [parse_verifier_key(known["verifier_key"])]
    for case in known["cases"]:
        data = case["note"].encode()
        if case["valid"]:
            assert verify_checkpoint(data, keys, known["origin"]).size in (0, 3)
        else:
            with pytest.raises(LedgerError):
                verify_checkpoint(data, keys, known["origin"])


def test_the_sample_bundle_is_whole_and_its_root_is_that_of_the_sample(tmp_path: Path) -> None:
    """Its facts are no facts of the register, so the content checks have something to say."""
    known = vectors("bundle")
    for path, data in known["files"].items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(bytes.fromhex(data))
    report = audit(tmp_path)
    assert (report.size, report.root) == (3, vectors("sample-log")["root"])
    of_bytes = ("file-", "entry-", "entries-", "parts-", "tile-", "bundle-", "checkpoint-", "key-")
    assert [item for item in report.findings if item.code.startswith(of_bytes)] == []
