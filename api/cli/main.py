"""The command `daicho`: the root and its global options; `commands.py` lists what it can do."""

import os
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Annotated

import typer

from api.cli.language import asked_language, locale_language
from api.cli.output import Output
from api.cli.root import Overview
from api.cli.session import Session

app = typer.Typer(
    name="daicho",
    cls=Overview,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Daicho (台帳): an append-only register of anime IP, committee rights and royalties.",
    epilog="--json, --home, --lang and --token may stand before or after the subcommand.",
)


def _say_version(*, wanted: bool) -> None:
    if not wanted:
        return
    try:
        typer.echo(version("daicho"))
    except PackageNotFoundError:
        typer.echo("not installed")
    raise typer.Exit


@app.callback()
def root(
    ctx: typer.Context,
    as_json: Annotated[
        bool, typer.Option("--json", help="Machine-readable output, nothing else on stdout.")
    ] = False,
    home_folder: Annotated[
        Path | None,
        typer.Option("--home", help="Folder of the register; else DAICHO_HOME, else per user."),
    ] = None,
    lang: Annotated[
        str | None,
        typer.Option("--lang", help="ja or en; else DAICHO_LANG, else the locale."),
    ] = None,
    token: Annotated[
        str | None,
        typer.Option(
            "--token",
            envvar="DAICHO_TOKEN",
            help="Who acts: a token, dk_...; else whoever works at the register's machine.",
        ),
    ] = None,
    show_version: Annotated[
        bool,
        typer.Option(
            "--version",
            help="Print the version and stop.",
            is_eager=True,
            callback=lambda wanted: _say_version(wanted=wanted),
        ),
    ] = False,
) -> None:
    """Take the global options."""
    del show_version
    try:
        asked = asked_language(lang, os.environ)
    except ValueError as error:
        raise typer.BadParameter(f"{error} is neither ja nor en", param_hint="--lang") from error
    spoken = asked or locale_language(os.environ)
    out = Output(as_json=as_json, lang=spoken)
    ctx.obj = Session(
        home_folder, spoken, asked or "ja", out, token or None, ctx.invoked_subcommand or "-"
    )


def main() -> None:
    """Run the command; the entry point of the distribution."""
    app()
