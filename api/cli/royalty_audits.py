"""`daicho royalty-audits`: the right to look into reports, requests, findings, and their end."""

from typing import Annotated, Any, Final

import typer

from api.cli.acting import record, today, viewer_of
from api.cli.inputs import build, read_json, with_id
from api.cli.known import names_in
from api.cli.language import Lang
from api.cli.options import After, JsonFile, Limit, next_after, of_file_or
from api.cli.royalty_audits_words import SAID_AS
from api.cli.session import session_of
from contracts.errors import TermsError
from contracts.money import parse_ratio
from contracts.royalty_audit import first_month
from ledger.errors import NotFound, RuleViolation
from ledger.ids import ROYALTY_AUDIT
from ledger.royalty_audits.commands import (
    CloseRoyaltyAudit,
    FindInRoyaltyAudit,
    RecordAuditRight,
    RequestRoyaltyAudit,
    SayInRoyaltyAudit,
)
from ledger.royalty_audits.views import page, rights
from ledger.royalty_audits.views import show as describe_audit

app = typer.Typer(
    no_args_is_help=True, help="Royalty audits: who looked into whose reports, and what came of it."
)
_COLUMNS: Final = (
    "id", "auditor", "audited", "status", "first_month", "last_month", "under_minor",
    "interest_minor", "cost_of_audited_minor", "corrected_minor",
)  # fmt: skip
_RIGHTS: Final = (
    "agreement", "auditor", "audited", "look_back_years", "first_month", "notice_days",
    "objection_days", "every_months", "cost_threshold", "interest_rate",
)  # fmt: skip
AuditArgument = Annotated[str, typer.Argument(help="Id of a royalty audit.")]
ByOption = Annotated[str | None, typer.Option("--by", help="A side; else the operator.")]
AgreementOption = Annotated[str | None, typer.Option(help="Under which agreement.")]
AuditedOption = Annotated[str | None, typer.Option(help="Whose reports.")]
EvidenceOption = Annotated[
    list[str] | None, typer.Option("--evidence", help="SHA-256 of a document; repeatable.")
]
DocumentOption = Annotated[str | None, typer.Option(help="SHA-256 of what shows it.")]


@app.command()
def right(
    ctx: typer.Context,
    *,
    agreement: AgreementOption = None,
    auditor: Annotated[str | None, typer.Option(help="Who may ask.")] = None,
    audited: AuditedOption = None,
    look_back: Annotated[int | None, typer.Option(help="Years that months may lie back.")] = None,
    notice: Annotated[int | None, typer.Option(help="Days before an audit may start.")] = None,
    objection: Annotated[int | None, typer.Option(help="Days to answer what was found.")] = None,
    every: Annotated[int | None, typer.Option(help="Months between two requests.")] = None,
    threshold: Annotated[
        str | None, typer.Option(help="Like 5%: above it, who reported bears the cost.")
    ] = None,
    rate: Annotated[
        str | None, typer.Option(help="Interest per year that was agreed, like 14.6%.")
    ] = None,
    document: DocumentOption = None,
    by: ByOption = None,
    file: JsonFile = None,
) -> None:
    """Record what an agreement says of audits; consents come in --file."""
    given = {
        "agreement": agreement,
        "auditor": auditor,
        "audited": audited,
        "look_back_years": look_back,
        "notice_days": notice,
        "objection_days": objection,
        "every_months": every,
        "cost_threshold": _ratio(threshold, "threshold"),
        "interest_rate": _ratio(rate, "rate"),
        "document": _document(document),
        "by": by,
    }
    session = session_of(ctx)
    data = of_file_or(read_json(file) if file else {}, given)
    with session.register(for_parties=True) as register:
        command = build(RecordAuditRight, data)
        record(session, register, command, command.agreement)


def _ratio(text: str | None, field: str) -> dict[str, int] | None:
    if text is None:
        return None
    try:
        num, den = parse_ratio(text)
    except TermsError as error:
        raise RuleViolation(
            "ratio-malformed", field=f"--{field}", value=text, expected="like 5% or 1/20"
        ) from error
    return {"num": num, "den": den}


def _document(sha256: str | None) -> dict[str, str] | None:
    return {"sha256": sha256} if sha256 else None


@app.command()
def request(
    ctx: typer.Context,
    *,
    agreement: AgreementOption = None,
    audited: AuditedOption = None,
    first: Annotated[str | None, typer.Option("--from", help="First month, like 2024-04.")] = None,
    last: Annotated[str | None, typer.Option("--to", help="Last month.")] = None,
    starts_on: Annotated[
        str | None, typer.Option("--starts-on", help="First day of the audit.")
    ] = None,
    reason: Annotated[str | None, typer.Option(help="Why.")] = None,
    by: Annotated[str | None, typer.Option("--by", help="Who may audit.")] = None,
    file: JsonFile = None,
) -> None:
    """Ask to audit what was reported for some months, as far back as the agreement lets one."""
    given = {
        "agreement": agreement,
        "audited": audited,
        "first_month": first,
        "last_month": last,
        "starts_on": starts_on,
        "reason": reason,
        "by": by,
    }
    session = session_of(ctx)
    data = of_file_or(read_json(file) if file else {}, given)
    with session.register(for_parties=True) as register:
        command = build(RequestRoyaltyAudit, with_id(data, ROYALTY_AUDIT, register))
        record(session, register, command, command.id)


@app.command()
def say(
    ctx: typer.Context,
    audit: AuditArgument,
    *,
    kind: Annotated[
        str | None, typer.Option(help="request, answer, document or objection.")
    ] = None,
    text: Annotated[str | None, typer.Option(help="What is said.")] = None,
    evidence: EvidenceOption = None,
    by: ByOption = None,
    file: JsonFile = None,
) -> None:
    """Record what somebody said in an audit, which document he gave, or that he objects."""
    documents = [{"sha256": each} for each in evidence] if evidence else None
    given = {"audit": audit, "kind": kind, "text": text, "evidence": documents, "by": by}
    session = session_of(ctx)
    data = of_file_or(read_json(file) if file else {}, given)
    with session.register(for_parties=True) as register:
        record(session, register, build(SayInRoyaltyAudit, data), audit)


@app.command()
def find(
    ctx: typer.Context,
    audit: AuditArgument,
    *,
    file: Annotated[
        str, typer.Option("--file", help="Findings, report by report, as JSON; - reads stdin.")
    ],
    cost: Annotated[int | None, typer.Option(help="What the audit cost.")] = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", help="Day up to which interest is asked for.")
    ] = None,
    by: Annotated[str | None, typer.Option("--by", help="Who audits.")] = None,
) -> None:
    """Record what an audit found; interest and who bears the cost are computed."""
    given = {"audit": audit, "cost_minor": cost, "as_of": as_of, "by": by}
    session = session_of(ctx)
    data = of_file_or(read_json(file), given)
    with session.register(for_parties=True) as register:
        command = build(FindInRoyaltyAudit, data)
        record(session, register, command, audit)


@app.command()
def close(
    ctx: typer.Context,
    audit: AuditArgument,
    *,
    outcome: Annotated[
        str | None,
        typer.Option(help="clean, agreed, unanswered, settled or withdrawn."),
    ] = None,
    report: Annotated[
        list[str] | None,
        typer.Option("--report", help="PERIOD=rep_…: what corrects a period; repeatable."),
    ] = None,
    interest: Annotated[int | None, typer.Option(help="Interest, if settled otherwise.")] = None,
    cost: Annotated[int | None, typer.Option(help="Cost of who reported, if settled.")] = None,
    document: DocumentOption = None,
    by: ByOption = None,
    file: JsonFile = None,
) -> None:
    """Close an audit, tied to the reports that correct what it found; consents come in --file."""
    given = {
        "audit": audit,
        "outcome": outcome,
        "corrections": [_pair(text) for text in report] if report else None,
        "interest_minor": interest,
        "cost_of_audited_minor": cost,
        "document": _document(document),
        "by": by,
    }
    session = session_of(ctx)
    data = of_file_or(read_json(file) if file else {}, given)
    with session.register(for_parties=True) as register:
        record(session, register, build(CloseRoyaltyAudit, data), audit)


def _pair(text: str) -> dict[str, str]:
    period, equals, report = text.partition("=")
    if not equals:
        raise RuleViolation(
            "audit-report-malformed", field="--report", value=text, expected="2026-03=rep_…"
        )
    return {"period": period, "report": report}


@app.command("list")
def list_(
    ctx: typer.Context,
    *,
    status: Annotated[
        str | None, typer.Option(help="requested, found, objected, or an outcome.")
    ] = None,
    agreement: AgreementOption = None,
    auditor: Annotated[str | None, typer.Option(help="Who audits.")] = None,
    audited: AuditedOption = None,
    after: After = None,
    limit: Limit = 50,
) -> None:
    """List royalty audits."""
    session = session_of(ctx)
    filters = {"status": status, "agreement": agreement, "auditor": auditor, "audited": audited}
    with session.register(for_parties=True) as register, register.ledger.reading() as conn:
        viewer = viewer_of(session, register)
        items = page(conn, viewer, after=after, limit=limit, **filters)
        known = names_in(register, conn, items, session.lang)
    session.out.items(items, _COLUMNS, known, next_after(items, limit))


@app.command("rights")
def rights_(ctx: typer.Context, *, agreement: AgreementOption = None) -> None:
    """List who may audit whom, and which is the first month that may be asked for today."""
    session = session_of(ctx)
    with session.register(for_parties=True) as register, register.ledger.reading() as conn:
        found = rights(conn, viewer_of(session, register), agreement)
        known = names_in(register, conn, found, session.lang)
        now = today(register)
    items = [{**one, "first_month": str(first_month(now, one["look_back_years"]))} for one in found]
    session.out.items(items, _RIGHTS, known)


@app.command()
def show(ctx: typer.Context, audit: AuditArgument) -> None:
    """Show an audit with what was said, found and corrected."""
    session = session_of(ctx)
    with session.register(for_parties=True) as register, register.ledger.reading() as conn:
        data = describe_audit(conn, audit, viewer_of(session, register))
        if data is None:
            raise NotFound("royalty-audit-not-found", field="audit", value=audit)
        known = names_in(register, conn, data, session.lang)
    session.out.show(data if session.out.as_json else _told(data, session.lang), known)


def _told(data: dict[str, Any], lang: Lang) -> dict[str, Any]:
    """Return an audit as people read it: speakers and findings by names that fit here."""
    told = dict(data)
    told["messages"] = [
        {
            **{name: value for name, value in said.items() if name not in ("by", "kind", "text")},
            "said_by": said.get("by", "operator"),
            "said_as": SAID_AS[said["kind"]][0 if lang == "ja" else 1],
            "said": said["text"],
        }
        for said in data["messages"]
    ]
    if "found" in told:
        found = told.pop("found")
        told["audit_findings"] = {**_without(found, "as_of"), "interest_as_of": found["as_of"]}
    if "closed" in told:
        closed = told.pop("closed")
        reports = closed.get("corrected", [])
        ended = _without(closed, "outcome", "by", "corrected")
        told["audit_end"] = {**ended, "corrected_reports": reports}
    return told


def _without(data: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in data.items() if name not in names}
