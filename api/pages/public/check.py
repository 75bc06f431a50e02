"""Verification for everybody: whatever was handed out is dropped here and verified in the browser.

The server answers what it has; the browser believes it only where it proves itself. Of statements
the public learns that a file is on record, and where: never whose, nor how much.
"""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from sqlalchemy import Connection
from starlette.responses import HTMLResponse, JSONResponse

from api.pages.desk import Desk, DeskDep
from api.pages.studio.works import titled, work_facts
from api.reading import TilesDep
from ledger.errors import NotFound
from ledger.jobs.prove import prove_in_file
from ledger.log_keys.views import keys_of
from ledger.statements.authentic import issued_with
from ledger.store import checkpoints
from ledger.store.nodes import TileCache
from ledger.works import queries
from ledger.works.certificate import Evidence, build, evidence_indexes

router = APIRouter()

StatementId = Annotated[str, Path(max_length=64)]
Digest = Annotated[str, Query(max_length=64)]


@router.get("/check")
def check(desk: DeskDep) -> HTMLResponse:
    """Take a file, and let the browser verify it."""
    return _form(desk)


@router.get("/check/statements/{statement_id}")
def check_statement(
    desk: DeskDep, tiles: TilesDep, statement_id: StatementId, sha256: Digest = ""
) -> HTMLResponse:
    """Say whether the statement of a QR code is on record, and prove its entry."""
    if not sha256:
        return _form(desk, statement_id)
    with desk.reading() as conn:
        answer = answer_of(conn, tiles, statement_id, sha256)
        keys = keys_shown(conn)
    return desk.page(
        "public/check_statement.html",
        title="check.statement-title",
        id=statement_id,
        sha256=sha256,
        answer=answer,
        keys=keys,
    )


@router.get("/check/statements/{statement_id}/answer")
def answer_statement(
    desk: DeskDep, tiles: TilesDep, statement_id: StatementId, sha256: Digest = ""
) -> JSONResponse:
    """Answer the same for a script that hashed a file."""
    with desk.reading() as conn:
        answer = answer_of(conn, tiles, statement_id, sha256)
    return JSONResponse(answer, headers={"Cache-Control": "no-store"})


@router.get("/check/works/{work_id}")
def check_work(desk: DeskDep, tiles: TilesDep, work_id: StatementId) -> HTMLResponse:
    """Show the certificate of a work with the proofs of its entries."""
    with desk.reading() as conn:
        work = desk.found(queries.show(conn, work_id), "work", work_id)
        proofs = [(index, _proof(conn, tiles, index)) for index in evidence_indexes(work)]
        keys = keys_shown(conn)
        names = desk.names(conn, [work["holder"]])
    title, lang = titled(work["data"]["title"]["ja"], work["data"]["title"].get("en"), desk.lang)
    return desk.page(
        "public/check_work.html",
        title="check.work-title",
        work=work,
        name=title,
        name_lang=lang,
        statement=_told(desk, work),
        facts=work_facts(desk, work, names),
        proofs=proofs,
        keys=keys,
    )


def answer_of(conn: Connection, tiles: TileCache, id: str, sha256: str) -> dict[str, Any]:
    """Return what the public may know of a statement's file.

    Args:
        conn: A snapshot.
        tiles: Read before.
        id: The statement's number, as somebody typed it.
        sha256: The file's hash.
    """
    found = issued_with(conn, id, sha256)
    if found is None:
        return {"matches": False, "entry": None, "checkpoint": None, "proof": None}
    proof = _proof(conn, tiles, found.entry)
    return {
        "matches": True,
        "entry": found.entry,
        "recorded_on": found.recorded_on.isoformat(),
        "checkpoint": proof[0] if proof else None,
        "proof": proof[1] if proof else None,
    }


def _proof(conn: Connection, tiles: TileCache, index: int) -> tuple[int, str] | None:
    """Return the size of the last checkpoint, and the proof of an entry; None if not covered."""
    try:
        proof = prove_in_file(conn, tiles, index)
    except NotFound:
        return None
    return proof.claim().size, proof.to_bytes().decode()


def keys_shown(conn: Connection) -> str:
    """Return the keys that sign the last checkpoint, one a line: only the server's own word."""
    keys, last = keys_of(conn), checkpoints.latest(conn)
    return "\n".join(map(str, keys.at(last.size) if last else keys.in_force()))


def _form(desk: Desk, statement: str = "") -> HTMLResponse:
    with desk.reading() as conn:
        keys = keys_shown(conn)
    return desk.page("public/check.html", title="check.title", keys=keys, statement=statement)


def _told(desk: Desk, work: dict[str, Any]) -> list[str]:
    """Return the sentences of the certificate, less how to check it: this page does that."""
    evidence = [Evidence(index, "", b"", 0, b"", ()) for index in evidence_indexes(work)]
    made = build(work, evidence, origin=desk.register.origin, issued_at=desk.register.clock.now())
    sentences: list[str] = made["statement"][desk.lang][:-1]
    return sentences
