"""`daicho committees`: who made a work together, with what shares, and what happens at the end."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli import abroad, member_reports, orphans
from api.cli.acting import OPERATOR, record, today
from api.cli.committee_changes import add_to as add_changes
from api.cli.committee_told import decisions_told
from api.cli.consents import in_language
from api.cli.dissolving import add_to as add_ends
from api.cli.inputs import build, day, read_json, with_id
from api.cli.known import names_in
from api.cli.options import After, Limit, Query, next_after
from api.cli.session import session_of
from ledger.committees.commands import AmendCommittee, FormCommittee
from ledger.committees.views import page
from ledger.committees.views import search as find
from ledger.committees.views import show as describe_committee
from ledger.errors import NotFound
from ledger.ids import COMMITTEE

app = typer.Typer(no_args_is_help=True, help="Production committees.")
abroad.attach(app)
orphans.attach(app)
member_reports.attach(app)
add_changes(app)
_COLUMNS = ("id", "name", "status", "lead", "formed_on", "version")
CommitteeArgument = Annotated[str, typer.Argument(help="Id of a committee.")]


@app.command()
def form(
    ctx: typer.Context,
    file: Annotated[str, typer.Option("--file", help="The committee as JSON; - reads stdin.")],
) -> None:
    """Record a committee: a new one in full, an existing one as its contract stands, or a draft."""
    session = session_of(ctx)
    with session.register() as register:
        command = build(FormCommittee, with_id(read_json(file), COMMITTEE, register))
        recorded = record(session, register, command, command.id)
    session.out.warn(getattr(recorded.events[0], "flags", ()))


@app.command()
def amend(
    ctx: typer.Context,
    committee: CommitteeArgument,
    file: Annotated[str, typer.Option("--file", help="What changes, as JSON; - reads stdin.")],
) -> None:
    """Change a committee from a day on; what was in force before stays on record."""
    session = session_of(ctx)
    with session.register() as register:
        command = build(AmendCommittee, {**read_json(file), "committee": committee})
        record(session, register, command, committee)


@app.command()
def show(ctx: typer.Context, committee: CommitteeArgument) -> None:
    """Show a committee with members, shares, windows and plan."""
    session = session_of(ctx)
    with session.register() as register, register.ledger.reading() as conn:
        data = describe_committee(conn, committee, OPERATOR)
        if data is None:
            raise NotFound("committee-not-found", field="committee", value=committee)
        known = names_in(register, conn, data, session.lang)
    if not session.out.as_json and "history" in data:
        data["history"] = in_language(data["history"], session.lang)
    if not session.out.as_json and "decisions" in data:
        data["decisions"] = decisions_told(data["decisions"], session.lang)
    if not session.out.as_json and "presumed_copyright" in data:
        presumed = data["presumed_copyright"]
        data["presumed_copyright"] = {**presumed, "basis": presumed["basis"][session.lang]}
    session.out.show(data, known)


@app.command("list")
def list_(
    ctx: typer.Context,
    *,
    status: Annotated[str | None, typer.Option(help="draft, active, dormant or other.")] = None,
    lead: Annotated[str | None, typer.Option(help="Only those led by this party.")] = None,
    work: Annotated[str | None, typer.Option(help="Only those of this work.")] = None,
    member: Annotated[str | None, typer.Option(help="Only those with this member.")] = None,
    after: After = None,
    limit: Limit = 50,
) -> None:
    """List committees."""
    session = session_of(ctx)
    filters = {"status": status, "lead": lead, "work": work, "member": member}
    with session.register() as register, register.ledger.reading() as conn:
        items = page(conn, OPERATOR, after=after, limit=limit, **filters)
        known = names_in(register, conn, items, session.lang)
    rows = [{**item, "name": item["name_ja"]} for item in items]
    session.out.items(rows, _COLUMNS, known, next_after(items, limit))


@app.command()
def search(ctx: typer.Context, query: Query, limit: Limit = 20) -> None:
    """Find committees by any part of their name."""
    session = session_of(ctx)
    with session.register() as register, register.ledger.reading() as conn:
        items = find(conn, query, limit=limit)
        known = names_in(register, conn, items, session.lang)
    session.out.items([{**item, "name": item["name_ja"]} for item in items], _COLUMNS, known)


@app.command()
def readiness(
    ctx: typer.Context,
    *,
    committee: Annotated[str | None, typer.Option(help="Only this one, in detail.")] = None,
    on: Annotated[str | None, typer.Option(help="Day of the end; today if left out.")] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Write all of them as CSV.")] = None,
    after: After = None,
    limit: Limit = 20,
) -> None:
    """Say what would happen if committees ended today: what would be orphaned, and why."""
    # Only this command reads agreements and money; most others need not load what reads them.
    from api.cli.readiness import as_csv  # noqa: PLC0415
    from api.cli.readiness import show as show_report  # noqa: PLC0415
    from api.readiness import endings_as_json  # noqa: PLC0415
    from ledger.jobs.readiness import readiness as ask  # noqa: PLC0415

    session = session_of(ctx)
    with session.register() as register, register.ledger.reading() as conn:
        asked = day(on, "on") if on else today(register)
        found = ask(conn, OPERATOR, asked, committee)
        rest = [one for one in found.endings if after is None or one.id > after]
        known = names_in(register, conn, endings_as_json(rest[:limit]), session.lang)
    if out is not None:
        out.write_bytes(as_csv(found, session.lang))
    following = rest[limit - 1].id if len(rest) > limit else None
    show_report(session, found, rest[:limit], known, following)


add_ends(app)
