"""`daicho accounts`: what several agreements of one payer recoup together."""

from typing import Annotated, Any

import typer

from api.cli.acting import OPERATOR, record
from api.cli.inputs import build, read_json, with_id
from api.cli.known import names_in
from api.cli.options import After, Limit, next_after, of_file_or
from api.cli.session import session_of
from ledger.accounts.commands import OpenAccount
from ledger.accounts.views import page
from ledger.accounts.views import show as describe_account
from ledger.errors import NotFound
from ledger.ids import SHARED_ACCOUNT

app = typer.Typer(no_args_is_help=True, help="Accounts that several agreements fill together.")
_COLUMNS = ("id", "payer", "currency", "kind", "target_minor", "label")


@app.command("open")
def open_(
    ctx: typer.Context,
    *,
    payer: Annotated[str | None, typer.Option(help="Id of the party whose agreements it is.")] = (
        None
    ),
    kind: Annotated[str | None, typer.Option(help="memo, advance or investment.")] = None,
    target: Annotated[int | None, typer.Option(help="Minor units, over all agreements.")] = None,
    ja: Annotated[str | None, typer.Option(help="Name in Japanese.")] = None,
    en: Annotated[str | None, typer.Option(help="Name in English.")] = None,
    party: Annotated[
        list[str] | None, typer.Option("--party", help="Who else reads it; may be given again.")
    ] = None,
    currency: Annotated[str | None, typer.Option(help="ISO 4217; JPY if left out.")] = None,
    file: Annotated[str | None, typer.Option("--file", help="As JSON; - reads stdin.")] = None,
) -> None:
    """Open an account; clauses name it as `shared`."""
    session = session_of(ctx)
    label = {name: text for name, text in (("ja", ja), ("en", en)) if text}
    given: dict[str, Any] = {
        "payer": payer,
        "kind": kind,
        "target_minor": target,
        "label": label or None,
        "parties": party,
        "currency": currency,
    }
    data = of_file_or({"currency": "JPY", **(read_json(file) if file else {})}, given)
    with session.register() as register:
        command = build(OpenAccount, with_id(data, SHARED_ACCOUNT, register))
        record(session, register, command, command.id)


@app.command()
def show(ctx: typer.Context, account_id: Annotated[str, typer.Argument(help="Its id.")]) -> None:
    """Show what each agreement has filled, and what is left of the target."""
    session = session_of(ctx)
    with session.register() as register, register.ledger.reading() as conn:
        data = describe_account(conn, account_id, OPERATOR)
        if data is None:
            raise NotFound("account-not-found", field="account", value=account_id)
        known = names_in(register, conn, data, session.lang)
    session.out.show(data, known)


@app.command("list")
def list_(
    ctx: typer.Context,
    payer: Annotated[str | None, typer.Option(help="Only of this party.")] = None,
    after: After = None,
    limit: Limit = 50,
) -> None:
    """List accounts."""
    session = session_of(ctx)
    filters = {"payer": payer} if payer else {}
    with session.register() as register, register.ledger.reading() as conn:
        items = page(conn, OPERATOR, after=after, limit=limit, **filters)
        known = names_in(register, conn, items, session.lang)
    session.out.items(items, _COLUMNS, known, next_after(items, limit))
