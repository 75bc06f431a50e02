"""`daicho committees milestone`: what has to happen before a window abroad can do its business."""

from typing import Annotated

import typer

from api.cli.acting import record
from api.cli.inputs import build
from api.cli.session import session_of
from ledger.committees.milestone_commands import ReachMilestone

Committee = Annotated[str, typer.Argument(help="Id of a committee.")]


def attach(app: typer.Typer) -> None:
    """Add the commands to the group of committees."""
    app.command()(milestone)


def milestone(
    ctx: typer.Context,
    committee: Committee,
    code: Annotated[str, typer.Argument(help="The milestone, as the window names it.")],
    *,
    medium: Annotated[str, typer.Option(help="The window's medium, such as overseas.")],
    territory: Annotated[str, typer.Option(help="The window's territory, such as CN.")],
    day: Annotated[str, typer.Option("--on", help="Day of the decision, ISO.")],
    outcome: Annotated[str, typer.Option(help="passed or refused.")] = "passed",
    document: Annotated[str | None, typer.Option(help="SHA-256 of the decision.")] = None,
) -> None:
    """Record that a milestone of a window was passed, or that an authority refused it."""
    session = session_of(ctx)
    data: dict[str, object] = {
        "committee": committee,
        "medium": medium,
        "territory": territory,
        "code": code,
        "day": day,
        "outcome": outcome,
    }
    if document is not None:
        data["document"] = {"sha256": document}
    with session.register() as register:
        record(session, register, build(ReachMilestone, data), committee)
