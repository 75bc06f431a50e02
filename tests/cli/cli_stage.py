"""Running the command as a person would, on registers of the test's own."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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
        self.environment = {"DAICHO_HOME": str(home), "LANG": "C", "COLUMNS": "300"}

    def __call__(self, *words: str, stdin: str | bytes | None = None) -> Said:
        """Run the command; an exception that it lets out fails the test."""
        result = CliRunner(env=self.environment).invoke(app, list(words), input=stdin)
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
