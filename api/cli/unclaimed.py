"""`daicho payments unclaimed`: what is payable and was not paid, and why."""

from typing import Annotated, Final

import typer

from api.cli.acting import today, viewer_of
from api.cli.inputs import day
from api.cli.known import names_in
from api.cli.session import session_of
from api.lateness import unclaimed_as_json
from contracts.errors import TermsError
from ledger.errors import RuleViolation
from ledger.jobs.unclaimed import unclaimed_of

_COLUMNS: Final = (
    "statement_id", "payee", "amount_minor", "due_on", "why_left_out", "to_do", "claimable_until",
    "interest_minor",
)  # fmt: skip


def add_to(app: typer.Typer) -> None:
    """Add the command to the group of payments."""
    app.command()(unclaimed)


def unclaimed(
    ctx: typer.Context,
    *,
    payer: Annotated[str, typer.Option(help="Id of the party that pays.")],
    on: Annotated[str | None, typer.Option("--on", help="Due before this day; else today.")] = None,
) -> None:
    """List what was to be paid and was not: why, since when, and until when it can be claimed."""
    session = session_of(ctx)
    with session.register(for_parties=True) as register, register.ledger.reading() as conn:
        asked = day(on, "on") if on else today(register)
        try:
            found = unclaimed_of(conn, viewer_of(session, register), payer, asked)
        except TermsError as error:
            raise RuleViolation(error.code, error.message, **error.fields) from error
        rows = [unclaimed_as_json(one) for one in found]
        known = names_in(register, conn, rows, session.lang)
    if not session.out.as_json:
        rows = [
            {
                **row,
                "statement_id": row["statement"],
                "why_left_out": row["why"][session.lang],
                "to_do": row["to_do"][session.lang],
            }
            for row in rows
        ]
    session.out.items(rows, _COLUMNS, known, None)
