"""`daicho timestamp`: trusted time (RFC 3161) over published checkpoints."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.session import session_of
from api.cli.verifier_keys import read_at_most
from ledger.clock import stamp as written
from ledger.errors import RuleViolation
from ledger.log.note import MAX_NOTE_BYTES
from ledger.values import MAX_SAFE

app = typer.Typer(no_args_is_help=True, help="Trusted time over checkpoints (RFC 3161).")


@app.command()
def request(
    ctx: typer.Context,
    size: Annotated[
        int | None,
        typer.Option("--size", min=0, max=MAX_SAFE, help="Of the checkpoint; else the latest."),
    ] = None,
    url: Annotated[
        str | None, typer.Option("--url", help="Of the authority; else DAICHO_TSA_URL.")
    ] = None,
) -> None:
    """Get a token over a published checkpoint and keep it in the home; one per checkpoint."""
    # Loaded here: verifying needs no register.
    from ledger.jobs.stamping import authority_of, checkpoint_of, stamp  # noqa: PLC0415
    from ledger.timestamps.token import check_answer  # noqa: PLC0415

    session = session_of(ctx)
    authority = authority_of(session.settings(), url)
    if authority is None:
        raise RuleViolation(
            "tsa-missing",
            "no time-stamping authority is named",
            field="url",
            value=None,
            expected="--url or DAICHO_TSA_URL",
        )
    with session.register() as register:
        checkpoint = checkpoint_of(register, size)
        file = stamp(register.home, checkpoint, authority)
    found = check_answer(file.read_bytes(), checkpoint.note)
    time = written(found.time)
    if session.out.as_json:
        session.out.json({"size": checkpoint.size, "file": str(file), "time": time})
    session.out.note("timestamp-kept", size=checkpoint.size, file=file, time=time)


@app.command()
def verify(
    ctx: typer.Context,
    note: Annotated[Path, typer.Argument(help="File with the signed note, byte for byte.")],
    token: Annotated[Path, typer.Argument(help="File with the token (.tsr).")],
    roots: Annotated[
        Path, typer.Option("--tsa-roots", help="Root certificates that you trust, in PEM.")
    ],
) -> None:
    """Verify a token over a note fully; needs no register and no network."""
    from ledger.timestamps.roots import roots_in  # noqa: PLC0415
    from ledger.timestamps.token import MAX_TOKEN_BYTES, verify_token  # noqa: PLC0415

    out = session_of(ctx).out
    data = read_at_most(token, MAX_TOKEN_BYTES)
    found = verify_token(data, read_at_most(note, MAX_NOTE_BYTES), roots_in(roots))
    time = written(found.time)
    if out.as_json:
        out.json(
            {
                "time": time,
                "authority": found.authority,
                "policy": found.policy,
                "serial": str(found.serial),
            }
        )
    out.note("timestamp-verified", time=time, authority=found.authority)
