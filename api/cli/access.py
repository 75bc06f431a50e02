"""`daicho grant`, `revoke` and `grants`: who may read what they are not a party to."""

from typing import Annotated

import typer

from api.cli.acting import OPERATOR, record
from api.cli.inputs import build, with_id
from api.cli.known import names_in
from api.cli.options import After, Limit, Reason, next_after
from api.cli.session import session_of
from ledger.access.commands import GrantAccess, RevokeAccess
from ledger.access.views import page
from ledger.ids import GRANT

_COLUMNS = ("id", "grantee", "granted_by", "status", "until", "objects")


def add_to(app: typer.Typer) -> None:
    """Put the commands of this module under the root."""
    app.command()(grant)
    app.command()(revoke)
    app.command()(grants)


def grant(
    ctx: typer.Context,
    grantee: Annotated[str, typer.Argument(help="Id of the party that may read.")],
    objects: Annotated[list[str], typer.Argument(help="Ids of what it may read; * is everything.")],
    reason: Reason,
    until: Annotated[str | None, typer.Option(help="Last day, ISO.")] = None,
) -> None:
    """Let a party, an auditor for instance, read what it is not a party to."""
    session = session_of(ctx)
    data = {"grantee": grantee, "objects": objects, "until": until, "reason": reason}
    with session.register() as register:
        command = build(GrantAccess, with_id(data, GRANT, register))
        record(session, register, command, command.id)


def revoke(
    ctx: typer.Context,
    grant: Annotated[str, typer.Argument(help="Id of the grant.")],
    reason: Reason,
) -> None:
    """End a grant of reading rights."""
    session = session_of(ctx)
    with session.register() as register:
        record(session, register, build(RevokeAccess, {"id": grant, "reason": reason}), grant)


def grants(ctx: typer.Context, after: After = None, limit: Limit = 50) -> None:
    """List grants of reading rights."""
    session = session_of(ctx)
    with session.register() as register, register.ledger.reading() as conn:
        items = page(conn, OPERATOR, after=after, limit=limit)
        known = names_in(register, conn, items, session.lang)
    session.out.items(items, _COLUMNS, known, next_after(items, limit))
