"""A payer's journal, what it expects, and guarantees: for itself and the operator alone."""

from datetime import date
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import JSONResponse, Response

from api import accounting_examples as examples
from api.accounting_sheets import forecast_as_json, guarantees_as_json, journal_as_json
from api.auth import ReaderDep
from api.openapi import reads
from api.reading import RegisterDep
from contracts.figures import Language
from ledger.clock import tokyo_date
from ledger.jobs.accounting import journal_of
from ledger.jobs.accounting_files import FILE_TYPE, exported, names_in_journal
from ledger.jobs.accounting_forecast import forecast_of
from ledger.jobs.accounting_guarantees import guarantees_of
from ledger.jobs.accounting_mapping import read_mapping
from ledger.jobs.tax_payments import Scope, check_scope
from ledger.parties.display import names_of

router = APIRouter(tags=["accounting"])
Party = Annotated[str, Query(max_length=64)]
_SHEET: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class JournalQuery(BaseModel):
    """Whose journal of which days; `layout` is of the file, with the mapping to begin with."""

    model_config = ConfigDict(frozen=True, populate_by_name=True)

    payer: str = Field(max_length=64)
    first: date = Field(alias="from")
    last: date = Field(alias="to")
    after_entry: int | None = Field(default=None, ge=0)
    format: Literal["json", "csv"] = "json"
    layout: str = Field(default="generic", max_length=64)


class ForecastQuery(BaseModel):
    """Whose forecast, as of which day and for how many months."""

    model_config = ConfigDict(frozen=True)

    payer: str = Field(max_length=64)
    on: date | None = None
    months: int = 12
    format: Literal["json", "csv", "xlsx"] = "json"
    lang: Language = "ja"


@router.get("/accounting/journal", **reads("Make a journal", examples.JOURNAL))
def make_journal(
    register: RegisterDep, caller: ReaderDep, asked: Annotated[JournalQuery, Query()]
) -> Response:
    """Make the journal of a payer's days, as values or as a file for an accounting program."""
    check_scope(caller.viewer, Scope(payer=asked.payer))
    hides = caller.viewer.role != "operator"
    with register.ledger.reading() as conn:
        found = journal_of(
            conn, asked.payer, asked.first, asked.last, after_entry=asked.after_entry
        )
        if asked.format == "json":
            return JSONResponse(journal_as_json(found))
        names = names_in_journal(conn, register.vault, found, hides_restricted=hides)
    file = exported(found, read_mapping(), asked.layout, names)
    return Response(file.data, media_type=FILE_TYPE)


@router.get("/accounting/forecast", **reads("Tell what is expected", examples.FORECAST))
def tell_forecast(
    register: RegisterDep, caller: ReaderDep, asked: Annotated[ForecastQuery, Query()]
) -> Response:
    """Tell a payer what is expected to come in and to be passed on, by due day."""
    # Only who wants a workbook loads its writer.
    from ledger.jobs.accounting_workbook import forecast_csv, forecast_workbook  # noqa: PLC0415

    check_scope(caller.viewer, Scope(payer=asked.payer))
    day = asked.on or tokyo_date(register.clock.now())
    hides = caller.viewer.role != "operator"
    with register.ledger.reading() as conn:
        found = forecast_of(conn, asked.payer, day, asked.months)
        if asked.format == "json":
            return JSONResponse(forecast_as_json(found))
        parties = {row.party for row in found.rows}
        for one in found.guarantees:
            parties |= {one.payer, *one.payees}
        opened = names_of(conn, register.vault, parties, hides_restricted=hides)
    names = {id: name.in_language(asked.lang) for id, name in opened.items()}
    if asked.format == "csv":
        return Response(forecast_csv(found, names, asked.lang), media_type=FILE_TYPE)
    return Response(forecast_workbook(found, names, asked.lang), media_type=_SHEET)


@router.get("/accounting/guarantees", **reads("List guarantees", {"items": [examples.GUARANTEE]}))
def list_guarantees(
    register: RegisterDep, caller: ReaderDep, party: Party, on: date | None = None
) -> JSONResponse:
    """List the guarantees and advances that a party gives or gets, with what is left of each."""
    check_scope(caller.viewer, Scope(payer=party))
    day = on or tokyo_date(register.clock.now())
    with register.ledger.reading() as conn:
        return JSONResponse({"items": guarantees_as_json(guarantees_of(conn, party, day))})
