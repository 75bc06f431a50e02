"""Preparing payments outside the door, on a snapshot: what is due, by currency and day.

    wanted = Wanted(payer, due=date(2027, 5, 31))
    prepare(conn, vault, wanted, today)  -> a draft for each currency and day, and what is left out

Nothing is written here; `ledger.jobs.payments` records the drafts.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import Connection, select

from ledger.disputes.holding import payable_by_income
from ledger.errors import NotFound, RuleViolation
from ledger.parties.views import PartyRow
from ledger.payments.banks_check import refused_by_banks
from ledger.payments.commands import PaymentItem
from ledger.payments.days import PayDay, Toward, pay_day, told_late
from ledger.payments.freelance import judge
from ledger.payments.known import Asked, due_statements, statements_named
from ledger.payments.payable import judged
from ledger.payments.paying_from import payer_account
from ledger.payments.reasons import LeftOut
from ledger.payments.rules import LONGEST_AHEAD, check_pay_day
from ledger.payments.views import rows_where
from ledger.statements.views import StatementHeadRow, StatementRow
from ledger.store.state import Row
from ledger.store.views import table_of
from ledger.vault.vault import Vault

_LATEST_DUE: Final = LONGEST_AHEAD - timedelta(days=14)
"""Banks may rest on the day of a statement, so its payment may be some days later."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which payments are wanted.

    Attributes:
        due: Statements up to this day of payment; left out where statements are named.
        statements: These alone, due or not.
        currency: This one alone.
        pay_on: One day for all; else each statement's own.
        toward: Which way a day moves on which banks rest: 前営業日 unless an agreement says so.
        received: Statement to the day on which what was commissioned came in.
        as_stated: Statements whose consumption tax stands by agreement, whoever is registered.
        combine, divide: See `ledger.payments.commands.PreparePayment`.
    """

    payer: str
    due: date | None = None
    statements: tuple[str, ...] = ()
    currency: str | None = None
    pay_on: date | None = None
    toward: Toward = "before"
    received: Mapping[str, date] = field(default_factory=dict)
    as_stated: tuple[str, ...] = ()
    combine: bool = False
    divide: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """One payment that could be put on record.

    Attributes:
        items: Empty where everything is left out.
        late: Statements that cannot be paid in time any more.
    """

    asked: Asked
    from_details: str
    items: tuple[PaymentItem, ...]
    left_out: tuple[LeftOut, ...]
    late: tuple[dict[str, Any], ...]


def prepare(conn: Connection, vault: Vault, wanted: Wanted, today: date) -> list[Draft]:
    """Prepare the payments of a payer, those of the earliest day first.

    Args:
        conn: A snapshot.
        vault: Opens accounts, to learn what no bank would carry out.
        wanted: Of whom, up to when.
        today: In Japan.

    Raises:
        NotFound: A statement that is named is none of this payer's.
        RuleViolation: Banks do not work on the day asked for, or the payer has no account.
    """
    if wanted.pay_on is not None:
        check_pay_day(wanted.pay_on, today)
    days = _days(conn, wanted, _statements(conn, wanted, today), today)
    groups: dict[tuple[date, str], list[tuple[Row, PayDay]]] = defaultdict(list)
    for row, day in days:
        groups[day.pay_on, row["currency"]].append((row, day))
    return [_draft(conn, vault, wanted, (key, groups[key], today)) for key in sorted(groups)]


def _statements(conn: Connection, wanted: Wanted, today: date) -> list[Row]:
    if not wanted.statements:
        due = min(wanted.due or date.max, today + _LATEST_DUE)
        found = due_statements(conn, wanted.payer, wanted.currency, due)
        return [*found, *_below_zero(conn, wanted, due)]
    rows = statements_named(conn, wanted.statements)
    for name in wanted.statements:
        row = rows.get(name)
        if row is None or row["payer"] != wanted.payer:
            raise NotFound(
                "statement-not-found", field="statements", value=name,
                expected="statements of this payer",
            )  # fmt: skip
        if row["paid_to"] == wanted.payer:
            raise RuleViolation(
                "statement-own", "nobody transfers money to himself", field="statements",
                value=name, expected="statements for others",
            )  # fmt: skip
    return [row for row in rows.values() if wanted.currency in (None, row["currency"])]


def _below_zero(conn: Connection, wanted: Wanted, due: date) -> list[Row]:
    """Return the last statements to payees that pay nothing, because they carry a deficit."""
    table, heads = table_of(StatementRow), table_of(StatementHeadRow)
    query = select(table).join(heads, heads.c.statement_id == table.c.id)
    query = query.where(
        table.c.payer == wanted.payer,
        table.c.paid_to != wanted.payer,
        table.c.transfer_minor <= 0,
        table.c.carried_out_minor < 0,
        table.c.payment_date <= due.isoformat(),
    )
    if wanted.currency is not None:
        query = query.where(table.c.currency == wanted.currency)
    return [dict(row) for row in conn.execute(query.order_by(table.c.id)).mappings()]


def _days(
    conn: Connection, wanted: Wanted, rows: Sequence[Row], today: date
) -> Iterable[tuple[Row, PayDay]]:
    receivers = rows_where(conn, PartyRow, "id", (row["paid_to"] for row in rows))
    kinds = {row["id"]: row["kind"] for row in receivers}
    for row in rows:
        received = wanted.received.get(row["id"])
        law = judge(kinds[row["paid_to"]], payable_by_income(row), received)
        stated = date.fromisoformat(row["payment_date"])
        yield row, pay_day(stated, law.pay_by, today, wanted.toward, wanted.pay_on)


def _draft(
    conn: Connection,
    vault: Vault,
    wanted: Wanted,
    group: tuple[tuple[date, str], list[tuple[Row, PayDay]], date],
) -> Draft:
    (pay_on, currency), some, today = group
    asked = Asked(
        wanted.payer, currency, pay_on, today,
        received=wanted.received, as_stated=wanted.as_stated, combine=wanted.combine,
        divide=wanted.divide,
    )  # fmt: skip
    account = payer_account(conn, wanted.payer, currency, pay_on, today)
    first = judged(conn, asked, [row for row, _ in some])
    refused = refused_by_banks(conn, vault, first.items, currency)
    items = tuple(item for item in first.items if item.statement not in refused)
    kept = {item.statement for item in items}
    late = tuple(told_late(row, day) for row, day in some if day.is_late and row["id"] in kept)
    return Draft(asked, account["id"], items, (*first.left_out, *refused.values()), late)
