"""What every route may ask for: the register, and a snapshot of it.

A snapshot is closed before the response leaves, and never held while waiting for the writer.
"""

from typing import Annotated, Any

from fastapi import Depends, Request
from starlette.responses import JSONResponse

from ledger.bootstrap import Register
from ledger.errors import NotFound
from ledger.store.nodes import TileCache


async def register_of(request: Request) -> Register:
    """Return the register that this application serves."""
    register: Register = request.app.state.register
    return register


async def tiles_of(request: Request) -> TileCache:
    """Return the tiles that this application read before."""
    cache: TileCache = request.app.state.tiles
    return cache


RegisterDep = Annotated[Register, Depends(register_of)]
TilesDep = Annotated[TileCache, Depends(tiles_of)]


def found(description: dict[str, Any] | None, kind: str, value: str) -> JSONResponse:
    """Return a description, or say that there is no such thing.

    Raises:
        NotFound: There is none, or this viewer may not know that there is.
    """
    if description is None:
        raise NotFound(f"{kind}-not-found", field="id", value=value)
    return JSONResponse(description)
