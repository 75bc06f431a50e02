"""The same seed gives the same log, byte for byte, on SQLite and on PostgreSQL."""

import random
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from api.cli.output import Output
from api.cli.sample import tell, tell_next
from api.cli.session import Session
from ledger.bootstrap import Sample, create_register, register
from ledger.command import Command
from ledger.jobs.verify import verify_register
from ledger.log.authorship import Signature
from ledger.settings import Settings
from ledger.store.read import LogReader
from seeds.build import START, Builder
from seeds.catalogue import record_works
from seeds.cinema import record_films
from seeds.committees import record_committees
from seeds.demo import ORIGIN, build_demo
from seeds.keys import record_keys
from seeds.parties import record_parties
from seeds.world import World, plan
from seeds.year import live_through
from tests.cli.cli_stage import Daicho

SEED = 11
LEAST_LINES = 50


def small(world: World) -> World:
    """Return the first eight works and four committees of a world: one of each kind."""
    return replace(world, titles=world.titles[:8], bodies=world.bodies[:4])


def root_of(settings: Settings, *, verified: bool = True) -> tuple[int, str]:
    sample = Sample(SEED, START)
    create_register(settings, ORIGIN, sample=sample)
    with register(settings, sample=sample) as opened:
        builder = Builder(opened, small(plan(SEED)))
        record_parties(builder)
        pens = record_keys(builder)
        record_works(builder)
        record_committees(builder, pens)
        record_films(builder, pens)
        live_through(builder)
        if verified:
            report = verify_register(opened, views=True, commands=True)
            assert report.verdict == "SELF-CONSISTENT", report.findings
        with opened.ledger.reading() as conn:
            head = LogReader(conn).head()
        return head.size, head.root().hex()


@pytest.fixture(scope="module")
def on_sqlite(tmp_path_factory: pytest.TempPathFactory) -> tuple[int, str]:
    """Size and root of a small world, built and verified on SQLite."""
    return root_of(Settings(home=tmp_path_factory.mktemp("small") / "sqlite"))


def test_a_small_world_has_one_root_on_both_databases(
    on_sqlite: tuple[int, str], tmp_path: Path, new_postgresql: Callable[..., str]
) -> None:
    on_postgresql = root_of(Settings(home=tmp_path / "pg", database_url=new_postgresql()))
    assert on_sqlite == on_postgresql


def test_the_scheduling_of_threads_cannot_change_the_root(
    on_sqlite: tuple[int, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever sends pauses at random, so that ids are drawn while entries are being written."""
    pauses = random.Random(5)
    send = Builder.send

    def hesitant(self: Builder, command: Command, *signatures: Signature) -> None:
        send(self, command, *signatures)
        time.sleep(pauses.choice((0, 0, 0, 0.01)))

    monkeypatch.setattr(Builder, "send", hesitant)
    # The root alone: the same log was verified already.
    assert root_of(Settings(home=tmp_path / "hesitant"), verified=False) == on_sqlite


@pytest.mark.slow
def test_the_sample_is_built_paid_and_verified_and_is_the_same_on_both_databases(
    tmp_path: Path,
    new_postgresql: Callable[..., str],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """On SQLite by the command, in the place of an older sample; on PostgreSQL beside it."""
    daicho = Daicho(tmp_path / "demo")
    create_register(Settings(home=daicho.home), ORIGIN, sample=Sample(1, START))
    said = daicho("demo", "--dir", str(daicho.home), "--fresh", "--lang", "en")
    assert said.code == 0, said.err
    assert "Verdict: SELF-CONSISTENT" in said.out
    on_postgresql = build_demo(tmp_path / "pg", database_url=new_postgresql())
    assert f"Root: {on_postgresql.root}" in said.out
    assert on_postgresql.refused == (("report-duplicate", "video 2025-Q3"),)
    monkeypatch.setenv("COLUMNS", daicho.environment["COLUMNS"])
    session = Session(None, "en", "ja", Output(as_json=False, lang="en"))
    there = replace(on_postgresql, home=daicho.home)
    tell(session, there)
    tell_next(session, there)
    told = capsys.readouterr().out
    assert len(told.splitlines()) > LEAST_LINES
    assert set(told.splitlines()) <= set(said.out.splitlines())
