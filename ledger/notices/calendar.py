"""What the calendar tells: reports that are overdue, forms that expire, answers that are due.

The rules kept here, in order:

1. Each is told once; a day on which nobody looked is made good on the next.
2. A report is overdue on the day after its last day. Addresses hear of those that became overdue
   since they were confirmed, not of years of old ones.
3. Of a form that expires its payee and its payer are reminded 60, 30 and 7 days before, at most of
   the nearest of these days that has come. A form for the same income that goes on longer, or has
   no end, silences the reminder.
4. Whoever's turn it is in a dispute is reminded 7 days and 1 day before, until he speaks.

Source:
    租税条約に関する届出書 ends with its period of validity; 60, 30 and 7 days are our choice.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import Connection, select

from ledger.access.views import OPERATOR_VIEWER
from ledger.disputes.course_views import DisputeCourseRow
from ledger.disputes.views import OPEN, DisputeRow
from ledger.notices import kinds
from ledger.notices.kinds import NO_ENTRY, Telling
from ledger.revenue.calendar import expected_reports
from ledger.store.views import table_of, unpack
from ledger.tax_forms.views import TreatyFormRow

FORM_DAYS: Final = (60, 30, 7)
ANSWER_DAYS: Final = (7, 1)
_FOR_EVER: Final = "9999-12-31"
_DAY: Final = timedelta(days=1)
Due = tuple[Telling, int]
"""What is told, and the entry that it comes from."""


def due(conn: Connection, today: date) -> Iterator[Due]:
    """Yield everything that the calendar has to tell by a day.

    Args:
        conn: A snapshot.
        today: In Japan.
    """
    yield from _overdue(conn, today)
    yield from _expiring(conn, today)
    yield from _unanswered(conn, today)


def nearest(last: date, days: tuple[int, ...], today: date) -> date | None:
    """Return the last day of reminding that has come; None before the first, and after the end.

    Example:
        Valid to 31 December, reminded 60, 30 and 7 days before: on 10 December it is 1 December.
    """
    if today > last:
        return None
    come = [last - timedelta(days=number) for number in days]
    return max((day for day in come if day <= today), default=None)


def _overdue(conn: Connection, today: date) -> Iterator[Due]:
    for one in expected_reports(conn, OPERATOR_VIEWER, today - _DAY, today=today):
        if one.status != "overdue":
            continue
        arises = (one.due_on + _DAY).isoformat()
        told = {"period": one.period, "due_on": one.due_on.isoformat(), "medium": one.medium}
        about = f"{one.agreement}/{one.medium}/{one.period}"
        telling = Telling(kinds.REPORT_OVERDUE, one.reporter, about, arises, told, is_news=True)
        yield telling, NO_ENTRY


def _expiring(conn: Connection, today: date) -> Iterator[Due]:
    table = table_of(TreatyFormRow)
    rows = [dict(row) for row in conn.execute(select(table).order_by(table.c.id)).mappings()]
    until: dict[tuple[str, ...], str] = {}
    for row in rows:
        until[_income(row)] = max(until.get(_income(row), ""), row["valid_to"] or _FOR_EVER)
    for row in rows:
        if row["valid_to"] is None or until[_income(row)] > row["valid_to"]:
            continue
        day = nearest(date.fromisoformat(row["valid_to"]), FORM_DAYS, today)
        if day is None:
            continue
        for party in (row["payee"], row["payer"]):
            told = {"valid_to": row["valid_to"]}
            telling = Telling(kinds.FORM_EXPIRING, party, row["id"], day.isoformat(), told)
            yield telling, row["entry_index"]


def _income(row: Mapping[str, Any]) -> tuple[str, ...]:
    return row["payer"], row["payee"], row["country"], row["article"]


def _unanswered(conn: Connection, today: date) -> Iterator[Due]:
    table, course = table_of(DisputeRow), table_of(DisputeCourseRow)
    query = (
        select(table.c.entry_index, course)
        .join(course, course.c.dispute_id == table.c.id)
        .where(table.c.status == OPEN, course.c.is_waiting == 1)
        .order_by(table.c.id)
    )
    for row in conn.execute(query):
        day = nearest(date.fromisoformat(row.answer_by), ANSWER_DAYS, today)
        for party in unpack(row.turn) if day else ():
            arises, told = (day or today).isoformat(), {"answer_by": row.answer_by}
            yield Telling(kinds.ANSWER_DUE, party, row.dispute_id, arises, told), row.entry_index
