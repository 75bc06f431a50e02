"""`daicho witness`: be a witness of other people's logs, with a memory of one's own."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from api.cli.server_logs import logs_on_stderr
from api.cli.session import session_of
from ledger.clock import SystemClock
from ledger.entropy import SystemEntropy
from ledger.errors import NotFound
from ledger.witness.book import Contradiction
from ledger.witness.witness import Witness

app = typer.Typer(no_args_is_help=True, help="Be a witness: cosign what other logs publish.")

Folder = Annotated[
    Path,
    typer.Option("--dir", envvar="DAICHO_WITNESS_DIR", help="Folder of the witness."),
]
LogKey = Annotated[
    str, typer.Argument(help="Verifier key of a log: name+key id+base64.", metavar="KEY")
]


@app.command()
def init(
    ctx: typer.Context,
    folder: Folder,
    name: Annotated[
        str, typer.Option(help="Name of the witness, like witness.example/w1; it never changes.")
    ],
) -> None:
    """Make a witness with a new key; never over one that exists."""
    Witness.create(folder, name, SystemEntropy())
    key(ctx, folder)


@app.command()
def key(ctx: typer.Context, folder: Folder) -> None:
    """Print the key that belongs into the policy files of logs."""
    out = session_of(ctx).out
    with _opened(folder) as witness:
        if out.as_json:
            out.json({"name": witness.key.name, "key": str(witness.key)})
        out.text(str(witness.key))


@app.command()
def follow(ctx: typer.Context, folder: Folder, log_key: LogKey) -> None:
    """Cosign for a log from now on; a second key of a log is added to the first."""
    with _opened(folder) as witness:
        origin = witness.follow(log_key)
    _tell(ctx, "witness-follows", origin, log_key)


@app.command()
def unfollow(ctx: typer.Context, folder: Folder, log_key: LogKey) -> None:
    """Trust a key no longer; what was seen of its log is kept."""
    with _opened(folder) as witness:
        if not witness.book.unfollow(log_key):
            raise NotFound("log-key-not-followed", field="key", value=log_key)
    _tell(ctx, "witness-unfollows", log_key.partition("+")[0], log_key)


@app.command()
def status(ctx: typer.Context, folder: Folder) -> None:
    """Show the logs that are followed, the last checkpoint of each, and contradictions."""
    out = session_of(ctx).out
    with _opened(folder) as witness:
        logs = [_log(witness, origin) for origin in witness.book.origins()]
        found = [_contradiction(item) for item in witness.book.contradictions()]
        data = {"name": witness.key.name, "key": str(witness.key)}
    if out.as_json:
        out.json({**data, "logs": logs, "contradictions": found})
        return
    out.show(data)
    out.items(logs, ["origin", "size", "root", "cosigned_at"])
    if found:
        out.note("witness-contradictions", count=len(found))
        out.items(found, ["origin", "kind", "noticed_at"])


@app.command()
def contradictions(
    ctx: typer.Context,
    folder: Folder,
    out_folder: Annotated[Path, typer.Option("--out", help="Where to put the notes.")],
) -> None:
    """Write the notes of every contradiction to files, for `daicho evidence fork`."""
    out = session_of(ctx).out
    with _opened(folder) as witness:
        found = witness.book.contradictions()
    out_folder.mkdir(parents=True, exist_ok=True)
    files = []
    for number, item in enumerate(found, 1):
        for role, note in (("kept", item.kept), ("offered", item.offered)):
            place = out_folder / f"{number:04}-{item.kind}-{role}.note"
            place.write_bytes(note)
            files.append(str(place))
    if out.as_json:
        out.json({"files": files})
    for file in files:
        out.note("saved", file=file)
    if not files:
        out.note("nothing")


@app.command()
def serve(
    ctx: typer.Context,
    folder: Folder,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 8100,
) -> None:
    """Answer logs over HTTP (C2SP tlog-witness), in one process."""
    # Loaded here: a web server takes longer to load than the other commands take to run.
    import uvicorn  # noqa: PLC0415

    from api.witness.app import create_app  # noqa: PLC0415

    out = session_of(ctx).out
    with _opened(folder) as witness:
        if out.as_json:
            out.json({"url": f"http://{host}:{port}", "key": str(witness.key)})
        out.note("witness-serving", host=host, port=port, name=witness.key.name)
        uvicorn.run(
            create_app(witness),
            host=host,
            port=port,
            workers=1,
            limit_concurrency=200,
            log_config=logs_on_stderr(),
        )


@contextmanager
def _opened(folder: Path) -> Iterator[Witness]:
    witness = Witness.open(folder, SystemClock())
    try:
        yield witness
    finally:
        witness.close()


def _log(witness: Witness, origin: str) -> dict[str, Any]:
    seen = witness.book.seen(origin)
    return {
        "origin": origin,
        "keys": witness.book.keys(origin),
        "size": seen.size if seen else None,
        "root": seen.root.hex() if seen else None,
        "cosigned_at": _moment(seen.cosigned_at) if seen else None,
        "note": seen.note.decode() if seen else None,
    }


def _contradiction(found: Contradiction) -> dict[str, Any]:
    return {
        "origin": found.origin,
        "kind": found.kind,
        "noticed_at": _moment(found.noticed_at),
        "kept": found.kept.decode(),
        "offered": found.offered.decode(),
    }


def _moment(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat().replace("+00:00", "Z")


def _tell(ctx: typer.Context, key: str, origin: str, log_key: str) -> None:
    out = session_of(ctx).out
    if out.as_json:
        out.json({"origin": origin, "key": log_key})
    out.note(key, origin=origin)
