"""`daicho subjects`: people's data: what is kept, erasing it, restricting it, handing it out."""

from pathlib import Path
from typing import Annotated, Any, Final

import typer

from api.cli.inputs import build, day
from api.cli.options import After, Limit
from api.cli.session import Session, session_of
from ledger.access.personal_reads import Asked, reads_page
from ledger.bootstrap import Register
from ledger.errors import Refused
from ledger.jobs.erase import erase_people, reconcile, restrict_instead
from ledger.jobs.key_backups import back_up_keys
from ledger.jobs.personal_reads import write_reads
from ledger.jobs.subject_export import export_subject
from ledger.jobs.sweep import sweep
from ledger.subjects.commands import OrderErasure, ReleaseSubject, RestrictUse
from ledger.subjects.queries import page, people_of, standing

app = typer.Typer(no_args_is_help=True, help="People's data: erase, restrict, hand out.")
_COLUMNS: Final = ("subject", "party_id", "status", "ground", "reason", "until", "entry_index")
_READS: Final = ("at", "subject", "kind", "role", "party", "by", "why")
SubjectArgument = Annotated[str, typer.Argument(help="Id of a subject, or of a person's party.")]


@app.command()
def show(ctx: typer.Context, subject: SubjectArgument) -> None:
    """Show what was decided about a person's data."""
    session = session_of(ctx)
    with session.register() as register, register.ledger.reading() as conn:
        items = [standing(conn, name) for name in people_of(conn, subject)]
    session.out.items(items, _COLUMNS)


@app.command("list")
def list_(
    ctx: typer.Context,
    status: Annotated[str | None, typer.Option(help="active, ordered or erased.")] = None,
    after: After = None,
    limit: Limit = 50,
) -> None:
    """List everybody about whom something was decided."""
    session = session_of(ctx)
    with session.register() as register, register.ledger.reading() as conn:
        items = page(conn, after=after, limit=limit, status=status)
    following = items[-1]["subject"] if len(items) == limit else None
    session.out.items(items, _COLUMNS, after=following)


@app.command()
def reads(
    ctx: typer.Context,
    *,
    subject: Annotated[
        str | None, typer.Option("--subject", help="Whose data: a subject, or a person's party.")
    ] = None,
    by: Annotated[str | None, typer.Option("--by", help="Token that was shown, tok_...")] = None,
    party: Annotated[str | None, typer.Option(help="Party that the reader acted for.")] = None,
    since: Annotated[str | None, typer.Option("--from", help="First day, ISO.")] = None,
    until: Annotated[str | None, typer.Option("--to", help="Last day, ISO.")] = None,
    out: Annotated[Path | None, typer.Option("--out", help="All of them as CSV.")] = None,
    after: After = None,
    limit: Limit = 50,
) -> None:
    """Show who read whose data, when, and by which command or request."""
    session = session_of(ctx)
    first = day(since, "from") if since else None
    last = day(until, "to") if until else None
    with session.register() as register, register.ledger.reading() as conn:
        people = tuple(people_of(conn, subject)) if subject else ()
        asked = Asked(people, by, party, first, last)
        if out is not None:
            count = write_reads(conn, asked, out)
            _say_written(session, out, count)
            return
        items = reads_page(conn, asked, after=after, limit=limit)
    session.out.items(items, _READS, after=items[-1]["key"] if len(items) == limit else None)


def _say_written(session: Session, out: Path, count: int) -> None:
    if session.out.as_json:
        session.out.json({"file": str(out), "count": count})
    session.out.note("saved", file=out)


@app.command()
def erase(
    ctx: typer.Context,
    subject: SubjectArgument,
    ground: Annotated[
        str, typer.Option(help="request, no_longer_needed, unlawful or order.")
    ] = "request",
    restrict: Annotated[
        bool, typer.Option("--restrict", help="If the data are still needed, restrict their use.")
    ] = False,
) -> None:
    """Destroy a person's data for good, unless the law or a payment still needs them."""
    session = session_of(ctx)
    with session.register() as register:
        people = _meant(register, subject)
        checked = build(OrderErasure, {"subject": people[0], "ground": ground}).ground
        try:
            outcome = erase_people(register, subject, ground=checked)
        except Refused as refusal:
            if not restrict:
                raise
            restricted = restrict_instead(register, subject, refusal)
            _say_restricted(session, restricted, refusal)
            return
    data = outcome.as_data()
    if session.out.as_json:
        session.out.json(data)
    session.out.note("subject-erased", **data | {"subject": subject})


def _meant(register: Register, subject: str) -> list[str]:
    with register.ledger.reading() as conn:
        return list(people_of(conn, subject))


def _say_restricted(session: Session, subjects: tuple[str, ...], refusal: Refused) -> None:
    data: dict[str, Any] = {
        "restricted": list(subjects),
        "needs": refusal.fields["needs"],
        "possible_from": refusal.fields["possible_from"],
    }
    if session.out.as_json:
        session.out.json(data)
    possible = data["possible_from"] or "—"
    session.out.note("subject-restricted", subject=subjects[0], possible=possible)


@app.command()
def restrict(
    ctx: typer.Context,
    subject: SubjectArgument,
    reason: Annotated[
        str,
        typer.Option(help="tax_retention, open_payment, agreement, dispute, order or request."),
    ],
    law: Annotated[str | None, typer.Option(help="The provision, if there is one.")] = None,
    until: Annotated[str | None, typer.Option(help="Last day, like 2034-06-30.")] = None,
) -> None:
    """Show a person's name to the operator alone; while this lasts, the data are not erased."""
    session = session_of(ctx)
    last = day(until, "until").isoformat() if until else None
    with session.register() as register:
        people = _meant(register, subject)
        for name in people:
            data = {"subject": name, "reason": reason, "law": law, "until": last}
            register.ledger.record(build(RestrictUse, data))
    if session.out.as_json:
        session.out.json({"restricted": people})
    session.out.note("subject-restricted", subject=subject, possible=last or "—")


@app.command()
def release(
    ctx: typer.Context,
    subject: SubjectArgument,
    reason: Annotated[str, typer.Option(help="Why the restriction ends.")],
) -> None:
    """End a restriction."""
    session = session_of(ctx)
    with session.register() as register:
        people = _meant(register, subject)
        for name in people:
            with register.ledger.reading() as conn:
                is_restricted = standing(conn, name).get("reason") is not None
            if is_restricted or len(people) == 1:
                command = build(ReleaseSubject, {"subject": name, "reason": reason})
                register.ledger.record(command)
    if session.out.as_json:
        session.out.json({"released": people})
    session.out.note("subject-released", subject=subject)


@app.command("reconcile")
def reconcile_(ctx: typer.Context) -> None:
    """Carry out what was ordered: after an interruption, or after a backup was restored."""
    session = session_of(ctx)
    with session.register() as register:
        done = reconcile(register)
    if session.out.as_json:
        session.out.json({"erased": list(done)})
    session.out.note("subjects-reconciled", count=len(done))


@app.command("backup-keys")
def backup_keys(
    ctx: typer.Context,
    folder: Annotated[Path, typer.Argument(help="Folder of key backups, apart from all others.")],
) -> None:
    """Copy people's keys, and remove copies older than thirty days from the folder."""
    session = session_of(ctx)
    with session.register() as register:
        made = back_up_keys(register, folder)
    data = {
        "file": str(made.file),
        "expires_on": made.expires_on.isoformat(),
        "removed": list(made.removed),
    }
    if session.out.as_json:
        session.out.json(data)
    session.out.note("keys-backed-up", **data)


@app.command("sweep")
def sweep_(
    ctx: typer.Context,
    hours: Annotated[
        int, typer.Option(min=1, max=8760, help="How long nothing may have cited it.")
    ] = 24,
) -> None:
    """Forget names and files of refused commands: what no entry cites, seen twice, hours apart."""
    session = session_of(ctx)
    with session.register() as register:
        swept = sweep(register, hours=hours)
    if session.out.as_json:
        session.out.json(swept.as_data())
    session.out.note("swept", **swept.as_data())


@app.command()
def export(
    ctx: typer.Context,
    subject: SubjectArgument,
    out: Annotated[Path, typer.Option("--out", help="A new folder, or a file that ends in .zip.")],
) -> None:
    """Write all data about one person, for machines and for the person."""
    session = session_of(ctx)
    with session.register() as register:
        count = export_subject(register, subject, out)
    if session.out.as_json:
        session.out.json({"file": str(out), "count": count})
    session.out.note("saved", file=out)
