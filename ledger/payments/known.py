"""What a payment is decided from: statements, what was paid of them, who is paid, and where to.

Everything is read set-wise, from a snapshot or from the transaction under way, so that preparing
and deciding ask the same questions.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Table, func, select

from contracts.tax.treaty import TreatyForm
from ledger.approvals.views import not_approved
from ledger.bank_details.views import Standing, standing_of
from ledger.disputes.holding import Held, held_of
from ledger.parties.endings import UNREACHABLE, PartyEndRow
from ledger.parties.payees import PayeeRow
from ledger.parties.registrations import numbers_on
from ledger.parties.succession import SuccessionRow
from ledger.parties.views import PartyRow
from ledger.payments.views import (
    LIVING,
    UNDER_WAY,
    PaymentAccountRow,
    PaymentItemRow,
    Source,
    items_of,
    rows_where,
)
from ledger.set_offs.views import set_off_of
from ledger.statements.views import StatementRow
from ledger.store.state import Row, State
from ledger.store.views import table_of
from ledger.tax_forms.views import TreatyFormRow

_PER_QUERY: Final = 500


@dataclass(frozen=True, slots=True)
class Asked:
    """Which payment is asked for.

    Attributes:
        today: On which it is asked.
        received: Statement to the day on which what was commissioned came in, where it is stated.
        as_stated: Statements whose consumption tax stands by agreement, whoever is registered.
        combine: One transfer for all statements of one account.
        divide: An amount above ten digits is written as several transfers.
    """

    payer: str
    currency: str
    pay_on: date
    today: date
    received: Mapping[str, date] = field(default_factory=dict)
    as_stated: Collection[str] = ()
    combine: bool = False
    divide: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """What was read.

    Attributes:
        items: Statement to its items so far. held: to what disputes hold. set_off: in all.
        waiting: Statements that wait for approval.
        parties: Rows of payees and receivers. gone: who is there no longer on the day.
        numbers: Receiver to his number as a registered issuer on the day of payment.
        payees: Party to who is paid for it, with the days from which on, in their order.
        accounts: Receiver to his account, or to why there is none.
        used: Accounts that were paid to before.
        forms: Receiver to the treaty forms of the payer.
        together: Receiver to the statements that are one payment with those asked for, in the
            order in which they were issued.
    """

    items: Mapping[str, list[Row]]
    held: Mapping[str, Held]
    set_off: Mapping[str, int]
    waiting: set[str]
    parties: Mapping[str, Row]
    numbers: Mapping[str, str | None]
    gone: set[str]
    payees: Mapping[str, list[tuple[str, str]]]
    accounts: Mapping[str, Standing]
    used: set[str]
    forms: Mapping[str, tuple[TreatyForm, ...]]
    together: Mapping[str, list[Row]]


def read_known(source: Source, asked: Asked, statements: Sequence[Row]) -> Known:
    """Read what is needed to decide about these statements."""
    ids = [row["id"] for row in statements]
    payees = {row["payee"] for row in statements}
    receivers = {row["paid_to"] for row in statements}
    accounts = standing_of(source, receivers, asked.currency, asked.pay_on, today=asked.today)
    details = [one.row["id"] for one in accounts.values() if one.row]
    waiting = not_approved(source, (("statements", id) for id in ids))
    rows = list(rows_where(source, PartyRow, "id", payees | receivers))
    used = rows_where(source, PaymentAccountRow, "details_id", details)
    return Known(
        items=items_of(source, ids),
        held=held_of(source, ids),
        set_off=set_off_of(source, ids),
        waiting={row["subject"] for row in waiting},
        parties={row["id"]: row for row in rows},
        numbers=numbers_on(source, (row for row in rows if row["id"] in receivers), asked.pay_on),
        gone=_gone(source, receivers, asked.pay_on),
        payees=_payees(source, payees),
        accounts=accounts,
        used={row["details_id"] for row in used},
        forms=_forms(source, asked.payer, receivers),
        together=_together(source, asked, statements),
    )


def _gone(source: Source, parties: Iterable[str], day: date) -> set[str]:
    until = day.isoformat()
    some = list(parties)
    taken = rows_where(source, SuccessionRow, "party_id", some)
    ended = rows_where(source, PartyEndRow, "party_id", some)
    found = {row["party_id"] for row in taken if row["effective_from"] <= until}
    return found | {
        row["party_id"] for row in ended if row["day"] <= until and row["ground"] != UNREACHABLE
    }


def _payees(source: Source, parties: Iterable[str]) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in rows_where(source, PayeeRow, "party_id", parties):
        found[row["party_id"]].append((row["effective_from"], row["payee_id"]))
    return {party: sorted(days) for party, days in found.items()}


def _forms(
    source: Source, payer: str, receivers: Iterable[str]
) -> dict[str, tuple[TreatyForm, ...]]:
    found: dict[str, list[TreatyForm]] = defaultdict(list)
    for row in rows_where(source, TreatyFormRow, "payee", receivers):
        if row["payer"] == payer:
            until = row["valid_to"]
            found[row["payee"]].append(
                TreatyForm(
                    article=row["article"],
                    filed_on=date.fromisoformat(row["filed_on"]),
                    valid_to=date.fromisoformat(until) if until else None,
                    has_benefits_form=bool(row["has_benefits_form"]),
                    id=row["id"],
                )
            )
    return {receiver: tuple(forms) for receiver, forms in found.items()}


def _together(source: Source, asked: Asked, statements: Sequence[Row]) -> dict[str, list[Row]]:
    """Return what is one payment to a receiver: whatever was stated for one of these days.

    Besides the days of the statements asked for, these are the days of statements that another
    payment pays him on the very day.
    """
    days: dict[str, set[str]] = defaultdict(set)
    for row in statements:
        days[row["paid_to"]].add(row["payment_date"])
    receivers = sorted(days)
    items = rows_where(source, PaymentItemRow, "paid_to", receivers, _same_day(asked))
    elsewhere = {row["statement_id"] for row in items if row["status"] in LIVING}
    for row in rows_where(source, StatementRow, "id", elsewhere):
        days[row["paid_to"]].add(row["payment_date"])
    every = sorted(set().union(*days.values())) if days else []
    found: dict[str, list[Row]] = defaultdict(list)
    for row in _stated(source, asked, receivers, every):
        if row["payment_date"] in days[row["paid_to"]]:
            found[row["paid_to"]].append(row)
    for rows in found.values():
        rows.sort(key=lambda row: row["entry_index"])
    return found


def _same_day(asked: Asked) -> dict[str, Any]:
    return {
        "payer": asked.payer,
        "currency": asked.currency,
        "pay_on": asked.pay_on.isoformat(),
    }


def _stated(source: Source, asked: Asked, receivers: list[str], days: list[str]) -> Iterable[Row]:
    """Yield the statements of the payer to these receivers for these days."""
    for start in range(0, len(receivers), _PER_QUERY):
        some = receivers[start : start + _PER_QUERY]

        def conditions(table: Table, some: list[str] = some) -> list[ColumnElement[bool]]:
            return [
                table.c.paid_to.in_(some),
                table.c.payer == asked.payer,
                table.c.currency == asked.currency,
                table.c.payment_date.in_(days),
            ]

        if isinstance(source, State):
            yield from source.where(StatementRow, conditions)
            continue
        table = table_of(StatementRow)
        query = select(table).where(*conditions(table))
        yield from (dict(row) for row in source.execute(query).mappings())


def statements_named(source: Source, ids: Iterable[str]) -> dict[str, Row]:
    """Return the rows of statements by id; the unknown are absent."""
    return {row["id"]: row for row in rows_where(source, StatementRow, "id", ids)}


def due_statements(
    conn: Connection, payer: str, currency: str | None, due: date
) -> list[dict[str, Any]]:
    """Return the statements of a payer that are due and not wholly paid, in the order of their ids.

    What a payer states for himself is nobody's transfer and never due.
    """
    table = table_of(StatementRow)
    query = select(table).where(*_due(payer, due))
    if currency is not None:
        query = query.where(table.c.currency == currency)
    return [dict(row) for row in conn.execute(query.order_by(table.c.id)).mappings()]


def due_sums(conn: Connection, payer: str, due: date) -> list[tuple[str, date, int, int]]:
    """Sum up what is due and in no payment under way, by currency and day.

    Args:
        conn: A snapshot.
        payer: Whose statements.
        due: Last day.

    Returns:
        Currency, day of payment, how many statements, and what they transfer.
    """
    table, items = table_of(StatementRow), table_of(PaymentItemRow)
    under_way = select(items.c.statement_id).where(
        items.c.payer == payer, items.c.status.in_(UNDER_WAY)
    )
    keys = (table.c.payment_date, table.c.currency)  # in the order of the index
    query = (
        select(*keys, func.count(), func.sum(table.c.transfer_minor))
        .where(*_due(payer, due), table.c.id.not_in(under_way))
        .group_by(*keys)
        .order_by(*keys)
    )
    return [
        (currency, date.fromisoformat(day), int(count), int(amount))
        for day, currency, count, amount in conn.execute(query)
    ]


def _due(payer: str, due: date) -> Iterator[ColumnElement[bool]]:
    """Choose what a payer has to transfer by a day and has not wholly paid."""
    table, items = table_of(StatementRow), table_of(PaymentItemRow)
    back = select(items.c.statement_id).where(  # a part that came back after the rest was paid
        items.c.payer == payer, items.c.is_rest == 0, items.c.status == "returned"
    )
    whole = select(items.c.statement_id).where(
        items.c.payer == payer,
        items.c.is_rest == 1,
        items.c.status == "paid",
        items.c.statement_id.not_in(back),
    )
    yield table.c.payer == payer
    yield table.c.paid_to != payer
    yield table.c.transfer_minor > 0
    yield table.c.payment_date <= due.isoformat()
    yield table.c.id.not_in(whole)
