"""Rotating the key of the log: both sign during the overlap, old checkpoints keep their worth."""

import stat
from pathlib import Path

import pytest

from ledger.bootstrap import LOG_KEY, Register
from ledger.errors import NotFound, RuleViolation, SignatureInvalid
from ledger.jobs.log_keys import log_keys, retire_log_key, rotate_log_key
from ledger.jobs.publish import publish_checkpoint
from ledger.jobs.verify import verify_register
from ledger.log.log_keys import LogKeys
from ledger.log.note import VerifierKey, verify_note
from tests.faults.world import company
from tests.published import log_key


def signers(register: Register, keys: list[VerifierKey]) -> list[VerifierKey]:
    return list(verify_note(publish_checkpoint(register).note, keys)[1])


def secrets_in(home: Path) -> set[str]:
    return {path.name for path in home.glob("*.key")} - {"master.key", "request.key"}


def test_old_and_new_sign_until_the_old_is_retired(register: Register) -> None:
    first = log_key(register)
    register.ledger.record(company("甲社"))
    assert signers(register, [first]) == [first]
    second, recorded = rotate_log_key(register)
    assert recorded.first_index == 1
    assert signers(register, [first, second]) == [first, second]
    retire_log_key(register, first.key_id.hex())
    assert signers(register, [first, second]) == [second]
    assert verify_register(register).findings == ()


def test_whoever_knows_the_first_key_follows_through_the_entries_alone(register: Register) -> None:
    first = log_key(register)
    second, rotated = rotate_log_key(register)
    third, again = rotate_log_key(register)
    retired = retire_log_key(register, first.key_id.hex())
    keys = LogKeys.of_genesis(register.genesis)
    for recorded in (rotated, again, retired):
        event = recorded.events[0]
        keys = keys.after(recorded.first_index, event.TYPE, event.body())
    assert keys == log_keys(register)
    assert keys.at(3) == (second, third)
    assert keys.verify_checkpoint(publish_checkpoint(register).note).size == 3


def test_the_files_of_keys_are_for_their_owner_alone(register: Register) -> None:
    second, _ = rotate_log_key(register)
    name = f"log-{second.key_id.hex()}.key"
    assert secrets_in(register.home) == {LOG_KEY, name}
    assert stat.S_IMODE((register.home / name).stat().st_mode) == 0o600


def test_without_the_newest_key_there_is_no_next(register: Register) -> None:
    (register.home / LOG_KEY).unlink()
    with pytest.raises(NotFound) as caught:
        rotate_log_key(register)
    assert caught.value.code == "log-key-missing"
    assert secrets_in(register.home) == set()


def test_the_only_key_cannot_be_retired(register: Register) -> None:
    with pytest.raises(RuleViolation) as caught:
        retire_log_key(register, log_key(register).key_id.hex())
    assert caught.value.code == "log-key-not-older"


def test_a_retired_key_may_be_destroyed(register: Register) -> None:
    first = log_key(register)
    rotate_log_key(register)
    retire_log_key(register, first.key_id.hex())
    (register.home / LOG_KEY).unlink()
    assert publish_checkpoint(register).size == 2
    report = verify_register(register)
    assert report.findings == ()
    assert next(check for check in report.checks if check.check == "log-key").status == "ok"


def test_a_retired_key_signs_no_later_size(register: Register) -> None:
    first = log_key(register)
    rotate_log_key(register)
    retire_log_key(register, first.key_id.hex())
    with pytest.raises(SignatureInvalid):
        verify_note(publish_checkpoint(register).note, [first])
