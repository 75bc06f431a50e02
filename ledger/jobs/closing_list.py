"""What a payer has done for a period, and what is still missing: the list by which books close.

    closing_list(conn, viewer, payer, "2026-Q2", today)

Every line is read from the views with one query for all agreements, so that the list of a payer
with many statements is as quick as that of a payer with few. Nothing here is kept: what is done is
what the log says.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, func, select

from contracts.period import Month, Period, months_of
from ledger.access.views import Viewer, visible
from ledger.agreements.views import AgreementRow
from ledger.approvals.views import WAITING, ApprovalRow
from ledger.payments.views import LIVING, PaymentItemRow, PaymentRow
from ledger.periods.views import CLOSED, REGISTER, PeriodRow
from ledger.revenue.calendar import ExpectedReport, expected_reports, period_name
from ledger.revenue.views import ACTIVE, ReportRow
from ledger.royalties.views import RunHeadRow, RunPayeeRow, RunRow
from ledger.statements.views import StatementRow
from ledger.store.views import table_of

BEFORE_RUNS: Final = ("terms", "reports", "fx")
AFTER_RUNS: Final = ("runs", "statements")
OPEN: Final = "open"
_MONEY: Final = (*LIVING, OPEN)
_PERIODS: Final = 24


@dataclass(frozen=True, slots=True)
class Sum:
    """How many, and how much in one currency."""

    currency: str
    count: int
    amount_minor: int


@dataclass(frozen=True, slots=True)
class AgreementRun:
    """How far an agreement is.

    Attributes:
        run: Of the period; None while there is none. last: period of its last run.
        is_next: Whether its next run may be that of the period.
    """

    agreement: str
    title: str
    currency: str
    run: str | None
    last: str | None
    is_next: bool


@dataclass(frozen=True, slots=True)
class ClosingList:
    """What is done for a period, step by step.

    Attributes:
        reports: Those whose months lie in the period, and older ones that are missing.
        not_received: What was promised on reports up to the period and has not arrived.
        waiting: Kind to how many wait for a second person.
        runs: One per agreement. not_stated: of runs, in no statement. stated: statements.
        money: State of the period's transfers to their sums.
        own: Of `stated`, what the payer states to itself and nobody transfers.
        payments: Of these statements, newest first.
        months: Months of the period to whether they are closed for every agreement.
    """

    payer: str
    period: str
    is_over: bool
    reports: tuple[ExpectedReport, ...]
    not_received: tuple[Sum, ...]
    waiting: Mapping[str, int]
    runs: tuple[AgreementRun, ...]
    not_stated: tuple[Sum, ...]
    stated: tuple[Sum, ...]
    money: Mapping[str, tuple[Sum, ...]]
    payments: tuple[Mapping[str, Any], ...]
    months: Mapping[str, bool] = field(default_factory=dict)
    own: tuple[Sum, ...] = ()

    @property
    def to_run(self) -> tuple[AgreementRun, ...]:
        """Agreements whose run of this period is to be made."""
        return tuple(one for one in self.runs if one.run is None and one.is_next)

    @property
    def missing_reports(self) -> tuple[ExpectedReport, ...]:
        """Reports that have not come."""
        return tuple(one for one in self.reports if one.status != "reported")


def closing_list(
    conn: Connection, viewer: Viewer, payer: str, period: str, today: date
) -> ClosingList:
    """Read how far a payer is with a period.

    Args:
        conn: A snapshot.
        viewer: Who reads; the payer or the operator.
        payer: Whose books.
        period: Such as `2026-Q2`.
        today: In Japan.

    Raises:
        TermsInvalid: It is no period.
    """
    months = months_of(period)
    agreements = _agreements(conn, viewer, payer)
    ids = [row["id"] for row in agreements]
    return ClosingList(
        payer=payer,
        period=period,
        is_over=months[-1] < Month.of(today),
        reports=_reports(conn, viewer, set(ids), months, today),
        not_received=_not_received(conn, payer, months[-1]),
        waiting=_waiting(conn, payer),
        runs=_runs(conn, agreements, period),
        not_stated=_not_stated(conn, payer, str(months[-1])),
        stated=_stated(conn, payer, period),
        own=_stated(conn, payer, period, paid_to=payer),
        money=_money(conn, payer, period),
        payments=_payments(conn, payer, period),
        months={str(month): _is_closed(conn, ids, str(month)) for month in months},
    )


def periods_of(conn: Connection, payer: str) -> list[str]:
    """Return the periods of a payer's runs, newest first, with those that come next before them."""
    runs, heads = table_of(RunRow), table_of(RunHeadRow)
    agreements = table_of(AgreementRow)
    past = conn.execute(select(runs.c.period).where(runs.c.payer == payer).distinct()).scalars()
    last = conn.execute(
        select(heads.c.period)
        .join(agreements, agreements.c.id == heads.c.agreement)
        .where(agreements.c.payer == payer)
        .distinct()
    ).scalars()
    found = {*past, *(following(name) for name in last)}
    return sorted(found, key=lambda name: str(months_of(name)[-1]), reverse=True)[:_PERIODS]


def following(period: str) -> str:
    """Return the period of the same length after one.

    Example:
        >>> following("2026-Q4"), following("2026-12"), following("2026-H1")
        ('2027-Q1', '2027-01', '2026-H2')
    """
    months = Period.parse(period).months
    first = months[-1].plus(1)
    return period_name(first, first.plus(len(months) - 1))


def _agreements(conn: Connection, viewer: Viewer, payer: str) -> list[Mapping[str, Any]]:
    table, heads = table_of(AgreementRow), table_of(RunHeadRow)
    query = (
        select(table.c.id, table.c.title_ja, table.c.currency, heads.c.period)
        .outerjoin(heads, heads.c.agreement == table.c.id)
        .where(table.c.payer == payer, table.c.terms_version > 0, visible(viewer, table.c.id))
        .order_by(table.c.title_ja, table.c.id)
    )
    return [dict(row) for row in conn.execute(query).mappings()]


def _reports(
    conn: Connection, viewer: Viewer, own: set[str], months: Sequence[Month], today: date
) -> tuple[ExpectedReport, ...]:
    last = months[-1].last_day
    known = expected_reports(conn, viewer, max(today, last), today=today)
    names = {str(month) for month in months}
    return tuple(
        one
        for one in known
        if one.agreement in own
        and (one.status == "overdue" or names & set(map(str, _months(one.period))))
        and str(_months(one.period)[0]) <= str(months[-1])
    )


def _months(period: str) -> Sequence[Month]:
    first, _, last = period.partition("/")
    if not last:
        return months_of(period)
    return (Month.parse(first), Month.parse(last))


def _summed(conn: Connection, query: Any) -> tuple[Sum, ...]:
    return tuple(Sum(row[0], int(row[1]), int(row[2] or 0)) for row in conn.execute(query))


def _not_received(conn: Connection, payer: str, last: Month) -> tuple[Sum, ...]:
    reports, agreements = table_of(ReportRow), table_of(AgreementRow)
    missing = reports.c.remittance_minor - reports.c.received_minor
    query = (
        select(reports.c.period, reports.c.currency, func.count(), func.sum(missing))
        .join(agreements, agreements.c.id == reports.c.agreement)
        .where(agreements.c.payer == payer, reports.c.status == ACTIVE, missing > 0)
        .group_by(reports.c.period, reports.c.currency)
    )
    found: dict[str, Sum] = {}
    for period, currency, count, amount in conn.execute(query):
        if months_of(period)[-1] <= last:
            before = found.get(currency, Sum(currency, 0, 0))
            found[currency] = Sum(
                currency, before.count + int(count), before.amount_minor + int(amount)
            )
    return tuple(found[currency] for currency in sorted(found))


def _waiting(conn: Connection, payer: str) -> dict[str, int]:
    table = table_of(ApprovalRow)
    query = (
        select(table.c.kind, func.count())
        .where(table.c.party == payer, table.c.status == WAITING)
        .group_by(table.c.kind)
        .order_by(table.c.kind)
    )
    return {row[0]: int(row[1]) for row in conn.execute(query)}


def _runs(
    conn: Connection, agreements: Iterable[Mapping[str, Any]], period: str
) -> tuple[AgreementRun, ...]:
    table, own = table_of(RunRow), table_of(AgreementRow)
    rows = list(agreements)
    ids = [row["id"] for row in rows]
    made: dict[str, str] = {}
    query = (
        select(table.c.agreement, table.c.id)
        .join(own, own.c.id == table.c.agreement)
        .where(table.c.period == period)
        .order_by(table.c.entry_index)
    )
    if ids:
        for agreement, run in conn.execute(query.where(own.c.id.in_(ids))):
            made[agreement] = run
    return tuple(
        AgreementRun(
            agreement=row["id"],
            title=row["title_ja"],
            currency=row["currency"],
            run=made.get(row["id"]),
            last=row["period"],
            is_next=_is_next(row["period"], period),
        )
        for row in rows
    )


def _is_next(last: str | None, period: str) -> bool:
    return last is None or months_of(last)[-1] < months_of(period)[0]


def _not_stated(conn: Connection, payer: str, last: str) -> tuple[Sum, ...]:
    table = table_of(RunPayeeRow)
    return _summed(
        conn,
        select(table.c.currency, func.count(), func.sum(table.c.amount_minor))
        .where(table.c.payer == payer, table.c.statement_id.is_(None), table.c.last_month <= last)
        .group_by(table.c.currency)
        .order_by(table.c.currency),
    )


def _stated(conn: Connection, payer: str, period: str, **only: str) -> tuple[Sum, ...]:
    table = table_of(StatementRow)
    wanted = {"payer": payer, "period": period, **only}
    return _summed(
        conn,
        select(table.c.currency, func.count(), func.sum(table.c.transfer_minor))
        .where(*(table.c[name] == value for name, value in wanted.items()))
        .group_by(table.c.currency)
        .order_by(table.c.currency),
    )


def _money(conn: Connection, payer: str, period: str) -> dict[str, tuple[Sum, ...]]:
    """Return the period's transfers by how far they are; `open` is in no payment.

    Example:
        Of 1,295,800 to transfer, 977,480 are paid while a dispute holds the rest: `paid` is
        977,480 and `open` 318,320.
    """
    table, items = table_of(StatementRow), table_of(PaymentItemRow)
    of_period = (table.c.payer == payer, table.c.period == period, table.c.paid_to != payer)
    sent = (
        select(
            items.c.status,
            items.c.currency,
            func.count(items.c.statement_id.distinct()),
            func.sum(items.c.transfer_minor),
        )
        .join(table, table.c.id == items.c.statement_id)
        .where(*of_period, items.c.status.in_(LIVING))
        .group_by(items.c.status, items.c.currency)
        .order_by(items.c.currency)
    )
    found: dict[str, list[Sum]] = {name: [] for name in _MONEY}
    for name, currency, count, amount in conn.execute(sent):
        found[name].append(Sum(currency, int(count), int(amount)))
    open_ones = _summed(conn, _still_open(payer, of_period))
    return {name: tuple(some) for name, some in found.items()} | {OPEN: open_ones}


def _still_open(payer: str, of_period: tuple[Any, ...]) -> Any:
    """Return the query of what no payment carries; after the last part of a statement nothing."""
    table, items = table_of(StatementRow), table_of(PaymentItemRow)
    gone = (
        select(
            items.c.statement_id,
            func.sum(items.c.transfer_minor + items.c.set_off_minor).label("amount"),
            func.max(items.c.is_rest).label("is_rest"),
        )
        .where(items.c.payer == payer, items.c.status.in_(LIVING))
        .group_by(items.c.statement_id)
        .subquery()
    )
    left = table.c.transfer_minor - func.coalesce(gone.c.amount, 0)
    return (
        select(table.c.currency, func.count(), func.sum(left))
        .outerjoin(gone, gone.c.statement_id == table.c.id)
        .where(*of_period, left > 0, func.coalesce(gone.c.is_rest, 0) == 0)
        .group_by(table.c.currency)
        .order_by(table.c.currency)
    )


def _payments(conn: Connection, payer: str, period: str) -> tuple[Mapping[str, Any], ...]:
    table, items, stated = map(table_of, _PAYING)
    some = (
        select(items.c.payment_id)
        .join(stated, stated.c.id == items.c.statement_id)
        .where(stated.c.payer == payer, stated.c.period == period)
    )
    columns = ("id", "pay_on", "currency", "status", "count", "transfer_minor")
    query = (
        select(*(table.c[name] for name in columns))
        .where(table.c.id.in_(some))
        .order_by(table.c.entry_index.desc())
    )
    return tuple(dict(row) for row in conn.execute(query).mappings())


_PAYING: Final[tuple[Any, ...]] = (PaymentRow, PaymentItemRow, StatementRow)


def _is_closed(conn: Connection, agreements: Sequence[str], month: str) -> bool:
    """Tell whether a month is closed for the register, or for each of these agreements."""
    table = table_of(PeriodRow)
    query = select(table.c.scope).where(table.c.month == month, table.c.status == CLOSED)
    closed = set(conn.execute(query).scalars())
    return REGISTER in closed or (bool(agreements) and closed >= set(agreements))
