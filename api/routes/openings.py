"""Openings: an agreement comes in from other books by a filled-in spreadsheet."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, ConfigDict
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response

from api import examples
from api.auth import ReaderDep
from api.names import names_known, with_names
from api.openapi import reads, serves, uploads
from api.reading import RegisterDep
from api.writing import Call, UploadDep, answer
from ledger.errors import NotFound, RuleViolation
from ledger.ids import OpeningId, PartyId
from ledger.jobs.cutover_import import XLSX, Asked, Imported, import_books
from ledger.jobs.cutover_template import write_template
from ledger.openings import views
from ledger.values import MonthText, Text

router = APIRouter(tags=["agreements"])

_MOST_SHOWN: Final = 200
_SPREADSHEET: Final = "PK\u0003\u0004 … (.xlsx)"
_PAYEE: Final = "party_01KAM3Z4T0V6S8Q2YB5C9D7E1F"
_SHOWN: Final[dict[str, Any]] = {
    "id": "opn_01KAM3Z4T0V6S8Q2YB5C9D7E1F",
    "agreement": examples.AGREEMENT_ID,
    "as_of": "2026-03",
    "currency": "JPY",
    "entries": [{"kind": "unpaid", "payee": _PAYEE, "amount_minor": 234, "difference_minor": 0}],
    "differences": [],
    "balances": {f"payable:{_PAYEE}": 234, "opening": -234},
}
AgreementIdPath = Annotated[str, Path(max_length=64, examples=[examples.AGREEMENT_ID])]


class OpeningQuery(BaseModel):
    """What the sender says about the file.

    Attributes:
        as_of: Last month that the other books settled.
        approved_by: Stands for the figures. made_by: made them up; another.
        supersedes: Opening that this one corrects, with its reason.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    as_of: MonthText
    approved_by: PartyId
    made_by: PartyId | None = None
    supersedes: OpeningId | None = None
    reason: Text | None = None
    id: OpeningId | None = None


@router.post(
    "/agreements/{agreement_id}/opening",
    **uploads("Take an agreement over from other books", XLSX, _SPREADSHEET),
)
async def record_opening(
    call: UploadDep, agreement_id: AgreementIdPath, query: Annotated[OpeningQuery, Query()]
) -> JSONResponse:
    """Record an opening from a filled-in template: every line is accepted, or nothing is."""
    call.must_not_sign()
    await call.must_know([agreement_id])
    asked = Asked(agreement=agreement_id, **query.model_dump())
    done = await run_in_threadpool(_import, call, asked)
    if done.recorded is None:
        raise _refused(done)
    more = {"accepted": done.accepted, "totals": dict(done.totals)}
    more |= {"differences": list(done.differences), "warnings": list(done.warnings)}
    more |= await call.proof_of([done.recorded])
    return answer(done.recorded, f"/v1/agreements/{agreement_id}/opening", **more)


def _import(call: Call, asked: Asked) -> Imported:
    return import_books(call.register, call.body, asked, actor=call.caller.actor, request=call.key)


def _refused(done: Imported) -> RuleViolation:
    """Return the refusal that names the first cell, and lists all of them."""
    first = done.wrong[0]
    listed: list[dict[str, Any]] = [
        {"field": f"{one.sheet} {one.cell}", "code": one.code, "value": one.value,
         "expected": one.expected}
        for one in done.wrong[:_MOST_SHOWN]
    ]  # fmt: skip
    return RuleViolation(
        first.code,
        field=f"{first.sheet} {first.cell}",
        value=first.value,
        expected=first.expected,
        problems=listed,
    )


@router.get("/agreements/{agreement_id}/opening", **reads("Show an opening", _SHOWN))
def show_opening(
    register: RegisterDep, caller: ReaderDep, agreement_id: AgreementIdPath
) -> JSONResponse:
    """Show the figures an agreement came in with, their differences, and who stands for them."""
    with register.ledger.reading() as conn:
        shown = views.show(conn, agreement_id, caller.viewer)
        if shown is None:
            raise NotFound("opening-not-found", field="agreement", value=agreement_id)
        parties = {shown["payer"], shown["approved_by"], *shown["payees"]}
        names = names_known(conn, register, parties, of_persons=True)
    return JSONResponse(with_names(shown, names))


class Template(Response):
    """A spreadsheet to be filled in."""

    media_type = XLSX


@router.get(
    "/agreements/{agreement_id}/opening/template",
    response_class=Template,
    **serves("Fetch the template of an opening", XLSX, _SPREADSHEET),
)
def fetch_template(
    register: RegisterDep,
    caller: ReaderDep,
    agreement_id: AgreementIdPath,
    as_of: Annotated[MonthText, Query(description="Last month of the other books.")],
) -> Template:
    """Return the spreadsheet that asks for every figure the clauses need."""
    content = write_template(register, agreement_id, as_of, actor=caller.actor)
    headers = {"Content-Disposition": f'attachment; filename="{agreement_id}-{as_of}.xlsx"'}
    return Template(content, headers=headers)
