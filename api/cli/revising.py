"""`daicho payouts revise` and `pending`: what changes of the past make different."""

from typing import Annotated, Any

import typer

from api.cli.acting import OPERATOR, recorded_as_json
from api.cli.known import names_in
from api.cli.session import Session, session_of
from ledger.bootstrap import Register
from ledger.errors import NotFound
from ledger.jobs.revisions import Revised, draft_revision, revise, waiting
from ledger.royalties.revision_commands import CloseRevision
from ledger.royalties.revision_views import show

_WAITING = ("kind", "ref", "entry_index", "first_number")
_HEAD = ("id", "agreement", "cause_kind", "cause_ref", "cause_entry", "previous", "entry_index")
_LINES = ("period", "party", "step", "was_minor", "now_minor", "amount_minor")
AgreementArgument = Annotated[str, typer.Option("--agreement", help="Id of the agreement.")]


def pending(ctx: typer.Context, agreement: AgreementArgument) -> None:
    """List the changes of the past whose differences are not recorded yet, oldest first."""
    session = session_of(ctx)
    with session.register() as register:
        items = waiting(register, agreement)
    session.out.items(items, _WAITING, {})


def revised(
    ctx: typer.Context,
    agreement: AgreementArgument,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show the next one only; record nothing.")
    ] = False,
) -> None:
    """Run past periods again as changed since, and record the differences; oldest change first."""
    session = session_of(ctx)
    with session.register() as register:
        if dry_run:
            prepared = draft_revision(register, agreement)
            if prepared is None:
                session.out.note("nothing-waits")
                return
            _show_lines(session, register, _drafted(prepared.command))
            return
        found = revise(register, agreement)
        if session.out.as_json:
            items = [recorded_as_json(one.id, one.recorded) for one in found]
            session.out.json({"items": items})
            return
        if not found:
            session.out.note("nothing-waits")
        for one in found:
            say_revised(session, register, one)


def say_revised(session: Session, register: Register, one: Revised) -> None:
    """Say that a revision was recorded, and what it changes for whom."""
    first = one.recorded.first_index
    session.out.note(
        "recorded", name=one.id, entries=str(first), leaf_hash=one.recorded.leaf_hashes[0].hex()
    )
    with register.ledger.reading() as conn:
        data = show(conn, one.id, OPERATOR) or {}
    _show_lines(session, register, _recorded(data))


def show_revision(session: Session, revision: str) -> None:
    """Show a recorded revision: its cause, and every difference beside what it replaces.

    Raises:
        NotFound: `revision-not-found`.
    """
    with session.register() as register:
        with register.ledger.reading() as conn:
            data = show(conn, revision, OPERATOR)
            if data is None:
                raise NotFound("revision-not-found", field="revision", value=revision)
            known = names_in(register, conn, data, session.lang)
        if session.out.as_json:
            session.out.json(data)
            return
        session.out.show({name: data[name] for name in _HEAD if name in data}, known)
        _show_lines(session, register, _recorded(data))


def _recorded(data: dict[str, Any]) -> list[dict[str, Any]]:
    periods = {run["run"]: run["period"] for run in data["runs"]}
    return [
        {**row, "party": given["party"], "step": given["step"], "period": periods[row["run"]]}
        for given in data["allocations"]
        for row in given["rows"]
    ]


def _drafted(command: CloseRevision) -> list[dict[str, Any]]:
    periods = {run.run: run.period for run in command.result.runs}
    return [
        {**line.model_dump(mode="json"), "party": one.party, "period": periods[line.run]}
        for one in command.result.allocations
        for line in one.lines
    ]


def _show_lines(session: Session, register: Register, lines: list[dict[str, Any]]) -> None:
    lines.sort(key=lambda line: (line["period"], line["party"], line["step"]))
    with register.ledger.reading() as conn:
        known = names_in(register, conn, lines, session.lang)
    session.out.items(lines, _LINES, known)
