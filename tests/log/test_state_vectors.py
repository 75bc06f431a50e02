"""The vectors of period closes and proof files are frozen, and follow from the page alone."""

import hmac
import json
from hashlib import sha256
from typing import Any

import pytest

from ledger.errors import VerificationFailed
from ledger.log.note import parse_verifier_key
from ledger.log.tlog_proof import parse_tlog_proof, verify_tlog_proof
from tests.log import trees
from tests.log.make_state_vectors import FOLDER, files


def frozen(name: str) -> Any:
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", ["state.json", "tlog-proofs.json"])
def test_the_vectors_come_out_again(name: str) -> None:
    assert files()[name] == frozen(name)


def climb(found: bytes, index: int, size: int, path: list[str]) -> bytes:
    """RFC 9162 section 2.1.3.2, as its text says."""
    last = size - 1
    for item in map(bytes.fromhex, path):
        assert last > 0
        if index % 2 or index == last:
            found = sha256(b"\x01" + item + found).digest()
            while index % 2 == 0 and index:
                index, last = index >> 1, last >> 1
        else:
            found = sha256(b"\x01" + found + item).digest()
        index, last = index >> 1, last >> 1
    assert last == 0
    return found


def test_every_private_leaf_opens_by_the_page_alone() -> None:
    state = frozen("state.json")
    tree, hashes = state["balances"], []
    for leaf in state["leaves"]:
        data, salt = leaf["data"].encode(), bytes.fromhex(leaf["salt"])
        assert hmac.new(bytes.fromhex(state["key"]), data, sha256).digest() == salt
        hashes.append(sha256(b"\x00" + salt + data).digest())
        root = climb(hashes[-1], leaf["index"], tree["count"], leaf["path"])
        assert root.hex() == tree["root"]
    assert trees.mth(sorted(hashes)).hex() == tree["root"]


def test_every_identifier_is_present_or_absent_by_the_page_alone() -> None:
    state = frozen("state.json")
    tree = state["identifiers"]
    keys = sorted(sha256(one["identifier"].encode()).digest() for one in state["present"])
    assert trees.mth([sha256(b"\x00" + key).digest() for key in keys]).hex() == tree["root"]

    def shown(place: dict[str, Any]) -> bytes:
        key = bytes.fromhex(place["key"])
        hashed = sha256(b"\x00" + key).digest()
        root = climb(hashed, place["index"], tree["count"], place["path"])
        assert root.hex() == tree["root"]
        return key

    for one in state["present"]:
        assert shown(one) == sha256(one["identifier"].encode()).digest()
    ends = set()
    for one in state["absent"]:
        wanted = sha256(one["identifier"].encode()).digest()
        left, right = one["left"], one["right"]
        assert left is None or shown(left) < wanted
        assert right is None or shown(right) > wanted
        first = left["index"] + 1 if left else 0
        assert first == (right["index"] if right else tree["count"])
        ends.add((left is None, right is None))
    assert ends == {(True, False), (False, False), (False, True)}


CASES: list[dict[str, Any]] = frozen("tlog-proofs.json")["cases"]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_proof_file_holds_or_not_as_its_vector_says(case: dict[str, Any]) -> None:
    key = parse_verifier_key(frozen("tlog-proofs.json")["verifier_key"])
    data = case["file"].encode()
    if case["holds"]:
        verify_tlog_proof(parse_tlog_proof(data), None, [key], key.name)
        return
    with pytest.raises(VerificationFailed):
        verify_tlog_proof(parse_tlog_proof(data), None, [key], key.name)
