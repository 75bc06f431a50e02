"""`daicho export`: the log as files, for those who check it without this register."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.session import session_of

group = typer.Typer(no_args_is_help=True, help="Write the log as files for others to check.")


def add_to(app: typer.Typer) -> None:
    """Put the group of this module under the root."""
    app.add_typer(group, name="export")


@group.callback()
def _exporting() -> None:
    """Write the log as files for others to check."""


@group.command()
def static(
    ctx: typer.Context,
    folder: Annotated[Path, typer.Argument(help="New, empty, or of an earlier export.")],
) -> None:
    """Write checkpoint, tiles and entry bundles as any web server can serve them."""
    # Only these commands need the tree as files.
    from ledger.jobs.static_export import export_static  # noqa: PLC0415

    session = session_of(ctx)
    with session.register() as register, session.out.progress("progress-export") as progress:
        made = export_static(register, folder, progress)
    if session.out.as_json:
        session.out.json(
            {"folder": str(folder), "size": made.size, "files": made.files, "kept": made.kept}
        )
        return
    session.out.note(
        "exported-static", folder=folder, size=made.size, files=made.files, kept=made.kept
    )
