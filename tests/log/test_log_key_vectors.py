"""The published vectors of log keys: made again they are the same, and the page shows their bytes."""

import json
from pathlib import Path
from typing import Any

import pytest

from ledger.errors import SignatureInvalid
from ledger.log.log_keys import LogKeys
from tests.log.make_log_key_vectors import FILE, made

VECTORS: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
PAGE = (Path(__file__).parents[2] / "docs/LOG-FORMAT.md").read_text(encoding="utf-8")


def after(count: int) -> LogKeys:
    keys = LogKeys.of_genesis(VECTORS["genesis"])
    for entry in VECTORS["entries"][:count]:
        keys = keys.after(entry["index"], entry["type"], entry["facts"])
    return keys


def test_the_vectors_are_frozen() -> None:
    assert made() == VECTORS


@pytest.mark.parametrize("size", VECTORS["keys_at"])
def test_the_keys_at_a_size_are_those_of_the_vectors(size: str) -> None:
    assert [str(key) for key in after(2).at(int(size))] == VECTORS["keys_at"][size]


@pytest.mark.parametrize("case", VECTORS["checkpoints"])
def test_a_checkpoint_is_good_or_not_by_the_keys_of_its_size(case: dict[str, Any]) -> None:
    note = case["note"].encode()
    if case["valid"]:
        assert after(2).verify_checkpoint(note).size == case["size"]
    else:
        with pytest.raises(SignatureInvalid):
            after(2).verify_checkpoint(note)


@pytest.mark.parametrize("name", VECTORS["refused_after_the_first_rotation"])
def test_what_does_not_hold_is_refused(name: str) -> None:
    entry = VECTORS["refused_after_the_first_rotation"][name]
    with pytest.raises(SignatureInvalid):
        after(1).after(entry["index"], entry["type"], entry["facts"])


def test_the_page_shows_both_statements_byte_for_byte() -> None:
    for entry in VECTORS["entries"]:
        note: str = entry["facts"]["note"]
        lines = (f"    {line}".rstrip() for line in note.splitlines())
        assert "\n" + "\n".join(lines) + "\n" in PAGE
