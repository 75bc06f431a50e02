"""When a committee closes, reports and pays: phases of months, with stubs that need a yes.

    {"release": "2026-09-01", "report_after_months": 1, "pay_after_months": 2,
     "close_day": "end of month",
     "phases": [{"closes": 1, "months": 1},                     so many closes
                {"until": "2028-06-30", "months": 3},           up to a day a close falls on
                {"stub_until": "2028-08-31", "needs_acceptance": true},
                {"closes": "open", "months": 12}]}              without end

A day that a month does not have is its last day: day 31 in February 2028 is the 29th. Reports
and payments fall on the closing day of a later month; moving them off a holiday is up to the
caller, who has the calendar.

Source:
    Case SC-01 (tests/vectors/cases/schedule.json).
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from contracts.errors import TermsInvalid
from contracts.fields import Fields
from contracts.period import Month

END_OF_MONTH = 31
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch of the schedule; exactly one of closes, until, stub_until and open is meant.

    Attributes:
        months: Length of each period; zero for a stub.
        closes: How many periods; None when a date or nothing ends the phase.
        until: Last day of the phase; None when counted or open.
        needs_acceptance: Whether a stub waits for the other side's yes.
    """

    months: int
    closes: int | None
    until: dt.date | None
    needs_acceptance: bool = False


@dataclass(frozen=True, slots=True)
class Schedule:
    """A reporting schedule."""

    release: dt.date
    phases: tuple[Phase, ...]
    report_after_months: int
    pay_after_months: int
    close_day: int


@dataclass(frozen=True, slots=True)
class Close:
    """One period of the schedule with its dates."""

    first_day: dt.date
    last_day: dt.date
    report_on: dt.date
    pay_on: dt.date
    is_stub: bool


def read_schedule(obj: object) -> Schedule:
    """Read a schedule written as data.

    Raises:
        TermsInvalid: A field is missing, unknown or malformed, or something follows an open phase.
    """
    fields = Fields(obj, {}, "schedule")
    end = fields.obj.get("close_day") == "end of month"
    schedule = Schedule(
        release=_date(fields, "release"),
        phases=tuple(_read_phase(part) for part in fields.parts("phases")),
        report_after_months=fields.integer("report_after_months", least=0),
        pay_after_months=fields.integer("pay_after_months", least=0),
        close_day=END_OF_MONTH if end else fields.integer("close_day", least=1),
    )
    if end:
        fields.text("close_day")
    fields.close()
    if any(_is_open(phase) for phase in schedule.phases[:-1]):
        fields.refuse("phase-after-open", "Nothing follows a phase without end.", field="phases")
    if schedule.close_day > END_OF_MONTH:
        fields.refuse(
            "number-too-large", "No month has that day.", field="close_day", expected="<= 31"
        )
    return schedule


def closes(schedule: Schedule, *, stubs_accepted: bool) -> Iterator[Close]:
    """Give the periods one after the other; without end when the last phase is open.

    Args:
        schedule: The schedule.
        stubs_accepted: Whether the other side agreed to the stubs that need it.

    Raises:
        TermsInvalid: A stub is not accepted ("stub-needs-acceptance"), or a phase ends on a day
            on which no close falls ("phase-does-not-fit"): declare a stub for it.
    """
    start = schedule.release
    for phase in schedule.phases:
        if phase.needs_acceptance and not stubs_accepted:
            raise TermsInvalid(
                "stub-needs-acceptance",
                f"The short period from {start} to {phase.until} has not been accepted.",
                value=f"{start}/{phase.until}",
                expected="acceptance",
            )
        for last_day in _last_days(schedule, phase, start):
            yield _close(schedule, start, last_day, is_stub=phase.months == 0)
            start = last_day + _DAY


def _last_days(schedule: Schedule, phase: Phase, start: dt.date) -> Iterator[dt.date]:
    if phase.months == 0 and phase.until:
        yield phase.until
        return
    done = 0
    while phase.closes is None or done < phase.closes:
        if phase.until and start > phase.until:
            return
        last_day = _closing_month(schedule, start).plus(phase.months - 1).day(schedule.close_day)
        if phase.until and last_day > phase.until:
            raise TermsInvalid(
                "phase-does-not-fit",
                f"A period from {start} closes on {last_day}, after {phase.until}.",
                value=last_day.isoformat(),
                expected="a stub up to the end of the phase",
            )
        yield last_day
        start, done = last_day + _DAY, done + 1


def _closing_month(schedule: Schedule, start: dt.date) -> Month:
    """Give the month whose closing day is the first on or after the start."""
    month = Month.of(start)
    return month if start <= month.day(schedule.close_day) else month.plus(1)


def _close(schedule: Schedule, start: dt.date, last_day: dt.date, *, is_stub: bool) -> Close:
    month = Month.of(last_day)
    return Close(
        first_day=start,
        last_day=last_day,
        report_on=month.plus(schedule.report_after_months).day(schedule.close_day),
        pay_on=month.plus(schedule.pay_after_months).day(schedule.close_day),
        is_stub=is_stub,
    )


def _read_phase(part: Fields) -> Phase:
    if part.has("stub_until"):
        waits = part.flag("needs_acceptance", default=False)
        phase = Phase(0, None, _date(part, "stub_until"), needs_acceptance=waits)
    elif part.has("until"):
        phase = Phase(part.integer("months", least=1), None, _date(part, "until"))
    elif part.obj.get("closes") == "open":
        part.text("closes")
        phase = Phase(part.integer("months", least=1), None, None)
    else:
        phase = Phase(part.integer("months", least=1), part.integer("closes", least=1), None)
    part.close()
    return phase


def _is_open(phase: Phase) -> bool:
    return phase.closes is None and phase.until is None


def _date(fields: Fields, field: str) -> dt.date:
    text = fields.text(field)
    try:
        found = dt.date.fromisoformat(text)
    except ValueError:
        found = None
    # fromisoformat also reads 20260901 and 2026-W36-2; one spelling is enough.
    if found is None or found.isoformat() != text:
        fields.refuse(
            "date-unreadable",
            f"{field} {text!r} is not a date.",
            field=field,
            value=text,
            expected="2026-09-01",
        )
    return found
