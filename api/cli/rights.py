"""`daicho rights`: who holds what part of a work, who may use it, whether a use is free."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Annotated, Any

import typer
from sqlalchemy import Connection

from api.cli.acting import OPERATOR, record, today
from api.cli.inputs import build, day
from api.cli.known import names_in
from api.cli.options import After, Limit, next_after
from api.cli.rights_deals import add_to as add_deals
from api.cli.rights_grid import table_of_boxes
from api.cli.rights_recording import (
    Act,
    Document,
    FileOrNone,
    First,
    Media,
    Territory,
    Until,
    Without,
    WorkArgument,
    extent_of_options,
    ratio_of,
    record_new,
)
from api.cli.rights_told import called, in_language
from api.cli.session import Session, session_of
from ledger.access.views import Viewer
from ledger.errors import NotFound
from ledger.rights import answers
from ledger.rights.commands import EndRight, LicenseRight, RecordTitle, RegisterRight, TransferRight
from ledger.rights.views import page
from ledger.rights.views import show as describe_right

app = typer.Typer(no_args_is_help=True, help="Rights in works: titles, licences, availability.")
_COLUMNS = (
    "id",
    "kind",
    "giver",
    "taker",
    "licensors",
    "held_by",
    "exclusivity",
    "extent_told",
    "option_until",
    "reverts_on",
    "ended_from",
)
_PARTS = ("extent_told", "status", "may_license", "until", "shares", "causes", "signers")
_CHAINS = ("extent_told", "shares", "links", "burdens", "defects")

On = Annotated[str | None, typer.Option("--on", help="Day of the use; today if left out.")]
KnownAt = Annotated[int | None, typer.Option("--known-at", help="As known at this entry.")]


@app.command("title-record")
def title_record(
    ctx: typer.Context,
    work: WorkArgument,
    *,
    holder: Annotated[
        list[str] | None, typer.Option(help="ID=SHARE like party_…=1/3; may be given again.")
    ] = None,
    origin: Annotated[
        str | None, typer.Option(help="maker_29, work_for_hire_15, author or contract.")
    ] = None,
    media: Media = None,
    territory: Territory = None,
    without: Without = None,
    first: First = None,
    document: Document = None,
    file: FileOrNone = None,
) -> None:
    """Record who held a right when it came about."""
    given = {
        "work": work,
        "stakes": [_stake(text) for text in holder or ()],
        "origin": origin,
        "extent": extent_of_options(media, territory, without, None, (first, None)),
        "document": {"sha256": document} if document else None,
    }
    record_new(ctx, RecordTitle, given, file)


@app.command()
def transfer(
    ctx: typer.Context,
    work: WorkArgument,
    *,
    file: FileOrNone = None,
    giver: Annotated[str | None, typer.Option("--giver", help="Who gives.")] = None,
    taker: Annotated[str | None, typer.Option("--taker", help="Who receives.")] = None,
    share: Annotated[str | None, typer.Option(help="Like 1/4; all if left out.")] = None,
    ground: Annotated[
        str | None, typer.Option(help="contract, succession, judgment or dissolution.")
    ] = None,
    express: Annotated[
        bool | None, typer.Option("--express-27-28", help="27条・28条 are named (特掲).")
    ] = None,
    media: Media = None,
    territory: Territory = None,
    without: Without = None,
    first: First = None,
    until: Until = None,
    document: Document = None,
) -> None:
    """Record that a share passed from one holder to another; consents come in --file."""
    given = {
        "work": work,
        "giver": giver,
        "taker": taker,
        "share": ratio_of(share, "share") if share else None,
        "ground": ground,
        "articles_27_28_expressly": express,
        "extent": extent_of_options(media, territory, without, None, (first, until)),
        "document": {"sha256": document} if document else None,
    }
    record_new(ctx, TransferRight, given, file)


@app.command("license")
def license_(
    ctx: typer.Context,
    work: WorkArgument,
    *,
    file: FileOrNone = None,
    licensor: Annotated[list[str] | None, typer.Option(help="Who licenses; repeatable.")] = None,
    licensee: Annotated[str | None, typer.Option(help="Who may use.")] = None,
    exclusivity: Annotated[
        str | None, typer.Option(help="exclusive, sole or non_exclusive.")
    ] = None,
    source: Annotated[str | None, typer.Option(help="Licence that this is derived from.")] = None,
    agreement: Annotated[str | None, typer.Option(help="Where its money clauses are.")] = None,
    media: Media = None,
    territory: Territory = None,
    without: Without = None,
    act: Act = None,
    first: First = None,
    until: Until = None,
    document: Document = None,
) -> None:
    """Record a licence; consents, holdbacks and bundles come in --file."""
    given = {
        "work": work,
        "licensors": licensor,
        "licensee": licensee,
        "exclusivity": exclusivity,
        "source": source,
        "agreement": agreement,
        "extent": extent_of_options(media, territory, without, act, (first, until)),
        "document": {"sha256": document} if document else None,
    }
    record_new(ctx, LicenseRight, given, file)


@app.command()
def end(
    ctx: typer.Context,
    right: Annotated[str, typer.Argument(help="Id of the grant.")],
    *,
    first_day: Annotated[str, typer.Option("--from", help="First day without it.")],
    ground: Annotated[
        str, typer.Option(help="reversion, termination, lapse, release or correction.")
    ],
    reason: Annotated[str, typer.Option(help="Stays on record.")],
    document: Annotated[str, typer.Option(help="SHA-256 of the document.")],
) -> None:
    """Record that a grant is no longer in force from a day on."""
    session = session_of(ctx)
    data = {"right": right, "first_day": first_day, "ground": ground, "reason": reason}
    with session.register() as register:
        command = build(EndRight, {**data, "document": {"sha256": document}})
        record(session, register, command, right)


@app.command()
def register(
    ctx: typer.Context,
    right: Annotated[str, typer.Argument(help="Id of a title or transfer.")],
    *,
    number: Annotated[str, typer.Option(help="Number of the registration.")],
    on: Annotated[str, typer.Option("--on", help="Day of the registration.")],
    document: Annotated[str, typer.Option(help="SHA-256 of the certificate.")],
) -> None:
    """Record that a title or transfer was registered under article 77."""
    session = session_of(ctx)
    data = {"right": right, "number": number, "day": on, "document": {"sha256": document}}
    with session.register() as opened:
        record(session, opened, build(RegisterRight, data), right)


@app.command("list")
def list_(
    ctx: typer.Context,
    work: Annotated[str | None, typer.Argument(help="Only of this work.")] = None,
    kind: Annotated[
        str | None, typer.Option(help="title, transfer, licence, option or encumbrance.")
    ] = None,
    after: After = None,
    limit: Limit = 50,
) -> None:
    """List titles, transfers, licences, options and encumbrances."""
    session = session_of(ctx)
    filters = {name: value for name, value in (("work", work), ("kind", kind)) if value}
    with session.register() as register, register.ledger.reading() as conn:
        items = page(conn, OPERATOR, after=after, limit=limit, **filters)
        known = names_in(register, conn, items, session.lang)
    following = next_after(items, limit)
    shown = items if session.out.as_json else [in_language(item, session.lang) for item in items]
    session.out.items(shown, _COLUMNS, known, following)


@app.command()
def show(ctx: typer.Context, right: Annotated[str, typer.Argument(help="Its id.")]) -> None:
    """Show one grant as it was written, and what ended it."""
    session = session_of(ctx)
    with session.register() as register, register.ledger.reading() as conn:
        data = describe_right(conn, right, OPERATOR)
        if data is None:
            raise NotFound("right-not-found", field="right", value=right)
        known = names_in(register, conn, data, session.lang)
    session.out.show(data if session.out.as_json else in_language(data, session.lang), known)


@app.command()
def grid(
    ctx: typer.Context,
    work: WorkArgument,
    *,
    media: Media = None,
    territory: Territory = None,
    on: On = None,
    known_at: KnownAt = None,
) -> None:
    """Draw media by territories, with what is free, licensed, held back or without holder."""
    session = session_of(ctx)
    with session.register() as register, register.ledger.reading() as conn:
        asked = _Question(work, media, territory, None, on, known_at).on(today(register))
        data = answers.grid(conn, OPERATOR, asked)
    if session.out.as_json:
        session.out.json(data)
    else:
        session.out.draw(table_of_boxes(data, session.lang))


class _Question:
    """What options ask; days are read when today is known."""

    def __init__(
        self,
        work: str,
        media: list[str] | None,
        territory: list[str] | None,
        act: list[str] | None,
        on: str | None,
        known_at: int | None,
    ) -> None:
        self._codes = tuple(media or ()), tuple(territory or ()), tuple(act or ())
        self._work, self._day, self._known_at = work, on, known_at

    def on(self, now: date) -> answers.Asked:
        """Return the question as asked today."""
        asked = day(self._day, "on") if self._day else now
        return answers.Asked(self._work, asked, *self._codes, today=now, known_at=self._known_at)


_Ask = Callable[[Connection, Viewer, answers.Asked], dict[str, Any]]


def _asking(ask: _Ask, columns: Sequence[str]) -> Callable[..., None]:
    """Return a command that asks a question and shows its answer part by part."""

    def command(
        ctx: typer.Context,
        work: WorkArgument,
        *,
        media: Media = None,
        territory: Territory = None,
        act: Act = None,
        on: On = None,
        known_at: KnownAt = None,
    ) -> None:
        question = _Question(work, media, territory, act, on, known_at)
        _answer(session_of(ctx), ask, question, columns)

    return command


def _answer(session: Session, ask: _Ask, question: _Question, columns: Sequence[str]) -> None:
    with session.register() as register, register.ledger.reading() as conn:
        data = ask(conn, OPERATOR, question.on(today(register)))
        known = names_in(register, conn, data, session.lang)
    if session.out.as_json:
        session.out.json({**data, "display_names": known})
        return
    for part in data["parts"]:
        said = called(in_language(part, session.lang), known)
        session.out.show({name: said[name] for name in columns if said.get(name)}, known)


def _stake(text: str) -> dict[str, Any]:
    holder, _, share = text.rpartition("=")
    return {"holder": holder, "share": ratio_of(share, "holder")}


app.command("avails", help="Tell whether a use is free on a day, until when, and who must sign.")(
    _asking(answers.avails, _PARTS)
)
app.command(
    "title", help="Give the chain of title of a use back to the authors, and what a lawyer asks."
)(_asking(answers.title, _CHAINS))
add_deals(app)
