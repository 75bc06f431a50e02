"""`daicho upgrade`: a register of an earlier version becomes one of this version."""

from dataclasses import asdict
from typing import Annotated

import typer

from api.cli.session import session_of


def add_to(app: typer.Typer) -> None:
    """Put the command under the root."""
    app.command()(upgrade)


def upgrade(
    ctx: typer.Context,
    admin_url: Annotated[
        str | None,
        typer.Option(help="PostgreSQL URL of an administrator, where init had one; not kept."),
    ] = None,
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Do it; else only say what it does.")] = False,
) -> None:
    """Bring a register of an earlier version to this one: its tables, then its views."""
    # Loaded here: help needs none of it.
    from ledger.jobs.upgrade import planned, upgrade_register  # noqa: PLC0415

    session = session_of(ctx)
    settings = session.settings()
    plan = planned(settings)
    shown = {"found": plan.found, "wanted": plan.wanted, "count": f"{plan.entries:,}"}
    session.out.note("upgrade-backup")
    session.out.note("upgrade-plan" if plan.found != plan.wanted else "upgrade-views", **shown)
    if yes:
        with session.out.progress("progress-rebuild") as progress:
            upgrade_register(settings, admin_url=admin_url, progress=progress)
        session.out.note("upgrade-done", **shown)
    else:
        session.out.note("upgrade-admin" if plan.needs_admin else "upgrade-how")
    if session.out.as_json:
        session.out.json({**asdict(plan), "is_done": yes})
