"""Payments: prepared, written for the bank, confirmed; a payee reads what pays him alone."""

from datetime import date
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Path, Query
from pydantic import Field
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response

from api import payments_examples as examples
from api.auth import ReaderDep
from api.errors import CREATED
from api.filters import Filters
from api.openapi import asks, issues, lists, reads, serves, writes
from api.paging import PageDep
from api.publishing import APPLIED, WAIT
from api.reading import RegisterDep, found
from api.writing import REPLAYED, CallDep, described
from ledger.errors import NotFound
from ledger.ids import PartyId, StatementId
from ledger.jobs.payments import (
    Exported,
    ExportOptions,
    Outcome,
    export_payment,
    prepare_payments,
    stored_files,
)
from ledger.payments import shown as payments
from ledger.payments.commands import CancelPayment, ConfirmPayment, Returned
from ledger.payments.prepare import Wanted
from ledger.values import Currency, DocumentRef, LongText, Value

router = APIRouter(tags=["payments"])

PaymentIdPath = Annotated[str, Path(max_length=64, examples=[examples.PAYMENT_ID])]
FilePath = Annotated[str, Path(max_length=96, examples=[f"{examples.PAYMENT_ID}-20270129-1.txt"])]
_FILE_TYPE: Final = "application/octet-stream"
_LINE_ENDS: Final = {"crlf": b"\r\n", "none": b""}


class PaymentFilters(Filters):
    """Narrows payments."""

    payer: Annotated[str | None, Query(max_length=64)] = None
    status: Literal["prepared", "exported", "done", "cancelled"] | None = None
    currency: Annotated[str | None, Query(max_length=3)] = None


class PrepareBody(Value):
    """Which payments are wanted.

    Attributes:
        due: Statements up to this day of payment.
        statements: These alone, due or not.
        pay_on: One day for all; else each statement's own.
        toward: Which way a day moves on which banks rest.
        received: Statement to the day on which commissioned work came in.
        as_stated: Statements whose consumption tax stands by agreement, although the payee's
            registration as an invoice issuer began or ended since.
        combine: One transfer for all statements of one account.
        divide: More than ten digits go as several transfers.
    """

    payer: PartyId
    due: date | None = None
    statements: Annotated[tuple[StatementId, ...], Field(max_length=20_000)] = ()
    currency: Currency | None = None
    pay_on: date | None = None
    toward: Literal["before", "after"] = "before"
    received: dict[str, date] = Field(default_factory=dict)
    as_stated: Annotated[tuple[StatementId, ...], Field(max_length=20_000)] = ()
    combine: bool = False
    divide: bool = False


class ExportBody(Value):
    """What the bank wants to know, or how it wants the file.

    Attributes:
        client_code: Ten digits that the bank gave (委託者コード).
        payer_bic: With `payer_name`, for payments abroad from an account in Japan.
    """

    client_code: str = Field(default="", max_length=10)
    payer_bic: str = Field(default="", max_length=11)
    payer_name: str = Field(default="", max_length=70)
    line_end: Literal["crlf", "none"] = "crlf"


class ConfirmBody(Value):
    """What became of transfers, as somebody read it in the bank's papers."""

    on: date
    paid: Annotated[tuple[StatementId, ...], Field(max_length=20_000)] = ()
    returned: Annotated[tuple[Returned, ...], Field(max_length=20_000)] = ()


class CancelBody(Value):
    """Why a payment is called off, and what shows that no bank has it."""

    reason: LongText
    not_sent: DocumentRef | None = None


@router.post(
    "/payments", **issues("Prepare payments", PrepareBody, examples.PREPARE, examples.PREPARED)
)
async def prepare_due(call: CallDep) -> JSONResponse:
    """Put what is due together; what is left out is listed with its reason."""
    body = call.read(PrepareBody)
    call.must_not_sign()
    call.caller.actor.must_act_for(body.payer, "payer")
    wanted = Wanted(**dict(body))

    def job() -> Outcome:
        return prepare_payments(call.register, wanted, actor=call.caller.actor, request=call.key)

    outcome = await run_in_threadpool(job)
    recorded = [put.recorded for put in outcome.payments]
    proof = await call.proof_of(recorded) if recorded else {}
    is_again = recorded and all(one.replayed for one in recorded)
    headers = {REPLAYED: "true"} if is_again else {}
    if proof:
        headers[APPLIED] = WAIT
    answer = {
        "items": [described(one) for one in recorded],
        "left_out": [one.as_data() for one in outcome.left_out],
        "late": list(outcome.late),
        **proof,
    }
    return JSONResponse(answer, CREATED.value, headers)


@router.get("/payments", **lists("List payments", examples.PAYMENT_LISTED))
def list_payments(
    register: RegisterDep,
    caller: ReaderDep,
    page: PageDep,
    filters: Annotated[PaymentFilters, Query()],
) -> JSONResponse:
    """List the payments that this caller makes or gets, in order of id."""
    with register.ledger.reading() as conn:
        asked = filters.given()
        items = payments.page(
            conn, caller.viewer, after=page.after, limit=page.fetch, newest=False, **asked
        )
    return page.answer(items)


@router.get("/payments/{payment_id}", **reads("Show a payment", examples.PAYMENT_SHOWN))
def show_payment(
    register: RegisterDep, caller: ReaderDep, payment_id: PaymentIdPath
) -> JSONResponse:
    """Show a payment: all of it to its payer, to a payee what pays him."""
    with register.ledger.reading() as conn:
        return found(payments.show(conn, payment_id, caller.viewer), "payment", payment_id)


@router.get(
    "/payments/{payment_id}/left-out",
    **reads("List what a payment left out", examples.LEFT_OUT),
)
def show_left_out(
    register: RegisterDep, caller: ReaderDep, payment_id: PaymentIdPath
) -> JSONResponse:
    """List what was asked for and not taken, each with its reason and what to do."""
    with register.ledger.reading() as conn:
        shown = payments.show(conn, payment_id, caller.viewer)
    if shown is None:
        raise NotFound("payment-not-found", field="id", value=payment_id)
    some = payments.left_out_of(register.blobs, shown)
    return JSONResponse({"items": [one.as_data() for one in some]})


@router.post(
    "/payments/{payment_id}/files",
    **asks("Make a payment's files", ExportBody, examples.EXPORT, examples.EXPORTED),
)
async def make_files(call: CallDep, payment_id: PaymentIdPath) -> JSONResponse:
    """Make the files of an approved payment; made before, they are the same."""
    body = call.read(ExportBody)
    call.must_not_sign()
    options = ExportOptions(
        body.client_code, body.payer_bic, body.payer_name, _LINE_ENDS[body.line_end]
    )

    def job() -> Exported:
        return export_payment(
            call.register, payment_id, options, actor=call.caller.actor, request=call.key
        )

    made = await run_in_threadpool(job)
    return JSONResponse({"payment": payment_id, "is_new": made.is_new, "exported": made.exported})


@router.get(
    "/payments/{payment_id}/files/{name}",
    response_class=Response,
    **serves("Fetch a file of a payment", _FILE_TYPE, "1210..."),
)
def fetch_file(
    register: RegisterDep, caller: ReaderDep, payment_id: PaymentIdPath, name: FilePath
) -> Response:
    """Hand the payer a file for his bank; it holds people's names and accounts."""
    files = stored_files(register, payment_id, caller.actor)
    if name not in files:
        raise NotFound("payment-file-not-found", field="name", value=name, expected=sorted(files))
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(files[name], media_type=_FILE_TYPE, headers=headers)


@router.post(
    "/payments/{payment_id}/outcome",
    **writes("Say what became of a payment", ConfirmBody, examples.CONFIRM),
)
async def confirm(call: CallDep, payment_id: PaymentIdPath) -> JSONResponse:
    """Record what was paid and what came back."""
    body = call.read(ConfirmBody)
    return await call.record(ConfirmPayment(payment=payment_id, **dict(body)), knows=[payment_id])


@router.post(
    "/payments/{payment_id}/cancellation",
    **writes("Call a payment off", CancelBody, examples.CANCEL),
)
async def cancel(call: CallDep, payment_id: PaymentIdPath) -> JSONResponse:
    """Call a payment off; after its files were made, with what shows that no bank has them."""
    body = call.read(CancelBody)
    return await call.record(CancelPayment(payment=payment_id, **dict(body)), knows=[payment_id])
