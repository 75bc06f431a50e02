"""`daicho prove`: proofs to hand out, and checking one with nothing but a key."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from api.cli.session import session_of
from api.cli.verifier_keys import keys_of, read_at_most
from ledger.errors import LedgerError, ProofInvalid, RuleViolation
from ledger.log.entry import parse_entry
from ledger.log.note import verify_note
from ledger.log.tlog_proof import (
    MAX_EXTRA_BYTES,
    SUFFIX,
    TlogProof,
    parse_tlog_proof,
    verify_tlog_proof,
)
from ledger.values import MAX_SAFE

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from ledger.store.nodes import TileCache

app = typer.Typer(no_args_is_help=True, help="Prove entries and growth; check a proof.")
_DIGITS: Final = 16


@app.command()
def entry(
    ctx: typer.Context,
    index: Annotated[int, typer.Argument(min=0, max=MAX_SAFE, help="Index of the entry.")],
    size: Annotated[
        int | None,
        typer.Option(min=1, max=MAX_SAFE, help="Size of a published checkpoint; else the latest."),
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", help="File; else entry-INDEX here.")] = None,
) -> None:
    """Write a proof file (C2SP tlog-proof): an entry's leaf, its path, a checkpoint."""
    from ledger.jobs.prove import prove_in_file  # noqa: PLC0415
    from ledger.jobs.writing import write_file  # noqa: PLC0415
    from ledger.store.nodes import TileCache  # noqa: PLC0415

    session = session_of(ctx)
    with session.register() as register, register.ledger.reading() as conn:
        proof = prove_in_file(conn, TileCache(), index, size)
    file = out or Path(f"entry-{index}{SUFFIX}")
    write_file(file, proof.to_bytes())
    claim = proof.claim()
    data = {
        "file": str(file),
        "origin": claim.origin,
        "index": index,
        "size": claim.size,
        "root": claim.root.hex(),
        "path": [item.hex() for item in proof.path],
    }
    if session.out.as_json:
        session.out.json(data)
    else:
        session.out.note("saved", file=file)


@app.command()
def consistency(
    ctx: typer.Context,
    old: Annotated[str, typer.Argument(help="A size, or the file of an earlier checkpoint.")],
    new: Annotated[str, typer.Argument(help="A size, or the file of a later checkpoint.")],
) -> None:
    """Prove that the log of one size is the beginning of the log of another (RFC 9162)."""
    from ledger.jobs.prove import prove_growth  # noqa: PLC0415
    from ledger.store.nodes import TileCache  # noqa: PLC0415

    session, cache = session_of(ctx), TileCache()
    with session.register() as register, register.ledger.reading() as conn:
        first, second = (_size(conn, cache, text) for text in (old, new))
        found = prove_growth(conn, cache, first, second)
    trees = found.trees
    session.out.show(
        {
            "first": {"size": trees.size1, "root": trees.root1.hex()},
            "second": {"size": trees.size2, "root": trees.root2.hex()},
            "path": [item.hex() for item in found.path],
        }
    )


def _size(conn: "Connection", cache: "TileCache", text: str) -> int:
    """Return a size, given as a number or as a checkpoint that this log must agree with."""
    from ledger.jobs.prove import same_history  # noqa: PLC0415

    if text.isascii() and text.isdigit():
        if len(text) > _DIGITS or int(text) > MAX_SAFE:
            raise RuleViolation("size-malformed", field="size", value=text, expected=MAX_SAFE)
        return int(text)
    if not Path(text).is_file():
        raise RuleViolation(
            "size-malformed", field="size", value=text, expected="a number, or a checkpoint's file"
        )
    return same_history(conn, cache, read_at_most(Path(text))).size


@app.command()
def check(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="A proof file.")],
    key: Annotated[
        list[str],
        typer.Option("--key", help="Verifier key of the log, or a file of them; repeatable."),
    ],
    leaf: Annotated[
        Path | None, typer.Option("--leaf", help="The entry's bytes, if the file lacks them.")
    ] = None,
) -> None:
    """Check a proof file without any register; exit 1 if it does not hold."""
    keys = [found for text in key for found in keys_of(text)]
    proof = parse_tlog_proof(read_at_most(file))
    given = None if leaf is None else read_at_most(leaf, MAX_EXTRA_BYTES)
    proved = verify_tlog_proof(proof, given, keys, keys[0].name)
    session = session_of(ctx)
    session.out.show(
        {
            "origin": proved.checkpoint.origin,
            "index": proof.index,
            **_entry_in(proof, given or proof.extra or b""),
            "leaf_hash": proved.inclusion.leaf_hash.hex(),
            "size": proved.checkpoint.size,
            "root": proved.checkpoint.root.hex(),
            "signed_by": [str(signer) for signer in verify_note(proof.checkpoint, keys)[1]],
        }
    )
    session.out.note("proof-holds")


def _entry_in(proof: TlogProof, leaf: bytes) -> dict[str, Any]:
    """Return what one of our leaves says; nothing of another log's.

    Raises:
        ProofInvalid: The leaf says that it belongs elsewhere.
    """
    try:
        header = parse_entry(leaf)
    except LedgerError:
        return {}
    if header.index != proof.index:
        raise ProofInvalid(
            "leaf-of-another-place", field="index", value=header.index, expected=proof.index
        )
    return {"type": header.event_type, "recorded_at": header.recorded_at}
