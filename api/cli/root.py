"""The root of the command: global options anywhere on the line, errors into exit codes."""

from typing import Any, Final

import typer
from typer.core import TyperCommand, TyperGroup

from api.cli import exits
from api.cli.commands import COMMANDS, load
from api.cli.language import locale_language
from api.cli.output import Output
from api.cli.session import Session

_FLAGS: Final = ("--json",)
_WITH_VALUE: Final = ("--home", "--lang", "--token")


class RootGroup(TyperGroup):
    """Takes `--json`, `--home`, `--lang` and `--token` before or after the subcommand."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Move the global options to the front, then parse as usual."""
        return super().parse_args(ctx, to_front(args))

    def invoke(self, ctx: Any) -> Any:
        """Run the command; turn every expected error into a message and an exit code."""
        try:
            return super().invoke(ctx)
        except (BrokenPipeError, typer.Exit):
            raise  # the reader of the pipe has seen enough; Typer ends quietly
        except _expected() as error:
            from api.cli import problems  # noqa: PLC0415

            raise typer.Exit(problems.report(error, _output(ctx))) from error
        except KeyboardInterrupt:
            _output(ctx).remark("interrupted")
            raise typer.Exit(exits.INTERRUPTED) from None


class Overview(RootGroup):
    """The root of all commands, which are imported when they are used, not when they are listed."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        self.commands = dict.fromkeys(COMMANDS)  # type: ignore[assignment]  # names to suggest from
        self._is_listing = False

    def get_command(self, ctx: Any, name: str) -> Any:
        """Return a subcommand; while help is written, its name and first line only."""
        del ctx
        if name not in COMMANDS:
            return None
        if self._is_listing:
            return TyperCommand(name=name, help=COMMANDS[name].help)
        return load(name)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the overview."""
        self._is_listing = True
        try:
            super().format_help(ctx, formatter)
        finally:
            self._is_listing = False


def _expected() -> tuple[type[Exception], ...]:
    """Return the errors that are told in words; loaded when there is one to be told."""
    from api.cli.problems import EXPECTED  # noqa: PLC0415

    return EXPECTED


def to_front(args: list[str]) -> list[str]:
    """Return the arguments with the global options first; what follows `--` is left alone.

    Example:
        >>> to_front(["works", "list", "--home", "here", "--json"])
        ['--home', 'here', '--json', 'works', 'list']
    """
    front: list[str] = []
    rest: list[str] = []
    remaining = iter(args)
    for word in remaining:
        if word == "--":
            rest += [word, *remaining]
        elif word in _FLAGS or word.startswith(tuple(f"{name}=" for name in _WITH_VALUE)):
            front.append(word)
        elif word in _WITH_VALUE:
            front += [word, *(value for value in [next(remaining, None)] if value is not None)]
        else:
            rest.append(word)
    return front + rest


def _output(ctx: Any) -> Output:
    session = ctx.obj
    if isinstance(session, Session):
        return session.out
    return Output(as_json=False, lang=locale_language({}))
