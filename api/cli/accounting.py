"""`daicho accounting`: journals for accounting programs, forecasts and guarantees for lenders."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from api.accounting_sheets import forecast_as_json, guarantees_as_json
from api.cli.accounting_words import CODES
from api.cli.acting import today
from api.cli.exits import REFUSED
from api.cli.inputs import day
from api.cli.known import names_in
from api.cli.language import Lang
from api.cli.session import Session, session_of
from ledger.errors import RuleViolation
from ledger.jobs.accounting import journal_of
from ledger.jobs.accounting_files import Exported, exported, names_in_journal
from ledger.jobs.accounting_forecast import Forecast, forecast_of
from ledger.jobs.accounting_guarantees import guarantees_of
from ledger.jobs.accounting_mapping import default_mapping, problems_in, read_mapping
from ledger.jobs.accounting_workbook import WORDS, forecast_csv, forecast_workbook
from ledger.log import canonical

app = typer.Typer(
    no_args_is_help=True, help="Journals for accounting programs; forecasts and guarantees."
)
_PROBLEMS: Final = ("line", "field", "reason", "value", "expected")
_FORECAST: Final = (
    "due_on", "direction", "sure", "party", "amount_minor", "pass_on_minor", "age", "about",
)  # fmt: skip
_GUARANTEES: Final = (
    "mg_side", "kind", "agreement", "contract_year", "guaranteed_minor", "recouped_minor",
    "remaining_minor", "expires_on",
)  # fmt: skip
Payer = Annotated[str, typer.Option(help="Id of the party whose books they are.")]
OnDay = Annotated[str | None, typer.Option("--on", help="As of a day; today if left out.")]


@app.command()
def mapping(
    ctx: typer.Context,
    write: Annotated[Path, typer.Option("--write", help="File to be written; must be new.")],
) -> None:
    """Write a mapping of accounts and tax classes to begin with."""
    session = session_of(ctx)
    if write.exists():
        raise RuleViolation(
            "accounting-file-exists", field="write", value=str(write), expected="a new file"
        )
    write.write_bytes(default_mapping())
    if session.out.as_json:
        session.out.json({"files": [str(write)]})
    session.out.note("accounting-mapping-written", path=write)


@app.command()
def check(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="The mapping.")],
) -> None:
    """Check a mapping: unknown, malformed and missing names, each with its line; exit 4 on any."""
    session = session_of(ctx)
    found = [
        {name: getattr(one, name) for name in _PROBLEMS} for one in problems_in(file.read_bytes())
    ]
    if found or session.out.as_json:
        worded = found if session.out.as_json else [_worded(one, session.lang) for one in found]
        session.out.items(worded, _PROBLEMS)
    else:
        session.out.note("accounting-mapping-good")
    if found:
        raise typer.Exit(REFUSED)


@app.command()
def export(
    ctx: typer.Context,
    *,
    payer: Payer,
    first: Annotated[str, typer.Option("--from", help="First day.")],
    last: Annotated[str, typer.Option("--to", help="Last day.")],
    layout: Annotated[str, typer.Option(help="yayoi, freee, moneyforward, generic, or own.")],
    out: Annotated[Path, typer.Option("--out", help="File to be written.")],
    chart: Annotated[
        Path | None,
        typer.Option("--mapping", exists=True, dir_okay=False, help="Your own mapping."),
    ] = None,
    after_entry: Annotated[
        int | None,
        typer.Option(help="Last entry of an earlier export of these days: only what is newer."),
    ] = None,
) -> None:
    """Write a journal for an accounting program; nothing while an account lacks its name."""
    session = session_of(ctx)
    names = read_mapping(chart.read_bytes() if chart else None)
    with session.register() as register, register.ledger.reading() as conn:
        journal = journal_of(
            conn, payer, day(first, "from"), day(last, "to"), after_entry=after_entry
        )
        called = names_in_journal(conn, register.vault, journal)
    found = exported(journal, names, layout, called)
    out.write_bytes(found.data)
    _tell_export(session, found, out, journal.last_entry)


def _tell_export(session: Session, found: Exported, out: Path, last_entry: int | None) -> None:
    left = {name: {"count": one[0], "debit_minor": one[1]} for name, one in found.left_out.items()}
    if session.out.as_json:
        session.out.json(
            {
                "files": [str(out)],
                "layout": found.layout.name,
                "documents": found.documents,
                "rows": found.rows,
                "debit_minor": found.debit_minor,
                "credit_minor": found.credit_minor,
                "left_out": left,
                "last_entry": last_entry,
            }
        )
        return
    session.out.note(
        "accounting-exported",
        documents=found.documents,
        rows=found.rows,
        path=out,
        debit=f"{found.debit_minor:,}",
        credit=f"{found.credit_minor:,}",
    )
    for currency, one in left.items():
        count, total = one["count"], f"{one['debit_minor']:,}"
        session.out.note("accounting-left-out", currency=currency, count=count, total=total)
    if found.layout.confirm:
        told = found.layout
        session.out.note(
            "accounting-confirm", layout=told.title, confirm=told.confirm, source=told.source
        )
    if last_entry is not None:
        session.out.note("accounting-next", entry=last_entry)


@app.command()
def forecast(
    ctx: typer.Context,
    *,
    payer: Payer,
    on: OnDay = None,
    months: Annotated[int, typer.Option(help="How far contract days are looked at.")] = 12,
    out: Annotated[
        Path | None, typer.Option("--out", help="FILE.xlsx, FILE.csv or FILE.json.")
    ] = None,
) -> None:
    """Show what is expected to come in and to be passed on, by due day and how sure it is."""
    session = session_of(ctx)
    kind = _kind_of(out)
    with session.register() as register, register.ledger.reading() as conn:
        asked = day(on, "on") if on else today(register)
        found = forecast_of(conn, payer, asked, months)
        data = forecast_as_json(found)
        names = names_in(register, conn, data, session.lang)
    if out is not None:
        out.write_bytes(_file(session, found, data, names, kind))
        data["files"] = [str(out)]
    if session.out.as_json:
        session.out.json({**data, "display_names": names})
        return
    session.out.items([_told(row, session.lang) for row in data["rows"]], _FORECAST, names)
    session.out.note(
        "forecast-totals",
        coming=f"{found.total('in'):,}",
        going=f"{found.total('out'):,}",
        day=data["day"],
    )
    if out is not None:
        session.out.note("accounting-written", path=out)


def _kind_of(out: Path | None) -> str:
    kind = out.suffix.lower() if out else ""
    if kind not in ("", ".xlsx", ".csv", ".json"):
        raise RuleViolation(
            "forecast-format-unknown",
            field="out",
            value=str(out),
            expected="FILE.xlsx, FILE.csv or FILE.json",
        )
    return kind or ".json"


def _file(
    session: Session, found: Forecast, data: Mapping[str, Any], names: Mapping[str, str], kind: str
) -> bytes:
    if kind == ".xlsx":
        return forecast_workbook(found, names, session.document_lang)
    if kind == ".csv":
        return forecast_csv(found, names, session.document_lang)
    return canonical.encode(dict(data))


@app.command()
def guarantees(
    ctx: typer.Context,
    party: Annotated[str, typer.Option(help="Id of who gives or gets them.")],
    on: OnDay = None,
) -> None:
    """List guarantees and advances: guaranteed, recouped, not recouped yet, and when they end."""
    session = session_of(ctx)
    with session.register() as register, register.ledger.reading() as conn:
        asked = day(on, "on") if on else today(register)
        items = guarantees_as_json(guarantees_of(conn, party, asked))
        names = names_in(register, conn, items, session.lang)
    shown = items if session.out.as_json else [_worded(one, session.lang) for one in items]
    session.out.items(shown, _GUARANTEES, names)


def _told(row: Mapping[str, Any], lang: Lang) -> dict[str, Any]:
    """Return a row of a forecast with its codes in words."""
    place = 0 if lang == "ja" else 1
    return {**row, **{name: WORDS[row[name]][place] for name in ("direction", "sure", "age")}}


def _worded(row: Mapping[str, Any], lang: Lang) -> dict[str, Any]:
    """Return a row with its codes in words."""
    place = 0 if lang == "ja" else 1
    words = {
        name: table[row[name]][place] for name, table in CODES.items() if row.get(name) in table
    }
    return {**row, **words}
