"""`daicho import`: bring public records onto the register; running it twice adds nothing."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from api.cli.labels import label
from api.cli.session import Session, session_of

_MOST_ROWS_SHOWN: Final = 20
_HELP: Final = "Import public records, or a whole register from a bundle."
_group = typer.Typer(no_args_is_help=True, help=_HELP)


def add_to(app: typer.Typer) -> None:
    """Put the group of this module under the root."""
    app.add_typer(_group, name="import")


@_group.callback(help=_HELP)
def _importing() -> None:
    """Import public records, or a whole register from a bundle."""


@_group.command()
def bundle(
    ctx: typer.Context,
    folder: Annotated[Path, typer.Argument(help="Folder that `daicho export bundle` wrote.")],
    admin_url: Annotated[
        str | None, typer.Option("--admin-url", help="PostgreSQL URL that may create tables.")
    ] = None,
) -> None:
    """Make the register of an empty home from a full bundle, byte for byte; audited first."""
    # Only this command needs it.
    from ledger.jobs.import_bundle import import_bundle  # noqa: PLC0415

    session = session_of(ctx)
    with session.out.progress("progress-audit") as progress:
        made = import_bundle(session.settings(), folder, admin_url=admin_url, progress=progress)
    data = {"size": made.size, "root": made.root.hex(), "files": made.files, "people": made.people}
    if session.out.as_json:
        session.out.json(data)
    else:
        session.out.note("imported-bundle", **data)


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
    if session.out.as_json:
        session.out.json(result.as_data())
        return
    session.out.show(result.summary())
    _tell_open(session, result.as_data()["open"])


def _tell_open(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    """Say which rows wait for a person or were rejected, and why; the first of them."""
    if not rows:
        return
    session.out.note("import-open", count=len(rows), shown=min(len(rows), _MOST_ROWS_SHOWN))
    shown = [
        {
            "file": row["place"]["file"],
            "row": str(row["place"]["row"]),
            "id": row["madb_id"],
            "status": row["status"],
            "reason": ", ".join(label(code, session.lang) for code in _codes(row)),
        }
        for row in rows[:_MOST_ROWS_SHOWN]
    ]
    session.out.items(shown, ("file", "row", "id", "status", "reason"))


def _codes(row: Mapping[str, Any]) -> list[str]:
    """Return why a row was rejected, or what in it waits; each reason once."""
    held = [str(hold["code"]) for hold in row["holds"]]
    return list(dict.fromkeys([str(row["reason"]), *held] if row["reason"] else held))
