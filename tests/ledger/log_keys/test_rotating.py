"""Rotating the key that signs checkpoints, through the door."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ledger.bootstrap import LOG_KEY, Register
from ledger.command import Actor
from ledger.errors import Forbidden, RuleViolation
from ledger.log.log_keys import sign_retirement, sign_rotation
from ledger.log.note import verifier_key
from ledger.log_keys.commands import RetireLogKey, RotateLogKey
from ledger.log_keys.views import keys_of
from ledger.rebuild import compare_views

NEXT = Ed25519PrivateKey.from_private_bytes(bytes([7]) * 32)
STUDIO = Actor("studio", "party_00000000000000000000000001")


@pytest.fixture
def first(register: Register) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes((register.home / LOG_KEY).read_bytes())


def rotate(register: Register, old: Ed25519PrivateKey, new: Ed25519PrivateKey) -> RotateLogKey:
    origin = register.origin
    return RotateLogKey(
        previous=str(verifier_key(origin, old)),
        key=str(verifier_key(origin, new)),
        note=sign_rotation(origin, old, new),
    )


def retire(register: Register, old: Ed25519PrivateKey, new: Ed25519PrivateKey) -> RetireLogKey:
    gone = verifier_key(register.origin, old)
    return RetireLogKey(key=str(gone), note=sign_retirement(register.origin, gone, new))


def test_a_rotation_and_a_retirement_are_in_force_from_their_entries(
    register: Register, first: Ed25519PrivateKey
) -> None:
    origin = register.origin
    register.ledger.record(rotate(register, first, NEXT))
    register.ledger.record(retire(register, first, NEXT))
    with register.ledger.reading() as conn:
        keys = keys_of(conn)
    old, new = verifier_key(origin, first), verifier_key(origin, NEXT)
    assert [keys.at(size) for size in (0, 1, 2, 3)] == [(old,), (old, new), (new,), (new,)]


def test_the_view_of_keys_is_rebuilt_from_the_log(
    register: Register, first: Ed25519PrivateKey
) -> None:
    register.ledger.record(rotate(register, first, NEXT))
    assert compare_views(register.engine, None) == (1, [])


def test_a_statement_that_does_not_hold_is_refused(
    register: Register, first: Ed25519PrivateKey
) -> None:
    good = rotate(register, first, NEXT)
    bad = good.model_copy(update={"note": sign_rotation(register.origin, NEXT, first)})
    with pytest.raises(RuleViolation) as caught:
        register.ledger.record(bad)
    assert (caught.value.code, caught.value.fields["field"]) == ("log-key-statement", "note")


def test_the_same_rotation_is_not_recorded_twice(
    register: Register, first: Ed25519PrivateKey
) -> None:
    register.ledger.record(rotate(register, first, NEXT))
    with pytest.raises(RuleViolation):
        register.ledger.record(rotate(register, first, NEXT))


def test_only_the_operator_changes_keys(register: Register, first: Ed25519PrivateKey) -> None:
    for command in (rotate(register, first, NEXT), retire(register, first, NEXT)):
        with pytest.raises(Forbidden):
            register.ledger.record(command, actor=STUDIO)
