"""Signed notes and checkpoints: published examples, and nothing that is almost one."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from ledger.errors import SignatureInvalid
from ledger.log import merkle, note
from ledger.log.note import Checkpoint, VerifierKey

VECTORS = Path(__file__).parents[1] / "vectors/log"
PUBLISHED = json.loads((VECTORS / "notes.json").read_text())
ED25519 = json.loads((VECTORS / "ed25519.json").read_text())
SAMPLE = json.loads((VECTORS / "sample-log.json").read_text())
PETER, ENOCH, SUMDB = (note.parse_verifier_key(k["text"]) for k in PUBLISHED["verifier_keys"])
BOTH = PUBLISHED["signed_by_both"].encode()
TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
NAME = "ledger.example/ip"
MINE = note.verifier_key(NAME, KEY)


@pytest.mark.parametrize("case", PUBLISHED["verifier_keys"], ids=lambda c: c["name"])
def test_published_keys_read_back(case: dict[str, str]) -> None:
    key = note.parse_verifier_key(case["text"])
    assert (key.name, key.key_id.hex(), str(key)) == (case["name"], case["id"], case["text"])


@pytest.mark.parametrize("case", PUBLISHED["bad_verifier_keys"], ids=lambda c: c["desc"])
def test_a_malformed_key_is_refused(case: dict[str, str]) -> None:
    with pytest.raises(SignatureInvalid):
        note.parse_verifier_key(case["text"])


def test_no_piece_of_a_key_and_no_key_with_a_changed_byte_is_a_key() -> None:
    whole = str(PETER)
    pieces = {whole[i:j] for i in range(len(whole)) for j in range(i + 1, len(whole) + 1)} - {whole}
    changed = {whole[:i] + chr(ord(whole[i]) + 1) + whole[i + 1 :] for i in range(len(whole))}
    for text in pieces | changed:
        with pytest.raises(SignatureInvalid):
            note.parse_verifier_key(text)


def test_the_published_note_is_verified_by_either_key() -> None:
    for keys, signers in [
        ((PETER,), (PETER,)),
        ((ENOCH,), (ENOCH,)),
        ((ENOCH, PETER, SUMDB), (PETER, ENOCH)),
    ]:
        opened, found = note.verify_note(BOTH, keys)
        assert opened.text == TEXT
        assert found == signers


def test_a_note_nobody_known_signed_is_refused() -> None:
    for keys in ((), (SUMDB,), (MINE,)):
        with pytest.raises(SignatureInvalid) as caught:
            note.verify_note(BOTH, keys)
        assert caught.value.code == "no-known-signature"


def test_a_known_name_with_another_id_is_unknown() -> None:
    impostor = VerifierKey("PeterNeumann", ENOCH.public_key)
    with pytest.raises(SignatureInvalid) as caught:
        note.verify_note(BOTH, [impostor])
    assert caught.value.code == "no-known-signature"


@pytest.mark.parametrize("example", PUBLISHED["unverified_examples"])
def test_the_examples_of_the_specification_parse(example: str) -> None:
    parsed = note.parse_note(example.encode())
    assert parsed.text == example.rpartition("\n\n")[0] + "\n"
    assert len(parsed.signatures) == 1
    assert len(parsed.signatures[0].signature) == 64


def test_a_wrong_signature_of_a_known_key_spoils_the_note() -> None:
    spoiled = BOTH.replace(b"x08go/ZJ", b"x08go/ZK")
    with pytest.raises(SignatureInvalid) as caught:
        note.verify_note(spoiled, [PETER, ENOCH])
    assert caught.value.code == "signature-wrong"


def test_a_changed_text_is_refused() -> None:
    with pytest.raises(SignatureInvalid):
        note.verify_note(BOTH.replace(b"answer", b"Answer"), [PETER])


def test_a_repeated_signature_counts_once() -> None:
    line = BOTH.split(b"\n")[3] + b"\n"
    _, signers = note.verify_note(BOTH + line, [PETER])
    assert signers == (PETER,)


def test_the_same_key_given_twice_is_one_key_and_two_keys_of_one_id_are_refused() -> None:
    assert note.verify_note(BOTH, [PETER, PETER])[1] == (PETER,)

    class Collision(VerifierKey):
        @property
        def key_id(self) -> bytes:
            return PETER.key_id

    with pytest.raises(SignatureInvalid) as caught:
        note.verify_note(BOTH, [PETER, Collision("PeterNeumann", ENOCH.public_key)])
    assert caught.value.code == "key-ambiguous"


SIGNATURE = BOTH.decode().split("\n")[3]


@pytest.mark.parametrize(
    "data",
    [
        TEXT,
        TEXT + "\n",
        TEXT + "\n" + SIGNATURE,
        TEXT + SIGNATURE + "\n",
        "\x01" + TEXT + "\n" + SIGNATURE + "\n",
        TEXT.replace("\n", "\r\n") + "\n" + SIGNATURE + "\n",
        TEXT + "\n" + SIGNATURE.replace("PeterNeumann", "Bad Name") + "\n",
        TEXT + "\n" + SIGNATURE.replace("PeterNeumann", "Bad\u3000Name") + "\n",
        TEXT + "\n" + SIGNATURE.replace("PeterNeumann", "Bad+Name") + "\n",
        TEXT + "\n" + SIGNATURE.replace("PeterNeumann", "") + "\n",
        TEXT + "\n" + SIGNATURE + "\nUnexpected line.\n",
        TEXT + "\n" + SIGNATURE + " \n",
        TEXT + "\n" + SIGNATURE + "\n\n",
        TEXT + "\n" + SIGNATURE.replace("\u2014", "-") + "\n",
        TEXT + "\n" + SIGNATURE.replace("\u2014 ", "\u2014\u00a0") + "\n",
        TEXT + "\n" + SIGNATURE[:-1] + "\n",
        TEXT + "\n" + SIGNATURE.replace("BwJnAM=", "BwJnAN=") + "\n",
        TEXT + "\n\u2014 PeterNeumann x08gow==\n",
        TEXT + "\n\u2014 PeterNeumann\n",
        TEXT + "\n" + (SIGNATURE + "\n") * 101,
        "x" * 1_000_001 + "\n\n" + SIGNATURE + "\n",
    ],
)
def test_what_is_almost_a_note_is_refused(data: str) -> None:
    with pytest.raises(SignatureInvalid):
        note.verify_note(data.encode(), [PETER])


def test_bytes_that_are_not_text_are_refused() -> None:
    with pytest.raises(SignatureInvalid):
        note.parse_note(b"\xff" + BOTH)


@given(st.integers(0, len(BOTH) - 1), st.integers(1, 255))
def test_no_changed_byte_goes_unnoticed_by_both_signers(at: int, mask: int) -> None:
    """A change may make one signer unknown, never verified; text under both signatures is fixed."""
    changed = bytearray(BOTH)
    changed[at] ^= mask
    try:
        opened, signers = note.verify_note(bytes(changed), [PETER, ENOCH])
    except SignatureInvalid:
        return
    assert opened.text == TEXT
    assert len(signers) == 1


@given(st.text(st.characters(min_codepoint=32, exclude_categories=["Cs", "Cc"]), max_size=60))
def test_what_is_signed_verifies(line: str) -> None:
    signed = note.sign_note(line + "\n", NAME, KEY)
    assert note.verify_note(signed, [MINE])[0].text == line + "\n"


def test_signing_is_deterministic_so_the_sample_checkpoint_never_changes() -> None:
    text = note.parse_note(SAMPLE["checkpoint"].encode()).text
    assert note.sign_note(text, NAME, KEY).decode() == SAMPLE["checkpoint"]


@pytest.mark.parametrize("text", ["abc", "", "a\x00b\n"])
def test_text_that_could_not_be_read_back_is_not_signed(text: str) -> None:
    with pytest.raises(SignatureInvalid):
        note.sign_note(text, NAME, KEY)


def test_a_bad_key_name_is_not_signed_with() -> None:
    with pytest.raises(SignatureInvalid):
        note.sign_note("a\n", "bad name", KEY)


def test_a_witness_can_add_its_line() -> None:
    other = Ed25519PrivateKey.from_private_bytes(bytes(32))
    signed = note.sign_note("a\n", NAME, KEY)
    theirs = note.parse_note(note.sign_note("a\n", "witness.example", other)).signatures[0]
    both = note.add_signature(signed, theirs)
    keys = [MINE, note.verifier_key("witness.example", other)]
    assert note.verify_note(both, keys)[1] == tuple(keys)


ROOT = base64.b64encode(bytes(range(32))).decode()
EMPTY = base64.b64encode(merkle.EMPTY_ROOT).decode()


@given(st.integers(1, 2**60), st.binary(min_size=32, max_size=32))
def test_checkpoints_read_back(size: int, root: bytes) -> None:
    checkpoint = Checkpoint(NAME, size, root)
    assert note.parse_checkpoint(checkpoint.text()) == checkpoint


def test_the_checkpoint_of_an_empty_log_has_the_empty_root() -> None:
    assert note.parse_checkpoint(f"a\n0\n{EMPTY}\n").size == 0
    with pytest.raises(SignatureInvalid):
        note.parse_checkpoint(f"a\n0\n{ROOT}\n")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a\n",
        f"a\n5\n{ROOT}",
        f"a\n5\n{ROOT}\nextension\n",
        f"a\n5\n{ROOT}\n\n",
        f"\n5\n{ROOT}\n",
        f"a\n05\n{ROOT}\n",
        f"a\n-5\n{ROOT}\n",
        f"a\n+5\n{ROOT}\n",
        f"a\n5 \n{ROOT}\n",
        f"a\n\n{ROOT}\n",
        f"a\n٥\n{ROOT}\n",
        f"a\n5\n{ROOT} \n",
        f"a\n5\n{ROOT[:-1]}\n",
        "a\n5\nAAAA\n",
        "a\n5\n\n",
        f"a\n5\n{ROOT.replace('=', '')}\n",
        f"a\r\n5\n{ROOT}\n",
        f"a\n{10**20}\n{ROOT}\n",
    ],
)
def test_what_is_almost_a_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(SignatureInvalid):
        note.parse_checkpoint(text)


def test_a_checkpoint_of_another_log_is_refused() -> None:
    signed = SAMPLE["checkpoint"].encode()
    key = note.parse_verifier_key(SAMPLE["verifier_key"])
    assert note.verify_checkpoint(signed, [key], NAME).root.hex() == SAMPLE["root"]
    with pytest.raises(SignatureInvalid) as caught:
        note.verify_checkpoint(signed, [key], "ledger.example/other")
    assert caught.value.code == "origin-differs"


def verifies(message: bytes, signature: bytes) -> bool:
    key = VerifierKey("wycheproof", bytes.fromhex(ED25519["public_key"]))
    try:
        note._verify(
            message.decode("latin-1"), note.Signature("wycheproof", key.key_id, signature), key
        )
    except SignatureInvalid:
        return False
    return True


@pytest.mark.parametrize(
    "case", [c for c in ED25519["valid"] if "ff" not in c["msg"]], ids=lambda c: c["msg"]
)
def test_wycheproof_valid_signatures_verify(case: dict[str, Any]) -> None:
    message, signature = bytes.fromhex(case["msg"]), bytes.fromhex(case["sig"])
    assert verifies(message, signature)
    for cut in (b"", signature[:32], signature[:63], signature + b"\0", signature[32:]):
        assert not verifies(message, cut)


ORDER = 2**252 + 27742317777372353535851937790883648493


@pytest.mark.parametrize(
    "case", [c for c in ED25519["valid"] if "ff" not in c["msg"]], ids=lambda c: c["msg"]
)
def test_a_signature_has_one_spelling_of_s(case: dict[str, Any]) -> None:
    """Adding the group order to S gives the same equation; RFC 8032 5.1.7 refuses it."""
    signature = bytes.fromhex(case["sig"])
    s = int.from_bytes(signature[32:], "little")
    for multiple in (1, 2, 4, 8):
        malleable = signature[:32] + (s + multiple * ORDER).to_bytes(32, "little")
        assert not verifies(bytes.fromhex(case["msg"]), malleable)


@pytest.mark.parametrize("r", ED25519["special_r"])
@pytest.mark.parametrize("s", ED25519["special_s"])
def test_wycheproof_special_values_do_not_verify(r: str, s: str) -> None:
    assert not verifies(bytes.fromhex(ED25519["special_message"]), bytes.fromhex(r + s))
