"""`daicho reports`: licensees' files, which are expected when, and the money that arrives."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, cast

import typer

from api.cli import late
from api.cli.acting import (
    OPERATOR,
    record,
    recorded_as_json,
    say_recorded,
    today,
    viewer_of,
)
from api.cli.inputs import STDIN, build, day, read_bytes, with_id
from api.cli.known import names_in
from api.cli.labels import label
from api.cli.line_reasons import line_reason
from api.cli.options import After, Limit, next_after
from api.cli.session import Session, session_of
from ledger.errors import NotFound, RuleViolation
from ledger.ids import INVOICE, RECEIPT
from ledger.revenue.calendar import expected_reports
from ledger.revenue.commands import ControlTotals, RecordInvoice, RecordReceipt
from ledger.revenue.encoding import Encoding
from ledger.revenue.profiles import Profile, read_profile
from ledger.revenue.views import SUPERSEDED, page
from ledger.revenue.views import show as describe_report

if TYPE_CHECKING:
    from ledger.jobs.reports import Ingested

app = typer.Typer(no_args_is_help=True, help="Reports, invoices and receipts.")
_COLUMNS = (
    "id", "agreement", "reporter", "period", "basis", "reported_minor", "received_minor",
    "distributable_minor", "status",
)  # fmt: skip
_EXPECTED = ("due_on", "status", "agreement", "reporter", "medium", "period", "reports")
_MOST_PROBLEMS_SHOWN = 20
ReportArgument = Annotated[str, typer.Argument(help="Id of a report.")]
Day = Annotated[str, typer.Option(help="Day, ISO.")]
Amount = Annotated[int, typer.Option(help="Minor units (yen).")]


@app.command()
def submit(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(help="The licensee's CSV file; - reads standard input.")],
    *,
    agreement: Annotated[str, typer.Option(help="Id of the agreement it reports under.")],
    reporter: Annotated[str, typer.Option(help="Id of the party that reports.")],
    period: Annotated[str, typer.Option(help="Like 2026-03 or 2026-Q1.")],
    basis: Annotated[
        str | None, typer.Option(help="gross or net; else what the profile says.")
    ] = None,
    currency: Annotated[str, typer.Option(help="ISO 4217.")] = "JPY",
    profile: Annotated[
        str, typer.Option(help="How to read it: standard/1, or a JSON file as in docs/REPORTS.md.")
    ] = "standard/1",
    encoding: Annotated[
        str | None, typer.Option(help="utf-8 or cp932; detected if left out.")
    ] = None,
    control_rows: Annotated[int | None, typer.Option(help="Rows the sender states.")] = None,
    control_amount: Annotated[int | None, typer.Option(help="Sum the sender states.")] = None,
    remittance: Annotated[int | None, typer.Option(help="What the sender will pay.")] = None,
    supersedes: Annotated[str | None, typer.Option(help="Report that this one corrects.")] = None,
    confirm: Annotated[
        str | None, typer.Option(help="Hash of what the correction touches, as the refusal says.")
    ] = None,
) -> None:
    """Read a licensee's file: every row is accepted, held or rejected, with its reason."""
    # Only this command reads files; what reads them takes longer to load than most commands run.
    from ledger.jobs.reports import ingest_report  # noqa: PLC0415

    session = session_of(ctx)
    _one_of("basis", basis, ("gross", "net", None))
    _one_of("encoding", encoding, ("utf-8", "cp932", None))
    control = ControlTotals(rows=control_rows, amount_minor=control_amount)
    with (
        session.register(for_parties=True) as register,
        session.out.progress("progress-report") as progress,
    ):
        done = ingest_report(
            register,
            agreement=agreement,
            reporter=reporter,
            period=period,
            currency=currency,
            basis=cast("Literal['gross', 'net'] | None", basis),
            data=read_bytes(STDIN) if file == STDIN else Path(file),
            profile=_profile(profile),
            encoding=cast("Encoding | None", encoding),
            control=control if control != ControlTotals() else None,
            remittance_minor=remittance,
            supersedes=supersedes,
            confirm=confirm,
            progress=progress,
        )
        with register.ledger.reading() as conn:
            same = {"agreement": agreement, "reporter": reporter, "period": period}
            others = page(conn, viewer_of(session, register), limit=1000, **same)
    beside = [str(one["id"]) for one in others if one["status"] != SUPERSEDED]
    beside = [other for other in beside if other != done.id]
    _tell(session, done, currency)
    session.out.warn([f"report-beside: {', '.join(beside)}"] if beside else [])


@app.command()
def show(ctx: typer.Context, report: ReportArgument) -> None:
    """Show a report with its four amounts: reported, invoiced, received, distributable."""
    session = session_of(ctx)
    with session.register() as register, register.ledger.reading() as conn:
        data = describe_report(conn, report)
        if data is None:
            raise NotFound("report-not-found", field="report", value=report)
        known = names_in(register, conn, data, session.lang)
    session.out.show(data, known)


@app.command("list")
def list_(
    ctx: typer.Context,
    agreement: Annotated[str | None, typer.Option(help="Only those of this agreement.")] = None,
    reporter: Annotated[str | None, typer.Option(help="Only those of this party.")] = None,
    period: Annotated[str | None, typer.Option(help="Only those for this period.")] = None,
    after: After = None,
    limit: Limit = 50,
) -> None:
    """List reports."""
    session = session_of(ctx)
    wanted = {"agreement": agreement, "reporter": reporter, "period": period}
    filters = {name: value for name, value in wanted.items() if value is not None}
    with session.register(for_parties=True) as register, register.ledger.reading() as conn:
        items = page(conn, viewer_of(session, register), after=after, limit=limit, **filters)
        known = names_in(register, conn, items, session.lang)
    session.out.items(items, _COLUMNS, known, next_after(items, limit))


@app.command()
def expected(
    ctx: typer.Context,
    until: Annotated[str | None, typer.Option(help="Last due day; today if left out.")] = None,
    status: Annotated[str | None, typer.Option(help="Only due, overdue or reported.")] = None,
) -> None:
    """List the reports that agreements make somebody owe, with what is overdue."""
    session = session_of(ctx)
    _one_of("status", status, ("due", "overdue", "reported", None))
    with session.register() as register, register.ledger.reading() as conn:
        now = today(register)
        last = day(until, "until") if until else now
        found = expected_reports(conn, OPERATOR, last, today=now)
        items = [
            {**asdict(item), "due_on": item.due_on.isoformat()}
            for item in found
            if status in (None, item.status)
        ]
        known = names_in(register, conn, items, session.lang)
    session.out.items(items, _EXPECTED, known)


@app.command()
def receive(
    ctx: typer.Context,
    report: ReportArgument,
    amount: Amount,
    received_on: Day,
    bank_reference: Annotated[str | None, typer.Option(help="As on the bank statement.")] = None,
) -> None:
    """Record that money arrived for a report."""
    session = session_of(ctx)
    given = {"amount_minor": amount, "received_on": received_on, "bank_reference": bank_reference}
    with session.register() as register:
        with register.ledger.reading() as conn:
            found = describe_report(conn, report)
        if found is None:
            raise NotFound("report-not-found", field="report", value=report)
        data = {"report": report, "agreement": found["agreement"], "currency": found["currency"]}
        command = build(RecordReceipt, with_id({**data, **given}, RECEIPT, register))
        record(session, register, command, command.id)


@app.command()
def invoice(
    ctx: typer.Context,
    report: ReportArgument,
    amount: Amount,
    issued_on: Day,
    due_on: Day,
    debtor: Annotated[str | None, typer.Option(help="Who owes it; the reporter if left out.")] = (
        None
    ),
) -> None:
    """Record that a licensee was invoiced on a report."""
    session = session_of(ctx)
    given = {"amount_minor": amount, "issued_on": issued_on, "due_on": due_on}
    with session.register() as register:
        with register.ledger.reading() as conn:
            found = describe_report(conn, report)
        if found is None:
            raise NotFound("report-not-found", field="report", value=report)
        data = {
            "report": report,
            "agreement": found["agreement"],
            "currency": found["currency"],
            "debtor": debtor or found["reporter"],
        }
        command = build(RecordInvoice, with_id({**data, **given}, INVOICE, register))
        record(session, register, command, command.id)


def _tell(session: Session, done: "Ingested", currency: str) -> None:
    summary = asdict(done.summary) if done.summary else {}
    if session.out.as_json:
        session.out.json({**recorded_as_json(done.id, done.recorded), "summary": summary})
        return
    say_recorded(session, done.id, done.recorded)
    if done.summary is None:
        return
    counts = {
        "accepted": done.summary.accepted,
        "held": sum(done.summary.held.values()),
        "rejected": sum(done.summary.rejected.values()),
    }
    session.out.note("report-lines", **counts)
    lang = session.lang
    shown = [
        {
            "line": problem.line,
            "verdict": problem.verdict,
            "column": label(problem.column, lang),
            "value": problem.value,
            "reason": line_reason(problem.reason, problem.expected, lang),
        }
        for problem in done.summary.problems[:_MOST_PROBLEMS_SHOWN]
    ]
    if shown:
        session.out.items(shown, ("line", "verdict", "column", "value", "reason"))
    session.out.show({"amount_minor": done.summary.amount_minor, "currency": currency})


def _profile(name: str) -> Profile:
    if name.endswith(".json"):
        return read_profile(Path(name).read_bytes())
    from ledger.jobs.reports import profile_named  # noqa: PLC0415  see `submit`

    return profile_named(name)


def _one_of(field: str, value: Any, allowed: tuple[Any, ...]) -> None:
    if value not in allowed:
        names = [name for name in allowed if name is not None]
        raise RuleViolation("value-not-allowed", field=field, value=value, expected=names)


late.add_to(app)
