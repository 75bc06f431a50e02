"""`daicho set-off`: what a window owes, set off against what it is distributed."""

from typing import Annotated, Final

import typer

from api.cli.acting import record, viewer_of
from api.cli.inputs import build, read_json
from api.cli.known import names_in
from api.cli.options import After, JsonFile, Limit, next_after, of_file_or
from api.cli.session import session_of
from ledger.ids import SET_OFF, new_id
from ledger.set_offs.commands import AllowSetOff, EndSetOff, RecordSetOff
from ledger.set_offs.views import clauses as listed_clauses
from ledger.set_offs.views import page

app = typer.Typer(
    no_args_is_help=True, help="Set-off of what a window owes against what it is paid."
)
_CLAUSES: Final = ("agreement", "payer", "party", "clause", "since", "until")
_COLUMNS: Final = ("id", "day", "party", "statement_id", "report", "amount_minor", "clause")
AgreementOption = Annotated[
    str | None, typer.Option("--agreement", help="Agreement under which the party remits.")
]
PartyOption = Annotated[str | None, typer.Option("--party", help="Who remits and is paid.")]
DocumentOption = Annotated[str | None, typer.Option("--document", help="SHA-256 of the contract.")]


def _document(sha256: str | None) -> dict[str, str] | None:
    return {"sha256": sha256} if sha256 else None


@app.command()
def allow(
    ctx: typer.Context,
    *,
    agreement: AgreementOption = None,
    party: PartyOption = None,
    clause: Annotated[str | None, typer.Option(help="Of the agreement, as printed.")] = None,
    since: Annotated[str | None, typer.Option(help="First day.")] = None,
    until: Annotated[str | None, typer.Option(help="Last day; none if left out.")] = None,
    document: DocumentOption = None,
    file: JsonFile = None,
) -> None:
    """Record the clause that allows it; consents of the other side come in --file."""
    given = {
        "agreement": agreement, "party": party, "clause": clause, "since": since, "until": until,
        "document": _document(document),
    }  # fmt: skip
    session = session_of(ctx)
    with session.register(for_parties=True) as register:
        command = build(AllowSetOff, of_file_or(read_json(file) if file else {}, given))
        record(session, register, command, command.agreement)


@app.command()
def end(
    ctx: typer.Context,
    *,
    agreement: AgreementOption = None,
    party: PartyOption = None,
    from_day: Annotated[str | None, typer.Option("--from", help="First day without it.")] = None,
    reason: Annotated[str | None, typer.Option(help="Stays on record.")] = None,
    document: DocumentOption = None,
) -> None:
    """Record that nothing is set off by a clause any more, from a day on."""
    given = {
        "agreement": agreement, "party": party, "from_day": from_day, "reason": reason,
        "document": _document(document),
    }  # fmt: skip
    session = session_of(ctx)
    with session.register(for_parties=True) as register:
        command = build(EndSetOff, of_file_or({}, given))
        record(session, register, command, command.agreement)


@app.command("record")
def record_(
    ctx: typer.Context,
    *,
    statement: Annotated[str, typer.Option(help="Statement that pays the party.")],
    report: Annotated[str, typer.Option(help="Report of the party that it owes.")],
    amount: Annotated[int, typer.Option(help="In the smallest unit of the currency.")],
    on: Annotated[str, typer.Option("--on", help="Day on which it was declared.")],
) -> None:
    """Set an amount of a report off against an amount of a statement; taxes stay as they are."""
    session = session_of(ctx)
    with session.register(for_parties=True) as register:
        given = {
            "set_off": new_id(SET_OFF, register.clock, register.entropy),
            "statement": statement,
            "report": report,
            "amount_minor": amount,
            "day": on,
        }
        command = build(RecordSetOff, given)
        record(session, register, command, command.set_off)


@app.command()
def clauses(
    ctx: typer.Context,
    payer: Annotated[str | None, typer.Option(help="Only of this payer.")] = None,
) -> None:
    """List the clauses that allow set-offs."""
    session = session_of(ctx)
    with session.register(for_parties=True) as register, register.ledger.reading() as conn:
        items = listed_clauses(conn, viewer_of(session, register), payer)
        known = names_in(register, conn, items, session.lang)
    session.out.items(items, _CLAUSES, known, None)


@app.command("list")
def list_(
    ctx: typer.Context,
    *,
    payer: Annotated[str | None, typer.Option(help="Only of this payer.")] = None,
    party: PartyOption = None,
    statement: Annotated[str | None, typer.Option(help="Only of this statement.")] = None,
    report: Annotated[str | None, typer.Option(help="Only of this report.")] = None,
    after: After = None,
    limit: Limit = 50,
) -> None:
    """List what was set off."""
    session = session_of(ctx)
    filters = {"payer": payer, "party": party, "statement": statement, "report": report}
    with session.register(for_parties=True) as register, register.ledger.reading() as conn:
        items = page(conn, viewer_of(session, register), after=after, limit=limit, **filters)
        known = names_in(register, conn, items, session.lang)
    following = next_after(items, limit)
    if not session.out.as_json:
        items = [{**item, "statement_id": item["statement"]} for item in items]
    session.out.items(items, _COLUMNS, known, following)
