"""`daicho import`: bring public records onto the register; running it twice adds nothing."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.session import session_of

_group = typer.Typer(no_args_is_help=True, help="Import public records.")


def add_to(app: typer.Typer) -> None:
    """Put the group of this module under the root."""
    app.add_typer(_group, name="import")


@_group.callback()
def _importing() -> None:
    """Import public records."""


@_group.command()
def madb(
    ctx: typer.Context,
    files: Annotated[list[Path], typer.Argument(help="JSON-LD zips and CSV files.")],
) -> None:
    """Read the Media Arts Database: works, credits, companies, draft committees."""
    # Only this command needs it, and it takes longer to load than most commands take to run.
    from ledger.imports.madb.job import import_files  # noqa: PLC0415

    session = session_of(ctx)
    with session.register() as register, session.out.progress("progress-import") as progress:
        result = import_files(register, files, progress=progress)
    session.out.show(result.as_data())
