"""Health: is the process up, and can it do its work."""

from fastapi import APIRouter
from starlette.responses import JSONResponse

from api.openapi import reads
from api.reading import RegisterDep
from ledger.errors import LedgerError, Unavailable
from ledger.store.read import LogReader
from ledger.store.schema import check_schema

router = APIRouter(tags=["health"])


@router.get("/healthz", **reads("Is the process up", {"status": "ok"}, public=True))
async def healthz() -> JSONResponse:
    """Answer as long as the process runs."""
    return JSONResponse({"status": "ok"})


@router.get("/readyz", **reads("Can it work", {"status": "ready", "size": 73895}, public=True))
def readyz(register: RegisterDep) -> JSONResponse:
    """Check that the database answers, its schema is whole and the writer is alive."""
    if not register.ledger.is_writing:
        raise Unavailable("not-ready", "the writer is not running", field="writer")
    try:
        check_schema(register.engine)
        with register.ledger.reading() as conn:
            size = LogReader(conn).size()
    except LedgerError as error:
        raise Unavailable("not-ready", error.message, field=error.code) from error
    return JSONResponse({"status": "ready", "size": size})
