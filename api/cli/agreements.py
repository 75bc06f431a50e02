"""`daicho agreements`: contracts between parties, and their money clauses as data."""

from typing import Annotated

import typer

from api.cli import debtors
from api.cli.acting import record, viewer_of
from api.cli.consents import in_language
from api.cli.inputs import build, read_json, with_id
from api.cli.known import names_in
from api.cli.options import After, Limit, Reason, next_after
from api.cli.session import session_of
from ledger.agreements.commands import AddTerms, RecordAgreement
from ledger.agreements.views import page
from ledger.agreements.views import show as describe_agreement
from ledger.errors import NotFound
from ledger.ids import AGREEMENT
from ledger.jobs.trying import try_past

app = typer.Typer(no_args_is_help=True, help="Agreements and their money clauses.")
_COLUMNS = ("id", "title", "title_ja", "kind", "payer", "committee", "currency", "distribute_on")
debtors.add_to(app)
AgreementArgument = Annotated[str, typer.Argument(help="Id of an agreement.")]


@app.command("record")
def record_(
    ctx: typer.Context,
    file: Annotated[str, typer.Option("--file", help="The agreement as JSON; - reads stdin.")],
) -> None:
    """Record an agreement and the first version of its clauses."""
    session = session_of(ctx)
    with session.register(for_parties=True) as register:
        command = build(RecordAgreement, with_id(read_json(file), AGREEMENT, register))
        record(session, register, command, command.id)


@app.command()
def add_terms(
    ctx: typer.Context,
    agreement: AgreementArgument,
    effective_month: Annotated[str, typer.Option("--from", help="First month, like 2026-04.")],
    reason: Reason,
    file: Annotated[str, typer.Option("--file", help="The clauses as JSON; - reads stdin.")],
    confirm: Annotated[
        str | None, typer.Option(help="For settled months: the hash that the refusal names.")
    ] = None,
) -> None:
    """Add a version of the clauses, in force from a month on."""
    session = session_of(ctx)
    data = {
        "agreement": agreement,
        "effective_month": effective_month,
        "reason": reason,
        "terms": read_json(file),
        **({"confirm": confirm} if confirm else {}),
    }
    with session.register(for_parties=True) as register:
        command = build(AddTerms, data)
        try_past(register, command)
        record(session, register, command, agreement)


@app.command()
def show(ctx: typer.Context, agreement: AgreementArgument) -> None:
    """Show an agreement with every version of its clauses."""
    session = session_of(ctx)
    with session.register(for_parties=True) as register, register.ledger.reading() as conn:
        data = describe_agreement(conn, agreement, viewer_of(session, register))
        if data is None:
            raise NotFound("agreement-not-found", field="agreement", value=agreement)
        known = names_in(register, conn, data, session.lang)
    if not session.out.as_json:
        data["terms"] = in_language(data["terms"], session.lang)
        if "assumptions" in data:
            data["assumptions"] = debtors.told(data["assumptions"], session.lang)
    session.out.show(data, known)


@app.command("list")
def list_(
    ctx: typer.Context,
    *,
    payer: Annotated[str | None, typer.Option(help="Only those this party pays.")] = None,
    party: Annotated[str | None, typer.Option(help="Only those with this party.")] = None,
    committee: Annotated[str | None, typer.Option(help="Only those of this committee.")] = None,
    work: Annotated[str | None, typer.Option(help="Only those about this work.")] = None,
    after: After = None,
    limit: Limit = 50,
) -> None:
    """List agreements."""
    session = session_of(ctx)
    filters = {"payer": payer, "party": party, "committee": committee, "work": work}
    with session.register(for_parties=True) as register, register.ledger.reading() as conn:
        items = page(conn, viewer_of(session, register), after=after, limit=limit, **filters)
        known = names_in(register, conn, items, session.lang)
    session.out.items(items, _COLUMNS, known, next_after(items, limit))
