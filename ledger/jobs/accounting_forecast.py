"""What a payer expects to come in and has to pass on, for lenders: by due day and how sure it is.

    forecast_of(conn, payer, day, months) -> Forecast

The rules kept here, in order:

1. Nothing is predicted. What is listed was reported, invoiced, stated or promised by contract;
   sales that nobody reported are not in it.
2. A report counts with what it still owes, without consumption tax. It is `overdue` when its
   invoice was due before the day, `invoiced` or `reported` otherwise; without an invoice no due day
   is known.
3. Of a report the part to be passed on is that of the agreement's runs to date; where none ran it
   is unknown, not zero.
4. Guarantees count by contract days, if nothing more were earned (`contracted`).
5. What is to be paid counts with the planned day; what disputes hold stands apart (`held`).

Source:
    By hand: 600,000 owed, due 31 March; on 30 April it is 30 days late. Runs gave others 400,000 of
    1,000,000: 240,000 of the 600,000 are to be passed on.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, select

from contracts.money import floor_toward_zero
from contracts.period import Month
from ledger.disputes.holding import held_of
from ledger.errors import RuleViolation
from ledger.jobs.accounting_guarantees import RECEIVED, GuaranteeBalance, guarantees_of
from ledger.jobs.accounting_income import rows_of_payer
from ledger.jobs.tax_payments import check_known
from ledger.payments.views import LIVING, items_of
from ledger.revenue.views import ACTIVE, InvoiceRow, ReportRow
from ledger.royalties.views import RunPayeeRow
from ledger.set_offs.views import set_off_of
from ledger.statements.views import StatementRow
from ledger.store.views import table_of

IN, OUT = "in", "out"
CONTRACTED, REPORTED, INVOICED, OVERDUE, STATED, HELD = (
    "contracted", "reported", "invoiced", "overdue", "stated", "held",
)  # fmt: skip
SURE: Final = (INVOICED, REPORTED, OVERDUE, CONTRACTED, STATED, HELD)
AGES: Final = ("not-due", "1-30", "31-60", "61-90", "over-90", "no-due-day")
_MOST_MONTHS: Final = 120
_AGE_LIMITS: Final = ((0, "not-due"), (30, "1-30"), (60, "31-60"), (90, "61-90"))

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Expected:
    """One amount that is expected.

    Attributes:
        direction: `in` or `out`.
        sure: Why it is expected; one of `SURE`.
        due_on: None where no due day is known.
        party: Who owes it, or is owed. document: report, statement or agreement.
        pass_on_minor: How much of it goes on to others; None where that is not known.
        age: How late, one of `AGES`.
    """

    direction: str
    sure: str
    due_on: date | None
    party: str
    agreement: str
    document: str
    currency: str
    amount_minor: int
    pass_on_minor: int | None
    age: str
    days_late: int = 0


@dataclass(frozen=True, slots=True)
class Forecast:
    """What is expected on a day.

    Attributes:
        rows: By due day; those without one come last.
        months: From the month of the day on.
        guarantees: Behind the contracted amounts.
    """

    payer: str
    day: date
    months: tuple[Month, ...]
    rows: tuple[Expected, ...]
    guarantees: tuple[GuaranteeBalance, ...]

    def total(self, direction: str, currency: str = "JPY") -> int:
        """Return the sum of one direction."""
        return sum(
            row.amount_minor
            for row in self.rows
            if row.direction == direction and row.currency == currency
        )


def forecast_of(conn: Connection, payer: str, day: date, months: int = 12) -> Forecast:
    """List what is expected.

    Args:
        conn: A snapshot.
        payer: Whose expectations.
        day: As of which day.
        months: How far contract days are looked at.

    Raises:
        NotFound: There is no such party.
        RuleViolation: `forecast-months`.
    """
    check_known(conn, payer, "payer")
    if not 1 <= months <= _MOST_MONTHS:
        raise RuleViolation(
            "forecast-months", field="months", value=months, expected=f"1 to {_MOST_MONTHS}"
        )
    first = Month.of(day)
    horizon = first.plus(months - 1).last_day
    guarantees = guarantees_of(conn, payer, day)
    rows = [
        *_receivables(conn, payer, day),
        *_promised(payer, guarantees, day, horizon),
        *_payables(conn, payer, day),
    ]
    rows.sort(key=lambda row: (row.due_on or date.max, row.direction, row.document, row.sure))
    return Forecast(
        payer, day, tuple(first.plus(n) for n in range(months)), tuple(rows), tuple(guarantees)
    )


def _receivables(conn: Connection, payer: str, day: date) -> Iterator[Expected]:
    shares = _shares(conn, payer)
    due = _due_days(conn, payer)
    for row in rows_of_payer(conn, ReportRow, payer):
        left = row["remittance_minor"] - row["received_minor"]
        if row["status"] != ACTIVE or left <= 0:
            continue
        due_on = due.get(row["id"])
        days = max(0, (day - due_on).days) if due_on else 0
        sure = REPORTED if due_on is None else OVERDUE if days else INVOICED
        share = shares.get(row["agreement"])
        yield Expected(
            IN, sure, due_on, row["reporter"], row["agreement"], row["id"], row["currency"], left,
            floor_toward_zero(left, *share) if share else None, _age(due_on, days), days,
        )  # fmt: skip


def _due_days(conn: Connection, payer: str) -> dict[str, date]:
    """Return the day by which each report in force is due, as the last invoice for it says."""
    successors = {row["id"]: row["successor"] for row in rows_of_payer(conn, ReportRow, payer)}
    found: dict[str, date] = {}
    for row in rows_of_payer(conn, InvoiceRow, payer):
        head = row["report"]
        while head in successors and successors[head] is not None:
            head = successors[head]
        if head is not None:
            due_on = date.fromisoformat(row["due_on"])
            found[head] = max(due_on, found.get(head, due_on))
    return found


def _shares(conn: Connection, payer: str) -> dict[str, tuple[int, int]]:
    """Return for each agreement how much of what its runs gave went to others, as a fraction."""
    table = table_of(RunPayeeRow)
    query = select(table.c.agreement, table.c.party_id, table.c.amount_minor).where(
        table.c.payer == payer
    )
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for agreement, party, amount in conn.execute(query):
        sums[agreement][0] += amount if party != payer else 0
        sums[agreement][1] += amount
    return {
        agreement: (max(0, min(others, every)), every)
        for agreement, (others, every) in sums.items()
        if every > 0
    }


def _promised(
    payer: str, guarantees: Iterable[GuaranteeBalance], day: date, horizon: date
) -> Iterator[Expected]:
    for one in guarantees:
        is_in = one.side == RECEIVED
        other = one.payer if is_in else ", ".join(one.payees)
        for due in one.dues:
            if due.on > horizon:
                continue
            days = max(0, (day - due.on).days)
            sure = OVERDUE if days else CONTRACTED
            yield Expected(
                IN if is_in else OUT, sure, due.on, other, one.agreement,
                f"{one.agreement}/{one.step}", one.currency, due.amount_minor,
                None if is_in else 0, _age(due.on, days), days,
            )  # fmt: skip


def _payables(conn: Connection, payer: str, day: date) -> Iterator[Expected]:
    table = table_of(StatementRow)
    query = select(table).where(
        table.c.payer == payer, table.c.paid_to != payer, table.c.transfer_minor > 0
    )
    rows = [dict(row) for row in conn.execute(query.order_by(table.c.id)).mappings()]
    ids = [row["id"] for row in rows]
    items, off, held = items_of(conn, ids), set_off_of(conn, ids), held_of(conn, ids)
    for row in rows:
        paid = sum(
            item["transfer_minor"] for item in items.get(row["id"], ()) if item["status"] in LIVING
        )
        left = row["transfer_minor"] - paid - off.get(row["id"], 0)
        aside = min(left, held[row["id"]].amount_minor) if row["id"] in held else 0
        due_on = date.fromisoformat(row["payment_date"])
        days = max(0, (day - due_on).days)
        for sure, amount in ((STATED, left - aside), (HELD, aside)):
            if amount > 0:
                yield Expected(
                    OUT, sure, due_on, row["paid_to"], "", row["id"], row["currency"], amount, 0,
                    _age(due_on, days), days,
                )  # fmt: skip


def _age(due_on: date | None, days: int) -> str:
    """Return how late something is.

    Example:
        >>> _age(date(2026, 3, 31), 30), _age(date(2026, 3, 31), 31), _age(None, 0)
        ('1-30', '31-60', 'no-due-day')
    """
    if due_on is None:
        return AGES[-1]
    for limit, name in _AGE_LIMITS:
        if days <= limit:
            return name
    return "over-90"
