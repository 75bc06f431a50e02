"""Purchase documents and invoices: presented, confirmed, issued, read by whom they concern."""

from datetime import date
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Path, Query
from pydantic import Field
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response

from api import invoices_examples as examples
from api.auth import Caller, ReaderDep
from api.errors import CREATED
from api.filters import InvoiceFilters, PurchaseFilters
from api.openapi import issues, lists, reads, writes
from api.paging import PageDep
from api.reading import RegisterDep
from api.writing import CallDep, described
from contracts.figures import Language
from ledger.bootstrap import Register
from ledger.clock import tokyo_date
from ledger.door import Recorded
from ledger.errors import NotFound
from ledger.ids import PartyId, PurchaseId, ReportId, StatementId
from ledger.invoices import reading
from ledger.invoices.commands import (
    AgreePurchases,
    ClassOverride,
    ConfirmPurchase,
    InvoiceKind,
    ObjectPurchase,
    Place,
    SaleClass,
    SaleSubject,
    Sent,
)
from ledger.invoices.drafting import Asked
from ledger.invoices.sales import SaleAsked
from ledger.invoices.summary import summary, summary_csv
from ledger.jobs.invoice_files import PDF_TYPE, file_among
from ledger.jobs.invoices import issue_invoice
from ledger.jobs.purchases import Presented, present_period, present_statement
from ledger.parties.commands import NoteRegistration
from ledger.statements.prepare import statement_file
from ledger.statements.render import CSV_TYPE, JSON_TYPE
from ledger.values import PeriodText, Value

router = APIRouter(tags=["invoices"])

PurchaseIdPath = Annotated[str, Path(max_length=64, examples=[examples.PURCHASE_ID])]
InvoiceIdPath = Annotated[str, Path(max_length=64, examples=[examples.INVOICE_ID])]
PartyIdPath = Annotated[str, Path(max_length=64)]
Format = Annotated[Literal["json", "pdf"] | None, Query(description="The file as it was made.")]
Lang = Annotated[Language, Query(description="Of a PDF.")]
DayQuery = Annotated[date | None, Query(alias="on", description="How each stands on a day.")]
_MEDIA: Final = {"json": JSON_TYPE, "pdf": PDF_TYPE}


class PresentBody(Value):
    """A statement that is to be presented; `sent` is today, in the register, if left out."""

    statement: StatementId
    sent: Sent | None = None
    services_in: Place = "unknown"
    overrides: Annotated[tuple[ClassOverride, ...], Field(max_length=200)] = ()
    replaces: PurchaseId | None = None


class PeriodBody(Value):
    """All statements of a payer for a period that were not presented yet."""

    payer: PartyId
    period: PeriodText
    sent: Sent | None = None


class IssueBody(Value):
    """A report that is to be invoiced or credited; the day of issue is today if left out."""

    report: ReportId
    kind: InvoiceKind = "invoice"
    issued_on: date | None = None
    due_on: date | None = None
    subject: SaleSubject = "royalty"
    services_in: Place = "unknown"
    override: SaleClass | None = None
    is_plain: bool = False


@router.post("/purchase-clauses", **writes("Agree on silence", AgreePurchases, examples.CLAUSE))
async def agree_purchases(call: CallDep) -> JSONResponse:
    """Record a clause by which silence confirms purchase documents, or its end."""
    return await call.record(call.read(AgreePurchases))


@router.post("/purchases", **writes("Present a statement", PresentBody, examples.PRESENTED))
async def present(call: CallDep) -> JSONResponse:
    """Present a statement to its payee as the payer's purchase document."""
    body = call.read(PresentBody)
    sent = _sent(body.sent, call.register)
    asked = Asked(sent, body.services_in, body.overrides, body.replaces)

    def job() -> Recorded:
        actor = call.caller.actor
        return present_statement(
            call.register, body.statement, asked, actor=actor, request=call.key
        )

    return await call.work(job, location="/v1/purchases/{id}")


@router.post(
    "/purchases/period",
    **issues("Present a period", PeriodBody, examples.PERIOD, examples.PURCHASE_LISTED),
)
async def present_all(call: CallDep) -> JSONResponse:
    """Present all statements of a payer for a period; what cannot be is left out and named."""
    body = call.read(PeriodBody)
    call.must_not_sign()
    actor = call.caller.actor

    def job() -> Presented:
        sent = _sent(body.sent, call.register)
        return present_period(call.register, body.payer, body.period, sent, actor=actor)

    done = await run_in_threadpool(job)
    left = [
        {
            "statement": one.statement,
            "payee": one.payee,
            "payable_minor": one.payable_minor,
            "code": one.refusal.code,
        }
        for one in done.left_out
    ]
    items = [described(one) for one in done.recorded]
    content = {"items": items, "left_out": left, "unpaid": done.unpaid}
    return JSONResponse(content, CREATED.value)


@router.post(
    "/purchases/{purchase_id}/confirmation",
    **writes("Confirm a document", ConfirmPurchase, examples.CONFIRMED, in_path=["purchase"]),
)
async def confirm(call: CallDep, purchase_id: PurchaseIdPath) -> JSONResponse:
    """Confirm a purchase document, as whoever is paid by it."""
    return await call.record(call.read(ConfirmPurchase, purchase=purchase_id))


@router.post(
    "/purchases/{purchase_id}/objections",
    **writes("Object to a document", ObjectPurchase, examples.OBJECTED, in_path=["purchase"]),
)
async def object_to(call: CallDep, purchase_id: PurchaseIdPath) -> JSONResponse:
    """Say that something in a purchase document is wrong."""
    return await call.record(call.read(ObjectPurchase, purchase=purchase_id))


@router.get("/purchases", **lists("List purchase documents", examples.PURCHASE_LISTED))
def list_purchases(
    register: RegisterDep,
    caller: ReaderDep,
    page: PageDep,
    filters: Annotated[PurchaseFilters, Query()],
    on: DayQuery = None,
) -> JSONResponse:
    """List the documents that concern this caller, and how each stands."""
    with register.ledger.reading() as conn:
        asked: dict[str, Any] = {**filters.given(), "after": page.after, "limit": page.fetch}
        items = reading.purchases(conn, caller.viewer, on or _today(register), **asked)
    return page.answer(items)


@router.get(
    "/purchases/{purchase_id}", **reads("Show a purchase document", examples.PURCHASE_SHOWN)
)
def show_purchase(
    register: RegisterDep,
    caller: ReaderDep,
    purchase_id: PurchaseIdPath,
    format: Format = None,
    lang: Lang = "ja",
    on: DayQuery = None,
) -> Response:
    """Show a document, or fetch a file of it; what may be credited is told to its payer alone."""
    with register.ledger.reading() as conn:
        day = on or _today(register)
        shown = reading.show_purchase(conn, purchase_id, caller.viewer, day)
    return _answer(register, shown, purchase_id, (format, lang))


@router.post("/issued-invoices", **writes("Issue an invoice", IssueBody, examples.ISSUED))
async def issue(call: CallDep) -> JSONResponse:
    """Invoice a licensee for a report, or credit what a corrected report makes less."""
    body = call.read(IssueBody)
    issued_on = body.issued_on or _today(call.register)
    asked = SaleAsked(
        kind=body.kind,
        report=body.report,
        issued_on=issued_on,
        due_on=body.due_on or issued_on,
        subject=body.subject,
        services_in=body.services_in,
        override=body.override,
        is_plain=body.is_plain,
    )

    def job() -> Recorded:
        return issue_invoice(call.register, asked, actor=call.caller.actor, request=call.key)

    return await call.work(job, location="/v1/issued-invoices/{id}")


@router.get("/issued-invoices", **lists("List invoices", examples.INVOICE_SHOWN))
def list_invoices(
    register: RegisterDep,
    caller: ReaderDep,
    page: PageDep,
    filters: Annotated[InvoiceFilters, Query()],
) -> JSONResponse:
    """List the invoices and credit notes that this caller may read, in order of id."""
    with register.ledger.reading() as conn:
        asked: dict[str, Any] = {**filters.given(), "after": page.after, "limit": page.fetch}
        items = reading.invoices(conn, caller.viewer, **asked)
    return page.answer(items)


@router.get("/issued-invoices/{invoice_id}", **reads("Show an invoice", examples.INVOICE_SHOWN))
def show_invoice(
    register: RegisterDep,
    caller: ReaderDep,
    invoice_id: InvoiceIdPath,
    format: Format = None,
    lang: Lang = "ja",
) -> Response:
    """Show an invoice or a credit note, or fetch a file of it."""
    with register.ledger.reading() as conn:
        shown = reading.show_invoice(conn, invoice_id, caller.viewer)
    return _answer(register, shown, invoice_id, (format, lang))


@router.get("/invoices/summary", **lists("Sum up for a tax return", examples.SUMMED))
def sum_up(  # noqa: PLR0913, PLR0917 - one argument per part of the query
    register: RegisterDep,
    caller: ReaderDep,
    payer: Annotated[str, Query(max_length=64, description="Who pays and issues.")],
    first: Annotated[date, Query(alias="from", description="First day.")],
    last: Annotated[date, Query(alias="to", description="Last day.")],
    on: DayQuery = None,
    format: Annotated[Literal["json", "csv"], Query()] = "json",
) -> Response:
    """Sum a payer's purchases and sales by class and rate; read by the payer and the operator."""
    _must_be(caller, payer)
    with register.ledger.reading() as conn:
        rows = summary(conn, payer, first, last, on or _today(register))
    if format == "csv":
        return Response(summary_csv(rows), media_type=f"{CSV_TYPE}; charset=utf-8")
    return JSONResponse({"items": rows})


@router.post(
    "/parties/{party_id}/registration",
    **writes("Note a registration", NoteRegistration, examples.REGISTRATION, in_path=["party"]),
)
async def note_registration(call: CallDep, party_id: PartyIdPath) -> JSONResponse:
    """Record that a party's registration as invoice issuer began or ended."""
    return await call.record(call.read(NoteRegistration, party=party_id))


def _must_be(caller: Caller, payer: str) -> None:
    """Refuse others than the payer; they hear that there is nothing."""
    if not (caller.actor.is_operator or caller.actor.party == payer):
        raise NotFound("party-not-found", field="payer", value=payer)


def _sent(sent: Sent | None, register: Register) -> Sent:
    return sent or Sent(on=_today(register))


def _today(register: Register) -> date:
    return tokyo_date(register.clock.now())


def _answer(
    register: Register, shown: dict[str, Any] | None, id: str, asked: tuple[str | None, Language]
) -> Response:
    """Answer with what is shown, or with a file of it."""
    if shown is None:
        raise NotFound("invoice-not-found", field="id", value=id)
    format, lang = asked
    if format is None:
        return JSONResponse(shown)
    content = statement_file(register.blobs, file_among(shown["files"], format, lang))
    name = f"{id}.{lang}.pdf" if format == "pdf" else f"{id}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=_MEDIA[format], headers=headers)
