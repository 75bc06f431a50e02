"""Rates of exchange: dated, with their source."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import JSONResponse

from api import fx_examples
from api.auth import ReaderDep
from api.openapi import lists, writes
from api.paging import PageDep
from api.reading import RegisterDep
from api.writing import CallDep
from ledger.fx import views
from ledger.fx.commands import RecordRates

router = APIRouter(tags=["fx"])
Code = Annotated[str | None, Query(pattern="^[A-Z]{3}$")]


@router.post("/fx/rates", **writes("Record rates of exchange", RecordRates, fx_examples.RATES))
async def record_rates(call: CallDep) -> JSONResponse:
    """Record rates that a source published; another value names the entry that it replaces."""
    return await call.record(call.read(RecordRates))


@router.get("/fx/rates", **lists("List rates of exchange", fx_examples.RATE_SHOWN))
def list_rates(
    register: RegisterDep,
    _caller: ReaderDep,
    page: PageDep,
    source: Annotated[str | None, Query(max_length=64)] = None,
    base: Code = None,
    quote: Code = None,
    date: Annotated[str | None, Query(pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$")] = None,
) -> JSONResponse:
    """List rates by source, pair and day; published rates are for everybody to read."""
    filters = {"source": source, "base": base, "quote": quote, "date": date}
    with register.ledger.reading() as conn:
        items = views.page(conn, after=page.after, limit=page.fetch, **filters)
    return page.answer(items)
