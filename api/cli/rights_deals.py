"""`daicho rights`, the commands about what becomes of grants: who is licensor, and more."""

from typing import Annotated

import typer

from api.cli.acting import record
from api.cli.inputs import build, read_json
from api.cli.options import of_file_or
from api.cli.rights_recording import Document, FileOrNone
from api.cli.session import session_of
from ledger.rights.commands import AssignLicensor


def add_to(app: typer.Typer) -> None:
    """Add these commands to the group."""
    app.command("licensor")(licensor)


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
        "document": {"sha256": document} if document else None,
    }
    session = session_of(ctx)
    data = of_file_or(read_json(file) if file else {}, given)
    with session.register() as register:
        record(session, register, build(AssignLicensor, data), licence)
