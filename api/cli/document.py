"""docs/CLI.md, made from the commands themselves, so that it cannot fall behind them."""

from collections.abc import Iterator
from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

from api.cli import exits
from api.cli.main import app

_HEAD = """# The command `daicho`

Made from `api/cli/`; do not edit by hand (`make docs`).

```
{usage}
```

{about}

## Everywhere

- `--json` prints one JSON document on standard output and nothing else; errors are JSON on
  standard error. Amounts are whole minor units.
- `--home DIR` names the folder of the register; else `DAICHO_HOME`, else a folder per user;
  where there is no register in that, the sample in `./demo`.
- `--lang ja|en` chooses the language; else `DAICHO_LANG`, else the locale, else English.
  Statements and certificates are Japanese unless a language was asked for.
- These three may stand before or after the subcommand. JSON files may be `-`: standard input.
- The command acts as the operator of the register; everybody else uses the HTTP interface.

## Exit codes

| code | means |
|---|---|
"""


def render() -> str:
    """Return the page."""
    root = get_command(app)
    head = _HEAD.format(
        usage="daicho [--json] [--home DIR] [--lang ja|en] COMMAND", about=root.help
    )
    lines = [head.rstrip("\n")]
    lines += [f"| {code} | {meaning} |" for code, meaning in exits.MEANINGS.items()]
    lines += ["", "## Commands", ""]
    for path, command in walk(root, "daicho"):
        if isinstance(command, TyperGroup):
            continue
        lines += [f"### `{path}`", "", str(command.help or ""), ""]
        if table := list(_parameters(command)):
            lines += ["| parameter | meaning |", "|---|---|", *table, ""]
    return "\n".join(lines).rstrip() + "\n"


def walk(command: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Yield every command with the words that call it, in the order in which they are listed."""
    yield path, command
    if isinstance(command, TyperGroup):
        context = typer.Context(command)
        for name in command.list_commands(context):
            yield from walk(command.get_command(context, name), f"{path} {name}")


def _parameters(command: Any) -> Iterator[str]:
    context = typer.Context(command)
    for parameter in command.get_params(context):
        if parameter.name == "help":
            continue
        is_option = parameter.param_type_name == "option"
        name = " / ".join(parameter.opts) if is_option else str(parameter.name).upper()
        notes = ["required"] if parameter.required else []
        if is_option and parameter.multiple:
            notes.append("repeatable")
        default = parameter.default
        if not parameter.required and default not in (None, False, ()):
            notes.append(f"default {default}")
        noted = f" ({', '.join(notes)})" if notes else ""
        yield f"| `{name}` | {parameter.help}{noted} |"
