"""Payments: prepared with what they leave out, looked at, approved, written for the bank, settled.

A page shows what `daicho payments show` says, and its forms record the same commands.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query
from sqlalchemy import Connection
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.pages.desk import REFUSED, Desk, FormDep, Problem, StudioDesk
from api.pages.forms import Form
from api.pages.studio.payment_acts import ACTS, day_of
from api.pages.studio.seat import Seat, SeatDep, called, chosen, sent_seat
from api.pages.studio.upload import desk_status
from ledger.errors import NotFound, RuleViolation
from ledger.jobs.payments import prepare_payments, stored_files
from ledger.payments import shown as payments
from ledger.payments.prepare import Draft, Wanted, prepare
from ledger.payments.reasons import LeftOut
from ledger.payments.views import UNDER_WAY

router = APIRouter()

_PAGE: Final = 50
_ITEMS: Final = 100
_MOST_LEFT: Final = 500
_FILE_TYPE: Final = "application/octet-stream"
_ON_PAGES: Final = (
    "amount-too-large", "approval-missing", "no-bank-details", "registration-changed",
)  # fmt: skip
"""Reasons of which the remedy is said otherwise on pages than on the command line."""
_SETTLED: Final = ("in-payment", "already-paid", "nothing-payable", "set-off-whole")
Asking = Annotated[str, Query(max_length=64)]


@router.get("/studio/payments")
def list_payments(seat: SeatDep, status: Asking = "", after: Asking = "") -> Response:
    """List payments, the newest first."""
    if not seat.party:
        return chosen(seat, "/studio/payments")
    desk = seat.desk
    filters = {"payer": seat.party, **({"status": status} if status else {})}
    with desk.reading() as conn:
        found = payments.page(
            conn, desk.viewer, after=after or None, limit=_PAGE + 1, newest=True, **filters
        )
    items = found[:_PAGE]
    return desk.page(
        "studio/payments.html",
        title="payments.title",
        seat=seat,
        items=items,
        state=status,
        following=items[-1]["id"] if len(found) > _PAGE else None,
        is_first=not after,
        here=seat.to("/studio/payments", status=status),
    )


@router.get("/studio/payments/new")
def new_payment(seat: SeatDep, due: Asking = "") -> Response:
    """Ask up to which day, and show what would be paid and what would be left out."""
    if not seat.party:
        return chosen(seat, "/studio/payments/new")
    return _new(seat, Form({"due": (due,)} if due else {}))


def _new(seat: Seat, form: Form, problem: Problem | None = None) -> Response:
    desk = seat.desk
    drafts: list[Draft] = []
    names: dict[str, str] = {}
    if problem is None:
        try:
            wanted = _wanted(desk, seat.party, form)
            with desk.reading() as conn:
                drafts = prepare(conn, desk.register.vault, wanted, desk.today)
                names = called(desk, conn, [_payees(draft) for draft in drafts])
        except REFUSED as error:
            problem = desk.problem(error)
    left = [one for draft in drafts for one in draft.left_out]
    left.sort(key=lambda one: one.reason in _SETTLED)  # first what somebody can do something about
    return desk.page(
        "studio/payment_new.html",
        title="payments.new",
        status=desk_status(problem),
        seat=seat,
        form=form,
        problem=problem,
        due=form.text("due", desk.today.isoformat()),
        drafts=drafts,
        names=names,
        left=[_left(desk, one) for one in left[:_MOST_LEFT]],
        left_count=len(left),
        late=[one for draft in drafts for one in draft.late],
        total={one.asked.currency: _total(drafts, one.asked.currency) for one in drafts},
        key=desk.new_key(),
    )


def _payees(draft: Draft) -> list[str]:
    items = [item.paid_to for item in draft.items[:_ITEMS]]
    return [*items, *(one.payee for one in draft.left_out[:_MOST_LEFT])]


def _total(drafts: list[Draft], currency: str) -> int:
    some = (draft for draft in drafts if draft.asked.currency == currency)
    return sum(item.transfer_minor for draft in some for item in draft.items)


def _left(desk: Desk, one: LeftOut) -> dict[str, Any]:
    """Say why a statement is left out, and what can be done on these pages."""
    why, to_do = one.told(desk.lang)
    if one.reason in _ON_PAGES:
        to_do = desk.say(f"payments.todo-{one.reason}")
    return {
        "statement": one.statement,
        "payee": one.payee,
        "currency": one.currency,
        "amount_minor": one.amount_minor,
        "why": why,
        "to_do": to_do,
    }


def _wanted(desk: Desk, payer: str, form: Form) -> Wanted:
    return Wanted(
        payer,
        due=day_of(form, "due") or desk.today,
        pay_on=day_of(form, "pay_on"),
        toward="after" if form.text("toward") == "after" else "before",
        combine=form.flag("combine"),
        divide=form.flag("divide"),
    )


@router.post("/studio/payments/new")
async def prepare_payment(desk: StudioDesk, form: FormDep) -> Response:
    """Put on record what is to be paid."""
    return await run_in_threadpool(_prepare, sent_seat(desk, form), form)


def _prepare(seat: Seat, form: Form) -> Response:
    desk = seat.desk
    if form.text("do") == "look":
        return _new(seat, form)
    try:
        desk.caller.must_have("write")
        wanted = _wanted(desk, seat.party, form)
        key = desk.request_key(form)
        outcome = prepare_payments(desk.register, wanted, actor=desk.actor, request=key)
        if not outcome.payments:
            raise RuleViolation(
                "nothing-to-pay",
                "nothing is payable",
                field="due",
                value=form.text("due"),
                expected="statements that are due and in no payment",
            )
    except REFUSED as error:
        return _new(seat, form, desk.problem(error))
    first = outcome.payments[0].id
    path = f"/studio/payments/{first}" if len(outcome.payments) == 1 else "/studio/payments"
    return desk.see(seat.back(path), notice="payments.prepared")


@router.get("/studio/payments/{payment_id}")
def show_payment(
    seat: SeatDep, payment_id: str, start: Annotated[int, Query(ge=0, le=1_000_000)] = 0
) -> Response:
    """Show a payment: all of it to its payer."""
    return _page(seat, payment_id, Form(), start=start)


def _page(
    seat: Seat, id: str, form: Form, problem: Problem | None = None, start: int = 0
) -> Response:
    desk = seat.desk
    with desk.reading() as conn:
        payment = _payment(desk, conn, id)
        look = payments.looked_at(conn, payment)
        left = payments.left_out_of(desk.register.blobs, payment)
        items = payment["items"][start : start + _ITEMS]
        shown = [*items, *look["largest"], *look["first_to_account"][:_ITEMS]]
        ids = [[one["payee"], one["paid_to"]] for one in shown]
        names = called(desk, conn, [*ids, [one.payee for one in left[:_MOST_LEFT]]])
    under_way = [one for one in payment["items"] if one["status"] in UNDER_WAY]
    return desk.page(
        "studio/payment.html",
        title="payments.one",
        status=desk_status(problem),
        seat=seat,
        payment=payment,
        look=look,
        left=[_left(desk, one) for one in left[:_MOST_LEFT]],
        items=items,
        start=start,
        more=start + _ITEMS if len(payment["items"]) > start + _ITEMS else 0,
        under_way=under_way[:_MOST_LEFT],
        may=_may(desk, payment),
        names=names,
        form=form,
        problem=problem,
        key=desk.new_key(),
    )


def _payment(desk: Desk, conn: Connection, id: str) -> dict[str, Any]:
    shown = payments.show(conn, id, desk.viewer)
    if shown is None or "from_details" not in shown:  # a payee reads his own under /my
        raise NotFound("payment-not-found", field="id", value=id)
    return shown


def _may(desk: Desk, payment: Mapping[str, Any]) -> dict[str, bool]:
    """Return which buttons make sense now; the rules decide anyway."""
    status, approval = payment["status"], payment.get("approval") or {}
    acts = desk.actor.is_operator or desk.actor.party == payment["payer"]
    waits = bool(approval) and approval["status"] != "given"
    is_own = approval.get("made_by") == desk.actor.by
    return {
        "approve": acts and waits and not is_own and status == "prepared",
        "wait": acts and waits and is_own and status == "prepared",
        "export": acts and status == "prepared" and not waits,
        "files": acts and status == "exported" and desk.role != "auditor",
        "confirm": acts and status == "exported",
        "cancel": acts and status in UNDER_WAY,
    }


@router.get("/studio/payments/{payment_id}/files/{name}")
def payment_file(desk: StudioDesk, payment_id: str, name: str) -> Response:
    """Hand the payer a file for his bank; it holds people's names and accounts."""
    files = stored_files(desk.register, payment_id, desk.actor)
    if name not in files:
        raise NotFound("payment-file-not-found", field="name", value=name)
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(files[name], media_type=_FILE_TYPE, headers=headers)


@router.post("/studio/payments/{payment_id}")
async def act(desk: StudioDesk, form: FormDep, payment_id: str) -> Response:
    """Approve, refuse, export, confirm or cancel, as the button says."""
    return await run_in_threadpool(_act, sent_seat(desk, form), form, payment_id)


def _act(seat: Seat, form: Form, id: str) -> Response:
    desk, wanted = seat.desk, form.text("do")
    with desk.reading() as conn:
        payment = _payment(desk, conn, id)
    try:
        desk.caller.must_have("write")
        if wanted not in ACTS:
            raise RuleViolation("value-not-allowed", field="do", value=wanted, expected=[*ACTS])
        ACTS[wanted](desk, payment, form)
    except REFUSED as error:
        return _page(seat, id, form, desk.problem(error))
    return desk.see(seat.back(f"/studio/payments/{id}"), notice=f"payments.did-{wanted}")
