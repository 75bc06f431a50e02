"""`daicho sign-in`: who may sign in to the pages, and what happened at the door."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Annotated, Any, Final, cast

import typer

from api.cli.acting import actor_of
from api.cli.known import names_in
from api.cli.session import Session, session_of
from ledger.bootstrap import Register
from ledger.command import Role
from ledger.errors import Forbidden, NotFound
from ledger.jobs.doors import entrance_of
from ledger.sign_in.accounts import Account, Accounts, Made, NewAccount
from ledger.sign_in.entrance import Entrance
from ledger.sign_in.journal import events_page

app = typer.Typer(no_args_is_help=True, help="People who sign in to the pages.")
_COLUMNS: Final = ("id", "login", "role", "party", "state", "created_at")
_EVENTS: Final = ("at", "kind", "how", "user", "login", "network", "by")
_MOST: Final = 500
Who = Annotated[str, typer.Argument(help="Id of an account, user_..., or its login.")]


@app.command()
def add(
    ctx: typer.Context,
    login: Annotated[str, typer.Option(help="E-mail address or name to sign in by.")],
    role: Annotated[str, typer.Option(help="operator, studio, creator or auditor.")],
    party: Annotated[str | None, typer.Option(help="Party she acts for; none for operators.")] = (
        None
    ),
) -> None:
    """Make an account, and show the address where the person starts it, this once."""
    session = session_of(ctx)
    with session.register() as register:
        new = NewAccount(login, cast("Role", role), party)
        made = _accounts(register).add(new, by=actor_of(session, register).by)
        _tell_start(session, register, made)


@app.command()
def reset(ctx: typer.Context, who: Who) -> None:
    """Take all proofs and sessions of somebody away, and show an address to start again."""
    session = session_of(ctx)
    with session.register() as register:
        accounts = _accounts(register)
        by = actor_of(session, register).by
        _tell_start(session, register, accounts.reset(accounts.named(who).id, by))


@app.command("list")
def list_(
    ctx: typer.Context,
    party: Annotated[str | None, typer.Option(help="Only accounts of this party.")] = None,
) -> None:
    """List accounts; of logins only the first letters."""
    session = session_of(ctx)
    with session.register() as register:
        accounts = _accounts(register)
        items: list[dict[str, Any]] = []
        while page := accounts.page(party, after=items[-1]["id"] if items else None, limit=_MOST):
            items += [_shown(one) for one in page]
        with register.ledger.reading() as conn:
            known = names_in(register, conn, items, session.lang)
    session.out.items(items, _COLUMNS, known)


@app.command()
def disable(ctx: typer.Context, who: Who) -> None:
    """Let nobody in under an account any more, and end its sessions."""
    _change(ctx, who, "disabled", lambda door, id, by: door.accounts.disable(id, by))


@app.command()
def enable(ctx: typer.Context, who: Who) -> None:
    """Let a disabled account in again."""
    _change(ctx, who, "enabled", lambda door, id, by: door.accounts.enable(id, by))


@app.command()
def unlock(ctx: typer.Context, who: Who) -> None:
    """End the waiting of somebody who failed too often."""
    _change(ctx, who, "unlocked", lambda door, id, by: door.unlock(id, by))


@app.command()
def remove(ctx: typer.Context, who: Who) -> None:
    """Remove an account with its proofs; what happened stays, under an id without a name."""
    _change(ctx, who, "removed", lambda door, id, by: door.accounts.remove([id], by))


@app.command()
def log(
    ctx: typer.Context,
    who: Annotated[str | None, typer.Option(help="Only of this account, by id or login.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=_MOST, help="Most lines.")] = 50,
) -> None:
    """List sign-ins, failures and changes, the newest first."""
    session = session_of(ctx)
    with session.register() as register:
        accounts = _accounts(register)
        account = _id_of(accounts, who) if who else None
        with register.ledger.reading() as conn:
            rows = events_page(conn, account, limit=limit)
        logins = {name: _login_of(accounts, name) for name in {row["account_id"] for row in rows}}
        items = [
            {
                **{name: row[name] for name in ("id", "at", "kind", "how", "network", "by")},
                "user": row["account_id"],
                "login": logins[row["account_id"]],
            }
            for row in rows
        ]
    session.out.items(items, _EVENTS)


@app.command()
def code(ctx: typer.Context, who: Who) -> None:
    """Show what the authenticator of a sample's account shows now; of no other register."""
    from ledger.sign_in.sample import sample_code  # noqa: PLC0415

    session = session_of(ctx)
    with session.register() as register:
        if not register.is_sample:
            raise Forbidden(
                "sample-only", "this is for sample registers alone", field="home", value="-",
                expected="a sample register",
            )  # fmt: skip
        account = _accounts(register).named(who)
        shown = sample_code(entrance_of(register), register.engine, account)
    if session.out.as_json:
        session.out.json({"code": shown})
    session.out.text(shown)


def _change(
    ctx: typer.Context, who: str, what: str, work: Callable[[Entrance, str, str | None], object]
) -> None:
    session = session_of(ctx)
    with session.register() as register:
        door = entrance_of(register)
        account = door.accounts.named(who)
        work(door, account.id, actor_of(session, register).by)
    if session.out.as_json:
        session.out.json({"id": account.id, what: True})
    session.out.note(f"sign-in-{what}", id=account.id)


def _tell_start(session: Session, register: Register, made: Made) -> None:
    address = f"{register.public_url}/{session.lang}/account/start/{made.code}"
    if session.out.as_json:
        session.out.json({**asdict(made), "address": address})
    session.out.note("sign-in-start", id=made.id, address=address)


def _id_of(accounts: Accounts, who: str) -> str:
    """Return the id of an account; one that was removed is known by its id alone."""
    try:
        return accounts.named(who).id
    except NotFound:
        if who.startswith("user_"):
            return who
        raise


def _login_of(accounts: Accounts, name: str | None) -> str:
    if name is None:
        return ""
    try:
        return accounts.of(name).login_masked
    except NotFound:
        return ""


def _shown(account: Account) -> dict[str, Any]:
    return {
        "id": account.id,
        "login": account.login_masked,
        "role": account.role,
        "party": account.party,
        "state": account.state,
        "created_at": account.created_at,
        "start_until": account.start_until,
        "disabled_at": account.disabled_at,
        "token": account.token_id,
    }


def _accounts(register: Register) -> Accounts:
    return entrance_of(register).accounts
