"""The public log for any client of C2SP tlog-tiles: checkpoint, tiles, bundles of entries.

These answers hold no business data and need no token. Only what the latest published checkpoint
covers is served: no client needs more, and a tile that caches keep for a year must never show
entries that a restored database may lose again.

Source:
    C2SP tlog-tiles (c2sp.org/tlog-tiles), "APIs"; RFC 9110 section 13.1.2 for If-None-Match.
"""

from hashlib import sha256
from typing import Annotated, Final

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from api.openapi import serves
from api.reading import RegisterDep, TilesDep
from ledger.errors import NotFound, RuleViolation
from ledger.log.tiles import Tile, parse_path
from ledger.store.tile_files import TileFiles, published

router = APIRouter(tags=["tlog"])

TEXT: Final = "text/plain; charset=utf-8"
BYTES: Final = "application/octet-stream"
SHORTLY: Final = "public, max-age=5"
FOR_EVER: Final = "public, max-age=31536000, immutable"
_NOT_MODIFIED: Final = 304
_NOTE: Final = (
    "ledger.example/ip\\n3\\nxiTKkQQAi7ebYhWEtQNM+De0HtFqWeRnjPrB9Jj5tIA=\\n\\n"
    "— ledger.example/ip WRNb2sie1LwKwKz85nqUhNEKrWSCJaYYUkOeL8bE4+sq…\\n"
)


@router.head("/checkpoint", include_in_schema=False)
@router.get(
    "/checkpoint",
    response_class=Response,
    **serves("Fetch the latest checkpoint", TEXT, _NOTE, public=True),
)
def checkpoint(request: Request, register: RegisterDep) -> Response:
    """Return the signed note that was published last, as C2SP tlog-checkpoint writes it."""
    with register.ledger.reading() as conn:
        note = published(conn).note
    return _file(request, note, TEXT, SHORTLY)


@router.head("/tile/{level}/{number:path}", include_in_schema=False)
@router.get(
    "/tile/{level}/{number:path}",
    response_class=Response,
    **serves("Fetch a tile or a bundle of entries", BYTES, "32 bytes per hash", public=True),
)
def tile(
    request: Request,
    register: RegisterDep,
    tiles: TilesDep,
    level: Annotated[str, Path(description="0 to 7, or `entries`.", examples=["0"])],
    number: Annotated[
        str, Path(description="Index in groups of three digits.", examples=["x001/x234/067.p/8"])
    ],
) -> Response:
    """Return the hashes of a tile, or the leaves of a bundle each after its length in two bytes."""
    wanted = _parsed(f"tile/{level}/{number}")
    with register.ledger.reading() as conn:
        size = published(conn).size
        data = TileFiles(conn, size, tiles).read(wanted)
    return _file(request, data, BYTES, FOR_EVER)


def _parsed(path: str) -> Tile:
    """Read a path; one that no log has is not found, as a server of files would say.

    Raises:
        NotFound: It is not the one spelling of a tile.
    """
    try:
        return parse_path(path)
    except RuleViolation as error:
        raise NotFound(error.code, error.message, **error.fields) from None


def _file(request: Request, data: bytes, media_type: str, caching: str) -> Response:
    """Return bytes with their tag, or say that the caller has them already."""
    tag = f'"{sha256(data).hexdigest()}"'
    headers = {"ETag": tag, "Cache-Control": caching}
    if tag in _known_tags(request):
        return Response(status_code=_NOT_MODIFIED, headers=headers)
    return Response(data, media_type=media_type, headers=headers)


def _known_tags(request: Request) -> set[str]:
    """Return the tags of what the caller has; a weak one serves as well for a comparison."""
    given = request.headers.get("if-none-match", "")
    return {item.strip().removeprefix("W/") for item in given.split(",")}
