"""Proof files: one spelling, and nothing that was touched is believed."""

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from ledger.errors import ProofInvalid, SignatureInvalid, VerificationFailed
from ledger.log.merkle import leaf_hash
from ledger.log.note import Checkpoint, sign_note, verifier_key
from ledger.log.proof import inclusion_proof
from ledger.log.tlog_proof import TlogProof, parse_tlog_proof, verify_tlog_proof
from tests.log import trees

ORIGIN = "ledger.example/ip"
PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
KEY = verifier_key(ORIGIN, PRIVATE)
LEAVES = [f"entry {number}".encode() for number in range(11)]
HASHES = [leaf_hash(leaf) for leaf in LEAVES]


def proof(index: int, size: int = 11) -> TlogProof:
    root = trees.mth(HASHES[:size])
    note = sign_note(Checkpoint(ORIGIN, size, root).text(), ORIGIN, PRIVATE)
    path = inclusion_proof(index, size, trees.NodeStore(HASHES[:size]))
    return TlogProof(index, tuple(path), note, LEAVES[index])


GOOD = proof(6).to_bytes().decode()
LINES = GOOD.split("\n")


@given(st.integers(1, 11), st.data())
def test_every_proof_reads_back_and_verifies(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    made = proof(index, size)
    read = parse_tlog_proof(made.to_bytes())
    assert read == made
    proved = verify_tlog_proof(read, None, [KEY], ORIGIN)
    assert (proved.inclusion.index, proved.checkpoint.size) == (index, size)


def test_the_file_is_laid_out_as_the_specification_says() -> None:
    assert LINES[0] == "c2sp.org/tlog-proof@v1"
    assert LINES[1] == "extra " + base64.b64encode(b"entry 6").decode()
    assert LINES[2] == "index 6"
    assert LINES[3:7] == [base64.b64encode(item).decode() for item in proof(6).path]
    assert LINES[7:10] == ["", ORIGIN, "11"]


def test_the_only_entry_of_a_log_needs_no_hashes() -> None:
    text = proof(0, 1).to_bytes().decode()
    assert "index 0\n\nledger.example/ip\n1\n" in text


def test_a_file_without_the_leaf_proves_the_leaf_that_is_given() -> None:
    bare = TlogProof(6, proof(6).path, proof(6).checkpoint)
    read = parse_tlog_proof(bare.to_bytes())
    assert read.extra is None
    verify_tlog_proof(read, LEAVES[6], [KEY], ORIGIN)
    with pytest.raises(ProofInvalid, match="leaf-missing"):
        verify_tlog_proof(read, None, [KEY], ORIGIN)
    with pytest.raises(ProofInvalid, match="root-differs"):
        verify_tlog_proof(read, LEAVES[5], [KEY], ORIGIN)


DAMAGED = {
    "nothing": "",
    "another heading": GOOD.replace("@v1", "@v2", 1),
    "no heading": GOOD.split("\n", 1)[1],
    "no index": GOOD.replace("index 6\n", "", 1),
    "index with a zero before it": GOOD.replace("index 6", "index 06", 1),
    "index with a sign": GOOD.replace("index 6", "index +6", 1),
    "index that is no number": GOOD.replace("index 6", "index six", 1),
    "index in other digits": GOOD.replace("index 6", "index ٦", 1),
    "index of thousands of digits": GOOD.replace("index 6", "index " + "9" * 5000, 1),
    "index before extra": "\n".join([LINES[0], LINES[2], LINES[1], *LINES[3:]]),
    "extra twice": "\n".join([LINES[0], LINES[1], *LINES[1:]]),
    "extra of nothing": GOOD.replace(LINES[1], "extra ", 1),
    "extra that is no base64": GOOD.replace(LINES[1], "extra !", 1),
    "hash that is too short": GOOD.replace(LINES[3], base64.b64encode(bytes(31)).decode(), 1),
    "hash that is too long": GOOD.replace(LINES[3], base64.b64encode(bytes(33)).decode(), 1),
    "hash without padding": GOOD.replace(LINES[3], LINES[3].rstrip("="), 1),
    "hash in another spelling": GOOD.replace(LINES[3], LINES[3][:-2] + "B=", 1),
    "hash with a space": GOOD.replace(LINES[3], LINES[3] + " ", 1),
    "carriage returns": GOOD.replace("\n", "\r\n"),
    "no empty line": GOOD.replace("\n\n", "\n", 1),
    "no checkpoint": GOOD.split("\n\n", maxsplit=1)[0] + "\n\n",
    "no final newline": GOOD[:-1],
    "sixty-five hashes": GOOD.replace(LINES[3], "\n".join([LINES[3]] * 62), 1),
    "size with a second spelling": GOOD.replace("\n11\n", "\n011\n", 1),
}


@pytest.mark.parametrize("text", DAMAGED.values(), ids=DAMAGED.keys())
def test_no_other_spelling_is_read(text: str) -> None:
    with pytest.raises((ProofInvalid, SignatureInvalid)):
        parse_tlog_proof(text.encode())


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(ProofInvalid, match="tlog-proof-malformed"):
        parse_tlog_proof(b"\xff" + GOOD.encode())


def test_no_flipped_byte_goes_unnoticed() -> None:
    data = GOOD.encode()
    for place in range(len(data)):
        touched = data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
        with pytest.raises(VerificationFailed):
            verify_tlog_proof(parse_tlog_proof(touched), None, [KEY], ORIGIN)


def test_a_longer_or_shorter_path_proves_nothing() -> None:
    for path in (proof(6).path[:-1], (*proof(6).path, bytes(32))):
        with pytest.raises(ProofInvalid, match="proof-length"):
            verify_tlog_proof(
                TlogProof(6, path, proof(6).checkpoint, LEAVES[6]), None, [KEY], ORIGIN
            )


def test_an_index_beyond_the_checkpoint_proves_nothing() -> None:
    beyond = TlogProof(11, proof(6).path, proof(6).checkpoint, LEAVES[6])
    with pytest.raises(ProofInvalid, match="proof-range"):
        verify_tlog_proof(beyond, None, [KEY], ORIGIN)


def test_the_signature_of_a_stranger_proves_nothing() -> None:
    stranger = verifier_key(ORIGIN, Ed25519PrivateKey.from_private_bytes(bytes(32)))
    with pytest.raises(SignatureInvalid, match="no-known-signature"):
        verify_tlog_proof(proof(6), None, [stranger], ORIGIN)


def test_the_checkpoint_of_another_log_proves_nothing() -> None:
    with pytest.raises(SignatureInvalid, match="origin-differs"):
        verify_tlog_proof(proof(6), None, [KEY], "ledger.example/other")


def test_what_could_not_be_read_back_is_not_written() -> None:
    with pytest.raises(ProofInvalid):
        TlogProof(-1, (), proof(6).checkpoint).to_bytes()
