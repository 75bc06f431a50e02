"""`daicho committees orphans`: committees that nobody can be asked about any more, and why."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.acting import OPERATOR, today
from api.cli.inputs import day
from api.cli.known import names_in
from api.cli.options import After, Limit
from api.cli.session import session_of


def attach(app: typer.Typer) -> None:
    """Add the command to the group of committees."""
    app.command()(orphans)


def orphans(
    ctx: typer.Context,
    *,
    on: Annotated[str | None, typer.Option(help="Day to look at; today if left out.")] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Write all of them as CSV.")] = None,
    after: After = None,
    limit: Limit = 20,
) -> None:
    """Find committees without a plan, without anybody to ask, or that left rights or money."""
    # Only this command reads agreements and money; most others need not load what reads them.
    from api.cli.readiness import as_csv, show_orphans  # noqa: PLC0415
    from api.readiness import endings_as_json  # noqa: PLC0415
    from ledger.jobs.orphans import orphans as find  # noqa: PLC0415

    session = session_of(ctx)
    with session.register() as register, register.ledger.reading() as conn:
        found = find(conn, OPERATOR, day(on, "on") if on else today(register))
        endings = found.found.endings
        rest = [one for one in endings if after is None or one.id > after]
        known = names_in(register, conn, endings_as_json(rest[:limit]), session.lang)
    if out is not None:
        out.write_bytes(as_csv(found.found, session.lang))
    following = rest[limit - 1].id if len(rest) > limit else None
    show_orphans(session, found, rest[:limit], known, following)
