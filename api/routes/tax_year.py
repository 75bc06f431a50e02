"""A payer's taxes of a month and a year, what is due, and a payee's own year."""

from datetime import date
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import JSONResponse, Response

from api import examples, tax_examples
from api.auth import Caller, ReaderDep
from api.openapi import reads
from api.reading import RegisterDep
from api.tax_sheets import due_as_json, records_as_json, withheld_as_json
from contracts.figures import Language
from contracts.period import Month
from ledger.bootstrap import Register
from ledger.clock import tokyo_date
from ledger.errors import RuleViolation
from ledger.jobs.tax_due import due_on
from ledger.jobs.tax_payments import Scope, check_scope
from ledger.jobs.tax_record_files import CSV_TYPE, records_csv
from ledger.jobs.tax_records import YearRecords, own_payments, payer_records
from ledger.jobs.tax_withheld import withheld_in
from ledger.parties.display import names_of

router = APIRouter(tags=["tax"])

Payer = Annotated[str, Query(max_length=64, examples=[examples.LEAD_ID])]
_Id = Annotated[str | None, Field(max_length=64)]
_PDF: Final = "application/pdf"


class RecordsQuery(BaseModel):
    """Whose year, and as what: `lang` is of a table or a paper, `encoding` of a table."""

    model_config = ConfigDict(frozen=True)

    year: int
    payer: _Id = None
    payee: _Id = None
    format: Literal["json", "csv", "pdf"] = "json"
    lang: Language = "ja"
    encoding: Literal["utf-8", "cp932"] = "utf-8"


@router.get("/tax/withheld", **reads("Tell what was withheld in a month", tax_examples.WITHHELD))
def tell_withheld(
    register: RegisterDep,
    caller: ReaderDep,
    payer: Payer,
    month: Annotated[str, Query(max_length=7, description="Month of payment, like 2026-05.")],
) -> JSONResponse:
    """Tell a payer what it withheld in a month, from whom, and until when it is paid over."""
    check_scope(caller.viewer, Scope(payer=payer))
    with register.ledger.reading() as conn:
        found = withheld_in(conn, payer, Month.parse(month), tokyo_date(register.clock.now()))
    return JSONResponse(withheld_as_json(found))


@router.get("/tax/records", **reads("Make payment records of a year", tax_examples.RECORDS))
def make_records(
    register: RegisterDep,
    caller: ReaderDep,
    asked: Annotated[RecordsQuery, Query()],
) -> Response:
    """Make the records that a payer files, or tell a payee what it was paid by every payer."""
    if (asked.payer is None) == (asked.payee is None):
        raise RuleViolation(
            "tax-whose-records",
            field="payer",
            value=asked.payer,
            expected="payer or payee, one of them",
        )
    found = _records(register, caller, asked)
    if asked.format == "csv":
        return Response(records_csv(found, asked.lang, asked.encoding), media_type=CSV_TYPE)
    if asked.format == "pdf":
        return Response(_pdf(register, found, asked), media_type=_PDF)
    return JSONResponse(records_as_json(found, is_own=asked.payer is None))


def _records(register: Register, caller: Caller, asked: RecordsQuery) -> YearRecords:
    check_scope(caller.viewer, Scope(payer=asked.payer, receiver=asked.payee))
    with register.ledger.reading() as conn:
        if asked.payer is not None:
            return payer_records(conn, register.vault, asked.payer, asked.year)
        return own_payments(conn, register.vault, str(asked.payee), asked.year)


def _pdf(register: Register, found: YearRecords, asked: RecordsQuery) -> bytes:
    # Only who prints loads the typesetter.
    from ledger.jobs.tax_record_papers import year_paper  # noqa: PLC0415
    from ledger.papers.typesetting import typeset  # noqa: PLC0415

    day, who = tokyo_date(register.clock.now()), str(asked.payer or asked.payee)
    return typeset(year_paper(found, who, day, asked.lang, is_own=asked.payer is None))


@router.get("/tax/due", **reads("Tell what is due", tax_examples.DUE))
def tell_due(
    register: RegisterDep,
    caller: ReaderDep,
    payer: Payer,
    on: Annotated[date | None, Query(description="A day; today if left out.")] = None,
) -> JSONResponse:
    """Tell a payer what it has to do about taxes this month and the next."""
    check_scope(caller.viewer, Scope(payer=payer))
    day = on or tokyo_date(register.clock.now())
    with register.ledger.reading() as conn:
        found = due_on(conn, payer, day)
        parties = {one.payee for one in found if one.payee}
        hides = caller.viewer.role != "operator"
        called = names_of(conn, register.vault, parties, hides_restricted=hides)
    names = {party: name.ja for party, name in called.items()}
    return JSONResponse({"items": [due_as_json(one, names) for one in found]})
