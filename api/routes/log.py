"""The log itself: where it ends, single entries, and proofs. Public, but for private parts."""

import re
from typing import Annotated

from fastapi import APIRouter, Path, Query
from pydantic import BeforeValidator
from starlette.responses import JSONResponse, Response

from api import answers, proofs
from api.auth import PublicDep
from api.openapi import lists, reads, serves
from api.paging import PageDep
from api.reading import RegisterDep, TilesDep
from ledger.errors import RuleViolation
from ledger.jobs.prove import prove_in_file
from ledger.store import checkpoints
from ledger.values import MAX_SAFE

router = APIRouter(tags=["log"])

_SIZE = re.compile(r"0|[1-9][0-9]{0,15}", re.ASCII)


def _one_spelling(value: object) -> object:
    """Refuse 01, 1.0, +1 and 1_0, which reading a number from an address would let pass."""
    if isinstance(value, str) and not _SIZE.fullmatch(value):
        msg = "a whole number in digits 0-9, without a leading zero"
        raise ValueError(msg)
    return value


_ONE = BeforeValidator(_one_spelling)
IndexPath = Annotated[int, _ONE, Path(ge=0, le=MAX_SAFE, examples=[73894])]
_TEXT = "text/plain; charset=utf-8"
_PROOF_FILE = "c2sp.org/tlog-proof@v1\nindex 0\n…"

SizeQuery = Annotated[int | None, _ONE, Query(ge=1, le=MAX_SAFE, description="Size of the tree.")]


@router.get("/log", **reads("Show where the log ends", answers.LOG, public=True))
def show_log(register: RegisterDep, tiles: TilesDep, _caller: PublicDep) -> JSONResponse:
    """Show origin, size, root and genesis text."""
    with register.ledger.reading() as conn:
        return JSONResponse(proofs.head(conn, tiles))


@router.get(
    "/log/consistency",
    **reads("Prove that the log only grew", answers.CONSISTENCY, public=True),
)
def prove_consistency(
    register: RegisterDep,
    tiles: TilesDep,
    _caller: PublicDep,
    first: Annotated[int, _ONE, Query(ge=1, le=MAX_SAFE, description="Size known before.")],
    second: SizeQuery = None,
) -> JSONResponse:
    """Prove that the tree of one size is the beginning of the tree of another (RFC 9162)."""
    with register.ledger.reading() as conn:
        return JSONResponse(proofs.consistency(conn, tiles, first, second))


@router.get(
    "/log/checkpoints", **lists("List published checkpoints", answers.CHECKPOINT, public=True)
)
def list_checkpoints(register: RegisterDep, page: PageDep, _caller: PublicDep) -> JSONResponse:
    """List the signed notes that were published, smallest size first."""
    after = page.after
    if after is not None and not _SIZE.fullmatch(after):
        raise RuleViolation("cursor-malformed", field="after", expected="`next` of the page before")
    with register.ledger.reading() as conn:
        found = checkpoints.page(conn, after=int(after) if after else None, limit=page.fetch)
    items = [
        {"size": item.size, "root": item.root.hex(), "note": item.note.decode()} for item in found
    ]
    return page.answer(items, key="size")


@router.get("/entries/{index}", **reads("Show an entry", answers.ENTRY, public=True))
def show_entry(
    register: RegisterDep, tiles: TilesDep, caller: PublicDep, index: IndexPath
) -> JSONResponse:
    """Show an entry's leaf, the parts this caller may read with their salts, and others' hashes."""
    with register.ledger.reading() as conn:
        return JSONResponse(proofs.entry(conn, tiles, caller.viewer, index))


@router.get(
    "/entries/{index}/proof",
    **reads("Prove that an entry is in the log", answers.INCLUSION, public=True),
)
def prove_entry(
    register: RegisterDep,
    tiles: TilesDep,
    _caller: PublicDep,
    index: IndexPath,
    size: SizeQuery = None,
) -> JSONResponse:
    """Return the inclusion proof (RFC 9162) of an entry."""
    with register.ledger.reading() as conn:
        found = proofs.inclusion(conn, tiles, index, size)
    return JSONResponse(
        {
            "index": found.index,
            "type": found.event_type,
            "leaf_hash": found.leaf_hash.hex(),
            "size": found.tree_size,
            "root": found.root.hex(),
            "path": [item.hex() for item in found.path],
        }
    )


@router.get(
    "/entries/{index}/tlog-proof",
    response_class=Response,
    **serves("Fetch a proof file of an entry", _TEXT, _PROOF_FILE, public=True),
)
def prove_entry_in_file(
    register: RegisterDep,
    tiles: TilesDep,
    _caller: PublicDep,
    index: IndexPath,
    size: SizeQuery = None,
) -> Response:
    """Return an entry's leaf, its inclusion proof and a published checkpoint (C2SP tlog-proof)."""
    with register.ledger.reading() as conn:
        proof = prove_in_file(conn, tiles, index, size)
    return Response(proof.to_bytes(), media_type=_TEXT)
