"""Which reports are expected when, computed from duties and from the reports on record.

A duty runs in equal steps from its first month. A period of it is reported when active reports of
that reporter cover all its months, whether one by one or together.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from sqlalchemy import ColumnElement, Connection, RowMapping, or_, select

from contracts.period import Month, months_of
from ledger.access.views import Viewer, visible
from ledger.agreements.views import DutyRow
from ledger.revenue.views import ACTIVE, ReportRow
from ledger.store.views import table_of, unpack

Status = Literal["reported", "due", "overdue"]

_PERIODS: Final = {3: "Q", 6: "H", 12: ""}  # months to the letter in the name
_Covered = Mapping[tuple[str, str], Mapping[str, str]]  # agreement, reporter: month to report


@dataclass(frozen=True, slots=True)
class ExpectedReport:
    """One report that somebody owes or has delivered.

    Attributes:
        period: Such as `2026-Q1`, or `2026-02/2026-04` where no calendar period fits.
        due_on: Last day on which it is in time.
        reports: The active reports that cover the period, when it is reported.
    """

    agreement: str
    reporter: str
    medium: str
    period: str
    due_on: date
    status: Status
    reports: tuple[str, ...] = ()


def expected_reports(
    conn: Connection, viewer: Viewer, until: date, *, today: date | None = None
) -> list[ExpectedReport]:
    """List the reports due up to a day, in the order of their due dates.

    Args:
        conn: A snapshot.
        viewer: Sees the duties of agreements he may read, and his own.
        until: Last due date to list.
        today: What decides between due and overdue; `until` if not given.
    """
    duties = table_of(DutyRow)
    readable = _readable(viewer, duties.c.agreement_id, duties.c.reporter)
    rows = conn.execute(select(duties).where(readable)).mappings().all()
    covered = _covered_months(conn, readable)
    expected = [
        _judged(row, first, last, covered, today or until)
        for row in rows
        for first, last in _periods(row, until)
    ]
    return sorted(expected, key=lambda item: (item.due_on, item.agreement, item.reporter))


def _readable(
    viewer: Viewer, agreement: ColumnElement[str], reporter: ColumnElement[str]
) -> ColumnElement[bool]:
    readable = visible(viewer, agreement)
    is_somebody = viewer.party is not None and viewer.role != "public"
    return or_(readable, reporter == viewer.party) if is_somebody else readable


def _covered_months(conn: Connection, readable: ColumnElement[bool]) -> _Covered:
    """Return which active report covers which month; one query for all duties."""
    reports, duties = table_of(ReportRow), table_of(DutyRow)
    query = (
        select(reports.c.agreement, reports.c.reporter, reports.c.period, reports.c.id)
        .where(reports.c.status == ACTIVE)
        .where(reports.c.agreement.in_(select(duties.c.agreement_id).where(readable)))
        .order_by(reports.c.entry_index)
    )
    covered: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for agreement, reporter, period, report in conn.execute(query):
        for month in months_of(period):
            covered[agreement, reporter].setdefault(str(month), report)
    return covered


def _periods(duty: RowMapping, until: date) -> Iterator[tuple[Month, Month]]:
    """Yield the first and last months of a duty's periods that are due by a day."""
    length = _schedule(duty)["every_months"]
    first = Month.parse(duty["starts"])
    end = Month.parse(duty["ends"]) if duty["ends"] else None
    while end is None or first <= end:
        last = first.plus(length - 1)
        last = min(last, end) if end else last
        if _due_on(duty, last) > until:
            return
        yield first, last
        first = first.plus(length)


def _schedule(duty: RowMapping) -> dict[str, int]:
    schedule: dict[str, int] = unpack(duty["doc"])
    return schedule


def _due_on(duty: RowMapping, last: Month) -> date:
    return last.last_day + timedelta(days=_schedule(duty)["report_after_days"])


def _judged(
    duty: RowMapping, first: Month, last: Month, covered: _Covered, today: date
) -> ExpectedReport:
    due_on = _due_on(duty, last)
    by_month = covered.get((duty["agreement_id"], duty["reporter"]), {})
    reports = [by_month.get(str(month)) for month in _months(first, last)]
    found = tuple(dict.fromkeys(report for report in reports if report))
    status: Status = "reported" if all(reports) else "due" if today <= due_on else "overdue"
    return ExpectedReport(
        agreement=duty["agreement_id"],
        reporter=duty["reporter"],
        medium=duty["medium"],
        period=period_name(first, last),
        due_on=due_on,
        status=status,
        reports=found,
    )


def _months(first: Month, last: Month) -> list[Month]:
    months = [first]
    while months[-1] < last:
        months.append(months[-1].plus(1))
    return months


def period_name(first: Month, last: Month) -> str:
    """Name consecutive months as reports do, or by their ends where no calendar period fits.

    Example:
        >>> period_name(Month(2026, 4), Month(2026, 6)), period_name(Month(2026, 2), Month(2026, 4))
        ('2026-Q2', '2026-02/2026-04')
    """
    length = len(_months(first, last))
    if length == 1:
        return str(first)
    if length not in _PERIODS or (first.month - 1) % length:
        return f"{first}/{last}"
    letter = _PERIODS[length]
    return f"{first.year:04}" + (f"-{letter}{first.month // length + 1}" if letter else "")
