"""Killed at any step, an erasure is finished by running it again, and the log never says too much."""

import subprocess
import sys
from pathlib import Path

import pytest

from ledger.bootstrap import create_register, open_register, open_to_verify
from ledger.jobs.erase import erase_people, reconcile
from ledger.jobs.people import Person, register_person
from ledger.jobs.verify import verify_register
from ledger.settings import Settings
from ledger.store.read import LogReader

SCRIPT = Path(__file__).with_name("killed_eraser.py")
ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize("step", ["after-order", "after-keys", "before-record"])
def test_whoever_is_killed_leaves_an_order_that_the_next_run_carries_out(
    tmp_path: Path, step: str
) -> None:
    settings = Settings(home=tmp_path / "home")
    create_register(settings, "ledger.example/ip")
    register = open_register(settings)
    recorded = register_person(register, Person(credit_name="月野 二郎"))
    subject = str(getattr(recorded.events[0], "subject"))  # noqa: B009
    register.close()

    words = [sys.executable, str(SCRIPT), str(settings.home), subject, step]
    killed = subprocess.run(words, cwd=ROOT, timeout=60, check=False)
    assert killed.returncode == -9

    damaged = open_to_verify(settings)
    with damaged.ledger.reading() as conn:
        reader = LogReader(conn)
        last = reader.entry(reader.size() - 1).header().event_type
    report = verify_register(damaged)
    damaged.close()
    assert (last, report.verdict) == ("subject.erasure_ordered/1", "SELF-CONSISTENT")

    register = open_register(settings)
    try:
        assert register.vault.left_of([subject]) == set()
        erase_people(register, subject)
        assert reconcile(register) == ()
        assert verify_register(register).verdict == "SELF-CONSISTENT"
    finally:
        register.close()
