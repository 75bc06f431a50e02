"""A bundle of a register on which money was paid, and one of a register with many entries."""

import shutil
from pathlib import Path

import pytest
from audited import Bundled
from money_stage import Money, open_money
from paid_world import pay, reported_world
from sqlalchemy import Connection

from ledger.bootstrap import Register
from ledger.jobs.bundle import export_bundle
from ledger.jobs.publish import publish_checkpoint
from ledger.store.read import LogReader


def published(register: Register) -> tuple[int, bytes]:
    made = publish_checkpoint(register)
    return made.size, made.note


def bundled(stage: Money, folder: Path, notes: list[tuple[int, bytes]]) -> Bundled:
    export_bundle(stage.register, folder / "bundle", with_personal=True)
    return Bundled(stage.register.home, folder / "bundle", dict(notes))


@pytest.fixture(scope="session")
def paid_bundle_template(tmp_path_factory: pytest.TempPathFactory) -> Bundled:
    folder = tmp_path_factory.mktemp("bundled")
    for stage in open_money(folder / "home"):
        world = reported_world(stage)
        notes = [published(stage.register)]
        pay(world)
        notes.append(published(stage.register))
        made = bundled(stage, folder, notes)
    return made


@pytest.fixture(scope="session")
def long_bundle_template(tmp_path_factory: pytest.TempPathFactory) -> Bundled:
    """Six hundred entries: two full bundles of entries, a partial one, a tile of the second level."""
    folder = tmp_path_factory.mktemp("long")
    for stage in open_money(folder / "home"):
        notes = []
        for upto in (100, 520, 600):
            with stage.ledger.reading() as conn:
                missing = upto - size_of(conn)
            for number in range(missing):
                stage.company(f"会社{upto}-{number}")
            notes.append(published(stage.register))
        made = bundled(stage, folder, notes)
    return made


def size_of(conn: Connection) -> int:
    return LogReader(conn).size()


def copied(template: Bundled, folder: Path) -> Bundled:
    shutil.copytree(template.bundle, folder / "copy")
    return Bundled(template.home, folder / "copy", template.notes)


@pytest.fixture
def paid_bundle(paid_bundle_template: Bundled, tmp_path: Path) -> Bundled:
    """A copy of a bundle with reports, payouts, statements, files and a person's name."""
    return copied(paid_bundle_template, tmp_path)


@pytest.fixture
def long_bundle(long_bundle_template: Bundled, tmp_path: Path) -> Bundled:
    """A copy of a bundle with tiles of two levels."""
    return copied(long_bundle_template, tmp_path)
