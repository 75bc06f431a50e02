"""`daicho evidence`: package what convicts a log or a witness, and check such a package offline."""

from contextlib import closing
from pathlib import Path
from typing import Annotated, Any

import typer

from api.cli.session import Session, session_of
from api.cli.verifier_keys import keys_of, read_at_most
from ledger.errors import Conflict
from ledger.log.equivocation import (
    MAX_BYTES,
    Evidence,
    Fork,
    WrongCosignature,
    check_evidence,
    prove_fork,
)
from ledger.log.note import MAX_NOTE_BYTES, VerifierKey

app = typer.Typer(no_args_is_help=True, help="Evidence that a log or a witness told two stories.")

NoteFile = Annotated[Path, typer.Argument(help="File with a signed note.")]
KeyOption = Annotated[
    str | None,
    typer.Option(
        "--key", help="Verifier key of the log, or a file with one per line; else the register's."
    ),
]


@app.command()
def fork(
    ctx: typer.Context,
    note_a: NoteFile,
    note_b: NoteFile,
    out: Annotated[Path, typer.Option("--out", help="File to write; never over another.")],
    key: KeyOption = None,
) -> None:
    """Package two signed notes that cannot both be true; the register proves it if asked."""
    session = session_of(ctx)
    one, other = (read_at_most(file, MAX_NOTE_BYTES) for file in (note_a, note_b))
    if key is not None:
        found = prove_fork(one, other, keys_of(key))
    else:
        found = _with_register(session, one, other)
    try:
        with out.open("xb") as file:
            file.write(found.to_bytes())
    except FileExistsError:
        raise Conflict("file-exists", field="out", value=str(out), expected="a new file") from None
    _tell(session, found, [])
    session.out.note("saved", file=out)


@app.command()
def check(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="File of evidence.")],
    key: KeyOption = None,
) -> None:
    """Check a file of evidence from the beginning; needs no register and no network."""
    session = session_of(ctx)
    keys = keys_of(key) if key is not None else []
    _tell(session, check_evidence(read_at_most(file, MAX_BYTES), keys), keys)


def _with_register(session: Session, one: bytes, other: bytes) -> Fork:
    # Loaded here: evidence is checked where there is no database.
    from ledger.bootstrap import open_to_verify  # noqa: PLC0415
    from ledger.jobs.fork import fork_of  # noqa: PLC0415

    # Whoever needs evidence may hold a register that refuses to be written to.
    with closing(open_to_verify(session.settings())) as register:
        return fork_of(register, one, other)


def _tell(session: Session, found: Evidence, keys: list[VerifierKey]) -> None:
    data = _fork(found) if isinstance(found, Fork) else _wrong(found)
    if session.out.as_json:
        session.out.json({**data, "key_given": bool(keys)})
        return
    session.out.note("evidence-fork" if isinstance(found, Fork) else "evidence-wrong-cosignature")
    session.out.show(data)
    if isinstance(found, Fork) and not keys:
        session.out.note("evidence-compare-keys")


def _fork(found: Fork) -> dict[str, Any]:
    first, second = found.checkpoints
    return {
        "kind": "fork",
        "origin": first.origin,
        "log_keys": [str(key) for key in found.keys],
        "first_size": first.size,
        "first_root": first.root.hex(),
        "second_size": second.size,
        "second_root": second.root.hex(),
        "root_at_first_size": found.proof.root.hex() if found.proof else None,
    }


def _wrong(found: WrongCosignature) -> dict[str, Any]:
    return {
        "kind": "wrong-cosignature",
        "witness": str(found.witness),
        "note": found.note.decode(),
        "answer": found.answer.decode("utf-8", "replace"),
    }
