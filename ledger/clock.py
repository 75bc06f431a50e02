"""The one place that reads the time, so that every time on the ledger can be replayed."""

from datetime import UTC, date, datetime, timedelta
from typing import Final, Protocol
from zoneinfo import ZoneInfo

TOKYO = ZoneInfo("Asia/Tokyo")
SINCE_EVER: Final = "0001-01-01"
"""The day from which something holds if nobody knows since when it does."""


class Clock(Protocol):
    """Says what time it is."""

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC, with microseconds."""
        ...


class SystemClock:
    """The clock of the machine."""

    def now(self) -> datetime:
        """Return the machine's time in UTC."""
        return datetime.now(tz=UTC)


class SteppingClock:
    """A clock for samples and tests: each reading is one step after the last.

    Args:
        start: First reading, aware.
        step: Distance between readings; equal readings would hide ordering mistakes.
    """

    def __init__(self, start: datetime, step: timedelta = timedelta(milliseconds=1)) -> None:
        self._next = start.astimezone(UTC)
        self._step = step

    def now(self) -> datetime:
        """Return the next reading."""
        reading = self._next
        self._next = reading + self._step
        return reading

    def advance_to(self, moment: datetime) -> None:
        """Jump forward so that the next reading is `moment`; never backward."""
        self._next = max(self._next, moment.astimezone(UTC))


def stamp(moment: datetime) -> str:
    """Write a moment as the log does: UTC, six decimals, `Z`."""
    text = moment.astimezone(UTC).isoformat(timespec="microseconds")
    return text.removesuffix("+00:00") + "Z"


def parse_stamp(text: str) -> datetime:
    """Read what `stamp` wrote.

    Raises:
        ValueError: The text is not a stamp.
    """
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)


def tokyo_date(moment: datetime) -> date:
    """Return the calendar day in Japan at a moment: business days and months are Asia/Tokyo."""
    return moment.astimezone(TOKYO).date()
