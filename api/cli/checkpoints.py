"""`daicho checkpoint`: what the log signs, the keys that sign it, and the guard."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.session import session_of
from api.cli.witness_labels import outcome_in_words
from ledger.errors import NotFound
from ledger.values import MAX_SAFE

if TYPE_CHECKING:
    from ledger.store.checkpoints import StoredCheckpoint

app = typer.Typer(no_args_is_help=True, help="Signed checkpoints, their keys, and the guard.")
_COLUMNS = ("size", "root")
_KEY_COLUMNS = ("key_id", "key", "since", "until")


@app.command()
def publish(ctx: typer.Context) -> None:
    """Sign and publish a checkpoint of what is recorded, with the witnesses of the policy."""
    from ledger.jobs.cosigning import cosigner  # noqa: PLC0415
    from ledger.jobs.publish import publish_checkpoint  # noqa: PLC0415
    from ledger.jobs.stamping import stamper  # noqa: PLC0415
    from ledger.store.checkpoints import latest  # noqa: PLC0415

    session = session_of(ctx)
    with session.register() as register:
        cosign = cosigner(register, session.settings())
        with register.ledger.reading() as conn:
            before = latest(conn)
        made = publish_checkpoint(register, cosign)
        if stamp := stamper(register, session.settings()):
            stamp(made)
    if session.out.as_json:
        session.out.json(_described(made))
        return
    is_new = before is None or before.size < made.size
    said = "checkpoint-published" if is_new else "checkpoint-unchanged"
    session.out.note(said, size=f"{made.size:,}", root=made.root.hex())
    for outcome in cosign.outcomes if cosign else ():
        session.out.note(
            "checkpoint-witness",
            witness=outcome.witness,
            status=outcome_in_words(outcome.status, session.lang),
            detail=outcome.detail,
        )


@app.command()
def show(
    ctx: typer.Context,
    at: Annotated[
        int | None,
        typer.Option("--at", min=0, max=MAX_SAFE, help="The last one up to this size."),
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Write the note to a file.")] = None,
) -> None:
    """Show a published checkpoint: the signed note, byte for byte."""
    from ledger.jobs.writing import write_file  # noqa: PLC0415
    from ledger.store import checkpoints  # noqa: PLC0415

    session = session_of(ctx)
    with session.register() as register, register.ledger.reading() as conn:
        found = checkpoints.latest(conn) if at is None else checkpoints.at_or_before(conn, at)
    if found is None:
        raise NotFound(
            "checkpoint-not-published",
            "no checkpoint of this size has been published",
            field="at",
            value=at,
            expected="daicho checkpoint publish",
        )
    if out is not None:
        write_file(out, found.note)
        session.out.note("saved", file=out)
    else:
        session.out.text(found.note.decode().rstrip("\n"))
    if session.out.as_json:
        session.out.json(_described(found))


@app.command("list")
def list_(
    ctx: typer.Context,
    after: Annotated[int | None, typer.Option(min=0, help="Size of the last one seen.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="At most so many.")] = 100,
) -> None:
    """List published checkpoints, smallest size first."""
    from ledger.store import checkpoints  # noqa: PLC0415

    session = session_of(ctx)
    with session.register() as register, register.ledger.reading() as conn:
        found = checkpoints.page(conn, after=after, limit=limit)
    more = str(found[-1].size) if len(found) == limit else None
    session.out.items([_described(item) for item in found], _COLUMNS, after=more)


@app.command()
def key(ctx: typer.Context) -> None:
    """Show the keys that sign, for auditors and witnesses; the newest is the last."""
    from ledger.jobs.log_keys import log_keys  # noqa: PLC0415

    session = session_of(ctx)
    with session.register() as register:
        keys = log_keys(register)
    items = [
        {
            "key_id": term.key.key_id.hex(),
            "key": str(term.key),
            "since": term.since,
            "until": term.until,
        }
        for term in keys.terms
    ]
    if session.out.as_json:
        session.out.items(items, _KEY_COLUMNS)
        return
    for each in keys.in_force():
        session.out.text(str(each))


@app.command("rotate-key")
def rotate_key(ctx: typer.Context) -> None:
    """Draw the next key; from now on it signs beside the present one, until that is retired."""
    from ledger.jobs.log_keys import rotate_log_key  # noqa: PLC0415

    session = session_of(ctx)
    with session.register() as register:
        made, recorded = rotate_log_key(register)
    data: dict[str, Any] = {
        "key": str(made),
        "key_id": made.key_id.hex(),
        "first_index": recorded.first_index,
    }
    if session.out.as_json:
        session.out.json(data)
    session.out.note("log-key-rotated", made=made, index=recorded.first_index)


@app.command("retire-key")
def retire_key(
    ctx: typer.Context,
    key_id: Annotated[str, typer.Argument(help="Eight digits, as `checkpoint key` shows them.")],
) -> None:
    """Retire an older key: it signs no more, and its file may be destroyed."""
    from ledger.jobs.log_keys import retire_log_key  # noqa: PLC0415

    session = session_of(ctx)
    with session.register() as register:
        recorded = retire_log_key(register, key_id)
    if session.out.as_json:
        session.out.json({"key_id": key_id, "first_index": recorded.first_index})
    session.out.note("log-key-retired", key_id=key_id, index=recorded.first_index)


@app.command("adopt-guard")
def adopt_guard(
    ctx: typer.Context,
    size: Annotated[int, typer.Option(min=0, help="Number of entries that you know are there.")],
) -> None:
    """Make a lost or contradicting guard again from this database: read OPERATIONS.md first."""
    from ledger.bootstrap import open_to_verify  # noqa: PLC0415
    from ledger.jobs.adopt_guard import adopt_guard as adopt  # noqa: PLC0415

    session = session_of(ctx)
    register = open_to_verify(session.settings())
    try:
        adopted = adopt(register, size)
    finally:
        register.close()
    if session.out.as_json:
        kept = str(adopted.kept) if adopted.kept else None
        session.out.json({"size": adopted.size, "kept": kept})
    session.out.note("guard-adopted", size=adopted.size)
    if adopted.kept:
        session.out.note("guard-kept", file=adopted.kept)


def _described(checkpoint: "StoredCheckpoint") -> dict[str, Any]:
    return {
        "size": checkpoint.size,
        "root": checkpoint.root.hex(),
        "note": checkpoint.note.decode(),
    }
