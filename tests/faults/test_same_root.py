"""The same commands give the same root, whatever the database and however they were batched."""

import shutil
from pathlib import Path

import pytest

from ledger.bootstrap import Register, register
from ledger.jobs.verify import verify_register
from ledger.settings import Settings
from tests.faults.everything import everything_on_postgresql, everything_on_sqlite
from tests.faults.world import SAMPLE, Evidence, evidence, numbered

__all__ = ["everything_on_postgresql", "everything_on_sqlite"]


def log_of(settings: Settings) -> Evidence:
    with register(settings) as opened:
        assert verify_register(opened, views=True, commands=True).findings == ()
        return evidence(opened.engine)


def test_every_kind_of_fact_gives_the_same_log_on_both_databases(
    everything_on_sqlite: Settings, everything_on_postgresql: Settings
) -> None:
    on_sqlite, on_postgresql = log_of(everything_on_sqlite), log_of(everything_on_postgresql)
    assert on_sqlite.root == on_postgresql.root
    assert on_sqlite == on_postgresql


@pytest.fixture(scope="module")
def one_by_one(tmp_path_factory: pytest.TempPathFactory, home_template: Path) -> str:
    """The root of 300 commands, each in a transaction of its own, on SQLite."""
    home = tmp_path_factory.mktemp("alone") / "home"
    shutil.copytree(home_template, home)
    with register(Settings(home=home, batch_max=1), sample=SAMPLE) as opened:
        return recorded(opened)


def recorded(opened: Register) -> str:
    futures = [opened.ledger.submit(numbered("x", number)) for number in range(300)]
    assert [future.result().first_index for future in futures] == list(range(300))
    return evidence(opened.engine).root


@pytest.mark.parametrize("batch_max", [7, 256])
def test_batches_change_nothing(either_settings: Settings, one_by_one: str, batch_max: int) -> None:
    settings = either_settings.model_copy(update={"batch_max": batch_max})
    with register(settings, sample=SAMPLE) as opened:
        assert recorded(opened) == one_by_one
