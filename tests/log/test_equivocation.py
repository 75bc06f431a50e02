"""Evidence of a fork: what convicts, and what does not."""

import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ledger.errors import LedgerError, ProofInvalid, RuleViolation, SignatureInvalid
from ledger.log import canonical
from ledger.log.cosignature import cosign, witness_key
from ledger.log.equivocation import (
    Fork,
    RootProof,
    WrongCosignature,
    check_evidence,
    prove_fork,
    prove_wrong_cosignature,
)
from ledger.log.note import signature_line
from tests.ledger.witness.logs_to_witness import TinyLog

LOG = TinyLog()
FORKED = TinyLog(seed="x", apart=3)
KEYS = [LOG.verifier]
WITNESS = Ed25519PrivateKey.from_private_bytes(b"\x77" * 32)
KEY = witness_key("w.example", WITNESS)


def proof(small: int, large: int, log: TinyLog = FORKED) -> RootProof:
    return RootProof(log.root(small), tuple(log.proof(small, large)))


SAME = prove_fork(LOG.note(5), FORKED.note(5), KEYS)
GROWN = prove_fork(LOG.note(5), FORKED.note(9), KEYS, proof(5, 9))


@pytest.mark.parametrize("found", [SAME, GROWN], ids=["one size", "two sizes"])
def test_a_package_reads_back_and_convicts_with_or_without_a_key_from_elsewhere(
    found: Fork,
) -> None:
    assert check_evidence(found.to_bytes()) == found
    assert check_evidence(found.to_bytes(), KEYS) == found


def test_a_package_explains_itself_in_both_languages() -> None:
    data = json.loads(SAME.to_bytes())
    assert data["format"] == "daicho-fork/1"
    assert set(data["explanation"]) == {"ja", "en"}
    assert data["log_keys"] == [str(LOG.verifier)]


def test_the_order_of_the_notes_does_not_matter() -> None:
    assert prove_fork(FORKED.note(9), LOG.note(5), KEYS, proof(5, 9)) == GROWN


def code(*arguments: Any) -> str:
    with pytest.raises(LedgerError) as caught:
        prove_fork(*arguments)
    return caught.value.code


def test_notes_that_agree_convict_nobody() -> None:
    assert code(LOG.note(5), LOG.note(5), KEYS) == "no-fork"
    assert code(LOG.note(5), LOG.note(9), KEYS, proof(5, 9, LOG)) == "no-fork"
    assert code(LOG.note(2), FORKED.note(9), KEYS, proof(2, 9)) == "no-fork"


def test_two_sizes_without_a_proof_convict_nobody() -> None:
    assert code(LOG.note(5), FORKED.note(9), KEYS) == "fork-needs-proof"


def test_a_proof_that_does_not_hold_convicts_nobody() -> None:
    """Anybody can damage a proof, or take one of another tree."""
    honest = proof(5, 9, LOG)
    for bad in (
        RootProof(FORKED.root(5), honest.path),
        RootProof(b"\0" * 32, honest.path),
        RootProof(honest.root, honest.path[:-1]),
        RootProof(b"", ()),
        proof(5, 9),
    ):
        with pytest.raises(ProofInvalid):
            prove_fork(LOG.note(5), LOG.note(9), KEYS, bad)


def test_notes_of_two_logs_or_of_a_strangers_key_convict_nobody() -> None:
    other = TinyLog("log.example/other")
    assert code(LOG.note(5), other.note(5), [*KEYS, other.verifier]) == "no-fork"
    stranger = TinyLog(key=WITNESS, seed="x")
    assert code(LOG.note(5), stranger.note(5), KEYS) == "no-known-signature"
    with pytest.raises(SignatureInvalid):
        check_evidence(SAME.to_bytes(), [stranger.verifier])


def test_a_fork_between_an_old_and_a_new_key_of_one_log_convicts() -> None:
    newer = TinyLog(key=WITNESS, seed="x")
    found = prove_fork(LOG.note(5), newer.note(5), [LOG.verifier, newer.verifier])
    assert check_evidence(found.to_bytes()) == found


@pytest.mark.parametrize("found", [SAME, GROWN], ids=["one size", "two sizes"])
def test_no_changed_byte_of_a_package_convicts_anybody_else(found: Fork) -> None:
    """A changed explanation is no matter; all else is refused, or convicts the same log."""
    data = found.to_bytes()
    for at in range(0, len(data), 7):
        damaged = bytearray(data)
        damaged[at] ^= 1
        try:
            read = check_evidence(bytes(damaged), KEYS)
        except LedgerError:
            continue
        assert read == found


ANSWER = signature_line(cosign(FORKED.text(5), KEY.name, WITNESS, 9))


def test_a_wrong_cosignature_is_kept_with_what_was_asked_and_answered() -> None:
    found = prove_wrong_cosignature(KEY, LOG.note(5), ANSWER)
    assert check_evidence(found.to_bytes()) == WrongCosignature(KEY, LOG.note(5), ANSWER)


def test_a_right_or_a_strangers_cosignature_is_no_lie() -> None:
    right = signature_line(cosign(LOG.text(5), KEY.name, WITNESS, 9))
    stranger = signature_line(cosign(FORKED.text(5), "other.example", WITNESS, 9))
    for answer in (right, stranger):
        with pytest.raises(RuleViolation) as caught:
            prove_wrong_cosignature(KEY, LOG.note(5), answer)
        assert caught.value.code == "no-wrong-cosignature"


def changed(found: Fork | WrongCosignature, **members: Any) -> bytes:
    return canonical.encode({**json.loads(found.to_bytes()), **members})


LIE = prove_wrong_cosignature(KEY, LOG.note(5), ANSWER)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"[]",
        b"not json",
        b"\xff",
        b" " * 4_000_001,
        SAME.to_bytes() + b"\n",
        changed(SAME, format="daicho-fork/2"),
        changed(SAME, log_keys="key"),
        changed(SAME, log_keys=[]),
        changed(SAME, log_keys=[1]),
        changed(SAME, log_keys=["a+b+c"]),
        changed(SAME, first=5),
        changed(SAME, first="no note"),
        changed(GROWN, proof=None),
        changed(GROWN, proof=[]),
        changed(GROWN, proof={"root": "zz", "path": []}),
        changed(GROWN, proof={"root": "00", "path": 5}),
        changed(GROWN, proof={"root": "00", "path": [5]}),
        changed(LIE, answer="%"),
        changed(LIE, answer=None),
        changed(LIE, witness=str(LOG.verifier)),
        changed(LIE, note=""),
    ],
)
def test_what_is_no_evidence_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(LedgerError):
        check_evidence(data)
