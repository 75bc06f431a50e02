"""`daicho token`: who may talk to the HTTP interface, and as whom."""

from dataclasses import asdict
from datetime import timedelta
from typing import Annotated, cast

import typer

from api.cli.acting import actor_of
from api.cli.known import names_in
from api.cli.session import session_of
from ledger.access.tokens import MOST_MINUTES, NewToken, Scope, Tokens
from ledger.bootstrap import Register
from ledger.command import Role

app = typer.Typer(no_args_is_help=True, help="Access tokens for the HTTP interface.")
_COLUMNS = ("id", "role", "party", "label", "scopes", "created_at", "expires_at", "revoked_at")
_DEFAULT_DAYS = 90


@app.command()
def create(
    ctx: typer.Context,
    role: Annotated[str, typer.Option(help="operator, studio, creator or auditor.")],
    party: Annotated[str | None, typer.Option(help="Party it acts for; none for operators.")] = (
        None
    ),
    days: Annotated[int, typer.Option(min=1, max=3660, help="Days until it expires.")] = (
        _DEFAULT_DAYS
    ),
    scope: Annotated[
        list[str] | None, typer.Option(help="read or write; repeatable. Both if left out.")
    ] = None,
    label: Annotated[str, typer.Option(help="What it is for.")] = "token",
) -> None:
    """Make a token and show it, this once; the register keeps a hash only."""
    session = session_of(ctx)
    scopes = tuple(scope or (["read"] if role == "auditor" else ["read", "write"]))
    with session.register() as register:
        expires_at = register.clock.now() + timedelta(days=days)
        new = NewToken(
            role=cast("Role", role),
            party=party,
            label=label,
            scopes=cast("tuple[Scope, ...]", scopes),
            expires_at=expires_at,
        )
        token = _tokens(register).create(new)
    if session.out.as_json:
        session.out.json({"token": token, "expires_at": expires_at.isoformat()})
    session.out.note("token-created", token=token)


@app.command("step-up")
def step_up(
    ctx: typer.Context,
    token: Annotated[str, typer.Argument(help="Id of the token whose holder it is for, tok_...")],
    minutes: Annotated[int, typer.Option(min=1, max=MOST_MINUTES, help="Minutes it lasts.")] = (
        MOST_MINUTES
    ),
) -> None:
    """Make a token of a few minutes for a grave thing, for somebody who proved who he is."""
    session = session_of(ctx)
    with session.register() as register:
        by = actor_of(session, register).by
        made, ends = _tokens(register).step_up(token, minutes, by=by)
    if session.out.as_json:
        session.out.json({"token": made, "expires_at": ends.isoformat()})
    session.out.note("token-created", token=made)


@app.command("list")
def list_(
    ctx: typer.Context,
    party: Annotated[str | None, typer.Option(help="Only tokens of this party.")] = None,
) -> None:
    """List tokens; never their secrets."""
    session = session_of(ctx)
    with session.register() as register:
        items = [
            {**asdict(card), "scopes": list(card.scopes)}
            for card in _tokens(register).cards(party=party)
        ]
        with register.ledger.reading() as conn:
            known = names_in(register, conn, items, session.lang)
    session.out.items(items, _COLUMNS, known)


@app.command()
def revoke(
    ctx: typer.Context, token: Annotated[str, typer.Argument(help="Id of a token, tok_...")]
) -> None:
    """End a token, from the next request on."""
    session = session_of(ctx)
    with session.register() as register:
        _tokens(register).revoke(token)
    if session.out.as_json:
        session.out.json({"id": token, "revoked": True})
    session.out.note("token-revoked", id=token)


def _tokens(register: Register) -> Tokens:
    return Tokens(register.engine, register.clock, register.entropy)
