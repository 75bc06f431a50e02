"""`daicho views`: build the disposable tables again from the log, or count their rows."""

import typer

from api.cli.session import session_of
from ledger.rebuild import count_rows, rebuild_views

app = typer.Typer(no_args_is_help=True, help="Views: tables derived from the log.")


@app.command()
def rebuild(ctx: typer.Context) -> None:
    """Replace every view by what the log says, in one transaction."""
    session = session_of(ctx)
    with session.register() as register, session.out.progress("progress-rebuild") as progress:
        entries = rebuild_views(register.engine, progress)
    if session.out.as_json:
        session.out.json({"entries": entries})
    session.out.note("rebuilt", count=f"{entries:,}")


@app.command()
def count(ctx: typer.Context) -> None:
    """Count the rows of every view."""
    session = session_of(ctx)
    with session.register() as register, register.ledger.reading() as conn:
        rows = count_rows(conn)
    if session.out.as_json:
        session.out.json(rows)
        return
    session.out.items(
        [{"name": name, "count": rows[name]} for name in sorted(rows)], ("name", "count")
    )
