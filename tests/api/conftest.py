"""A fresh register behind the application for every test."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from ledger.bootstrap import Sample, create_register, register
from ledger.settings import Settings
from tests.api.world import Production, World, produce

SAMPLE = Sample(seed=1, start=datetime(2026, 11, 22, 3, 44, 5, 123456, tzinfo=UTC))


@pytest.fixture(scope="session")
def empty_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home just created; tests work on copies, which is ten times faster."""
    home = tmp_path_factory.mktemp("empty") / "home"
    create_register(Settings(home=home), "ledger.example/ip", sample=SAMPLE)
    return home


@pytest.fixture
def world(empty_home: Path, tmp_path: Path) -> Iterator[World]:
    """A register on SQLite, its application, and the operator's token."""
    settings = Settings(home=tmp_path / "home")
    shutil.copytree(empty_home, settings.home)
    with (
        register(settings, sample=SAMPLE) as opened,
        TestClient(create_app(opened), raise_server_exceptions=False) as http,
    ):
        made = World(opened, http)
        made.operator = made.token("operator")
        yield made


@pytest.fixture
def production(world: World) -> Production:
    """A work with its committee, agreement and people."""
    return produce(world)
