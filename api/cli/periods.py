"""`daicho periods`: months are open until closed; a closed one takes adjustments only."""

from typing import Annotated

import typer

from api.cli.acting import record
from api.cli.inputs import build
from api.cli.options import After, AgreementOption, Limit, Reason, next_after
from api.cli.session import session_of
from api.cli.state import record_state
from ledger.jobs.cash import not_reconciled
from ledger.periods.commands import ClosePeriod, OpenPeriod, ReopenPeriod
from ledger.periods.views import page

app = typer.Typer(no_args_is_help=True, help="Months and their closing.")
_COLUMNS = ("month", "agreement", "status", "entry_index", "reason")
MonthArgument = Annotated[str, typer.Argument(help="Month, like 2026-03.")]


@app.command("open")
def open_(ctx: typer.Context, month: MonthArgument, agreement: AgreementOption = None) -> None:
    """Open a month explicitly: the first one in use."""
    _record(ctx, OpenPeriod, {"month": month, "agreement": agreement})


@app.command()
def close(ctx: typer.Context, month: MonthArgument, agreement: AgreementOption = None) -> None:
    """Close a month, for one agreement or for all; then state and checkpoint follow."""
    data = {"month": month, "agreement": agreement}
    if agreement is not None:
        _record(ctx, ClosePeriod, data)
        return
    session = session_of(ctx)
    with session.register() as register:
        recorded = register.ledger.record(build(ClosePeriod, data))
        record_state(session, register, month, before=recorded)
        with register.ledger.reading() as conn:
            for account in not_reconciled(conn, month):
                day = account["reconciled_on"] or account["opened_on"]
                session.out.remark("cash-not-reconciled", name=account["name"], day=day)


@app.command()
def reopen(
    ctx: typer.Context, month: MonthArgument, reason: Reason, agreement: AgreementOption = None
) -> None:
    """Reopen a closed month for a reason that stays on record."""
    _record(ctx, ReopenPeriod, {"month": month, "agreement": agreement, "reason": reason})


@app.command("list")
def list_(
    ctx: typer.Context, agreement: AgreementOption = None, after: After = None, limit: Limit = 100
) -> None:
    """List the months somebody opened, closed or reopened."""
    session = session_of(ctx)
    with session.register() as register, register.ledger.reading() as conn:
        items = page(conn, agreement=agreement, after=after, limit=limit)
    session.out.items(items, _COLUMNS, after=next_after(items, limit, "month"))


def _record(
    ctx: typer.Context,
    kind: type[OpenPeriod] | type[ClosePeriod] | type[ReopenPeriod],
    data: dict[str, str | None],
) -> None:
    session = session_of(ctx)
    with session.register() as register:
        record(session, register, build(kind, data), str(data["month"]))
