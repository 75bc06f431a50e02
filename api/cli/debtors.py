"""`daicho agreements assume` and `debtors`: who owes what an agreement promises."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any

import typer

from api.cli.acting import OPERATOR, record, today
from api.cli.consents import in_language
from api.cli.debtors_words import MANNERS
from api.cli.inputs import build, read_json
from api.cli.known import names_in
from api.cli.language import Lang
from api.cli.options import of_file_or
from api.cli.session import session_of
from ledger.debtors.commands import AssumeDebt
from ledger.debtors.forms import forms_missing
from ledger.debtors.views import debtors as described
from ledger.errors import NotFound

Agreement = Annotated[str, typer.Argument(help="Id of an agreement.")]


def told(steps: Iterable[Mapping[str, Any]], lang: Lang) -> list[dict[str, Any]]:
    """Return how an agreement changed its debtor, as people read it."""
    return [{**step, "manner": MANNERS[step["manner"]][lang]} for step in in_language(steps, lang)]


def add_to(app: typer.Typer) -> None:
    """Add the commands to the group of agreements."""
    app.command()(assume)
    app.command()(debtors)


def assume(
    ctx: typer.Context,
    agreement: Agreement,
    *,
    debtor: Annotated[str | None, typer.Option(help="Who owes it from then on.")] = None,
    from_month: Annotated[
        str | None, typer.Option("--from", help="The first month that he runs, like 2027-04.")
    ] = None,
    manner: Annotated[
        str | None,
        typer.Option(help="cumulative: who owed it stays liable (the default); or releasing."),
    ] = None,
    ground: Annotated[str | None, typer.Option(help="assignment or dissolution.")] = None,
    document: Annotated[str | None, typer.Option(help="SHA-256 of the contract.")] = None,
    file: Annotated[
        str | None, typer.Option("--file", help="As JSON, with consents; - reads stdin.")
    ] = None,
) -> None:
    """Record that somebody else owes an agreement from a month on; consents come in --file."""
    given = {
        "agreement": agreement,
        "debtor": debtor,
        "from_month": from_month,
        "manner": manner,
        "ground": ground,
        "document": {"sha256": document} if document else None,
    }
    session = session_of(ctx)
    with session.register() as register:
        command = build(AssumeDebt, of_file_or(read_json(file) if file else {}, given))
        record(session, register, command, agreement)
        with register.ledger.reading() as conn:
            missing = forms_missing(conn, agreement, today(register))
    session.out.warn(f"treaty-form-of-former-payer: {payee}" for payee in missing)


def debtors(ctx: typer.Context, agreement: Agreement) -> None:
    """Show who owes an agreement, who is liable beside him, and who owed it before."""
    session = session_of(ctx)
    with session.register() as register, register.ledger.reading() as conn:
        data = described(conn, agreement, OPERATOR)
        if data is None:
            raise NotFound("agreement-not-found", field="agreement", value=agreement)
        data["forms_missing"] = forms_missing(conn, agreement, today(register))
        known = names_in(register, conn, data, session.lang)
    if not session.out.as_json:
        data["assumptions"] = told(data["assumptions"], session.lang)
    session.out.show(data, known)
