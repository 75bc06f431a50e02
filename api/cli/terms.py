"""`daicho terms`: draft money clauses from published rates and check them; nothing is recorded."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any, Final

import typer
from rich import box
from rich.table import Table

from api.cli.amounts import amount
from api.cli.inputs import parse_json, read_json
from api.cli.language import Lang
from api.cli.look import plain
from api.cli.session import Session, session_of
from api.cli.terms_words import word
from contracts.figures import percent
from contracts.money import parse_ratio
from contracts.templates.offer import clause_from
from contracts.templates.table import Template, template, templates
from contracts.templates.told import as_json
from contracts.terms import json_schema
from ledger.agreements.drafts import check_draft
from ledger.errors import RuleViolation
from ledger.log import canonical

app = typer.Typer(no_args_is_help=True, help="Draft money clauses and check them.")
_RATES: Final = ("rate", "share_of_units")


@app.command("templates")
def templates_(
    ctx: typer.Context,
    template_id: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="Show this one, with its source.")
    ] = None,
) -> None:
    """List published rates that clauses can start from, or show one."""
    session = session_of(ctx)
    if template_id is not None:
        _show(session, template(template_id))
    elif session.out.as_json:
        session.out.json({"items": [as_json(one) for one in templates()]})
    else:
        columns = ("id", "group", "name", "rate", "source", "checked")
        rows = [_listed(one, session.lang) for one in templates()]
        session.out.draw(_table(columns, rows, session.lang))


@app.command()
def draft(
    ctx: typer.Context,
    *,
    template_id: Annotated[str, typer.Option("--template", help="Id of a published rate.")],
    payee: Annotated[
        list[str] | None,
        typer.Option(help="Who receives; PARTY, or PARTY=WEIGHT when there are several."),
    ] = None,
    clause: Annotated[
        str | None, typer.Option(help="Where it stands in the contract, like 第5条1項.")
    ] = None,
    step_id: Annotated[str | None, typer.Option("--id", help="Id of the clause.")] = None,
    price: Annotated[int | None, typer.Option(help="Price of one unit, minor units.")] = None,
    rate: Annotated[
        str | None, typer.Option(help="Another rate than the published one, like 2%.")
    ] = None,
    field: Annotated[
        list[str] | None,
        typer.Option("--set", help="Another field, NAME=JSON; may be given again."),
    ] = None,
) -> None:
    """Print a clause made of a published rate, as JSON to put into the terms."""
    session = session_of(ctx)
    given: dict[str, Any] = {**_assigned(field or ()), **_payees(payee or ())}
    if clause is not None:
        given["clause"] = clause
    if step_id is not None:
        given["id"] = step_id
    if price is not None:
        given["price"] = {"amount": price}
    if rate is not None:
        num, den = parse_ratio(rate)
        given["rate"] = {"num": num, "den": den}
    made = clause_from(template_id, **given)
    session.out.json(made)
    if not session.out.as_json:
        source = template(template_id).source
        session.out.remark(
            "terms-offered",
            offered=word("offered", session.lang),
            source=source.by_ja if session.lang == "ja" else source.by_en,
            checked=source.checked_on.isoformat(),
            confidence=word(source.confidence, session.lang),
        )


@app.command()
def check(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(help="Clauses as JSON; - reads stdin.")],
) -> None:
    """Check clauses as if they were recorded, and say what is wrong with which."""
    session = session_of(ctx)
    checked = check_draft(read_json(file))
    if session.out.as_json:
        session.out.json(checked)
        return
    columns = ("id", "kind", "clause", "name", "template", "departures")
    rows = [_checked(step, session.lang) for step in checked["steps"]]
    session.out.draw(_table(columns, rows, session.lang))
    if checked["survives"]:
        session.out.text(f"{word('survives', session.lang)}: {', '.join(checked['survives'])}")
    session.out.text(f"{word('hash', session.lang)}: {checked['sha256']}")
    session.out.text(word("acceptable", session.lang))


@app.command()
def schema(ctx: typer.Context) -> None:
    """Print the JSON Schema of money clauses, for editors."""
    session_of(ctx).out.json(json_schema())


def _assigned(pairs: Iterable[str]) -> dict[str, Any]:
    """Read NAME=JSON; the rates of a clause may be written as percentages."""
    given: dict[str, Any] = {}
    for pair in pairs:
        name, equals, text = pair.partition("=")
        if not equals or not name:
            raise RuleViolation("set-malformed", field="--set", value=pair, expected="NAME=JSON")
        read = parse_json(f'{{"value": {text}}}'.encode(), f"--set {name}")
        given[name] = read["value"]
    return given


def _payees(given: Sequence[str]) -> dict[str, Any]:
    """Read one payee, or several with whole-number weights."""
    if len(given) == 1 and "=" not in given[0]:
        return {"payee": given[0]}
    listed = []
    for each in given:
        party, equals, weight = each.partition("=")
        if not equals or not weight.isascii() or not weight.isdigit():
            raise RuleViolation(
                "payee-without-weight", field="--payee", value=each, expected="PARTY=WEIGHT"
            )
        listed.append({"payee": party, "weight": int(weight)})
    return {"payees": listed} if listed else {}


def _show(session: Session, one: Template) -> None:
    if session.out.as_json:
        session.out.json(as_json(one))
        return
    lang, source = session.lang, one.source
    is_japanese = lang == "ja"
    dated = word("page-dated" if source.page_dated else "page-undated", lang)
    rows = (
        ("id", one.id),
        ("name", one.ja if is_japanese else one.en),
        ("group", word(one.group, lang)),
        ("kind", one.kind),
        ("rate", _rate(one)),
        ("spread", _spread(one, lang)),
        ("sum", amount(one.sum_minor, "JPY", lang) if one.sum_minor else ""),
        ("fields", canonical.encode(dict(one.fields)).decode() if one.fields else ""),
        ("needs", ", ".join(one.needs)),
        ("note", one.note_ja if is_japanese else one.note_en),
        ("source", source.by_ja if is_japanese else source.by_en),
        ("url", f"{source.url} ({dated})"),
        ("checked", source.checked_on.isoformat()),
        ("confidence", word(source.confidence, lang)),
    )
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for key, text in rows:
        if text:
            grid.add_row(plain(word(key, lang)), plain(text))
    session.out.text(word("offered", lang))
    session.out.draw(grid)


def _listed(one: Template, lang: Lang) -> tuple[str, ...]:
    money = amount(one.sum_minor, "JPY", lang) if one.sum_minor else ""
    return (
        one.id,
        word(one.group, lang),
        one.ja if lang == "ja" else one.en,
        _rate(one) or money,
        one.source.by_ja if lang == "ja" else one.source.by_en,
        one.source.checked_on.isoformat(),
    )


def _checked(step: Mapping[str, Any], lang: Lang) -> tuple[str, ...]:
    changed = ", ".join(one["field"] for one in step.get("departures", ()))
    told = changed or (word("unchanged", lang) if "template" in step else "")
    label = step["label"][lang]
    return step["id"], step["kind"], step["clause"], label, step.get("template", ""), told


def _rate(one: Template) -> str:
    if "rate" not in one.fields:
        return ""
    return percent((one.fields["rate"]["num"], one.fields["rate"]["den"]))


def _spread(one: Template, lang: Lang) -> str:
    return ("〜" if lang == "ja" else " to ").join(one.spread)


def _table(columns: Iterable[str], rows: Iterable[Sequence[str]], lang: Lang) -> Table:
    table = Table(box=box.SIMPLE, pad_edge=False)
    for key in columns:
        table.add_column(plain(word(key, lang)), no_wrap=key == "id", overflow="fold")
    for row in rows:
        table.add_row(*map(plain, row))
    return table
