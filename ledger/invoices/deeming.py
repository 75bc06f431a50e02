"""How a purchase document stands on a day: confirmed, deemed confirmed, objected to or waiting.

The rules kept here, in order:

1. What another document replaces says nothing any more.
2. An objection stands until whoever is paid confirms all the same; it stops the deeming.
3. Silence confirms where a clause says so: on the day after the last day for an objection. The day
   of sending is not counted.
4. Nothing is written when a day passes: how it stands follows from the facts and the day asked.

Source:
    消費税法30条9項3号 (相手方の確認), 消費税法基本通達11-6-6 (一定期間内に連絡がない場合確認が
    あったものとする); 民法140条 (初日不算入). Sent on 1 April with 14 days: last day 15 April,
    deemed from 16 April on. That an objection after that day also stops it is our
    caution, to be confirmed by an expert.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final, NamedTuple

WAITING, CONFIRMED, DEEMED = "waiting", "confirmed", "deemed"
OBJECTED, REPLACED, NOT_NEEDED = "objected", "replaced", "not_needed"
STANDINGS: Final = (WAITING, CONFIRMED, DEEMED, OBJECTED, REPLACED, NOT_NEEDED)
RELIED_ON: Final = (CONFIRMED, DEEMED)


class Standing(NamedTuple):
    """How a document stands, and since which day, where a day makes it so."""

    status: str
    since: date | None = None


def last_day(sent_on: date, days: int) -> date:
    """Return the last day for an objection.

    Example:
        >>> last_day(date(2026, 4, 1), 14)
        datetime.date(2026, 4, 15)
    """
    return sent_on + timedelta(days=days)


def standing_on(row: Mapping[str, Any], day: date) -> Standing:
    """Say how a document stands on a day.

    Args:
        row: Of the document: `status`, `confirm_by`, `bears_tax`.
        day: The day that is asked about.
    """
    if row["status"] in (REPLACED, OBJECTED, CONFIRMED):
        return Standing(row["status"])
    if not row["bears_tax"]:
        return Standing(NOT_NEEDED)
    if row["confirm_by"] is not None:
        from_day = date.fromisoformat(row["confirm_by"]) + timedelta(days=1)
        if day >= from_day:
            return Standing(DEEMED, from_day)
    return Standing(WAITING)
