"""Payments in several steps: prepared on a snapshot, files sealed and recorded, results taken."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from typing import Any, Final

from sqlalchemy import Connection

from contracts.banking.foreign import ForeignAccount
from contracts.banking.transfers import Account
from ledger.approvals.views import require_approved
from ledger.bank_details.details import FIELD
from ledger.bootstrap import Register
from ledger.clock import tokyo_date
from ledger.command import SYSTEM, Actor, RequestKey
from ledger.door import Recorded
from ledger.errors import Conflict, Forbidden, RuleViolation
from ledger.ids import PAYMENT, new_id
from ledger.payments.bank_files import Batch, Sender, Written, write_files
from ledger.payments.banks_check import opened_accounts, rows_of_details
from ledger.payments.closing_rules import refuse_taken
from ledger.payments.commands import (
    BankFile,
    ConfirmPayment,
    ExportPayment,
    LeftOutSum,
    PreparePayment,
    SealedFile,
    items_digest,
)
from ledger.payments.prepare import Draft, Wanted, prepare
from ledger.payments.reasons import LeftOut, listed
from ledger.payments.results import ResultProfile, read_result
from ledger.payments.rules import KIND, OUTDATED, must_be_exportable, must_still_go
from ledger.payments.sealing import open_file, seal_file
from ledger.payments.shown import payment_of
from ledger.payments.views import CANCELLED, EXPORTED, items_in
from ledger.store.state import Row, State
from ledger.store.views import unpack
from ledger.vault.watching import note

Progress = Callable[[int, int], None]

MOST_ATTEMPTS: Final = 5
_LIST_TYPE: Final = "application/json"


@dataclass(frozen=True, slots=True)
class PaymentPut:
    """A payment that was put on record."""

    id: str
    recorded: Recorded


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of preparing.

    Attributes:
        payments: One for each currency and day.
        left_out: What was asked for and is in none, with the reason.
        late: What cannot be paid in time any more.
    """

    payments: tuple[PaymentPut, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    late: tuple[dict[str, Any], ...] = ()


def prepare_payments(
    register: Register,
    wanted: Wanted,
    *,
    actor: Actor = SYSTEM,
    request: RequestKey | None = None,
    progress: Progress | None = None,
) -> Outcome:
    """Put on record what a payer is to pay.

    Args:
        register: Where.
        wanted: Of whom, up to when.
        actor: Who asks: the payer or the operator, with a token.
        request: Idempotency key; repeated, it returns what it put on record.
        progress: Called with (statements looked at, statements in all).

    Raises:
        Refused: Nothing was put on record.
        Conflict: `payment-outdated`: things kept changing; or `statement-in-payment`: somebody else
            pays the same at the same time.
    """
    actor.must_act_for(wanted.payer, "payer")
    if request and (earlier := _earlier(register, request)):
        return Outcome(payments=earlier)
    attempts = 0
    while True:
        attempts += 1
        today = tokyo_date(register.clock.now())
        with register.ledger.reading() as conn:
            drafts = prepare(conn, register.vault, wanted, today)
        try:
            return _record(register, drafts, (actor, request), progress)
        except Conflict as conflict:
            if conflict.code != OUTDATED or attempts == MOST_ATTEMPTS:
                raise


def _earlier(register: Register, request: RequestKey) -> tuple[PaymentPut, ...]:
    found: list[PaymentPut] = []
    while replay := register.ledger.replay(PreparePayment, _key(request, len(found))):
        found.append(PaymentPut(_payment_of(replay), replay))
    return tuple(found)


def _payment_of(recorded: Recorded) -> str:
    """Return the id the fact carries: that of the first time, when a request came twice at once."""
    return str(getattr(recorded.events[0], "id", ""))


def _key(request: RequestKey, number: int) -> RequestKey:
    return replace(request, key=f"{request.key}/{number}")


def _record(
    register: Register,
    drafts: list[Draft],
    asked_by: tuple[Actor, RequestKey | None],
    progress: Progress | None,
) -> Outcome:
    actor, request = asked_by
    total = sum(len(draft.items) + len(draft.left_out) for draft in drafts)
    put: list[PaymentPut] = []
    done = 0
    for draft in drafts:
        if draft.items:
            command = _command(register, draft)
            key = _key(request, len(put)) if request else None
            recorded = register.ledger.record(command, actor, key)
            put.append(PaymentPut(_payment_of(recorded), recorded))
        done += len(draft.items) + len(draft.left_out)
        if progress:
            progress(done, total)
    return Outcome(
        tuple(put),
        tuple(left for draft in drafts for left in draft.left_out),
        tuple(late for draft in drafts for late in draft.late),
    )


def _command(register: Register, draft: Draft) -> PreparePayment:
    left = None
    if draft.left_out:
        left = LeftOutSum(
            count=len(draft.left_out),
            amount_minor=sum(one.amount_minor for one in draft.left_out),
            file=register.blobs.put(listed(draft.left_out), media_type=_LIST_TYPE),
        )
    asked = draft.asked
    return PreparePayment(
        id=new_id(PAYMENT, register.clock, register.entropy),
        payer=asked.payer,
        from_details=draft.from_details,
        pay_on=asked.pay_on,
        currency=asked.currency,
        combine=asked.combine,
        divide=asked.divide,
        left_out=left,
        items_sha256=items_digest(draft.items),
        items=draft.items,
    )


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """What the bank wants to know, or how it wants the file.

    Attributes:
        client_code: 委託者コード.
        payer_bic: With `payer_name`, for payments abroad from an account in Japan.
        line_end: After each record: CR LF, or nothing.
    """

    client_code: str = ""
    payer_bic: str = ""
    payer_name: str = ""
    line_end: bytes = field(default=b"\r\n")


@dataclass(frozen=True, slots=True)
class Exported:
    """The files of a payment.

    Attributes:
        files: Name to bytes.
        exported: When and by whom they were made: as on record.
        is_new: False where they were made before; the bytes are the same.
    """

    files: dict[str, bytes]
    exported: dict[str, Any]
    is_new: bool


def export_payment(
    register: Register,
    payment: str,
    options: ExportOptions,
    *,
    actor: Actor = SYSTEM,
    request: RequestKey | None = None,
) -> Exported:
    """Make the files of an approved payment, or hand out again those that were made.

    Args:
        register: Where.
        payment: Its id.
        options: What the bank wants.
        actor: Who asks: the payer or the operator.
        request: Idempotency key.

    Raises:
        Conflict: Nobody else approved it, or it was called off.
        RuleViolation: The bank cannot read something; nothing was recorded.
    """
    with register.ledger.reading() as conn:
        row = payment_of(conn, payment, actor)
        if row["status"] != CANCELLED and (made := unpack(row["doc"]).get("exported")):
            return Exported(_stored(register, conn, payment, made), made, is_new=False)
        must_be_exportable(row)
        require_approved(conn, KIND, payment, "payment")
        must_still_go(conn, row, items_in(conn, payment), tokyo_date(register.clock.now()))
        written = _written(register, conn, row, options)
    command = ExportPayment(
        payment=payment, files=tuple(_sealed(register, payment, one) for one in written)
    )
    try:
        register.ledger.record(command, actor, request)
    except Conflict as conflict:
        if conflict.code != "payment-exported":  # by somebody else, just now
            raise
    with register.ledger.reading() as conn:
        made = unpack(payment_of(conn, payment, actor)["doc"])["exported"]
        return Exported(_stored(register, conn, payment, made), made, is_new=True)


def _written(
    register: Register, conn: Connection, row: Row, options: ExportOptions
) -> list[Written]:
    items = items_in(conn, row["id"])
    own = row["from_details"]
    accounts = opened_accounts(conn, register.vault, {own, *(i["details_id"] for i in items)})
    _must_have_all(accounts, {own: own, **{i["details_id"]: i["statement_id"] for i in items}})
    sender = Sender(accounts[own], options.client_code, options.payer_bic, options.payer_name)
    batch = Batch(
        payment=row["id"],
        pay_on=date.fromisoformat(row["pay_on"]),
        currency=row["currency"],
        made_at=register.clock.now(),
        items=items,
        accounts=accounts,
        divide=unpack(row["doc"])["divide"],
        line_end=options.line_end,
    )
    return write_files(sender, batch)


def _must_have_all(accounts: dict[str, Account | ForeignAccount], wanted: dict[str, str]) -> None:
    for details, about in wanted.items():
        if details not in accounts:
            raise RuleViolation(
                "account-lost",
                "an account was erased after the payment was prepared; cancel and prepare again",
                field="details",
                value=about,
                expected="accounts that can be opened",
            )


def _sealed(register: Register, payment: str, one: Written) -> BankFile:
    file = seal_file(register.vault, register.blobs, one.data, one.name, payment)
    return BankFile(route=one.route, count=one.count, total_minor=one.total_minor, file=file)


def _stored(
    register: Register, conn: Connection, payment: str, made: dict[str, Any]
) -> dict[str, bytes]:
    """Open the files that were made; whose accounts they tell is noted, as if each were opened."""
    told = rows_of_details(conn, {row["details_id"] for row in items_in(conn, payment)})
    note((row["subject"], FIELD) for row in told)
    files = [SealedFile.model_validate(one["file"]) for one in made["files"]]
    return {file.name: open_file(register.vault, register.blobs, file, payment) for file in files}


def stored_files(register: Register, payment: str, actor: Actor) -> dict[str, bytes]:
    """Return the files that were made of a payment, to its payer and the operator alone.

    Raises:
        NotFound: There is no such payment; a payee hears the same.
        Forbidden: `bank-numbers-closed`: an auditor sees a payment and nobody's account.
        Conflict: `payment-cancelled`: nobody is to send them any more.
    """
    with register.ledger.reading() as conn:
        row = payment_of(conn, payment, actor)
        if actor.role == "auditor":
            raise Forbidden(
                "bank-numbers-closed", field="role", value=actor.role, expected="studio"
            )
        if row["status"] == CANCELLED:
            must_be_exportable(row)
        made = unpack(row["doc"]).get("exported")
        return _stored(register, conn, payment, made) if made else {}


def is_sent(row: Row) -> bool:
    """Tell whether the bank may have a payment."""
    return bool(row["status"] == EXPORTED)


def confirm_payment(
    register: Register,
    payment: str,
    data: bytes,
    profile: ResultProfile,
    *,
    on: date | None = None,
    actor: Actor = SYSTEM,
) -> Recorded:
    """Take the bank's word on a payment from its file.

    Args:
        register: Where.
        payment: Its id.
        data: The bank's file.
        profile: Which column is what.
        on: The day on which it was paid; the day of the payment if left out.
        actor: Who asks: the payer or the operator.

    Raises:
        Refused: It is another payment's file, another day's, or was taken before.
    """
    with register.ledger.reading() as conn:
        row = payment_of(conn, payment, actor)
        refuse_taken(State(conn), sha256(data).hexdigest())
        found = read_result(conn, data, profile, row, items_in(conn, payment))
    command = ConfirmPayment(
        payment=payment,
        on=on or date.fromisoformat(row["pay_on"]),
        paid=found.paid,
        returned=found.returned,
        result=seal_file(register.vault, register.blobs, data, f"{payment}-result.csv", payment),
    )
    return register.ledger.record(command, actor)


def all_paid(register: Register, payment: str, on: date, actor: Actor) -> ConfirmPayment:
    """Return the command that says that everything still under way was paid."""
    with register.ledger.reading() as conn:
        payment_of(conn, payment, actor)
        paid = [row["statement_id"] for row in items_in(conn, payment) if is_sent(row)]
    return ConfirmPayment(payment=payment, on=on, paid=tuple(paid))
