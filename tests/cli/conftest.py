"""The command on an empty register, and on one where money was paid."""

import shutil
from pathlib import Path

import pytest
from cli_stage import ORIGIN, Daicho
from money_stage import open_money
from paid_world import Paid, pay, reported_world


@pytest.fixture(scope="session")
def made_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty register that the command made, to be copied."""
    home = tmp_path_factory.mktemp("made") / "home"
    assert Daicho(home)("init", "--origin", ORIGIN).code == 0
    return home


@pytest.fixture
def daicho(made_home: Path, tmp_path: Path) -> Daicho:
    """The command on an empty register."""
    shutil.copytree(made_home, tmp_path / "home")
    return Daicho(tmp_path / "home")


@pytest.fixture(scope="session")
def paid_home(tmp_path_factory: pytest.TempPathFactory) -> Paid:
    """A closed register on which two months were run and stated."""
    for stage in open_money(tmp_path_factory.mktemp("cli") / "home"):
        world = pay(reported_world(stage))
    return world


@pytest.fixture
def world(paid_home: Paid, tmp_path: Path) -> Paid:
    """What is on a copy of that register."""
    shutil.copytree(paid_home.money.register.home, tmp_path / "paid")
    return paid_home


@pytest.fixture
def on_world(world: Paid, tmp_path: Path) -> Daicho:
    """The command on that copy."""
    return Daicho(tmp_path / "paid")
