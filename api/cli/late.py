"""`daicho reports late` and `charge-interest`: money that is late, and what the delay costs."""

from typing import Annotated, Final

import typer

from api.cli.acting import record, today, viewer_of
from api.cli.inputs import build, day
from api.cli.known import names_in
from api.cli.session import session_of
from api.lateness import late_as_json
from contracts.errors import TermsError
from contracts.money import Ratio, parse_ratio
from ledger.errors import RuleViolation
from ledger.ids import INTEREST, new_id
from ledger.revenue.interest_commands import ChargeInterest
from ledger.revenue.interest_views import late_reports

_COLUMNS: Final = (
    "report", "debtor", "due_on", "days_late", "open_minor", "interest_rate", "interest_minor",
    "to_charge_minor",
)  # fmt: skip
RateOption = Annotated[
    str | None, typer.Option("--rate", help="Per year, where a clause names one, like 14.6%.")
]


def add_to(app: typer.Typer) -> None:
    """Add the commands to the group of reports."""
    app.command()(late)
    app.command("charge-interest")(charge_interest)


def rate_of(text: str | None) -> Ratio | None:
    """Read a rate per year.

    Raises:
        RuleViolation: It is none.
    """
    if text is None:
        return None
    try:
        rate = parse_ratio(text)
    except TermsError as error:
        fields = {"value": text, "expected": "14.6%", **error.fields, "field": "rate"}
        raise RuleViolation(error.code, error.message, **fields) from error
    if rate[0] <= 0:
        raise RuleViolation("rate-not-positive", field="rate", value=text, expected="like 14.6%")
    return rate


def late(
    ctx: typer.Context,
    *,
    payer: Annotated[str, typer.Option(help="To whom it was reported.")],
    on: Annotated[str | None, typer.Option("--on", help="Up to this day; else today.")] = None,
    rate: RateOption = None,
) -> None:
    """List money that came late or has not come, with interest up to a day."""
    session = session_of(ctx)
    with session.register(for_parties=True) as register, register.ledger.reading() as conn:
        asked = day(on, "on") if on else today(register)
        try:
            found = late_reports(
                conn, viewer_of(session, register), payer, asked, agreed=rate_of(rate)
            )
        except TermsError as error:
            raise RuleViolation(error.code, error.message, **error.fields) from error
        rows = [late_as_json(one) for one in found]
        known = names_in(register, conn, rows, session.lang)
    session.out.items(rows, _COLUMNS, known, None)


def charge_interest(
    ctx: typer.Context,
    report: Annotated[str, typer.Argument(help="Id of a report.")],
    *,
    until: Annotated[str, typer.Option(help="Last day that is counted.")],
    amount: Annotated[int, typer.Option(help="As `reports late --on` computes it.")],
    rate: RateOption = None,
    clause: Annotated[str | None, typer.Option(help="The clause that names --rate.")] = None,
    document: Annotated[str | None, typer.Option(help="SHA-256 of the letter.")] = None,
) -> None:
    """Record that somebody is charged with interest; the amount is computed again."""
    session = session_of(ctx)
    agreed = rate_of(rate)
    with session.register(for_parties=True) as register:
        given = {
            "id": new_id(INTEREST, register.clock, register.entropy),
            "report": report,
            "until": until,
            "agreed_rate": {"num": agreed[0], "den": agreed[1]} if agreed else None,
            "clause": clause,
            "amount_minor": amount,
            "document": {"sha256": document} if document else None,
        }
        command = build(
            ChargeInterest, {name: value for name, value in given.items() if value is not None}
        )
        record(session, register, command, command.id)
