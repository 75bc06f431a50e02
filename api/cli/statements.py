"""`daicho statements`: issue them, read them with the reason of every line, fetch their files."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from sqlalchemy import Connection

from api.cli.acting import actor_of, viewer_of
from api.cli.inputs import day
from api.cli.known import names_in
from api.cli.language import Lang
from api.cli.look import Look, listing
from api.cli.options import After, Limit, next_after
from api.cli.output import Output
from api.cli.session import Session, session_of
from ledger.access.views import Viewer
from ledger.bootstrap import Register
from ledger.disputes.reading import with_held, with_held_each
from ledger.errors import NotFound, RuleViolation
from ledger.jobs.disputed import held_told
from ledger.jobs.statement_files import FORMATS
from ledger.jobs.statements import issue_statements
from ledger.statements.encodings import encoded
from ledger.statements.files import file_of
from ledger.statements.prepare import statement_file, statement_sheet
from ledger.statements.views import page
from ledger.statements.views import show as describe_statement

app = typer.Typer(no_args_is_help=True, help="Statements: what is paid to whom, and why.")
_COLUMNS = (
    "id", "payee", "paid_to", "period", "payment_date", "payable_minor", "consumption_tax_minor",
    "withholding_minor", "transfer_minor", "carried_out_minor",
)  # fmt: skip
_TOTALS = (
    "carried_in", "royalties", "adjustments", "recouped", "payable", "carried_out",
    "consumption_tax", "withholding", "transfer",
)  # fmt: skip
_CSV: Final = "csv"
_UTF_8: Final = "utf-8"
StatementArgument = Annotated[str, typer.Argument(help="Id of a statement.")]


@app.command()
def issue(
    ctx: typer.Context,
    payer: Annotated[str, typer.Option(help="Id of the party that pays.")],
    period: Annotated[str, typer.Option(help="Like 2026-03, 2026-Q1, 2026-H1 or 2026.")],
    payment_date: Annotated[
        str | None, typer.Option(help="Planned day; from the schedules if left out.")
    ] = None,
    final: Annotated[
        bool, typer.Option("--final", help="Pay small amounts too, and those that wait.")
    ] = False,
    formats: Annotated[
        list[str] | None,
        typer.Option("--format", help="csv, pdf or xlsx beside json; repeatable, all if left out."),
    ] = None,
) -> None:
    """Issue the statement of every payee of one payer for a period."""
    session = session_of(ctx)
    on: date | None = day(payment_date, "payment_date") if payment_date else None
    with session.register(for_parties=True) as register:
        with session.out.progress("progress-issue") as progress:
            issued = issue_statements(
                register, payer=payer, period=period, payment_date=on, is_final=final,
                progress=progress, formats=formats or FORMATS, actor=actor_of(session, register),
            )  # fmt: skip
        ids = [str(getattr(item.events[0], "id", "")) for item in issued]
        with register.ledger.reading() as conn:
            items = [_described(conn, name, viewer_of(session, register)) for name in ids]
            known = names_in(register, conn, items, session.lang)
    summary = [{key: item[key] for key in ("currency", *_COLUMNS)} for item in items]
    session.out.items(summary, _COLUMNS, known)


@app.command()
def show(ctx: typer.Context, statement: StatementArgument) -> None:
    """Show a statement with the reason of every line, from the yen back to the reports."""
    session = session_of(ctx)
    with session.register(for_parties=True) as register, register.ledger.reading() as conn:
        data = _described(conn, statement, viewer_of(session, register))
        known = names_in(register, conn, data, session.document_lang)
        if not all(register.blobs.exists(file["sha256"]) for file in data["files"]):
            session.out.show(data, known)  # its files went with a person's data
            return
        sheet = statement_sheet(register.blobs, data["files"])
        held = held_told(conn, data, session.document_lang)
    if session.out.as_json:
        session.out.json({**sheet, **data, "lines": sheet["lines"], "display_names": known})
        return
    _tell(session, sheet, data)
    for sentence in held:
        session.out.text(sentence)


@app.command("list")
def list_(
    ctx: typer.Context,
    *,
    payer: Annotated[str | None, typer.Option(help="Only those of this payer.")] = None,
    payee: Annotated[str | None, typer.Option(help="Only those of this payee.")] = None,
    period: Annotated[str | None, typer.Option(help="Only those for this period.")] = None,
    after: After = None,
    limit: Limit = 50,
) -> None:
    """List statements."""
    session = session_of(ctx)
    wanted = {"payer": payer, "payee": payee, "period": period}
    filters = {name: value for name, value in wanted.items() if value is not None}
    with session.register(for_parties=True) as register, register.ledger.reading() as conn:
        items = page(conn, viewer_of(session, register), after=after, limit=limit, **filters)
        items = with_held_each(conn, items)
        known = names_in(register, conn, items, session.lang)
    session.out.items(items, (*_COLUMNS, "held_minor"), known, next_after(items, limit))


@app.command()
def export(
    ctx: typer.Context,
    statement: StatementArgument,
    save: Annotated[Path, typer.Option("--save", help="Where to write the file.")],
    kind: Annotated[str, typer.Option("--format", help="csv, json, pdf or xlsx.")] = _CSV,
    language: Annotated[
        Lang | None, typer.Option(help="Of a PDF or workbook; else that of documents.")
    ] = None,
    encoding: Annotated[
        str, typer.Option(help="utf-8 as issued, or a copy of the CSV in cp932.")
    ] = _UTF_8,
) -> None:
    """Write a file of a statement exactly as it was issued."""
    session = session_of(ctx)
    if encoding != _UTF_8 and kind != _CSV:
        raise RuleViolation("encoding-not-for-format", field="format", value=kind, expected=_CSV)
    lang = language or session.document_lang
    with session.register(for_parties=True) as register, register.ledger.reading() as conn:
        data = _described(conn, statement, viewer_of(session, register))
        content = _file(register, data, kind, lang)
        save.write_bytes(encoded(content, encoding) if kind == _CSV else content)
    if session.out.as_json:
        session.out.json({"statement": statement, "file": str(save)})
    session.out.note("saved", file=save)


def _described(conn: Connection, statement: str, viewer: Viewer) -> dict[str, Any]:
    data = describe_statement(conn, statement, viewer)
    if data is None:
        raise NotFound("statement-not-found", field="statement", value=statement)
    return with_held(conn, data)


def _file(register: Register, data: Mapping[str, Any], kind: str, lang: Lang) -> bytes:
    file = file_of(data["files"], kind, lang) if kind in FORMATS else None
    if file is None:
        had = [each.get("title") for each in data["files"]]
        raise NotFound("statement-file-not-found", field="format", value=kind, expected=had)
    return statement_file(register.blobs, file)


def _tell(session: Session, sheet: Mapping[str, Any], data: Mapping[str, Any]) -> None:
    """Print a statement in one language, the reasons under each line."""
    lang, out = session.document_lang, session.out
    parties = ("payer", "payee", "paid_to")
    head = {
        "id": data["id"],
        **{name: sheet[name].get(lang) or sheet[name]["ja"] for name in parties},
        **{name: sheet[name] for name in ("period", "payment_date", "currency")},
        "totals": {name: sheet["totals"][name] for name in _TOTALS},
    }
    out.show(head, lang=lang)
    for line in sheet["lines"]:
        _tell_line(out, line, Look(lang, currency=sheet["currency"]))
    for note in sheet["notes"][lang]:
        out.text(note)


def _tell_line(out: Output, line: Mapping[str, Any], look: Look) -> None:
    title = line["agreement"].get(look.lang) or line["agreement"]["ja"]
    row = {
        "agreement": title,
        "clause": line["clause"],
        "label": line["label"][look.lang],
        "amount_minor": line["amount_minor"],
    }
    out.draw(listing([row], tuple(row), look))
    for sentence in line["explanation"][look.lang]:
        out.text(f"  {sentence}")
