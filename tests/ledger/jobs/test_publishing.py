"""Publishing a checkpoint: signed once per size, known to the guard, stored before it is answered."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ledger.bootstrap import LOG_KEY, Register, open_register
from ledger.errors import LogCorrupt, NotFound, Unavailable
from ledger.jobs.publish import ProofFor, publish_checkpoint
from ledger.jobs.verify import verify_register
from ledger.log.note import (
    Checkpoint,
    Signature,
    add_signature,
    parse_checkpoint,
    parse_note,
    sign_note,
    verify_checkpoint,
)
from ledger.log.proof import verify_consistency
from ledger.settings import Settings
from ledger.store import checkpoints
from ledger.store.append import lock_head
from ledger.store.checkpoints import StoredCheckpoint
from ledger.store.engine import write_transaction
from ledger.store.read import LogReader
from tests.faults.world import (
    company,
    either_register,
    size_of,
    unguarded,
)
from tests.ledger.door.test_restored_database import literal
from tests.published import log_key

__all__ = ["either_register"]


def record(register: Register, count: int) -> None:
    size = size_of(register)
    names = [f"{number}社" for number in range(size, size + count)]
    for future in [register.ledger.submit(company(name)) for name in names]:
        future.result()


def stored(register: Register) -> list[StoredCheckpoint]:
    with register.ledger.reading() as conn:
        return list(checkpoints.all_notes(conn))


def secret(register: Register) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes((register.home / LOG_KEY).read_bytes())


def guarded_size(register: Register) -> int:
    return parse_checkpoint(parse_note(register.guard.read()).text).size


def test_a_checkpoint_covers_what_is_recorded(either_register: Register) -> None:
    record(either_register, 5)
    made = publish_checkpoint(either_register)
    with either_register.ledger.reading() as conn:
        latest = checkpoints.latest(conn)
    read = verify_checkpoint(made.note, [log_key(either_register)], either_register.origin)
    assert latest == made == StoredCheckpoint(5, read.root, made.note)
    assert either_register.guard.read() == made.note
    report = verify_register(either_register)
    assert report.findings == ()
    assert {c.check: c.count for c in report.checks}["checkpoints"] == 1


def test_nothing_new_publishes_nothing_new(either_register: Register) -> None:
    record(either_register, 2)
    first = publish_checkpoint(either_register)
    assert publish_checkpoint(either_register) == first
    assert stored(either_register) == [first]


def test_an_empty_log_has_a_checkpoint_too(register: Register) -> None:
    made = publish_checkpoint(register)
    assert (made.size, stored(register)) == (0, [made])
    record(register, 1)
    assert publish_checkpoint(register).size == 1


def test_every_checkpoint_continues_the_one_before(register: Register) -> None:
    proofs = []

    def cosign(note: bytes, proof_for: ProofFor) -> bytes:
        size = parse_checkpoint(parse_note(note).text).size
        if size > 3:
            proofs.append(proof_for(3))
        return note

    for _ in range(2):
        record(register, 3)
        publish_checkpoint(register, cosign)
    first, second = stored(register)
    verify_consistency(first.size, first.root, second.size, second.root, proofs[0])


def test_cosignatures_are_part_of_what_is_published(register: Register) -> None:
    record(register, 1)
    line = Signature("witness.example", bytes(4), bytes(72))
    made = publish_checkpoint(register, lambda note, _: add_signature(note, line))
    assert made.note.endswith(add_signature(register.guard.read(), line)[-60:])
    assert stored(register) == [made]


def failing(_note: bytes, _proof_for: ProofFor) -> bytes:
    raise Unavailable("quorum-missing")


def test_without_the_quorum_nothing_is_published_and_the_next_call_goes_on(
    either_register: Register,
) -> None:
    record(either_register, 2)
    for _ in range(2):
        with pytest.raises(Unavailable):
            publish_checkpoint(either_register, failing)
    assert stored(either_register) == []
    assert guarded_size(either_register) == 2
    assert publish_checkpoint(either_register).size == 2


def test_what_a_crash_left_signed_is_published_first(either_register: Register) -> None:
    """The process died after the guard was moved: the note is finished before a larger one."""
    record(either_register, 2)
    with pytest.raises(Unavailable):
        publish_checkpoint(either_register, failing)
    left = either_register.guard.read()
    record(either_register, 1)
    assert publish_checkpoint(either_register).size == 3
    assert [made.size for made in stored(either_register)] == [2, 3]
    assert stored(either_register)[0].note == left


def test_what_another_process_published_meanwhile_is_enough(register: Register) -> None:
    record(register, 2)

    def overtaken(note: bytes, proof_for: ProofFor) -> bytes:
        record(register, 1)
        publish_checkpoint(register)
        return failing(note, proof_for)

    assert publish_checkpoint(register, overtaken).size >= 2
    assert [made.size for made in stored(register)] == [2, 3]


def test_many_threads_publish_one_note_per_size(either_register: Register) -> None:
    def work(number: int) -> StoredCheckpoint:
        at = either_register.ledger.record(company(f"社{number}")).first_index
        made = publish_checkpoint(either_register)
        assert made.size > at
        return made

    with ThreadPoolExecutor(6) as pool:
        answered = list(pool.map(work, range(30)))
    notes = {made.size: made for made in stored(either_register)}
    assert max(notes) == 30
    assert all(notes[made.size] == made for made in answered)
    assert verify_register(either_register).findings == ()


def test_a_running_register_whose_database_went_back_publishes_nothing(
    either_register: Register,
) -> None:
    record(either_register, 1)
    with either_register.ledger.reading() as conn:
        head = LogReader(conn).head()
    record(either_register, 1)
    made = publish_checkpoint(either_register)
    kind = either_register.engine.dialect.name
    values = {"size": head.size, "edge": head.edge, "last_leaf": head.last_leaf}
    said = ", ".join(f"{name} = {literal(value, kind)}" for name, value in values.items())
    unguarded(
        either_register.engine,
        "DELETE FROM part WHERE idx = 1",
        "DELETE FROM entry WHERE idx = 1",
        f"UPDATE head SET {said}, last_time = '{head.last_time}'",
    )
    with pytest.raises(LogCorrupt) as caught:
        publish_checkpoint(either_register)
    assert caught.value.code == "guard-ahead"
    assert either_register.guard.read() == made.note


def test_without_its_key_nothing_is_signed(register: Register) -> None:
    record(register, 1)
    (register.home / LOG_KEY).rename(register.home / "elsewhere")
    with pytest.raises(NotFound) as caught:
        publish_checkpoint(register)
    assert caught.value.code == "log-key-missing"
    assert guarded_size(register) == 0


def test_a_note_of_another_key_in_the_table_is_a_finding(register: Register) -> None:
    record(register, 2)
    made = publish_checkpoint(register)
    other = Ed25519PrivateKey.from_private_bytes(bytes(32))
    record(register, 1)
    with write_transaction(register.engine) as conn:
        lock_head(conn)
        text = parse_note(made.note).text.replace("\n2\n", "\n3\n")
        checkpoints.add(
            conn, StoredCheckpoint(3, made.root, sign_note(text, register.origin, other))
        )
    found = {(f.index, f.code) for f in verify_register(register).findings}
    assert (2, "checkpoint-signature") in found


def test_a_note_over_another_root_is_a_finding(register: Register) -> None:
    record(register, 3)
    text = Checkpoint(register.origin, 2, bytes(32)).text()
    with write_transaction(register.engine) as conn:
        lock_head(conn)
        note = sign_note(text, register.origin, secret(register))
        checkpoints.add(conn, StoredCheckpoint(2, bytes(32), note))
    found = {(f.index, f.code) for f in verify_register(register).findings}
    assert found == {(1, "checkpoint-root"), (None, "guard-behind")}


def test_a_guard_that_is_older_than_the_checkpoints_is_noticed(register: Register) -> None:
    record(register, 1)
    old = register.guard.read()
    publish_checkpoint(register)
    register.guard.replace(old)
    record(register, 1)
    with pytest.raises(LogCorrupt) as caught:
        publish_checkpoint(register)
    assert caught.value.code == "guard-behind"
    settings = Settings(home=register.home)
    with pytest.raises(LogCorrupt) as again:
        open_register(settings)
    assert again.value.code == "guard-behind"
