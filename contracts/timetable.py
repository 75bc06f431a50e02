"""The clause on when an agreement closes, reports and pays: phases, as a contract prints them.

    "schedule": {"release": "2026-09-01", "report_after_months": 1, "pay_after_months": 2,
                 "close_day": "end of month", "stubs_accepted": false,
                 "phases": [{"closes": 1, "months": 1}, {"closes": "open", "months": 3}]}

The rules kept here, in order:

1. A month belongs to the close in which its last day lies; before the release, to the first.
2. What was run up to a month is paid when the close of that month pays; on which day banks work
   then is asked of a calendar, later.
3. Nothing is paid of or after a short period that needs the other side's yes and has none.
4. After the last phase nothing is said: the committee's own schedule holds again.

Example:
    By hand: closes 30 September 2026, then quarters. September is paid on 30 November 2026; October
    to December close on 31 December and are paid on 28 February 2027.

Source:
    Case SC-01; contracts/schedule.py.
"""

from dataclasses import dataclass

from contracts.errors import TermsInvalid
from contracts.fields import Fields
from contracts.period import Month, Period
from contracts.schedule import Close, Schedule, closes, read_schedule
from contracts.schema import Schema

_FIELD = "schedule"
_ACCEPTED = "stubs_accepted"
_DAY: Schema = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
_MONTHS: Schema = {"type": "integer", "minimum": 1}
_COUNT: Schema = {"type": "integer", "minimum": 0}

SCHEDULE: Schema = {
    "type": "object",
    "properties": {
        "release": _DAY,
        "phases": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "properties": {
                    "closes": {"oneOf": [_MONTHS, {"const": "open"}]},
                    "months": _MONTHS,
                    "until": _DAY,
                    "stub_until": _DAY,
                    "needs_acceptance": {"type": "boolean"},
                },
                "additionalProperties": False,
            },
        },
        "report_after_months": _COUNT,
        "pay_after_months": _COUNT,
        "close_day": {
            "oneOf": [
                {"type": "integer", "minimum": 1, "maximum": 31},
                {"const": "end of month"},
            ]
        },
        _ACCEPTED: {"type": "boolean"},
    },
    "required": ["release", "phases", "report_after_months", "pay_after_months", "close_day"],
    "additionalProperties": False,
}


@dataclass(frozen=True, slots=True)
class Timetable:
    """When an agreement closes and pays.

    Attributes:
        schedule: Its phases.
        stubs_accepted: Whether the other side said yes to the short periods that need it.
    """

    schedule: Schedule
    stubs_accepted: bool

    def close_of(self, month: Month) -> Close | None:
        """Return the close in which a month's last day lies; None after the last phase.

        Raises:
            TermsInvalid: `stub-needs-acceptance`, or `phase-does-not-fit`.
        """
        for close in closes(self.schedule, stubs_accepted=self.stubs_accepted):
            if month.last_day <= close.last_day:
                return close
        return None

    def check_period(self, period: Period) -> None:
        """Refuse a period that lies in two closes: it would be paid on two days.

        Raises:
            TermsInvalid: `period-across-close`, naming the close; or what `close_of` raises.
        """
        first, last = self.close_of(period.first), self.close_of(period.last)
        if first != last and first is not None:
            raise TermsInvalid(
                "period-across-close",
                f"the agreement closes on {first.last_day}, inside this period",
                field="period",
                value=period.name,
                expected=f"a period up to {first.last_day}",
            )


def read_timetable(fields: Fields) -> Timetable | None:
    """Read the clause; None where terms have none.

    Raises:
        TermsInvalid: It is malformed, or a phase ends on a day on which no close falls.
    """
    if not fields.has(_FIELD):
        return None
    part = fields.part(_FIELD)
    accepted = part.flag(_ACCEPTED, default=False)
    plain = {name: value for name, value in part.obj.items() if name != _ACCEPTED}
    found = Timetable(read_schedule(plain), accepted)
    _check_phases(found)
    return found


def _check_phases(found: Timetable) -> None:
    """Refuse phases that do not fit, now and not on the day on which somebody is to be paid."""
    for number, _ in enumerate(closes(found.schedule, stubs_accepted=True)):
        if number >= _MOST_CLOSES:
            return


_MOST_CLOSES = 1_200
"""A hundred years of months: what has no end is not followed for ever."""
