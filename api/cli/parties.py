"""`daicho parties`: companies, people, their spellings, and who is paid for them."""

from typing import Annotated, Any

import typer

from api.cli.acting import OPERATOR, record, say_recorded, today
from api.cli.inputs import build, names, read_json, with_id
from api.cli.known import names_in
from api.cli.look import titled
from api.cli.options import After, JsonFile, Limit, Query, next_after, of_file_or
from api.cli.session import Session, session_of
from ledger.bootstrap import Register
from ledger.errors import NotFound
from ledger.ids import PARTY
from ledger.jobs.people import Person, register_person
from ledger.parties.commands import (
    AddAlias,
    EndParty,
    RecordSuccession,
    RegisterCompany,
    ReturnParty,
    SetPayee,
)
from ledger.parties.queries import page
from ledger.parties.queries import search as find
from ledger.parties.queries import show as describe_party

app = typer.Typer(no_args_is_help=True, help="Parties: companies and people.")
_COLUMNS = ("id", "name", "kind", "status", "corporate_number", "invoice_number")
PartyArgument = Annotated[str, typer.Argument(help="Id of a party.")]


@app.command()
def add_company(
    ctx: typer.Context,
    *,
    ja: Annotated[str | None, typer.Option(help="Name in Japanese.")] = None,
    kana: Annotated[str | None, typer.Option(help="Its reading.")] = None,
    en: Annotated[str | None, typer.Option(help="Name in English.")] = None,
    kind: Annotated[
        str | None, typer.Option(help="company, association, public_body or unknown.")
    ] = None,
    legal_form: Annotated[str | None, typer.Option(help="Such as 株式会社.")] = None,
    country: Annotated[str | None, typer.Option(help="Two letters; JP if left out.")] = None,
    corporate_number: Annotated[str | None, typer.Option(help="法人番号, 13 digits.")] = None,
    invoice_number: Annotated[str | None, typer.Option(help="登録番号, T and 13 digits.")] = None,
    alias: Annotated[list[str] | None, typer.Option(help="Another spelling; repeatable.")] = None,
    file: JsonFile = None,
) -> None:
    """Register a company or another organisation."""
    session = session_of(ctx)
    given = {
        "names": names(ja, kana, en),
        "kind": kind,
        "legal_form": legal_form,
        "country": country,
        "corporate_number": corporate_number,
        "invoice_number": invoice_number,
        "aliases": [{"text": text, "reason": "given at registration"} for text in alias or ()],
    }
    data = of_file_or(read_json(file) if file else {}, given)
    with session.register() as register:
        command = build(RegisterCompany, with_id(data, PARTY, register))
        recorded = record(session, register, command, command.id)
    session.out.warn(getattr(recorded.events[0], "warnings", ()))


@app.command()
def add_person(
    ctx: typer.Context,
    *,
    credit_name: Annotated[
        str | None, typer.Option(help="Name as printed in credits; goes into the vault.")
    ] = None,
    kana: Annotated[str | None, typer.Option(help="Its reading; goes into the vault.")] = None,
    sole_trader: Annotated[bool, typer.Option("--sole-trader", help="個人事業主.")] = False,
    residence: Annotated[str | None, typer.Option(help="Country; decides how tax is kept.")] = None,
    invoice_number: Annotated[str | None, typer.Option(help="登録番号, T and 13 digits.")] = None,
    file: JsonFile = None,
) -> None:
    """Register a person; the names go into the vault, the log gets commitments only."""
    session = session_of(ctx)
    given = {
        "credit_name": credit_name,
        "kana": kana,
        "kind": "sole_trader" if sole_trader else None,
        "residence": residence,
        "invoice_number": invoice_number,
    }
    data = of_file_or(read_json(file) if file else {}, given)
    with session.register() as register:
        person = build(Person, with_id(data, PARTY, register))
        recorded = register_person(register, person)
    say_recorded(session, str(person.id), recorded)


@app.command()
def alias(
    ctx: typer.Context,
    party: PartyArgument,
    text: Annotated[str, typer.Argument(help="The other spelling.")],
    reason: Annotated[str, typer.Option(help="Why it is the same party.")],
) -> None:
    """Let a company be found under another spelling."""
    session = session_of(ctx)
    data = {"party": party, "alias": {"text": text, "reason": reason}}
    with session.register() as register:
        record(session, register, build(AddAlias, data), party)


@app.command()
def payee(
    ctx: typer.Context,
    party: PartyArgument,
    payee: Annotated[str, typer.Argument(help="Who is paid from then on.")],
    relation: Annotated[str, typer.Option(help="self, agent_company, assignee or guardian.")],
    effective_from: Annotated[
        str | None, typer.Option("--from", help="First day, ISO; today if left out.")
    ] = None,
) -> None:
    """Say who is paid for a party from a day on."""
    session = session_of(ctx)
    with session.register() as register:
        data = {
            "party": party,
            "payee": payee,
            "relation": relation,
            "effective_from": effective_from or today(register).isoformat(),
        }
        record(session, register, build(SetPayee, data), party)


@app.command()
def succeed(
    ctx: typer.Context,
    file: Annotated[str, typer.Option("--file", help="The command as JSON; - reads stdin.")],
) -> None:
    """Record that others took a party's place: heirs, a merger, a new company."""
    session = session_of(ctx)
    with session.register() as register:
        command = build(RecordSuccession, read_json(file))
        record(session, register, command, command.party)


@app.command()
def end(
    ctx: typer.Context,
    party: PartyArgument,
    *,
    ground: Annotated[
        str, typer.Option(help="liquidation, bankruptcy, death_without_heirs or unreachable.")
    ],
    day: Annotated[str, typer.Option("--on", help="Since when, ISO.")],
    source: Annotated[str, typer.Option(help="Where that is seen, such as a gazette.")],
) -> None:
    """Record that a party is gone and nobody is known who took its place."""
    session = session_of(ctx)
    data = {"party": party, "ground": ground, "day": day, "source": source}
    with session.register() as register:
        record(session, register, build(EndParty, data), party)


@app.command("return")
def return_(
    ctx: typer.Context,
    party: PartyArgument,
    day: Annotated[str, typer.Option("--on", help="Since when that is known, ISO.")],
    source: Annotated[str, typer.Option(help="Where that is seen, such as its answer.")],
) -> None:
    """Record that a party is there after all."""
    session = session_of(ctx)
    data = {"party": party, "day": day, "source": source}
    with session.register() as register:
        record(session, register, build(ReturnParty, data), party)


@app.command()
def show(ctx: typer.Context, party: PartyArgument) -> None:
    """Show a party with its spellings, payees and successors."""
    session = session_of(ctx)
    with session.register() as register, register.ledger.reading() as conn:
        data = describe_party(conn, party, OPERATOR)
        if data is None:
            raise NotFound("party-not-found", field="party", value=party)
        known = names_in(register, conn, data, session.lang)
    session.out.show({"id": party, "name": known.get(party), **data}, known)


@app.command("list")
def list_(
    ctx: typer.Context,
    kind: Annotated[str | None, typer.Option(help="Only this kind.")] = None,
    after: After = None,
    limit: Limit = 50,
) -> None:
    """List parties."""
    session = session_of(ctx)
    filters = {"kind": kind} if kind else {}
    with session.register() as register, register.ledger.reading() as conn:
        items = page(conn, OPERATOR, after=after, limit=limit, **filters)
        named = names_in(register, conn, items, session.lang)
    session.out.items(_named(items, named), _COLUMNS, named, next_after(items, limit))


@app.command()
def search(ctx: typer.Context, query: Query, limit: Limit = 20) -> None:
    """Find parties by name; a person only by the whole name."""
    session = session_of(ctx)
    with session.register() as register:
        _search(session, register, query, limit)


def _search(session: Session, register: Register, query: str, limit: int) -> None:
    subjects = register.vault.find(query)
    with register.ledger.reading() as conn:
        items = find(conn, OPERATOR, query, subjects=subjects, limit=limit)
        named = names_in(register, conn, items, session.lang)
    session.out.items(_named(items, named), _COLUMNS, named)


def _named(items: list[dict[str, Any]], named: dict[str, str]) -> list[dict[str, Any]]:
    """Add to each party what it is called: organisations in full, persons from the vault."""
    return [
        {
            **item,
            "name": titled(item["names"]) if "names" in item else named.get(item["id"], ""),
        }
        for item in items
    ]
