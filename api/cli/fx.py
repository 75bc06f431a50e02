"""`daicho fx`: dated rates of exchange, from files of those who publish them."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from api.cli.inputs import read_bytes
from api.cli.labels import label
from api.cli.options import After, Limit, next_after
from api.cli.session import Session, session_of
from contracts.figures import decimal
from contracts.fx_terms import DEFAULT_MAX_DAYS
from ledger.bootstrap import Register
from ledger.errors import RuleViolation
from ledger.fx.views import page, rate_on, sources

app = typer.Typer(no_args_is_help=True, help="Rates of exchange, dated and with their source.")
_COLUMNS = ("source", "base", "quote", "date", "exchange_rate", "entry_index", "replaced_index")
_CELL_COLUMNS = ("line", "column", "reason", "value", "other", "entry_index")
SourceOption = Annotated[str | None, typer.Option("--source", help="Who published, like ecb.")]
Day = Annotated[datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="Day.")]


@app.command("import")
def import_(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="CSV, or a zip of it.")],
    source: Annotated[str, typer.Option("--source", help="Who published, like ecb.")],
    correct: Annotated[
        bool, typer.Option("--correct", help="Other values replace those on record.")
    ] = False,
) -> None:
    """Record the rates of a file; what is on record already is not recorded again."""
    from ledger.jobs.rates import import_rates  # noqa: PLC0415 - only this command needs it

    session, data = session_of(ctx), read_bytes(str(file))
    with session.register(for_parties=True) as register:
        done = import_rates(register, data, source, title=file.name, correct=correct)
    shown = done.as_data()
    if session.out.as_json:
        session.out.json(shown)
        return
    cells, _ = shown.pop("refused"), shown.pop("entries")
    session.out.show({**shown, "refused": len(cells)})
    if cells:
        session.out.items([_cell(cell, session) for cell in cells], _CELL_COLUMNS)


@app.command("list")
def list_(
    ctx: typer.Context,
    *,
    source: SourceOption = None,
    base: Annotated[str | None, typer.Option("--base", help="ISO 4217.")] = None,
    quote: Annotated[str | None, typer.Option("--quote", help="ISO 4217.")] = None,
    on: Day = None,
    after: After = None,
    limit: Limit = 100,
) -> None:
    """List rates by source, pair and day."""
    session = session_of(ctx)
    day = on.date().isoformat() if on else None
    filters = {"source": source, "base": base, "quote": quote, "date": day}
    with session.register(for_parties=True) as register, register.ledger.reading() as conn:
        items = page(conn, after=after, limit=limit, **filters)
    shown = [{**item, "exchange_rate": decimal((item["num"], item["den"]))} for item in items]
    session.out.items(shown, _COLUMNS, after=next_after(items, limit))


@app.command()
def rate(
    ctx: typer.Context,
    *,
    base: Annotated[str, typer.Argument(help="One unit of this currency, ISO 4217.")],
    quote: Annotated[str, typer.Argument(help="In this one.")],
    on: Annotated[datetime, typer.Option("--on", formats=["%Y-%m-%d"], help="Day.")],
    source: SourceOption = None,
    max_days: Annotated[
        int, typer.Option("--max-days", min=0, max=31, help="How far back a rate may be.")
    ] = DEFAULT_MAX_DAYS,
    inverse: Annotated[
        bool, typer.Option("--inverse", help="The opposite pair counts, too.")
    ] = False,
) -> None:
    """Tell the rate that counts on a day, by one source or by each."""
    session = session_of(ctx)
    asked = {"base": base, "quote": quote, "day": on.date()}
    options = {"max_days": max_days, "inverse": inverse}
    with session.register(for_parties=True) as register:
        items = _found(register, source, asked, options)
    session.out.items(items, _COLUMNS[:-1])


def _found(
    register: Register,
    source: str | None,
    asked: Mapping[str, Any],
    options: Mapping[str, Any],
) -> list[dict[str, Any]]:
    """Return the rate that counts, of each source that has one.

    Raises:
        RuleViolation: `fx-rate-missing`: none has.
    """
    found: list[dict[str, Any]] = []
    missing: RuleViolation | None = None
    with register.ledger.reading() as conn:
        for name in [source] if source else sources(conn):
            try:
                one = rate_on(conn, name, **asked, **options)
            except RuleViolation as error:
                missing = error
                continue
            pair = (
                (asked["quote"], asked["base"]) if one.inverse else (asked["base"], asked["quote"])
            )
            found.append(
                {
                    "source": name,
                    "base": pair[0],
                    "quote": pair[1],
                    "date": one.date,
                    "num": one.known.num,
                    "den": one.known.den,
                    "exchange_rate": decimal((one.known.num, one.known.den)),
                    "entry_index": one.known.entry,
                }
            )
    if not found and missing is not None:
        raise missing
    return found


def _cell(cell: Mapping[str, Any], session: Session) -> dict[str, Any]:
    return {**cell, "line": str(cell["line"]), "reason": label(cell["code"], session.lang)}
