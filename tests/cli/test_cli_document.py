"""Every command explains itself, and docs/CLI.md knows every command."""

from pathlib import Path

from cli_stage import Daicho
from typer.core import TyperGroup
from typer.main import get_command

from api.cli import exits
from api.cli.document import render, walk
from api.cli.main import app

DOCS = Path(__file__).parents[2] / "docs"
COMMANDS = list(walk(get_command(app), "daicho"))


def test_every_command_has_help_and_every_option_too() -> None:
    silent = [path for path, command in COMMANDS if not command.help]
    assert silent == []
    unexplained = [
        f"{path} {parameter.name}"
        for path, command in COMMANDS
        for parameter in command.params
        if not parameter.help
    ]
    assert unexplained == []


def test_every_command_is_in_the_page() -> None:
    page = render()
    missing = [
        path
        for path, command in COMMANDS
        if not isinstance(command, TyperGroup) and f"### `{path}`" not in page
    ]
    assert missing == []
    for code in exits.MEANINGS:
        assert f"| {code} |" in page


def test_the_page_in_the_repository_is_the_one_of_today() -> None:
    assert (DOCS / "CLI.md").read_text(encoding="utf-8") == render()


def test_every_command_shows_help_without_a_register(tmp_path: Path) -> None:
    daicho = Daicho(tmp_path / "nowhere")
    for path, _ in COMMANDS:
        said = daicho(*path.split()[1:], "--help")
        assert said.code == 0, path
        assert "Usage" in said.out
