"""Running the command as a person would, on registers of the test's own."""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from money_stage import open_money
from paid_world import Paid, pay, reported_world
from typer.testing import CliRunner

from api.cli.main import app

ORIGIN = "ledger.example/ip"


@dataclass(frozen=True)
class Said:
    """What one run of the command said, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output as the one JSON document that it must be."""
        return json.loads(self.out)

    @property
    def error(self) -> Any:
        """Standard error as JSON."""
        return json.loads(self.err)


class Daicho:
    """The command with a home.

    Args:
        home: Folder of the register.
    """

    def __init__(self, home: Path) -> None:
        self.home = home
        self._runner = CliRunner(env={"DAICHO_HOME": str(home), "LANG": "C", "COLUMNS": "300"})

    def __call__(self, *words: str, stdin: str | bytes | None = None) -> Said:
        """Run the command; an exception that it lets out fails the test."""
        result = self._runner.invoke(app, list(words), input=stdin)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Said(result.exit_code, result.stdout, result.stderr)

    def data(self, *words: str, stdin: str | bytes | None = None) -> Any:
        """Run the command for machines; it must succeed."""
        said = self(*words, "--json", stdin=stdin)
        assert said.code == 0, said.err
        return said.json

    def recorded(self, *words: str, stdin: str | bytes | None = None) -> str:
        """Run a recording command and return the id it names."""
        return str(self.data(*words, stdin=stdin)["id"])


def as_json(value: Any) -> str:
    """JSON for standard input."""
    return json.dumps(value, ensure_ascii=False)


@pytest.fixture
def daicho(tmp_path: Path) -> Daicho:
    """The command on an empty register."""
    command = Daicho(tmp_path / "home")
    assert command("init", "--origin", ORIGIN).code == 0
    return command


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
