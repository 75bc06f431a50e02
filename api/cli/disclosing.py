"""`daicho disclose`: parts of the log for one reader, and checking them without any register."""

from pathlib import Path
from typing import Annotated, Any, Final

import typer

from api.cli import exits
from api.cli.session import Session, session_of
from api.cli.verifier_keys import keys_of, read_at_most
from ledger.clock import tokyo_date
from ledger.errors import NotFound
from ledger.jobs.statement_zip import (
    PROOF_NAME,
    check_members,
    is_zip,
    read_statement_zip,
    statement_zip,
    unproved_members,
)
from ledger.log.established import Established, verify_package
from ledger.log.log_keys import LogKeys
from ledger.log.note import VerifierKey
from ledger.log.package import MAX_BYTES, read_package, write_package
from ledger.values import MAX_SAFE

app = typer.Typer(no_args_is_help=True, help="Disclose entries to one reader; check a package.")
# What the maker of a package says and nothing shows; its members are named by their place.
_UNPROVED: Final = ("reader", "purpose", "files.name")
_MOST_BYTES: Final = 3 * MAX_BYTES  # proof and files, in one archive
OutFile = Annotated[Path, typer.Option("--out", help="Where to write the package.")]


@app.command()
def entry(
    ctx: typer.Context,
    index: Annotated[int, typer.Argument(min=0, max=MAX_SAFE, help="Index of the entry.")],
    reader: Annotated[str, typer.Option(help="Id of the party who is to read it.")],
    out: OutFile,
    part: Annotated[
        list[str] | None, typer.Option("--part", help="A part by name; else all she may read.")
    ] = None,
    granted: Annotated[
        bool, typer.Option("--granted", help="Also what grants open to the reader, an auditor.")
    ] = False,
) -> None:
    """Write those parts of an entry that a reader may read, with their proof."""
    from ledger.access.views import Viewer  # noqa: PLC0415
    from ledger.jobs.disclose import Discloser  # noqa: PLC0415
    from ledger.jobs.writing import write_file  # noqa: PLC0415
    from ledger.store.nodes import TileCache  # noqa: PLC0415

    session = session_of(ctx)
    with session.register() as register, register.ledger.reading() as conn:
        _must_be_known(conn, reader)
        viewer = Viewer("creator", reader)
        if granted:
            viewer = Viewer("auditor", reader, tokyo_date(register.clock.now()))
        maker = Discloser(conn, TileCache(), viewer, tells_readers=True)
        package = maker.entry(index, tuple(part or ()))
    write_file(out, write_package(package))
    _say_saved(session, out, {"index": index, "reader": reader})


@app.command()
def statement(
    ctx: typer.Context,
    statement: Annotated[str, typer.Argument(help="Id of a statement.")],
    out: OutFile,
) -> None:
    """Write a payee's statement with its files, allocations and proof, as one ZIP."""
    from ledger.access.views import OPERATOR_VIEWER, Viewer  # noqa: PLC0415
    from ledger.jobs.disclose import Discloser  # noqa: PLC0415
    from ledger.jobs.writing import write_file  # noqa: PLC0415
    from ledger.statements.views import show  # noqa: PLC0415
    from ledger.store.nodes import TileCache  # noqa: PLC0415

    session = session_of(ctx)
    with session.register() as register, register.ledger.reading() as conn:
        shown = show(conn, statement, OPERATOR_VIEWER)
        if shown is None:
            raise NotFound("statement-not-found", field="statement", value=statement)
        payee = str(shown["payee"])
        maker = Discloser(conn, TileCache(), Viewer("creator", payee))
        archive = statement_zip(maker.statement(statement, register.blobs))
    write_file(out, archive)
    _say_saved(session, out, {"statement": statement, "reader": payee})


@app.command()
def check(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="A package: .json, or the .zip of a statement.")],
    key: Annotated[
        list[str] | None,
        typer.Option("--key", help="Verifier key of the log, or a file of them; repeatable."),
    ] = None,
) -> None:
    """Check a package; exit 1 if it does not hold, 3 if no key from outside was given."""
    session = session_of(ctx)
    data = read_at_most(file, _MOST_BYTES)
    members = read_statement_zip(data) if is_zip(data) else {}
    proof = members.get(PROOF_NAME, data)
    keys = [found for text in key or () for found in keys_of(text)]
    found = verify_package(proof, keys or _own_key(proof))
    check_members(members, found)
    said = _described(found, verdict="VERIFIED" if keys else "SELF-CONSISTENT")
    session.out.show({**said, "unproved": [*_UNPROVED, *unproved_members(members)]})
    session.out.note("disclosure-holds" if keys else "disclosure-needs-key")
    if not keys:
        raise typer.Exit(exits.SELF_CONSISTENT)


def _own_key(proof: bytes) -> list[VerifierKey]:
    """Return the key that a package names itself: it shows that nothing was damaged, no more."""
    return [LogKeys.of_genesis(read_package(proof).genesis).newest]


def _described(found: Established, verdict: str) -> dict[str, Any]:
    return {
        "verdict": verdict,
        "origin": found.checkpoint.origin,
        "size": found.checkpoint.size,
        "root": found.checkpoint.root.hex(),
        "signed_by": [str(signer) for signer in found.signers],
        "reader": found.reader,
        "purpose": dict(found.purpose),
        "entries": [
            {
                "index": entry.index,
                "type": entry.event_type,
                "recorded_at": entry.recorded_at,
                "leaf_hash": entry.leaf_hash.hex(),
                "parts": [
                    {"part": part.name, "readers": list(part.readers), "body": dict(part.body)}
                    for part in entry.parts
                ],
            }
            for entry in found.entries
        ],
        "files": [
            {"name": file.name, "sha256": file.sha256, "size_bytes": len(file.content)}
            for file in found.files
        ],
    }


def _must_be_known(conn: Any, reader: str) -> None:
    from ledger.access.views import OPERATOR_VIEWER  # noqa: PLC0415
    from ledger.parties.queries import show  # noqa: PLC0415

    if show(conn, reader, OPERATOR_VIEWER) is None:
        raise NotFound("party-not-found", field="reader", value=reader, expected="party_...")


def _say_saved(session: Session, out: Path, data: dict[str, Any]) -> None:
    if session.out.as_json:
        session.out.json({"file": str(out), **data})
    session.out.note("saved", file=out)
