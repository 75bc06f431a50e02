"""A client is killed again and again in the middle of writing; nothing it heard is ever lost.

Afterwards it sends everything again under the same keys: each command is there exactly once.
"""

from pathlib import Path
from random import Random
from time import monotonic, sleep

import pytest

from ledger.bootstrap import Register, open_register
from ledger.jobs.verify import verify_register
from ledger.settings import Settings
from tests.faults import writer
from tests.faults.world import evidence, must_be_sound

ROUNDS = 20
MOST_SECONDS = 60
_OPENING_SECONDS = 30


def one_round(settings: Settings, begin: int, heard: Path, chance: Random) -> None:
    """Let a client write for a moment, then kill it; one time in five while it is opening."""
    heard.unlink(missing_ok=True)
    child = writer.start(settings, "x", range(begin, begin + 5_000), heard)
    if chance.random() < 0.8:
        limit = monotonic() + _OPENING_SECONDS
        while not heard.exists() and monotonic() < limit:
            sleep(0.002)
    sleep(chance.uniform(0, 0.3))
    child.kill()
    child.join()
    assert child.exitcode == -9


def check(settings: Settings, acknowledged: dict[int, tuple[int, str]]) -> Register:
    """Reopen and verify: every answer a client ever heard is still true."""
    register = open_register(settings)
    report = verify_register(register)
    assert report.findings == ()
    hashes = evidence(register.engine).leaf_hashes
    for index, leaf_hash in acknowledged.values():
        assert hashes[index].hex() == leaf_hash
    return register


@pytest.mark.slow
def test_a_client_killed_at_any_moment_loses_and_doubles_nothing(
    either_settings: Settings, tmp_path: Path
) -> None:
    chance, heard = Random(20261122), tmp_path / "heard"
    acknowledged: dict[int, tuple[int, str]] = {}
    end = monotonic() + MOST_SECONDS
    rounds = 0
    while rounds < ROUNDS and monotonic() < end:
        # The client knows what it was told; it cannot know whether the rest was recorded.
        one_round(either_settings, len(acknowledged), heard, chance)
        acknowledged |= writer.answers(heard)
        check(either_settings, acknowledged).close()
        rounds += 1
    assert rounds >= 5
    assert len(acknowledged) > 20
    register = check(either_settings, acknowledged)
    count = max(len(evidence(register.engine).events), len(acknowledged)) + 10
    answers = [writer.send(register, "x", number) for number in range(count)]
    replies = [answer.result(60) for answer in answers]
    for number, (index, leaf_hash) in acknowledged.items():
        assert (replies[number].first_index, replies[number].leaf_hashes[0].hex()) == (
            index, leaf_hash,
        )  # fmt: skip
    log = evidence(register.engine)
    assert [reply.first_index for reply in replies] == list(range(count))
    assert log.reasons() == [f"x-{number}" for number in range(2, count)]
    assert log.size == count
    must_be_sound(register.engine)
    register.close()
