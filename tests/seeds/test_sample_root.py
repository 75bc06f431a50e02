"""The same seed gives the same log, byte for byte, on SQLite and on PostgreSQL."""

import random
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

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

SEED = 11


def small(world: World) -> World:
    """Return the first eight works and four committees of a world: one of each kind."""
    return replace(world, titles=world.titles[:8], bodies=world.bodies[:4])


def root_of(settings: Settings) -> tuple[int, str]:
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
        report = verify_register(opened, views=True, commands=True)
        assert report.verdict == "SELF-CONSISTENT", report.findings
        with opened.ledger.reading() as conn:
            head = LogReader(conn).head()
        return head.size, head.root().hex()


def test_a_small_world_has_one_root_on_both_databases(
    tmp_path: Path, new_postgresql: Callable[..., str]
) -> None:
    on_sqlite = root_of(Settings(home=tmp_path / "sqlite"))
    on_postgresql = root_of(Settings(home=tmp_path / "pg", database_url=new_postgresql()))
    assert on_sqlite == on_postgresql


def test_the_scheduling_of_threads_cannot_change_the_root(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever sends pauses at random, so that ids are drawn while entries are being written."""
    calm = root_of(Settings(home=tmp_path / "calm"))
    pauses = random.Random(5)
    send = Builder.send

    def hesitant(self: Builder, command: Command, *signatures: Signature) -> None:
        send(self, command, *signatures)
        time.sleep(pauses.choice((0, 0, 0, 0.01)))

    monkeypatch.setattr(Builder, "send", hesitant)
    assert root_of(Settings(home=tmp_path / "hesitant")) == calm


@pytest.mark.slow
def test_the_whole_sample_has_one_root_on_both_databases(
    tmp_path: Path, new_postgresql: Callable[..., str]
) -> None:
    on_sqlite = build_demo(tmp_path / "sqlite", seed=SEED)
    on_postgresql = build_demo(tmp_path / "pg", seed=SEED, database_url=new_postgresql())
    assert (on_sqlite.size, on_sqlite.root) == (on_postgresql.size, on_postgresql.root)
    assert on_sqlite.received == on_postgresql.received
    assert on_sqlite.refused == (("report-duplicate", "video 2025-Q3"),)
