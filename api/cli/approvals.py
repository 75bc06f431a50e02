"""`daicho approvals`: what needs a second person, what waits for one, and deciding about it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Final

import typer
from sqlalchemy import Connection

from api.cli.acting import actor_of, record, today, viewer_of
from api.cli.amounts import amount
from api.cli.inputs import build
from api.cli.known import names_in
from api.cli.labels import coded
from api.cli.language import Lang
from api.cli.options import Limit
from api.cli.session import Session, session_of
from ledger.access.views import Viewer
from ledger.approvals.commands import Approve, Reject, SetApprovalPolicy
from ledger.approvals.views import policies
from ledger.bootstrap import Register
from ledger.errors import NotFound
from ledger.papers.printer import Printer

app = typer.Typer(no_args_is_help=True, help="Two pairs of eyes: what waits for a second person.")
_COLUMNS: Final = (
    "approval_of", "approval_subject", "party", "currency", "amount_minor", "made_by", "asked_at",
    "approval_state", "holds_up",
)  # fmt: skip
_PAGE: Final = 500
_POLICY: Final = ("party", "approval_of", "wanted", "reason", "entry_index")
KindArgument = Annotated[
    str,
    typer.Argument(
        help="terms, fx, reports, runs, statements, payments, bank_details or policy.",
    ),
]
SubjectArgument = Annotated[
    str, typer.Argument(help="Its id; clauses are agr_.../VERSION, rates fx/ENTRY.")
]
Yes = Annotated[bool, typer.Option("--yes", help="Decide without asking again.")]


@app.command()
def policy(
    ctx: typer.Context,
    *,
    party: Annotated[
        str | None, typer.Option(help="Whose things; else the register's own policy, for all.")
    ] = None,
    kind: Annotated[
        list[str] | None,
        typer.Option(help="What needs a second person; repeatable. All that is wanted is named."),
    ] = None,
    nothing: Annotated[bool, typer.Option("--nothing", help="Nothing needs one.")] = False,
    reason: Annotated[str | None, typer.Option(help="Why; of record.")] = None,
) -> None:
    """Say what needs a second person; without --kind and --nothing, show what does."""
    session = session_of(ctx)
    with session.register(for_parties=True) as register:
        if not kind and not nothing:
            _show_policies(session, register)
            return
        stated = {"party": party, "kinds": tuple(kind or ()), "reason": reason}
        given = {name: value for name, value in stated.items() if value is not None}
        record(session, register, build(SetApprovalPolicy, given), party or "policy")


def _show_policies(session: Session, register: Register) -> None:
    with register.ledger.reading() as conn:
        items = policies(conn, viewer_of(session, register))
        known = names_in(register, conn, items, session.lang)
    rows = items if session.out.as_json else [_told(item, session.lang) for item in items]
    session.out.items(rows, _POLICY, known)


@app.command()
def pending(
    ctx: typer.Context,
    *,
    party: Annotated[str | None, typer.Option(help="Only of this party.")] = None,
    kind: Annotated[str | None, typer.Option(help="Only of this kind.")] = None,
    status: Annotated[
        str, typer.Option(help="waiting, refused or given; all for every one.")
    ] = "waiting",
    after: Annotated[int, typer.Option(help="Entry of the last one of the page before.")] = -1,
    limit: Limit = 50,
) -> None:
    """List what waits for a second person: whose, since when, how much, and what it holds up."""
    # Loaded here: the texts of clauses and the views of money are many modules.
    from ledger.jobs.approving import pending as waiting  # noqa: PLC0415

    session = session_of(ctx)
    filters = {"party": party, "kind": kind, "status": None if status == "all" else status}
    with session.register(for_parties=True) as register, register.ledger.reading() as conn:
        viewer = viewer_of(session, register)
        items = waiting(conn, viewer, after=after, limit=limit, **filters)
        known = names_in(register, conn, items, session.lang)
    following = str(items[-1]["asked_index"]) if len(items) == limit else None
    rows = items if session.out.as_json else [_told(item, session.lang) for item in items]
    session.out.items(rows, _COLUMNS, known, following)


@app.command()
def show(ctx: typer.Context, kind: KindArgument, subject: SubjectArgument) -> None:
    """Show what waits: payees and sums of a run, what changed in clauses, and the like."""
    session = session_of(ctx)
    with session.register(for_parties=True) as register, register.ledger.reading() as conn:
        data = _summary(session, register, conn, (kind, subject))
        known = names_in(register, conn, data, session.lang)
    session.out.show(data if session.out.as_json else _told(data, session.lang), known)


@app.command()
def approve(
    ctx: typer.Context,
    kind: KindArgument,
    subject: SubjectArgument,
    *,
    note: Annotated[str | None, typer.Option(help="What was checked; of record.")] = None,
    yes: Yes = False,
) -> None:
    """Show what somebody else made, ask, and approve it."""
    session = session_of(ctx)
    with session.register(for_parties=True) as register:
        data = _looked_at(session, register, (kind, subject), yes=yes)
        said = {"kind": kind, "subject": subject, "asked": data["asked_index"], "note": note}
        given = {name: value for name, value in said.items() if value is not None}
        record(session, register, build(Approve, given), subject)


@app.command("approve-all")
def approve_all(
    ctx: typer.Context,
    kind: KindArgument,
    *,
    party: Annotated[str, typer.Option(help="Whose; of one party at a time.")],
    note: Annotated[str | None, typer.Option(help="What was checked; of record.")] = None,
    yes: Yes = False,
) -> None:
    """List everything of a kind that waits and others made, ask once, and approve each."""
    session = session_of(ctx)
    with session.register(for_parties=True) as register:
        actor = actor_of(session, register)
        items = list(_all_waiting(register, session, kind, party))
        theirs = [item for item in items if item["made_by"] != actor.by]
        _show_all(session, register, theirs, own=len(items) - len(theirs))
        if theirs and not yes:
            ask(session)
        with session.out.progress("progress-approve") as progress:
            for number, item in enumerate(theirs, 1):
                said = {
                    "kind": kind, "subject": item["subject"], "asked": item["asked_index"],
                    **({"note": note} if note else {}),
                }  # fmt: skip
                register.ledger.record(build(Approve, said), actor)
                progress(number, len(theirs))
        session.out.note("approved-all", count=len(theirs))
        if session.out.as_json:
            session.out.json({"approved": [item["subject"] for item in theirs]})


def _all_waiting(
    register: Register, session: Session, kind: str, party: str
) -> Iterator[dict[str, Any]]:
    from ledger.jobs.approving import pending as waiting  # noqa: PLC0415

    viewer, after = viewer_of(session, register), -1
    while True:
        with register.ledger.reading() as conn:
            items = waiting(
                conn, viewer, after=after, limit=_PAGE, party=party, kind=kind, status="waiting"
            )
        yield from items
        if len(items) < _PAGE:
            return
        after = items[-1]["asked_index"]


def _show_all(
    session: Session, register: Register, items: list[dict[str, Any]], *, own: int
) -> None:
    """Draw what waits, with the sum of each currency; say how many are one's own."""
    if session.out.as_json:
        return
    with register.ledger.reading() as conn:
        known = names_in(register, conn, items, session.lang)
    session.out.items([_told(item, session.lang) for item in items], _COLUMNS, known)
    sums: dict[str, int] = defaultdict(int)
    for item in items:
        if item.get("currency"):
            sums[item["currency"]] += item.get("amount_minor") or 0
    for currency, total in sorted(sums.items()):
        session.out.note("approve-sum", total=amount(total, currency, session.lang))
    if own:
        session.out.note("approve-own", count=own)


@app.command()
def reject(
    ctx: typer.Context,
    kind: KindArgument,
    subject: SubjectArgument,
    *,
    reason: Annotated[str, typer.Option(help="Why; of record, for whoever made it.")],
    yes: Yes = False,
) -> None:
    """Show what somebody else made, ask, and refuse to approve it."""
    session = session_of(ctx)
    with session.register(for_parties=True) as register:
        data = _looked_at(session, register, (kind, subject), yes=yes)
        given = {
            "kind": kind, "subject": subject, "asked": data["asked_index"], "reason": reason,
        }  # fmt: skip
        record(session, register, build(Reject, given), subject)


def _looked_at(
    session: Session, register: Register, thing: tuple[str, str], *, yes: bool
) -> dict[str, Any]:
    """Show what is about to be decided, and ask; machines say --yes."""
    with register.ledger.reading() as conn:
        data = _summary(session, register, conn, thing)
        known = names_in(register, conn, data, session.lang)
    if not session.out.as_json:
        session.out.show(_told(data, session.lang), known)
    if not yes:
        ask(session)
    return data


def ask(session: Session) -> None:
    """Ask whether to go on with what was shown; whoever does not say yes ends the command."""
    typer.confirm(_QUESTION[session.lang], abort=True, err=True)


_QUESTION: Final = {"ja": "上の内容で決定しますか", "en": "Decide about the above"}


def _summary(
    session: Session, register: Register, conn: Connection, thing: tuple[str, str]
) -> dict[str, Any]:
    from ledger.jobs.approving import summary  # noqa: PLC0415

    kind, subject = thing
    actor = actor_of(session, register)
    viewer = Viewer.of(actor, register.clock)
    printer = Printer(conn, register.vault, viewer, session.lang, today(register))
    data = summary(printer, kind, subject)
    if data is None:
        raise NotFound("approval-not-asked", field="subject", value=f"{kind} {subject}")
    return data


def _told(data: Mapping[str, Any], lang: Lang) -> dict[str, Any]:
    """Return what waits as people read it, by names that fit here."""
    return {_CALLED.get(name, name): _word(name, value, lang) for name, value in data.items()}


_CALLED: Final[Mapping[str, str]] = {
    "kind": "approval_of",
    "kinds": "approval_of",
    "payees": "payees_paid",
    "status": "approval_state",
    "subject": "approval_subject",
}
_CODED: Final = ("kind", "kinds", "wanted", "holds_up", "status")


def _word(name: str, value: Any, lang: Lang) -> Any:
    """Return a coded value in words: `runs` is called something else in other tables."""
    if name not in _CODED:
        return value
    if isinstance(value, list):
        return ("、" if lang == "ja" else ", ").join(_word(name, one, lang) for one in value)
    said = coded(f"approval_{value}", lang)
    return said if lang == "ja" else said.removeprefix("approval ")
