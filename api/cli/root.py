"""The root of the command: global options anywhere on the line, errors into exit codes."""

from typing import Any, Final

import typer
from typer.core import TyperGroup

from api.cli import exits, problems
from api.cli.language import locale_language
from api.cli.output import Output
from api.cli.session import Session

_FLAGS: Final = ("--json",)
_WITH_VALUE: Final = ("--home", "--lang")


class RootGroup(TyperGroup):
    """Takes `--json`, `--home` and `--lang` before or after the subcommand."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Move the global options to the front, then parse as usual."""
        return super().parse_args(ctx, to_front(args))

    def invoke(self, ctx: Any) -> Any:
        """Run the command; turn every expected error into a message and an exit code."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise  # the reader of the pipe has seen enough; Typer ends quietly
        except problems.EXPECTED as error:
            raise typer.Exit(problems.report(error, _output(ctx))) from error
        except KeyboardInterrupt:
            _output(ctx).remark("interrupted")
            raise typer.Exit(exits.INTERRUPTED) from None


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
