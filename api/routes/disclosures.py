"""Disclosure packages for the reader herself: what she may read, with what proves it."""

from typing import Annotated, Final

from fastapi import APIRouter, Path, Query
from starlette.responses import Response

from api import examples
from api.auth import ReaderDep
from api.openapi import serves
from api.reading import RegisterDep, TilesDep
from api.routes.log import IndexPath
from ledger.jobs.disclose import Discloser
from ledger.jobs.statement_zip import statement_zip
from ledger.log.package import write_package

router = APIRouter(tags=["disclosures"])

_JSON: Final = "application/json"
_ZIP: Final = "application/zip"
_MOST_PARTS: Final = 100
StatementIdPath = Annotated[str, Path(max_length=64, examples=[examples.STATEMENT_ID])]
PartsQuery = Annotated[
    list[Annotated[str, Query(max_length=200)]] | None,
    Query(max_length=_MOST_PARTS, description="A part by name, repeatable; else all she may read."),
]


@router.get(
    "/entries/{index}/disclosure",
    response_class=Response,
    **serves("Disclose an entry to its reader", _JSON, '{"format":"daicho-disclosure/1",…}'),
)
def disclose_entry(
    register: RegisterDep,
    tiles: TilesDep,
    caller: ReaderDep,
    index: IndexPath,
    part: PartsQuery = None,
) -> Response:
    """Return those parts of an entry that the caller may read, proved for a third person."""
    with register.ledger.reading() as conn:
        package = Discloser(conn, tiles, caller.viewer).entry(index, tuple(part or ()))
    return _file(write_package(package), f"entry-{index}.json", _JSON)


@router.get(
    "/statements/{statement_id}/package",
    response_class=Response,
    **serves("Fetch a statement with its proof", _ZIP, "PK…"),
)
def package_statement(
    register: RegisterDep, tiles: TilesDep, caller: ReaderDep, statement_id: StatementIdPath
) -> Response:
    """Return a statement's files and the proof that they are on record, as one archive."""
    with register.ledger.reading() as conn:
        package = Discloser(conn, tiles, caller.viewer).statement(statement_id, register.blobs)
    return _file(statement_zip(package), f"{statement_id}.zip", _ZIP)


def _file(content: bytes, name: str, media_type: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=media_type, headers=headers)
