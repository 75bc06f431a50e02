"""`daicho payouts`: compute and close runs, look at them, and record the costs they deduct."""

from collections.abc import Mapping
from typing import Annotated, Any

import typer

from api.cli.acting import actor_of, record, recorded_as_json, say_recorded, viewer_of
from api.cli.inputs import build, read_json
from api.cli.known import names_in
from api.cli.labels import label
from api.cli.language import Lang
from api.cli.options import After, Limit, next_after, of_file_or
from api.cli.revising import pending, revised, show_revision
from api.cli.session import session_of
from api.cli.simulating import simulated
from ledger.errors import NotFound
from ledger.ids import REVISION
from ledger.jobs.disputed import held_in_run
from ledger.jobs.payouts import Asked, close_run
from ledger.royalties.commands import RecordExpense
from ledger.royalties.views import balances, page
from ledger.royalties.views import show as describe_run

app = typer.Typer(no_args_is_help=True, help="Payout runs: who is due what, and why.")
_COLUMNS = ("id", "agreement", "period", "currency", "terms_version", "previous", "entry_index")
AgreementArgument = Annotated[str, typer.Option("--agreement", help="Id of the agreement.")]
RunArgument = Annotated[str, typer.Argument(help="Id of a run.")]
app.command("simulate")(simulated)
app.command("pending")(pending)
app.command("revise")(revised)


@app.command()
def run(
    ctx: typer.Context,
    agreement: AgreementArgument,
    period: Annotated[str, typer.Option(help="Like 2026-03, 2026-Q1, 2026-H1 or 2026.")],
    empty: Annotated[
        bool, typer.Option("--empty", help="Close the period even if no money flows in it.")
    ] = False,
) -> None:
    """Compute what everybody is due for a period, and close the run."""
    session = session_of(ctx)
    with session.register(for_parties=True) as register:
        closed = close_run(
            register, Asked(agreement, period, empty=empty), actor=actor_of(session, register)
        )
        with register.ledger.reading() as conn:
            data = describe_run(conn, closed.id, viewer_of(session, register)) or {}
            known = names_in(register, conn, data, session.lang)
    if session.out.as_json:
        session.out.json(
            {
                **recorded_as_json(closed.id, closed.recorded),
                "warnings": list(closed.warnings),
                "revisions": list(closed.revisions),
                "run": data,
                "display_names": known,
            }
        )
        return
    for revision in closed.revisions:
        session.out.note("revised-first", name=revision)
    say_recorded(session, closed.id, closed.recorded)
    session.out.show(_for_people(data), known)
    session.out.warn(closed.warnings)


@app.command()
def show(ctx: typer.Context, run_id: RunArgument) -> None:
    """Show a run: allocations, postings, what is held, and the check sums."""
    session = session_of(ctx)
    if run_id.startswith(f"{REVISION}_"):
        show_revision(session, run_id)
        return
    with session.register(for_parties=True) as register, register.ledger.reading() as conn:
        data = describe_run(conn, run_id, viewer_of(session, register))
        if data is None:
            raise NotFound("run-not-found", field="run", value=run_id)
        if disputed := held_in_run(conn, viewer_of(session, register), run_id):
            data = {**data, "held_by_disputes": disputed}
        known = names_in(register, conn, data, session.lang)
    session.out.show(data if session.out.as_json else _for_people(data), known)


@app.command("list")
def list_(
    ctx: typer.Context,
    agreement: Annotated[str | None, typer.Option(help="Only runs of this agreement.")] = None,
    period: Annotated[str | None, typer.Option(help="Only runs for this period.")] = None,
    after: After = None,
    limit: Limit = 50,
) -> None:
    """List runs."""
    session = session_of(ctx)
    filters = {
        name: value
        for name, value in {"agreement": agreement, "period": period}.items()
        if value is not None
    }
    with session.register(for_parties=True) as register, register.ledger.reading() as conn:
        items = page(conn, viewer_of(session, register), after=after, limit=limit, **filters)
        known = names_in(register, conn, items, session.lang)
    session.out.items(items, _COLUMNS, known, next_after(items, limit))


@app.command("balances")
def balances_(ctx: typer.Context, agreement: AgreementArgument) -> None:
    """Show the accounts of an agreement; they sum to zero."""
    session = session_of(ctx)
    with session.register() as register, register.ledger.reading() as conn:
        items = balances(conn, agreement)
        known = names_in(register, conn, items, session.lang)
    if not session.out.as_json:
        items = [
            {**item, "account": _account(item["account"], known, session.lang)} for item in items
        ]
    session.out.items(items, ("account", "amount_minor"), known)


@app.command()
def expense(
    ctx: typer.Context,
    *,
    agreement: Annotated[str | None, typer.Option(help="Id of the agreement.")] = None,
    step: Annotated[str | None, typer.Option(help="Id of the expense clause.")] = None,
    period: Annotated[str | None, typer.Option(help="Period it belongs to.")] = None,
    amount: Annotated[int | None, typer.Option(help="Minor units (yen).")] = None,
    spent_on: Annotated[str | None, typer.Option(help="Day, ISO.")] = None,
    evidence: Annotated[str | None, typer.Option(help="SHA-256 of the document.")] = None,
    currency: Annotated[str | None, typer.Option(help="ISO 4217; JPY if left out.")] = None,
    file: Annotated[str | None, typer.Option("--file", help="As JSON; - reads stdin.")] = None,
) -> None:
    """Record a cost with its evidence, for the expense clause that lets it be deducted."""
    session = session_of(ctx)
    given: dict[str, Any] = {
        "agreement": agreement,
        "step": step,
        "period": period,
        "amount_minor": amount,
        "spent_on": spent_on,
        "evidence": {"sha256": evidence} if evidence else None,
        "currency": currency,
    }
    data = of_file_or({"currency": "JPY", **(read_json(file) if file else {})}, given)
    with session.register(for_parties=True) as register:
        command = build(RecordExpense, data)
        record(session, register, command, command.agreement)


def _account(account: str, known: Mapping[str, str], lang: Lang) -> str:
    """Write an account as what it is and whose: `payable:party_...` with the name of the party."""
    kind, _, whose = account.partition(":")
    return f"{label(kind, lang)}: {known.get(whose, whose)}" if whose else label(kind, lang)


def _for_people(data: dict[str, Any]) -> dict[str, Any]:
    """Leave out what only machines read: hashes of sources and long lists of indexes."""
    hidden = ("trace", "trace_sha256", "consumed", "holders", "inputs", "terms_sha256", "engine")
    shown = {name: value for name, value in data.items() if name not in hidden}
    given = [
        {name: one[name] for name in ("party", "step", "amount_minor")}
        for one in data["allocations"]
    ]
    return {**shown, "allocations": given}
