"""`daicho committees`, the commands about how a committee ends, and what remains afterwards."""

from typing import Annotated, Any

import typer

from api.cli.acting import OPERATOR, record, today
from api.cli.inputs import build, read_json, with_id
from api.cli.session import session_of
from ledger.command import SYSTEM
from ledger.dissolutions.commands import DeclareUse, RecordPastDissolution
from ledger.dissolutions.views import show as describe_end
from ledger.errors import NotFound
from ledger.ids import DISSOLUTION

Committee = Annotated[str, typer.Argument(help="Id of the committee.")]
_STEPS = ("completed", "found", "begun")


def add_to(app: typer.Typer) -> None:
    """Add these commands to the group."""
    app.command("dissolve")(dissolve)
    app.command("dissolved")(dissolved)
    app.command("found-dissolved")(found_dissolved)
    app.command("declare")(declare)
    app.command("tasks")(tasks)


def dissolve(
    ctx: typer.Context,
    committee: Committee,
    *,
    plan: Annotated[
        str, typer.Option("--plan", help="How it begins and is completed, as JSON; - reads stdin.")
    ],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Print before and after; record nothing.")
    ] = False,
    begin_only: Annotated[
        bool, typer.Option("--begin-only", help="Begin to wind up; complete it another day.")
    ] = False,
) -> None:
    """Print what is whose before and after a committee ends, and record it."""
    # Only this command computes an end; most others need not load what computes it.
    from api.cli.dissolution_table import draw_trial  # noqa: PLC0415
    from api.endings import ending_of, trial_of  # noqa: PLC0415

    session = session_of(ctx)
    with session.register() as register:
        with register.ledger.reading() as conn:
            ending = ending_of(read_json(plan), committee, conn, register)
            trial = trial_of(ending, committee, conn, register, SYSTEM)
            if dry_run or not session.out.as_json:
                draw_trial(session, register, conn, trial.as_data())
        if dry_run:
            return
        wanted = [one for one in trial.refusals if not (begin_only and one.fields.get("defects"))]
        if wanted:
            raise wanted[0]
        if ending.begin is not None:
            register.ledger.record(ending.begin, actor=SYSTEM)
        if begin_only:
            session.out.note(
                "dissolution-begun", committee=committee, id=ending.complete.dissolution
            )
            return
        record(session, register, ending.complete, ending.complete.dissolution)


def dissolved(ctx: typer.Context, committee: Committee) -> None:
    """Show how a committee ended: the table of before and after as it was recorded."""
    from api.cli.dissolution_table import draw_end  # noqa: PLC0415

    session = session_of(ctx)
    with session.register() as register, register.ledger.reading() as conn:
        draw_end(session, register, conn, _end(conn, committee))


def tasks(ctx: typer.Context, committee: Committee) -> None:
    """List what an end left to do: registrations, agreements, positions, representatives."""
    from api.cli.dissolution_table import draw_tasks  # noqa: PLC0415

    session = session_of(ctx)
    with session.register() as register, register.ledger.reading() as conn:
        draw_tasks(session, register, conn, _end(conn, committee))


def found_dissolved(
    ctx: typer.Context,
    committee: Committee,
    *,
    file: Annotated[str, typer.Option("--file", help="What is known, as JSON; - reads stdin.")],
) -> None:
    """Record that a committee had ended, by bankruptcy, expiry or old files, with what it left."""
    session = session_of(ctx)
    with session.register() as register:
        data = with_id(read_json(file), DISSOLUTION, register, "dissolution")
        command = build(RecordPastDissolution, {**data, "committee": committee})
        recorded = record(session, register, command, command.dissolution)
    defects = recorded.events[-1].model_dump()["defects"]
    if defects:
        session.out.remark("dissolution-defects", count=len(defects), committee=committee)


def declare(
    ctx: typer.Context,
    *,
    file: Annotated[str, typer.Option("--file", help="The declaration, as JSON; - reads stdin.")],
) -> None:
    """Publish whether uses are licensed and whom to ask (利用可否の意思表示)."""
    session = session_of(ctx)
    with session.register() as register:
        command = build(DeclareUse, read_json(file))
        record(session, register, command, str(command.committee or command.work))
    session.out.remark("declaration-supports", day=today(register).isoformat())


def _end(conn: Any, committee: str) -> dict[str, Any]:
    shown = describe_end(conn, committee, OPERATOR)
    if shown is None:
        raise NotFound("dissolution-not-found", field="committee", value=committee)
    return shown
