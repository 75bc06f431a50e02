"""`daicho disputes`: who contests what, what the sides said, and how it ended."""

from collections.abc import Mapping
from typing import Annotated, Any, Final

import typer

from api.cli import disputes_course
from api.cli.acting import record, today, viewer_of
from api.cli.inputs import build, read_json, with_id
from api.cli.known import names_in
from api.cli.options import After, JsonFile, Limit, next_after, of_file_or
from api.cli.session import session_of
from ledger.disputes.commands import OpenDispute, SayInDispute, SettleDispute
from ledger.disputes.reading import due, holding, overdue, page
from ledger.disputes.reading import show as describe_dispute
from ledger.errors import NotFound, RuleViolation
from ledger.ids import DISPUTE

app = typer.Typer(no_args_is_help=True, help="Disputes: who contests what, and how it ended.")
disputes_course.add_to(app)
_COLUMNS: Final = (
    "id", "subject_kind", "about", "opened_by", "status", "answer_by", "held_minor",
)  # fmt: skip
_FLAGS: Final = ("--overdue", "--held", "--due")
# In tables these fields mean something else than elsewhere, so they go by names of their own.
_CALLED: Final = {
    "kind": "subject_kind",
    "claim": "claim_text",
    "against": "other_side",
    "by": "said_by",
    "text": "said",
    "outcome": "ended_as",
}
DisputeArgument = Annotated[str, typer.Argument(help="Id of a dispute.")]
EvidenceOption = Annotated[
    list[str] | None, typer.Option("--evidence", help="SHA-256 of a document; repeatable.")
]


@app.command("open")
def open_(
    ctx: typer.Context,
    *,
    file: JsonFile = None,
    by: Annotated[str | None, typer.Option("--by", help="Who contests.")] = None,
    statement: Annotated[
        str | None, typer.Option(help="A statement, whose line --run and --step name.")
    ] = None,
    run: Annotated[str | None, typer.Option(help="Run of the line.")] = None,
    step: Annotated[str | None, typer.Option(help="Clause of the line.")] = None,
    right: Annotated[str | None, typer.Option(help="A title, transfer or licence.")] = None,
    committee: Annotated[str | None, typer.Option(help="A committee.")] = None,
    agreement: Annotated[str | None, typer.Option(help="An agreement.")] = None,
    against: Annotated[
        list[str] | None, typer.Option(help="The other side; repeatable; else whoever it is.")
    ] = None,
    claim: Annotated[str | None, typer.Option(help="What is contested, and why.")] = None,
    amount: Annotated[int | None, typer.Option(help="In the smallest unit of --currency.")] = None,
    currency: Annotated[str | None, typer.Option(help="Like JPY.")] = None,
    evidence: EvidenceOption = None,
    answer_by: Annotated[str | None, typer.Option("--answer-by", help="Day of the answer.")] = None,
) -> None:
    """Contest a line of a statement, a right, a committee or an agreement."""
    named = {
        "statement_line": statement,
        "grant": right,
        "committee": committee,
        "agreement": agreement,
    }
    given = {
        "by": by,
        "subject": _subject(named, run, step),
        "against": against,
        "claim": claim,
        "amount_minor": amount,
        "currency": currency,
        "evidence": _documents(evidence),
        "answer_by": answer_by,
    }
    session = session_of(ctx)
    data = of_file_or(read_json(file) if file else {}, given)
    with session.register(for_parties=True) as register:
        command = build(OpenDispute, with_id(data, DISPUTE, register))
        record(session, register, command, command.id)


def _subject(
    named: Mapping[str, str | None], run: str | None, step: str | None
) -> dict[str, Any] | None:
    """Return the subject that options name; None when none does, and a file has it."""
    found = {kind: id for kind, id in named.items() if id}
    if not found and run is None and step is None:
        return None
    if len(found) != 1:
        raise RuleViolation(
            "dispute-subject-ambiguous",
            "one subject is contested at a time",
            field="subject",
            value=list(found.values()),
            expected="one of --statement, --right, --committee, --agreement",
        )
    ((kind, id),) = found.items()
    stated = {"kind": kind, "id": id, "run": run, "step": step}
    return {name: value for name, value in stated.items() if value is not None}


def _documents(hashes: list[str] | None) -> list[dict[str, str]] | None:
    return [{"sha256": each} for each in hashes] if hashes else None


@app.command()
def say(
    ctx: typer.Context,
    dispute: DisputeArgument,
    *,
    by: Annotated[str | None, typer.Option("--by", help="A side; else the operator.")] = None,
    text: Annotated[str | None, typer.Option(help="What is said.")] = None,
    evidence: EvidenceOption = None,
    file: JsonFile = None,
) -> None:
    """Record what somebody said in a dispute; its sides read it."""
    given = {"dispute": dispute, "by": by, "text": text, "evidence": _documents(evidence)}
    session = session_of(ctx)
    data = of_file_or(read_json(file) if file else {}, given)
    with session.register(for_parties=True) as register:
        record(session, register, build(SayInDispute, data), dispute)


@app.command()
def settle(
    ctx: typer.Context,
    dispute: DisputeArgument,
    *,
    outcome: Annotated[
        str | None, typer.Option(help="upheld, rejected, agreed or withdrawn.")
    ] = None,
    reason: Annotated[str | None, typer.Option(help="Why; the sides read it.")] = None,
    by: Annotated[str | None, typer.Option("--by", help="The side that says so.")] = None,
    document: Annotated[str | None, typer.Option(help="SHA-256 of what decided.")] = None,
    granted: Annotated[
        int | None, typer.Option(help="How much of the claim is owed, in the smallest unit.")
    ] = None,
    file: JsonFile = None,
) -> None:
    """Record how a dispute ended; consents of the other side come in --file."""
    given = {
        "dispute": dispute,
        "outcome": outcome,
        "reason": reason,
        "by": by,
        "document": {"sha256": document} if document else None,
        "granted_minor": granted,
    }
    session = session_of(ctx)
    data = of_file_or(read_json(file) if file else {}, given)
    with session.register(for_parties=True) as register:
        record(session, register, build(SettleDispute, data), dispute)


@app.command("list")
def list_(
    ctx: typer.Context,
    *,
    status: Annotated[str | None, typer.Option(help="open, or an outcome.")] = None,
    subject: Annotated[str | None, typer.Option(help="Only about this id.")] = None,
    by: Annotated[str | None, typer.Option("--by", help="Only opened by this party.")] = None,
    is_overdue: Annotated[
        bool, typer.Option("--overdue", help="Only where an answer is late, the latest first.")
    ] = False,
    is_held: Annotated[bool, typer.Option("--held", help="Only those that hold money.")] = False,
    is_due: Annotated[
        bool, typer.Option("--due", help="Only those decided and not yet carried out.")
    ] = False,
    after: After = None,
    limit: Limit = 50,
) -> None:
    """List disputes."""
    session = session_of(ctx)
    filters = {"status": status, "subject": subject, "opened_by": by}
    _must_be_one(is_overdue, is_held, is_due, *filters.values())
    with session.register(for_parties=True) as register, register.ledger.reading() as conn:
        viewer = viewer_of(session, register)
        if is_overdue:
            items = overdue(conn, viewer, today(register).isoformat())
        elif is_held or is_due:
            items = holding(conn, viewer) if is_held else due(conn, viewer)
        else:
            items = page(conn, viewer, after=after, limit=limit, is_newest_first=False, **filters)
        known = names_in(register, conn, items, session.lang)
    is_whole = is_overdue or is_held or is_due
    following = None if is_whole else next_after(items, limit)
    rows = items if session.out.as_json else [_row(item) for item in items]
    session.out.items(rows, _COLUMNS, known, following)


def _must_be_one(*asked: object) -> None:
    """Refuse --overdue, --held and --due together, or with a filter."""
    flags, filters = asked[:3], asked[3:]
    if sum(map(bool, flags)) > 1 or (any(flags) and any(filters)):
        raise RuleViolation(
            "dispute-filter-ambiguous",
            "these lists are whole; they go with no other filter",
            field="--overdue",
            value=[name for name, on in zip(_FLAGS, flags, strict=True) if on],
            expected="one of --overdue, --held, --due, or filters",
        )


def _row(item: Mapping[str, Any]) -> dict[str, Any]:
    return {**_told(item), "about": item["subject"]}


@app.command()
def show(ctx: typer.Context, dispute: DisputeArgument) -> None:
    """Show a dispute with its claim, what was said, and how it ended."""
    session = session_of(ctx)
    with session.register(for_parties=True) as register, register.ledger.reading() as conn:
        data = describe_dispute(conn, dispute, viewer_of(session, register))
        if data is None:
            raise NotFound("dispute-not-found", field="dispute", value=dispute)
        known = names_in(register, conn, data, session.lang)
    session.out.show(data if session.out.as_json else _told(data), known)


def _told(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return a dispute as people read it: the subject once, fields by names that fit here."""
    told: dict[str, Any] = {}
    for name, value in data.items():
        if name == "subject":
            continue
        is_open = name == "status" and value == "open"
        told[_CALLED.get(name, name)] = "in_dispute" if is_open else _inside(value)
    return told


def _inside(value: Any) -> Any:
    if isinstance(value, list):
        return [_inside(one) for one in value]
    return _told(value) if isinstance(value, dict) else value
