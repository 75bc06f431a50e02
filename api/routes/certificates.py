"""Certificates: what was registered, since when, and the proof that anybody can check."""

from typing import Annotated

from fastapi import APIRouter, Path
from starlette.responses import JSONResponse

from api import answers, examples, proofs
from api.auth import PublicDep
from api.openapi import reads
from api.reading import RegisterDep, TilesDep
from ledger.errors import NotFound
from ledger.works import queries
from ledger.works.certificate import build, evidence_indexes

router = APIRouter(tags=["works"])

WorkIdPath = Annotated[str, Path(max_length=64, examples=[examples.WORK_ID])]


@router.get(
    "/works/{work_id}/certificate",
    **reads("Certify a work", answers.CERTIFICATE, public=True),
)
def certify(
    register: RegisterDep, tiles: TilesDep, _caller: PublicDep, work_id: WorkIdPath
) -> JSONResponse:
    """Certify existence and date of a registration; not ownership, not legal protection."""
    with register.ledger.reading() as conn:
        work = queries.show(conn, work_id)
        if work is None:
            raise NotFound("work-not-found", field="id", value=work_id)
        evidence = [proofs.inclusion(conn, tiles, index) for index in evidence_indexes(work)]
    certificate = build(work, evidence, origin=register.origin, issued_at=register.clock.now())
    return JSONResponse(certificate)
