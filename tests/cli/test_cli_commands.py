"""The overview lists every command without importing what they need."""

import subprocess
import sys
from typing import Any

import pytest
import typer
from typer.main import get_command
from typer.testing import CliRunner

from api.cli.commands import COMMANDS, load
from api.cli.main import app
from tests.cli.cli_stage import Daicho


@pytest.mark.parametrize("name", COMMANDS)
def test_the_overview_says_what_the_command_itself_says(name: str) -> None:
    command = load(name)
    assert command.get_short_help_str(200) == COMMANDS[name].help
    assert command.name == name


def test_every_command_of_a_module_is_listed() -> None:
    root = get_command(app)
    assert root.list_commands(typer.Context(root)) == list(COMMANDS)  # type: ignore[attr-defined]
    for module in {listed.module for listed in COMMANDS.values()}:
        add_to = getattr(sys.modules.get(module), "add_to", None)
        if add_to:
            own = typer.Typer()
            add_to(own)
            names = {info.name or info.callback.__name__ for info in own.registered_commands}  # type: ignore[union-attr]
            assert names <= set(COMMANDS)


def test_the_help_of_every_command_can_be_shown() -> None:
    """Brackets in a help text are markup: `A[/B]` closes a tag that was never opened."""
    runner = CliRunner()
    waiting: list[tuple[Any, tuple[str, ...]]] = [(get_command(app), ())]
    while waiting:
        command, path = waiting.pop()
        said = runner.invoke(app, [*path, "--help"])
        assert said.exit_code == 0, (path, said.exception)
        listed = getattr(command, "list_commands", lambda _: [])
        with command.make_context("daicho", [], resilient_parsing=True) as ctx:
            waiting += [(command.get_command(ctx, name), (*path, name)) for name in listed(ctx)]


def test_help_loads_neither_database_nor_rules() -> None:
    code = (
        "import sys\nfrom api.cli.main import app\n"
        "try:\n    app(['--help'])\nexcept SystemExit:\n    pass\n"
        "loaded = {'sqlalchemy', 'pydantic', 'fastapi', 'polars'} & set(sys.modules)\n"
        "sys.exit(repr(sorted(loaded)) if loaded else 0)\n"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stderr
    assert "committees" in said.stdout


def test_a_misspelt_command_is_answered_with_the_nearest_ones(daicho: Daicho) -> None:
    said = daicho("payuots")
    assert said.code == 2
    assert "payouts" in said.err
