"""`daicho archive`: originals found by day, amount and counterparty, fetched, added and packed."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer
from sqlalchemy import Connection

from api.cli.acting import OPERATOR, today, viewer_of
from api.cli.archive_words import KINDS_JA
from api.cli.inputs import day
from api.cli.known import names_in
from api.cli.options import After, Limit, next_after
from api.cli.session import Session, session_of
from ledger.archive.queries import Wanted, everything, find
from ledger.jobs.archive import (
    add,
    check_many,
    contents_csv,
    destroyable,
    fetch,
    pack,
    with_places,
)

if TYPE_CHECKING:
    from ledger.bootstrap import Register

app = typer.Typer(no_args_is_help=True, help="Originals, by day, amount and counterparty.")
_COLUMNS: Final = (
    "day", "kind", "title", "amount_minor", "currency", "parties", "sha256", "is_here",
)  # fmt: skip
_OLD: Final = ("day", "kept_until", "kind", "title", "amount_minor", "sha256")


@app.command("find")
def find_(
    ctx: typer.Context,
    *,
    from_: Annotated[str | None, typer.Option("--from", help="First day.")] = None,
    to: Annotated[str | None, typer.Option(help="Last day, included.")] = None,
    amount_min: Annotated[int | None, typer.Option(help="In minor units: whole yen.")] = None,
    amount_max: Annotated[int | None, typer.Option(help="In minor units, included.")] = None,
    currency: Annotated[str | None, typer.Option(help="Like JPY.")] = None,
    party: Annotated[str | None, typer.Option(help="Id of a counterparty.")] = None,
    kind: Annotated[str | None, typer.Option(help="Like statement.issued.")] = None,
    csv: Annotated[Path | None, typer.Option("--csv", help="All of them as a table.")] = None,
    zip_: Annotated[Path | None, typer.Option("--zip", help="The originals, packed.")] = None,
    after: After = None,
    limit: Limit = 50,
) -> None:
    """Find originals by a range of days or amounts, a counterparty, or any of these together."""
    session = session_of(ctx)
    wanted = Wanted(
        day(from_, "from") if from_ else None,
        day(to, "to") if to else None,
        amount_min,
        amount_max,
        currency,
        party,
        kind,
    )
    with session.register(for_parties=True) as register, register.ledger.reading() as conn:
        viewer = viewer_of(session, register)
        if csv is None and zip_ is None:
            items = with_places(
                register.blobs, find(conn, viewer, wanted, after=after, limit=limit)
            )
            _list(session, register, conn, items, next_after(items, limit))
            return
        _write(session, register, list(everything(conn, viewer, wanted)), csv, zip_)


def _list(
    session: Session,
    register: "Register",
    conn: Connection,
    items: list[dict[str, Any]],
    after: str | None,
) -> None:
    names = names_in(register, conn, items, session.lang)
    session.out.items(_worded(session, items), _COLUMNS, names, after)
    session.out.note("archive-claims")


def _write(
    session: Session,
    register: "Register",
    found: list[dict[str, Any]],
    csv: Path | None,
    zip_: Path | None,
) -> None:
    """Write what was found as a table, as originals, or as both."""
    told: dict[str, Any] = {"found": len(found), "files": []}
    if csv is not None:
        csv.write_bytes(contents_csv(with_places(register.blobs, found)))
        told["files"].append(str(csv))
    if zip_ is not None:
        check_many(len(found))
        with session.out.progress("progress-archive") as progress:
            packed = pack(register, found, zip_, progress)
        told["files"].append(str(zip_))
        told |= {"documents": packed.documents, "absent": packed.absent}
        session.out.note("archive-packed", count=packed.documents, absent=packed.absent)
    for file in told["files"]:
        session.out.note("saved", file=file)
    if session.out.as_json:
        session.out.json(told)


@app.command()
def get(
    ctx: typer.Context,
    sha256: Annotated[str, typer.Argument(help="Hash of the document.")],
    out: Annotated[Path, typer.Option("--out", help="Where to write it.")],
) -> None:
    """Write an original exactly as it was stored."""
    session = session_of(ctx)
    with session.register(for_parties=True) as register, register.ledger.reading() as conn:
        content = fetch(register, conn, viewer_of(session, register), sha256)
    out.write_bytes(content)
    if session.out.as_json:
        session.out.json({"sha256": sha256, "file": str(out)})
    session.out.note("saved", file=out)


@app.command("add")
def add_(
    ctx: typer.Context,
    files: Annotated[list[Path], typer.Argument(help="Files whose hashes are on record.")],
) -> None:
    """Store originals that entries cite by their hash: contracts, receipts, forms."""
    session = session_of(ctx)
    with session.register() as register, register.ledger.reading() as conn:
        added = [add(register, conn, OPERATOR, file) for file in files]
    if session.out.as_json:
        session.out.json({"items": added})
    for file, row in zip(files, added, strict=True):
        session.out.note("archive-added", file=file, entry=row["entry_index"])


@app.command()
def old(
    ctx: typer.Context,
    *,
    on: Annotated[str | None, typer.Option(help="A day; today if left out.")] = None,
    losses: Annotated[
        bool,
        typer.Option("--losses/--no-losses", help="Ten years: years with losses carried forward."),
    ] = True,
    limit: Limit = 50,
) -> None:
    """List papers about payments that need not be kept any more; nothing is destroyed."""
    session = session_of(ctx)
    with session.register(for_parties=True) as register, register.ledger.reading() as conn:
        asked = day(on, "on") if on else today(register)
        found = destroyable(conn, viewer_of(session, register), asked, with_losses=losses)
        items = [row for _, row in zip(range(limit), found, strict=False)]
        names = names_in(register, conn, items, session.lang)
    session.out.items(_worded(session, items), _OLD, names)
    session.out.note("archive-nothing-destroyed")


def _worded(session: Session, items: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return rows with their kinds in words, for people who read Japanese."""
    if session.out.as_json or session.lang != "ja":
        return list(items)
    return [{**item, "kind": KINDS_JA.get(item["kind"], item["kind"])} for item in items]
