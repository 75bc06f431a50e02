"""What a company has to do now: late and near, each with its day, its sum, and where it is done.

    week_of(conn, viewer, asked)  -> tasks, the most urgent first

The rules kept here, in order:

1. What is late stays until it is done; what is due within seven days comes next; what can be done
   now and has no day comes last. Taxes are named a fortnight ahead.
2. A run is due when the months after an agreement's last run are over, by its timetable where its
   terms have one: then the run has until the timetable's day of reports.
3. Nobody is reminded of what waits for somebody else: approvals of one's own work, disputes in
   which it is the other side's turn.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import Connection, func, or_, select

from contracts.errors import TermsError
from contracts.period import Month, months_of
from contracts.schedule import Close
from contracts.terms import parse_terms
from ledger.access.views import Viewer
from ledger.agreements.views import AgreementRow, TermsRow
from ledger.approvals.views import GIVEN, WAITING, ApprovalRow
from ledger.cash.views import CashAccountRow, CashLineRow
from ledger.committees.versions import DISSOLVING
from ledger.committees.views import CommitteeRow
from ledger.disputes.course_views import DisputeCourseRow
from ledger.errors import LedgerError
from ledger.jobs.closing_list import following
from ledger.jobs.tax_due import REMIT, due_on
from ledger.payments.known import due_sums
from ledger.payments.views import EXPORTED, PREPARED, PaymentRow
from ledger.revenue.calendar import expected_reports
from ledger.royalties.views import RunHeadRow, RunPayeeRow
from ledger.store.views import table_of, unpack

SOON: Final = timedelta(days=7)
TAX_SOON: Final = timedelta(days=14)
_ENDING: Final = (DISSOLVING,)


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do.

    Attributes:
        kind: What it is, such as `report-late`; programs and pages know it by this.
        by: Last day; None where there is none. count: how many things it stands for.
        currency: Of `amount_minor`; None where no money is named.
        about: Ids and names that it needs to be found again.
    """

    kind: str
    by: date | None
    count: int = 1
    currency: str | None = None
    amount_minor: int | None = None
    about: Mapping[str, Any] = field(default_factory=dict)

    def is_late(self, today: date) -> bool:
        """Tell whether its day is over."""
        return self.by is not None and self.by < today


@dataclass(frozen=True, slots=True)
class WhoAsks:
    """Who looks at the week of which company.

    Attributes:
        by: Token of the person, whose own work waits for somebody else.
    """

    party: str
    today: date
    by: str | None = None


def week_of(conn: Connection, viewer: Viewer, asked: WhoAsks) -> tuple[Task, ...]:
    """List what is to be done.

    Args:
        conn: A snapshot.
        viewer: Sees what is listed.
        asked: Who asks, and about whom.
    """
    found = [
        *_reports(conn, viewer, asked),
        *(task for part in _PARTS for task in part(conn, asked)),
    ]
    return tuple(sorted(found, key=lambda task: (task.by or date.max, task.kind)))


def _reports(conn: Connection, viewer: Viewer, asked: WhoAsks) -> Iterator[Task]:
    """Yield the reports that others owe this payer, and those that it owes; by day and period."""
    table = table_of(AgreementRow)
    own = set(conn.execute(select(table.c.id).where(table.c.payer == asked.party)).scalars())
    groups: dict[tuple[str, date, str], list[Mapping[str, str]]] = defaultdict(list)
    for one in expected_reports(conn, viewer, asked.today + SOON, today=asked.today):
        if one.status == "reported":
            continue
        kind = "report-late" if one.status == "overdue" else "report-due"
        if one.reporter == asked.party:
            kind = "own-report"
        elif one.agreement not in own:
            continue
        who = {"agreement": one.agreement, "reporter": one.reporter}
        groups[kind, one.due_on, one.period].append(who)
    for (kind, by, period), some in groups.items():
        yield Task(kind, by, len(some), about={"period": period, "reports": some})


def _runs(conn: Connection, asked: WhoAsks) -> Iterator[Task]:
    heads, table, terms = map(_table, (RunHeadRow, AgreementRow, TermsRow))
    query = (
        select(table.c.id, heads.c.period, heads.c.last_month, terms.c.doc)
        .join(heads, heads.c.agreement == table.c.id)
        .join(
            terms,
            (terms.c.agreement_id == table.c.id) & (terms.c.version == table.c.terms_version),
        )
        .where(table.c.payer == asked.party)
        .order_by(table.c.id)
    )
    groups: dict[tuple[str, date | None], list[str]] = defaultdict(list)
    for row in conn.execute(query).mappings():
        if found := _next_run(dict(row), asked.today):
            groups[found].append(row["id"])
    for (period, by), some in groups.items():
        yield Task("run-due", by, len(some), about={"period": period, "agreements": some})


def _next_run(row: Mapping[str, Any], today: date) -> tuple[str, date | None] | None:
    """Return the next period of an agreement and by when it reports, once its months are over."""
    period = following(row["period"])
    last = months_of(period)[-1]
    if last >= Month.of(today):
        return None
    close = _close(unpack(row["doc"])["terms"], last)
    return period, close.report_on if close else None


def _close(terms: Mapping[str, Any], month: Month) -> Close | None:
    try:
        timetable = parse_terms(terms).timetable
        return timetable.close_of(month) if timetable else None
    except TermsError:
        return None


def _statements(conn: Connection, asked: WhoAsks) -> Iterator[Task]:
    table = table_of(RunPayeeRow)
    query = (
        select(table.c.currency, table.c.last_month, func.count(), func.sum(table.c.amount_minor))
        .where(table.c.payer == asked.party, table.c.statement_id.is_(None))
        .group_by(table.c.currency, table.c.last_month)
    )
    for currency, month, count, amount in conn.execute(query):
        yield Task("state", None, int(count), currency, int(amount), {"month": month})


def _approvals(conn: Connection, asked: WhoAsks) -> Iterator[Task]:
    table = table_of(ApprovalRow)
    query = (
        select(table.c.kind, func.count())
        .where(table.c.party == asked.party, table.c.status == WAITING)
        .where(table.c.made_by != (asked.by or ""))
        .group_by(table.c.kind)
        .order_by(table.c.kind)
    )
    for kind, count in conn.execute(query):
        yield Task("approve", None, int(count), about={"kind": kind})


def _to_pay(conn: Connection, asked: WhoAsks) -> Iterator[Task]:
    """Yield what is due within the week and in no payment, by currency and day."""
    for currency, day, count, amount in due_sums(conn, asked.party, asked.today + SOON):
        yield Task("pay", day, count, currency, amount)


def _payments(conn: Connection, asked: WhoAsks) -> Iterator[Task]:
    """Yield payments that can go to the bank, and those of which the bank's word is missing."""
    table, approvals = table_of(PaymentRow), table_of(ApprovalRow)
    agreed = (approvals.c.kind == "payments") & (approvals.c.subject == table.c.id)
    query = (
        select(table, approvals.c.status.label("agreed"))
        .outerjoin(approvals, agreed)
        .where(table.c.payer == asked.party, table.c.status.in_((PREPARED, EXPORTED)))
        .where(or_(approvals.c.status.is_(None), approvals.c.status == GIVEN))
        .order_by(table.c.pay_on)
    )
    for row in conn.execute(query).mappings():
        day = date.fromisoformat(row["pay_on"])
        if row["status"] == EXPORTED and day > asked.today:
            continue
        kind = "export" if row["status"] == PREPARED else "confirm"
        about = {"payment": row["id"]}
        yield Task(kind, day, row["count"], row["currency"], row["transfer_minor"], about)


def _taxes(conn: Connection, asked: WhoAsks) -> Iterator[Task]:
    try:
        found = due_on(conn, asked.party, asked.today)
    except (LedgerError, TermsError):
        return  # a year that no table reaches: the page on taxes says so
    for one in found:
        if one.by > asked.today + TAX_SOON:
            continue
        currency = "JPY" if one.kind == REMIT and one.amount_minor is not None else None
        about = {"about": one.about, "payee": one.payee, "country": one.country}
        amount = one.amount_minor if currency else None
        yield Task(f"tax-{one.kind}", one.by, 1, currency, amount, about)


def _disputes(conn: Connection, asked: WhoAsks) -> Iterator[Task]:
    table = table_of(DisputeCourseRow)
    query = (
        select(table)
        .where(table.c.is_waiting == 1, table.c.turn.contains(asked.party, autoescape=True))
        .order_by(table.c.answer_by)
    )
    for row in conn.execute(query).mappings():
        by = date.fromisoformat(row["answer_by"])
        amount = row["claimed_minor"] if row["currency"] else None
        yield Task("answer", by, 1, row["currency"], amount, {"dispute": row["dispute_id"]})


def _cash(conn: Connection, asked: WhoAsks) -> Iterator[Task]:
    lines, accounts = table_of(CashLineRow), table_of(CashAccountRow)
    left = lines.c.amount_minor - lines.c.taken_minor
    query = (
        select(accounts.c.id, accounts.c.currency, func.count(), func.sum(func.abs(left)))
        .join(accounts, accounts.c.id == lines.c.account)
        .where(accounts.c.party == asked.party, left != 0)
        .group_by(accounts.c.id, accounts.c.currency)
    )
    for account, currency, count, amount in conn.execute(query):
        yield Task("match", None, int(count), currency, int(amount), {"account": account})


def _endings(conn: Connection, asked: WhoAsks) -> Iterator[Task]:
    table = table_of(CommitteeRow)
    query = select(table.c.id, table.c.name_ja).where(
        table.c.lead == asked.party, table.c.status.in_(_ENDING)
    )
    for id, name in conn.execute(query.order_by(table.c.id)):
        yield Task("ending", None, about={"committee": id, "name": name})


def _table(view: Any) -> Any:
    return table_of(view)


_PARTS: Final[Iterable[Callable[[Connection, WhoAsks], Iterator[Task]]]] = (
    _runs, _statements, _approvals, _to_pay, _payments, _taxes, _disputes, _cash, _endings,
)  # fmt: skip
