"""Payments as the register knows them: what they pay of which statement, and how far they came.

Of a statement at most one item is under way at a time (`prepared`, `exported`). What is
`paid` stays; what was `returned` or `cancelled` is payable again.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import partial
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Index, Table, select
from sqlmodel import Field

from ledger.access.views import involve
from ledger.bank_details.views import note_returned
from ledger.clock import stamp
from ledger.disputes.holding_views import tell_payment
from ledger.event import Event, Place
from ledger.payments.commands import SealedFile
from ledger.payments.events import (
    PaymentCancelled,
    PaymentConfirmed,
    PaymentExported,
    PaymentPrepared,
)
from ledger.statements.payee_views import note_back, note_paid
from ledger.statements.tax_parts import Sent, sent_by
from ledger.statements.tax_views import TaxPaymentRow, keep_tax
from ledger.statements.views import StatementRow
from ledger.store.handler import Projection
from ledger.store.state import Row, State
from ledger.store.views import View, integer, pack, table_of, text, unpack

Source = State | Connection

PREPARED: Final = "prepared"
EXPORTED: Final = "exported"
PAID: Final = "paid"
RETURNED: Final = "returned"
CANCELLED: Final = "cancelled"
DONE: Final = "done"
UNDER_WAY: Final = (PREPARED, EXPORTED)
LIVING: Final = (*UNDER_WAY, PAID)

_PER_QUERY: Final = 500


class PaymentRow(View, table=True):
    """One payment. `status` is that of its items until all came to an end: then it is `done`."""

    __tablename__ = "v_payment"

    id: str = Field(sa_column=text(key=True))
    payer: str = Field(sa_column=text(index=True))
    from_details: str = Field(sa_column=text())
    pay_on: str = Field(sa_column=text())
    currency: str = Field(sa_column=text())
    status: str = Field(sa_column=text())
    count: int = Field(sa_column=integer())
    amount_minor: int = Field(sa_column=integer())
    transfer_minor: int = Field(sa_column=integer())
    left_out_count: int = Field(sa_column=integer())
    left_out_minor: int = Field(sa_column=integer())
    made_by: str | None = Field(sa_column=text(null=True))
    entry_index: int = Field(sa_column=integer())
    doc: str = Field(sa_column=text())


class PaymentItemRow(View, table=True):
    """What one payment pays of one statement. `paid_on` is the day that the bank says."""

    __tablename__ = "v_payment_item"
    # Which statements of a payer are under way or paid is read from this index alone.
    __table_args__ = (Index("v_payment_item_far", "payer", "status", "is_rest", "statement_id"),)

    payment_id: str = Field(sa_column=text(key=True))
    statement_id: str = Field(sa_column=text(key=True, index=True))
    payer: str = Field(sa_column=text())
    payee: str = Field(sa_column=text())
    paid_to: str = Field(sa_column=text(index=True))
    currency: str = Field(sa_column=text())
    amount_minor: int = Field(sa_column=integer())
    consumption_tax_minor: int = Field(sa_column=integer())
    withholding_minor: int = Field(sa_column=integer())
    transfer_minor: int = Field(sa_column=integer())
    held_minor: int = Field(sa_column=integer())
    set_off_minor: int = Field(sa_column=integer())
    pay_on: str = Field(sa_column=text())
    paid_on: str | None = Field(sa_column=text(null=True))
    status: str = Field(sa_column=text())
    details_id: str = Field(sa_column=text(index=True))
    route: str = Field(sa_column=text())
    reference: str = Field(sa_column=text())
    is_first: int = Field(sa_column=integer())
    is_rest: int = Field(sa_column=integer())
    entry_index: int = Field(sa_column=integer())
    doc: str = Field(sa_column=text())


class PaymentResultRow(View, table=True):
    """A result file of a bank that was taken; the same file is not taken twice."""

    __tablename__ = "v_payment_result"

    sha256: str = Field(sa_column=text(key=True))
    payment_id: str = Field(sa_column=text())
    entry_index: int = Field(sa_column=integer())


class PaymentAccountRow(View, table=True):
    """An account to which a payment was sent: what goes there is no first payment any more."""

    __tablename__ = "v_payment_account"

    details_id: str = Field(sa_column=text(key=True))
    first_payment: str = Field(sa_column=text())
    entry_index: int = Field(sa_column=integer())


def payment_prepared(event: PaymentPrepared, state: State, place: Place) -> None:
    """Put a payment and its items on the register."""
    left = event.left_out
    state.put(
        PaymentRow,
        id=event.id,
        payer=event.payer,
        from_details=event.from_details,
        pay_on=event.pay_on.isoformat(),
        currency=event.currency,
        status=PREPARED,
        count=event.totals.count,
        amount_minor=event.totals.amount,
        transfer_minor=event.totals.transfer,
        left_out_count=left.count if left else 0,
        left_out_minor=left.amount_minor if left else 0,
        made_by=event.made_by,
        entry_index=place.index,
        doc=pack(
            {
                "totals": event.totals.model_dump(),
                "combine": event.combine,
                "divide": event.divide,
                "left_out": left.model_dump(exclude_none=True) if left else None,
                "prepared_at": stamp(place.recorded_at),
            }
        ),
    )
    involve(state, event.id, event.payer)
    for item in event.items:
        _put_item(item.model_dump(mode="json"), event, state, place)
        for party in (item.payee, item.paid_to):
            involve(state, event.id, party, "payee")
    _tell_taxes(state, [item.statement for item in event.items])


_COLUMNS: Final = (
    "payee", "paid_to", "amount_minor", "consumption_tax_minor", "withholding_minor",
    "transfer_minor", "held_minor", "set_off_minor", "route", "reference",
)  # fmt: skip
_BESIDE: Final = ("incomes", "freelance", "received_on", "pay_by", "as_stated")


def _put_item(item: Mapping[str, Any], event: PaymentPrepared, state: State, place: Place) -> None:
    state.put(
        PaymentItemRow,
        payment_id=event.id,
        statement_id=item["statement"],
        payer=event.payer,
        currency=event.currency,
        pay_on=event.pay_on.isoformat(),
        paid_on=None,
        status=PREPARED,
        details_id=item["details"],
        is_first=int(item["is_first"]),
        is_rest=int(item["is_rest"]),
        entry_index=place.index,
        doc=pack({name: item[name] for name in _BESIDE if item.get(name) is not None}),
        **{name: item[name] for name in _COLUMNS},
    )
    tell_payment(
        state, item["statement"], event.id, pay_on=event.pay_on.isoformat(), status=PREPARED,
        taken=item["incomes"],
    )  # fmt: skip


def payment_exported(event: PaymentExported, state: State, place: Place) -> None:
    """Note which files went to the bank."""
    files = [file.model_dump(mode="json", exclude_none=True) for file in event.files]
    said = {"by": event.exported_by, "files": files, **_when(place)}
    _move(event.payment, EXPORTED, state, exported=said)
    for item in state.select(PaymentItemRow, payment_id=event.payment):
        if state.get(PaymentAccountRow, item["details_id"]) is None:
            state.put(
                PaymentAccountRow,
                details_id=item["details_id"],
                first_payment=event.payment,
                entry_index=place.index,
            )


def payment_confirmed(event: PaymentConfirmed, state: State, place: Place) -> None:
    """Note what became of each transfer; the payment is done when nothing is under way."""
    for each in event.outcomes:
        row = state.require(PaymentItemRow, event.payment, each.statement, field="outcomes")
        doc = unpack(row["doc"]) | ({"reason": each.reason} if each.reason else {})
        changes = {"status": each.status, "doc": pack(doc), "entry_index": place.index}
        if each.status == PAID:
            changes["paid_on"] = event.on.isoformat()
        else:
            changes["doc"] = pack(doc | {"returned_on": event.on.isoformat()})
        state.change(PaymentItemRow, event.payment, each.statement, **changes)
        _tell(state, {**row, "status": each.status})
        _tell_payee(state, {**row, "status": each.status}, event.on.isoformat())
        if each.status == RETURNED:
            note_returned(state, each.details, place, event.on)
    _tell_taxes(state, [each.statement for each in event.outcomes])
    if event.result is not None:
        _keep_result(event.result, event.payment, state, place)
    row = state.require(PaymentRow, event.payment, field="payment")
    doc = unpack(row["doc"])
    counts = dict.fromkeys((PAID, RETURNED), 0)
    for each in event.outcomes:
        counts[each.status] += 1
    result = event.result.model_dump(mode="json", exclude_none=True) if event.result else None
    said = {"on": event.on.isoformat(), **counts, "result": result, **_when(place)}
    confirmed = [*doc.get("confirmed", ()), said]
    waiting = state.select(PaymentItemRow, payment_id=event.payment, status=EXPORTED)
    status = EXPORTED if waiting else DONE
    state.change(PaymentRow, event.payment, status=status, doc=pack(doc | {"confirmed": confirmed}))


def _tell_payee(state: State, item: Row, on: str) -> None:
    statement = state.require(StatementRow, item["statement_id"], field="outcomes")
    if item["status"] == PAID:
        note_paid(state, item, statement["payment_date"], on)
    else:
        note_back(state, item, statement["payment_date"])


def _keep_result(file: SealedFile, payment: str, state: State, place: Place) -> None:
    state.put(PaymentResultRow, sha256=file.sha256, payment_id=payment, entry_index=place.index)


def payment_cancelled(event: PaymentCancelled, state: State, place: Place) -> None:
    """Make what it was to pay payable again."""
    document = event.not_sent.model_dump(exclude_none=True) if event.not_sent else None
    said = {"reason": event.reason, "not_sent": document, **_when(place)}
    _move(event.payment, CANCELLED, state, cancelled=said)
    items = state.select(PaymentItemRow, payment_id=event.payment)
    _tell_taxes(state, [item["statement_id"] for item in items])


def _when(place: Place) -> dict[str, Any]:
    return {"entry_index": place.index, "at": stamp(place.recorded_at)}


def _move(payment: str, status: str, state: State, **said: Any) -> None:
    """Change the status of a payment and of all its items."""
    row = state.require(PaymentRow, payment, field="payment")
    doc = pack(unpack(row["doc"]) | said)
    state.change(PaymentRow, payment, status=status, doc=doc)
    for item in state.select(PaymentItemRow, payment_id=payment):
        state.change(PaymentItemRow, payment, item["statement_id"], status=status)
        _tell(state, {**item, "status": status})


def _tell(state: State, item: Row) -> None:
    tell_payment(
        state, item["statement_id"], item["payment_id"], pay_on=item["pay_on"],
        status=item["status"], taken=unpack(item["doc"])["incomes"],
    )  # fmt: skip


def _tell_taxes(state: State, statements: Iterable[str]) -> None:
    """Count anew what was paid of statements, as taxes count it."""
    ids = set(statements)
    for row in rows_where(state, TaxPaymentRow, "statement_id", ids):
        state.delete(TaxPaymentRow, row["statement_id"], row["number"])
    sent = sent_of(state, ids)
    for row in rows_where(state, StatementRow, "id", ids):
        keep_tax(state, row, unpack(row["doc"])["tax"], sent.get(row["id"]))


def sent_of(source: Source, statements: Iterable[str]) -> dict[str, list[Sent]]:
    """Return what was paid of statements.

    A statement in payments of which nothing was paid has an empty list: it was sent and came back,
    or is on its way. One that no payment names, or only payments that were called off, is absent.
    """
    found: dict[str, list[Sent]] = {}
    for statement, rows in items_of(source, statements).items():
        standing = [row for row in rows if row["status"] != CANCELLED]
        if standing:
            found[statement] = [sent_by(row) for row in standing if row["status"] == PAID]
    return found


def items_of(source: Source, statements: Iterable[str]) -> dict[str, list[Row]]:
    """Return the items of these statements, whatever became of them, oldest payment first."""
    found: dict[str, list[Row]] = {}
    for row in rows_where(source, PaymentItemRow, "statement_id", statements):
        found.setdefault(row["statement_id"], []).append(row)
    for rows in found.values():
        rows.sort(key=lambda row: (row["pay_on"], row["payment_id"]))
    return found


def items_in(source: Source, payment: str) -> list[Row]:
    """Return the items of a payment in the order of their statements."""
    return list(rows_where(source, PaymentItemRow, "payment_id", [payment]))


def living_of(source: Source, statement: str) -> Row | None:
    """Return the item that is under way for a statement, else the last one that was paid."""
    rows = [row for row in items_of(source, [statement]).get(statement, ()) if _lives(row)]
    under_way = [row for row in rows if row["status"] in UNDER_WAY]
    found = under_way or rows
    return found[-1] if found else None


def _lives(row: Row) -> bool:
    return row["status"] in LIVING


def paid_on(source: Source, statements: Iterable[str]) -> dict[str, tuple[date, str]]:
    """Return when each of these statements was, or is to be, paid; those in no payment are absent.

    Args:
        source: A snapshot, or the state of the transaction under way.
        statements: Their ids.

    Returns:
        Statement to a day and a status. The day is the bank's where it said one, else the planned
        one. A statement paid in parts has the day and the status of the last of them.
    """
    found: dict[str, tuple[date, str]] = {}
    for statement, rows in items_of(source, statements).items():
        living = [row for row in rows if _lives(row)]
        if living:
            last = living[-1]
            day = date.fromisoformat(last["paid_on"] or last["pay_on"])
            found[statement] = (day, last["status"])
    return found


def rows_where(
    source: Source,
    view: type[View],
    column: str,
    values: Iterable[str],
    equal: Mapping[str, Any] | None = None,
) -> Iterator[Row]:
    """Yield the rows of a view whose column has one of these values, some at a time.

    Args:
        source: A snapshot, or the state of the transaction under way.
        view: Which view.
        column: Of the view.
        values: That the column may have.
        equal: What other columns must equal.
    """
    ids = sorted(set(values))
    for start in range(0, len(ids), _PER_QUERY):
        some = ids[start : start + _PER_QUERY]
        conditions = partial(_among, column, some, equal or {})
        if isinstance(source, State):
            yield from source.where(view, conditions)
            continue
        table = table_of(view)
        query = select(table).where(*conditions(table)).order_by(*table.primary_key.columns)
        yield from (dict(row) for row in source.execute(query).mappings())


def _among(
    column: str, values: list[str], equal: Mapping[str, Any], table: Table
) -> list[ColumnElement[bool]]:
    others = [table.c[name] == value for name, value in equal.items()]
    return [table.c[column].in_(values), *others]


VIEWS: Final[tuple[type[View], ...]] = (
    PaymentRow,
    PaymentItemRow,
    PaymentResultRow,
    PaymentAccountRow,
)
PROJECTIONS: Final[dict[type[Event], Projection]] = {
    PaymentPrepared: payment_prepared,
    PaymentExported: payment_exported,
    PaymentConfirmed: payment_confirmed,
    PaymentCancelled: payment_cancelled,
}
