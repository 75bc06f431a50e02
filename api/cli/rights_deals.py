"""`daicho rights`, what becomes of grants: licensors, options, pledges, bundles."""

from collections.abc import Mapping
from typing import Annotated, Any

import typer

from api.cli.acting import OPERATOR, record
from api.cli.inputs import build, read_json, with_id
from api.cli.known import names_in
from api.cli.options import of_file_or
from api.cli.rights_bundle import rows_of, table_of_bundle
from api.cli.rights_recording import (
    Document,
    FileOrNone,
    First,
    Media,
    Territory,
    Until,
    WorkArgument,
    extent_of_options,
    record_new,
)
from api.cli.session import session_of
from ledger.command import Command
from ledger.errors import NotFound
from ledger.ids import ENCUMBRANCE, OPTION, RIGHT
from ledger.rights.commands import AssignLicensor, EncumberRight
from ledger.rights.option_commands import (
    AnswerOffer,
    ExerciseOption,
    ExtendOption,
    GrantOption,
    NotifyOffer,
)
from ledger.rights.views import show

OptionArgument = Annotated[str, typer.Argument(help="Id of the option.")]


def add_to(app: typer.Typer) -> None:
    """Add these commands to the group."""
    for name, command in (
        ("licensor", licensor),
        ("option", option),
        ("extend", extend),
        ("exercise", exercise),
        ("offer", offer),
        ("answer", answer),
        ("encumber", encumber),
        ("bundle", bundle),
    ):
        app.command(name)(command)


def licensor(
    ctx: typer.Context,
    licence: Annotated[str, typer.Argument(help="Id of the licence.")],
    *,
    file: FileOrNone = None,
    giver: Annotated[str | None, typer.Option("--giver", help="Licensor until then.")] = None,
    taker: Annotated[str | None, typer.Option("--taker", help="Licensor from then on.")] = None,
    first_day: Annotated[str | None, typer.Option("--from", help="First day of it.")] = None,
    ground: Annotated[str | None, typer.Option(help="assignment, consent or notice.")] = None,
    document: Document = None,
) -> None:
    """Record that a licensor's position in a licence passed; consents come in --file."""
    given = {
        "licence": licence,
        "giver": giver,
        "taker": taker,
        "first_day": first_day,
        "ground": ground,
        "document": _document(document),
    }
    _say(ctx, AssignLicensor, given, file, licence)


def option(
    ctx: typer.Context,
    work: WorkArgument,
    *,
    file: Annotated[str, typer.Option("--file", help="As JSON; - reads stdin.")],
) -> None:
    """Record an option, a first refusal or a first negotiation."""
    record_new(ctx, GrantOption, {"work": work}, file, OPTION)


def extend(
    ctx: typer.Context,
    option: OptionArgument,
    *,
    file: FileOrNone = None,
    until: Annotated[str | None, typer.Option("--until", help="New last day.")] = None,
    agreed_on: Annotated[str | None, typer.Option("--on", help="Day of the agreement.")] = None,
    document: Document = None,
) -> None:
    """Record that an option lasts longer; consents come in --file."""
    given = {
        "option": option,
        "until": until,
        "agreed_on": agreed_on,
        "document": _document(document),
    }
    _say(ctx, ExtendOption, given, file, option)


def exercise(
    ctx: typer.Context,
    option: OptionArgument,
    *,
    file: FileOrNone = None,
    on: Annotated[str | None, typer.Option("--on", help="Day of the declaration.")] = None,
    right: Annotated[
        str | None, typer.Option(help="The licence or transfer, if it is on record already.")
    ] = None,
    first: First = None,
    until: Until = None,
    document: Document = None,
) -> None:
    """Record that an option was exercised, with the licence or transfer that it promised."""
    given = {
        "option": option,
        "exercised_on": on,
        "right": right,
        "begins": first,
        "ends": until,
        "document": _document(document),
    }
    session = session_of(ctx)
    said = of_file_or(read_json(file) if file else {}, given)
    with session.register() as register:
        data = with_id(said, RIGHT, register, "right")
        record(session, register, build(ExerciseOption, data), str(data["right"]))


def offer(
    ctx: typer.Context,
    option: OptionArgument,
    *,
    file: FileOrNone = None,
    third: Annotated[str | None, typer.Option(help="Who made the offer.")] = None,
    on: Annotated[str | None, typer.Option("--on", help="Day the holder heard of it.")] = None,
    answer_by: Annotated[str | None, typer.Option(help="Last day to answer.")] = None,
    terms: Annotated[str | None, typer.Option(help="What is offered.")] = None,
    document: Document = None,
) -> None:
    """Record an offer that was put to the holder of a first refusal."""
    given = {
        "option": option,
        "third": third,
        "offered_on": on,
        "answer_by": answer_by,
        "terms": terms,
        "document": _document(document),
    }
    _say(ctx, NotifyOffer, given, file, option)


def answer(
    ctx: typer.Context,
    option: OptionArgument,
    *,
    offer: Annotated[int, typer.Option(help="Number of the offer, from 1.")],
    answer: Annotated[str, typer.Option(help="taken or declined.")],
    on: Annotated[str, typer.Option("--on", help="Day of the answer.")],
    document: Annotated[str, typer.Option(help="SHA-256 of the document.")],
) -> None:
    """Record the answer of the holder of a first refusal."""
    given = {
        "option": option,
        "offer": offer,
        "answer": answer,
        "answered_on": on,
        "document": _document(document),
    }
    _say(ctx, AnswerOffer, given, None, option)


def encumber(
    ctx: typer.Context,
    work: WorkArgument,
    *,
    file: FileOrNone = None,
    holder: Annotated[str | None, typer.Option(help="Whose share.")] = None,
    creditor: Annotated[str | None, typer.Option(help="In whose favour.")] = None,
    burden: Annotated[str | None, typer.Option(help="pledge or attachment.")] = None,
    media: Media = None,
    territory: Territory = None,
    first: First = None,
    document: Document = None,
) -> None:
    """Record a pledge or an attachment; consents come in --file."""
    given = {
        "work": work,
        "holder": holder,
        "creditor": creditor,
        "burden": burden,
        "extent": extent_of_options(media, territory, None, None, (first, None)),
        "document": _document(document),
    }
    record_new(ctx, EncumberRight, given, file, ENCUMBRANCE)


def bundle(
    ctx: typer.Context, right: Annotated[str, typer.Argument(help="Id of the licence.")]
) -> None:
    """Show how the price of a bundle is divided among its media."""
    session = session_of(ctx)
    with session.register() as register, register.ledger.reading() as conn:
        data = show(conn, right, OPERATOR)
        if data is None or not data.get("bundle"):
            code = "right-not-found" if data is None else "right-without-bundle"
            raise NotFound(code, field="right", value=right)
        known = names_in(register, conn, data, session.lang)
    answered = rows_of(data)
    if session.out.as_json:
        session.out.json({**answered, "display_names": known})
    else:
        session.out.draw(table_of_bundle(answered, session.lang))


def _document(sha256: str | None) -> dict[str, str] | None:
    return {"sha256": sha256} if sha256 else None


def _say(
    ctx: typer.Context,
    kind: type[Command],
    given: Mapping[str, Any],
    file: str | None,
    name: str,
) -> None:
    session = session_of(ctx)
    data = of_file_or(read_json(file) if file else {}, given)
    with session.register() as register:
        record(session, register, build(kind, data), name)
