"""`daicho log`: the head of the log, and one entry with all its parts."""

from typing import Annotated, Any

import typer

from api.cli.session import session_of
from ledger.errors import NotFound
from ledger.log import canonical
from ledger.log.genesis import genesis_prev
from ledger.store.read import LogReader, StoredPart

app = typer.Typer(no_args_is_help=True, help="Look at the log itself.")


@app.command()
def head(ctx: typer.Context) -> None:
    """Show origin, size, root and the time of the last entry."""
    session = session_of(ctx)
    with session.register() as register, register.ledger.reading() as conn:
        found = LogReader(conn).head()
    data = {
        "origin": found.origin,
        "size": found.size,
        "root": found.root().hex(),
        "recorded_at": found.last_time,
        "genesis_hash": genesis_prev(found.genesis).hex(),
        "genesis": found.genesis,
    }
    session.out.show(data)


@app.command()
def show(
    ctx: typer.Context,
    index: Annotated[int, typer.Argument(min=0, help="Zero-based index of the entry.")],
) -> None:
    """Show one entry: its public leaf, and its parts with their salts and readers."""
    session = session_of(ctx)
    with session.register() as register, register.ledger.reading() as conn:
        reader = LogReader(conn)
        size = reader.size()
        if index >= size:
            raise NotFound("entry-not-found", field="index", value=index, expected=f"below {size}")
        entry, parts = reader.entry(index), reader.parts(index)
    data = {
        "index": index,
        "leaf_hash": entry.leaf_hash.hex(),
        "leaf": canonical.decode(entry.leaf),
        "parts": [_part(part) for part in parts],
    }
    if session.out.as_json:
        session.out.json(data)
        return
    session.out.show({**data["leaf"], "leaf_hash": data["leaf_hash"]})
    for part in data["parts"]:
        session.out.text("")
        session.out.show({name: part[name] for name in ("part", "readers", "body")})


def _part(part: StoredPart) -> dict[str, Any]:
    return {**canonical.decode(part.data), "salt": part.salt.hex()}
