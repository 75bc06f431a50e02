"""Options and helpers of the commands that record rights: extents, shares, files."""

from collections.abc import Mapping
from typing import Annotated, Any

import typer

from api.cli.acting import record
from api.cli.inputs import build, read_json, with_id
from api.cli.options import of_file_or
from api.cli.session import session_of
from contracts.rights.extent import VOCABULARY
from contracts.rights.vocabulary import tree_of
from ledger.command import Command
from ledger.errors import RuleViolation
from ledger.ids import RIGHT

_PARTS_OF_A_RATIO = 2

WorkArgument = Annotated[str, typer.Argument(help="Id of the work.")]
FileOrNone = Annotated[str | None, typer.Option("--file", help="As JSON; - reads stdin.")]
Media = Annotated[list[str] | None, typer.Option("--media", help="Code; may be given again.")]
Territory = Annotated[
    list[str] | None, typer.Option("--territory", help="Code like JP or WW; may be given again.")
]
Without = Annotated[
    list[str] | None, typer.Option("--without", help="Code of a medium or territory left out.")
]
Act = Annotated[list[str] | None, typer.Option("--act", help="Code; may be given again.")]
First = Annotated[str | None, typer.Option("--from", help="First day.")]
Until = Annotated[str | None, typer.Option("--until", help="Last day.")]
Document = Annotated[str | None, typer.Option(help="SHA-256 of the document.")]


def record_new(
    ctx: typer.Context,
    kind: type[Command],
    given: Mapping[str, Any],
    file: str | None,
    prefix: str = RIGHT,
) -> None:
    """Record what a file and options say, under an id that it names or a new one."""
    session = session_of(ctx)
    data = of_file_or(read_json(file) if file else {}, given)
    with session.register() as register:
        command = build(kind, with_id(data, prefix, register))
        record(session, register, command, str(command.body()["id"]))


def extent_of_options(
    media: list[str] | None,
    territory: list[str] | None,
    without: list[str] | None,
    acts: list[str] | None,
    period: tuple[str | None, str | None],
) -> dict[str, Any] | None:
    """Return the extent that options write; None when none does, and a file has it."""
    if not any((media, territory, without, acts, *period)):
        return None
    outside = without or []
    places = [code for code in outside if code in tree_of("territories").nodes]
    found: dict[str, Any] = {
        "vocabulary": VOCABULARY,
        "media": _codes(media or ["all"], [code for code in outside if code not in places]),
        "territories": _codes(territory or ["WW"], places),
        "first": period[0],
        "until": period[1],
    }
    found |= {"acts": {"include": acts}} if acts else {}
    return {name: value for name, value in found.items() if value is not None}


def _codes(include: list[str], exclude: list[str]) -> dict[str, list[str]]:
    return {"include": include, "exclude": exclude} if exclude else {"include": include}


def ratio_of(text: str, field: str) -> dict[str, int]:
    """Read a share like 1/3, and 1 for the whole."""
    parts = text.split("/")
    if len(parts) > _PARTS_OF_A_RATIO or not all(part.isdecimal() for part in parts):
        raise RuleViolation("share-malformed", field=field, value=text, expected="1 or 1/3")
    return {"num": int(parts[0]), "den": int(parts[1]) if parts[1:] else 1}
