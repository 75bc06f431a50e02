"""`daicho export`: the log as files, for those who check it without this register."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.session import Session, session_of
from ledger.errors import LogCorrupt, Unavailable

if TYPE_CHECKING:
    from ledger.bootstrap import Register
    from ledger.jobs.bundle import BundleMade

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


@group.command()
def bundle(
    ctx: typer.Context,
    folder: Annotated[Path, typer.Argument(help="New, empty, or of an earlier export.")],
    *,
    party: Annotated[
        str | None, typer.Option("--party", help="Disclose only what this party may read.")
    ] = None,
    first: Annotated[
        str | None, typer.Option("--first", help="First month of a period, such as 2025-04.")
    ] = None,
    last: Annotated[str | None, typer.Option("--last", help="Last month of a period.")] = None,
    with_personal: Annotated[
        bool, typer.Option("--with-personal", help="Also write the names of people.")
    ] = False,
    no_publish: Annotated[
        bool, typer.Option("--no-publish", help="Use the latest checkpoint; sign no new one.")
    ] = False,
) -> None:
    """Write everything an auditor needs; run again, it goes on where it was interrupted."""
    # Only this command needs the whole log as files.
    from ledger.jobs.bundle import export_bundle  # noqa: PLC0415
    from ledger.jobs.bundle_scope import scope_of  # noqa: PLC0415

    session, scope = session_of(ctx), scope_of(party, first, last)
    with (
        _readable(session, publish=not no_publish) as register,
        session.out.progress("progress-export") as progress,
    ):
        made = export_bundle(
            register, folder, scope, with_personal=with_personal, progress=progress
        )
    _tell_bundle(session, folder, made)


@contextmanager
def _readable(session: Session, *, publish: bool) -> Iterator["Register"]:
    """Open the register and publish a checkpoint; one that refuses to be written to is only read.

    Evidence about a database that went back, or was damaged, is worth most.
    """
    from ledger.bootstrap import open_register, open_to_verify  # noqa: PLC0415

    settings = session.settings()
    try:
        register = open_register(settings)
    except LogCorrupt as error:
        if not session.out.as_json:
            session.out.remark("exported-as-it-is", code=error.code)
        register, publish = open_to_verify(settings), False
    try:
        session.act_in(register)
        if publish:
            from api.cli.acting import publish as publish_durable  # noqa: PLC0415

            try:
                publish_durable(session, register)
            except Unavailable as error:
                session.out.remark("exported-to-the-last-checkpoint", code=error.code)
        yield register
    finally:
        register.close()


def _tell_bundle(session: Session, folder: Path, made: "BundleMade") -> None:
    if session.out.as_json:
        session.out.json(
            {
                "folder": str(folder),
                "size": made.size,
                "root": made.root.hex(),
                "files": made.files,
                "kept": made.kept,
                "signed_beyond": made.beyond,
            }
        )
        return
    session.out.note("exported-bundle", folder=folder, size=made.size, files=made.files)
    if made.beyond is not None:
        session.out.remark("exported-shortened", size=made.size, beyond=made.beyond)
