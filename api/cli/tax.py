"""`daicho tax`: records and duties, treaty forms on file, and the dated rates of statements."""

from typing import Annotated, Any

import typer

from api.cli.acting import OPERATOR, record
from api.cli.inputs import build, day, with_id
from api.cli.known import names_in
from api.cli.options import After, Limit, next_after
from api.cli.session import session_of
from api.cli.tax_year import add_to as add_year
from contracts.figures import percent
from contracts.tax.rates import Rate, rates
from ledger.ids import TREATY_FORM
from ledger.tax_forms.commands import FileTreatyForm
from ledger.tax_forms.views import page

app = typer.Typer(no_args_is_help=True, help="Tax: records, what is due, treaty forms, rates.")
forms = typer.Typer(no_args_is_help=True, help="Treaty forms that payers filed.")
app.add_typer(forms, name="forms")
add_year(app)

_FORMS = (
    "id", "payer", "payee", "country", "article", "filed_on", "valid_to", "has_benefits_form",
)  # fmt: skip
_RATES = ("rate_id", "valid_from", "valid_to", "rate", "upper_rate", "confidence")


@forms.command("add")
def add_form(
    ctx: typer.Context,
    *,
    payer: Annotated[str, typer.Option(help="Id of the party that pays and filed the form.")],
    payee: Annotated[str, typer.Option(help="Id of whoever is paid.")],
    country: Annotated[str, typer.Option(help="Where the payee resides, two letters.")],
    article: Annotated[str, typer.Option(help="Article of the treaty, like 12 or 12(2).")],
    filed_on: Annotated[str, typer.Option(help="Day of filing; it helps payments after it.")],
    document: Annotated[str, typer.Option(help="SHA-256 of the form as filed.")],
    valid_to: Annotated[str | None, typer.Option(help="Last day it is good for.")] = None,
    benefits_form: Annotated[
        bool, typer.Option("--benefits-form", help="特典条項に関する付表 was filed with it.")
    ] = False,
) -> None:
    """Record that a payer filed a payee's form for relief under a tax treaty."""
    session = session_of(ctx)
    data: dict[str, Any] = {
        "payer": payer,
        "payee": payee,
        "country": country,
        "article": article,
        "filed_on": filed_on,
        "valid_to": valid_to,
        "has_benefits_form": benefits_form,
        "document": {"sha256": document},
    }
    with session.register() as register:
        command = build(FileTreatyForm, with_id(data, TREATY_FORM, register))
        record(session, register, command, command.id)


@forms.command("list")
def list_forms(
    ctx: typer.Context,
    *,
    payer: Annotated[str | None, typer.Option(help="Only those of this payer.")] = None,
    payee: Annotated[str | None, typer.Option(help="Only those for this payee.")] = None,
    after: After = None,
    limit: Limit = 50,
) -> None:
    """List treaty forms on file."""
    session = session_of(ctx)
    wanted = {"payer": payer, "payee": payee}
    filters = {name: value for name, value in wanted.items() if value is not None}
    with session.register() as register, register.ledger.reading() as conn:
        items = page(conn, OPERATOR, after=after, limit=limit, **filters)
        known = names_in(register, conn, items, session.lang)
    session.out.items(items, _FORMS, known, next_after(items, limit))


@app.command("rates")
def list_rates(
    ctx: typer.Context,
    on: Annotated[str | None, typer.Option(help="Only rates in force on this day.")] = None,
) -> None:
    """List the dated rates with law, address and date checked; no register is needed."""
    session = session_of(ctx)
    wanted = day(on, "on") if on else None
    items = [
        _rate(rate)
        for rate in rates()
        if wanted is None
        or (rate.valid_from <= wanted and (rate.valid_to is None or wanted <= rate.valid_to))
    ]
    session.out.items(items, _RATES)


def _rate(rate: Rate) -> dict[str, Any]:
    return {
        "rate_id": rate.id,
        "valid_from": rate.valid_from.isoformat(),
        "valid_to": rate.valid_to.isoformat() if rate.valid_to else None,
        "rate": percent(rate.rate),
        "upper_rate": percent(rate.upper_rate) if rate.upper_rate else None,
        "confidence": rate.confidence,
        "law": rate.law,
        "url": rate.url,
        "checked_on": rate.checked_on.isoformat(),
    }
