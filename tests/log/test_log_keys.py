"""Which keys sign at a size: the chain of statements from the genesis key on."""

from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ledger.errors import SignatureInvalid
from ledger.log.genesis import genesis_text
from ledger.log.log_keys import (
    RETIRED,
    ROTATED,
    LogKeys,
    retirement_text,
    rotation_text,
    sign_retirement,
    sign_rotation,
    sign_with,
)
from ledger.log.merkle import EMPTY_ROOT
from ledger.log.note import Checkpoint, VerifierKey, sign_note, verifier_key

ORIGIN = "ledger.example/ip"
SECRETS = [Ed25519PrivateKey.from_private_bytes(bytes([n]) * 32) for n in range(1, 5)]
KEYS = [verifier_key(ORIGIN, secret) for secret in SECRETS]
GENESIS = genesis_text(ORIGIN, KEYS[0].public_key)
FIRST = LogKeys.of_genesis(GENESIS)


def rotation(old: int, new: int) -> dict[str, Any]:
    note = sign_rotation(ORIGIN, SECRETS[old], SECRETS[new])
    return {"previous": str(KEYS[old]), "key": str(KEYS[new]), "note": note}


def retirement(gone: int, stays: int) -> dict[str, Any]:
    return {
        "key": str(KEYS[gone]),
        "note": sign_retirement(ORIGIN, KEYS[gone], SECRETS[stays]),
    }


def refusal(keys: LogKeys, event_type: str, body: dict[str, Any]) -> SignatureInvalid:
    with pytest.raises(SignatureInvalid) as caught:
        keys.after(9, event_type, body)
    return caught.value


def signed(size: int, *secrets: int) -> bytes:
    text = Checkpoint(ORIGIN, size, bytes(32)).text()
    return sign_with(text, ORIGIN, [SECRETS[n] for n in secrets])


def test_a_log_without_rotations_has_the_key_of_its_genesis_text() -> None:
    assert FIRST.at(0) == FIRST.at(10**9) == (KEYS[0],)


def test_old_and_new_sign_from_the_entry_on_until_the_old_is_retired() -> None:
    keys = FIRST.after(4, ROTATED, rotation(0, 1)).after(7, RETIRED, retirement(0, 1))
    assert keys.at(4) == (KEYS[0],)
    assert keys.at(5) == keys.at(7) == (KEYS[0], KEYS[1])
    assert keys.at(8) == keys.in_force() == (KEYS[1],)


def test_several_rotations_follow_each_other() -> None:
    keys = FIRST.after(1, ROTATED, rotation(0, 1)).after(2, ROTATED, rotation(1, 2))
    assert keys.at(3) == (KEYS[0], KEYS[1], KEYS[2])
    assert keys.after(5, RETIRED, retirement(1, 2)).at(6) == (KEYS[0], KEYS[2])


def test_other_entries_change_nothing() -> None:
    assert FIRST.after(0, "work.registered/1", {"key": "x"}) is FIRST


def test_a_new_key_must_sign_itself() -> None:
    text = rotation_text(ORIGIN, KEYS[0], KEYS[1])
    body = rotation(0, 1) | {"note": sign_note(text, ORIGIN, SECRETS[0]).decode()}
    assert refusal(FIRST, ROTATED, body).fields["field"] == "note"


def test_the_key_before_it_must_sign_too() -> None:
    text = rotation_text(ORIGIN, KEYS[0], KEYS[1])
    body = rotation(0, 1) | {"note": sign_note(text, ORIGIN, SECRETS[1]).decode()}
    assert refusal(FIRST, ROTATED, body).fields["field"] == "note"


def test_nobody_else_signs_along() -> None:
    text = rotation_text(ORIGIN, KEYS[0], KEYS[1])
    note = sign_with(text, ORIGIN, [SECRETS[0], SECRETS[1], SECRETS[2]]).decode()
    assert refusal(FIRST, ROTATED, rotation(0, 1) | {"note": note}).fields["field"] == "note"


def test_a_statement_about_another_key_does_not_bring_this_one() -> None:
    body = rotation(0, 1) | {"note": rotation(0, 2)["note"]}
    assert refusal(FIRST, ROTATED, body)


def test_a_statement_of_another_log_is_refused() -> None:
    other = "other.example/ip"
    note = sign_rotation(other, SECRETS[0], SECRETS[1])
    assert refusal(FIRST, ROTATED, rotation(0, 1) | {"note": note}).code == "no-known-signature"


def test_a_key_under_another_name_is_refused() -> None:
    foreign = VerifierKey("other.example/ip", KEYS[1].public_key)
    body = rotation(0, 1) | {"key": str(foreign)}
    assert refusal(FIRST, ROTATED, body).fields["field"] == "key"


def test_only_the_newest_key_brings_the_next() -> None:
    keys = FIRST.after(1, ROTATED, rotation(0, 1))
    assert refusal(keys, ROTATED, rotation(0, 2)).fields["field"] == "previous"


def test_a_key_never_comes_back() -> None:
    keys = FIRST.after(1, ROTATED, rotation(0, 1)).after(2, RETIRED, retirement(0, 1))
    assert refusal(keys, ROTATED, rotation(1, 0)).fields["field"] == "key"


def test_the_newest_key_cannot_be_retired() -> None:
    assert refusal(FIRST, RETIRED, retirement(0, 0)).fields["field"] == "key"


def test_a_key_is_retired_once() -> None:
    keys = FIRST.after(1, ROTATED, rotation(0, 1)).after(2, RETIRED, retirement(0, 1))
    assert refusal(keys, RETIRED, retirement(0, 1)).fields["field"] == "key"


def test_only_the_newest_key_retires() -> None:
    keys = FIRST.after(1, ROTATED, rotation(0, 1))
    text = retirement_text(ORIGIN, KEYS[0], KEYS[1])
    note = sign_note(text, ORIGIN, SECRETS[0]).decode()
    assert refusal(keys, RETIRED, {"key": str(KEYS[0]), "note": note}).code == "no-known-signature"


@pytest.mark.parametrize("body", [{}, {"key": 1, "note": "", "previous": ""}, {"key": "x"}])
def test_a_body_of_another_shape_is_refused(body: dict[str, Any]) -> None:
    assert refusal(FIRST, ROTATED, body).fields["field"] == "facts"


def test_a_checkpoint_is_held_against_the_keys_of_its_size() -> None:
    keys = FIRST.after(4, ROTATED, rotation(0, 1)).after(7, RETIRED, retirement(0, 1))
    assert keys.verify_checkpoint(signed(4, 0)).size == 4
    assert keys.verify_checkpoint(signed(6, 0)).size == 6
    assert keys.verify_checkpoint(signed(6, 1)).size == 6
    assert keys.verify_checkpoint(signed(8, 1)).size == 8
    for wrong in (signed(4, 1), signed(8, 0), signed(8, 2)):
        with pytest.raises(SignatureInvalid, match="no key that is trusted"):
            keys.verify_checkpoint(wrong)


def test_a_checkpoint_of_another_log_is_refused() -> None:
    note = sign_note(Checkpoint("other", 0, EMPTY_ROOT).text(), ORIGIN, SECRETS[0])
    with pytest.raises(SignatureInvalid) as caught:
        FIRST.verify_checkpoint(note)
    assert caught.value.code == "origin-differs"


def test_a_statement_cannot_be_read_as_a_checkpoint() -> None:
    with pytest.raises(SignatureInvalid, match="checkpoint malformed"):
        FIRST.verify_checkpoint(rotation(0, 1)["note"].encode())
