"""Who was registered as an invoice issuer (適格請求書発行事業者) on a day, and under which number.

The rules kept here, in order:

1. The last note of a beginning or an end on or before the day counts; of one day, the last one.
2. Before the first note a party stands as it was registered with the register.
3. An end is noted of a number that is in force, so before it the party has that number.
"""

from collections.abc import Iterable
from typing import Final, NamedTuple

REGISTERED: Final = "registered"
ENDED: Final = "ended"


class Noted(NamedTuple):
    """A beginning or an end, with its first day in the form of ISO 8601."""

    day: str
    kind: str
    number: str


def number_by(own: str | None, noted: Iterable[Noted], day: str) -> str | None:
    """Return the number under which a party is registered on a day; None when it is not.

    Args:
        own: Its number when it came to the register, if it had one.
        noted: What was noted since.
        day: In the form of ISO 8601.

    Source:
        消費税法57条の2 (登録), 57条の2第10項 (登録の取消し).

    Example:
        >>> ended = [Noted("2027-01-01", "ended", "T7000012050002")]
        >>> own = "T7000012050002"
        >>> number_by(own, ended, "2026-12-31"), number_by(own, ended, "2027-01-01")
        ('T7000012050002', None)
    """
    begun = sorted(one for one in noted if one.day <= day)
    if begun:
        return begun[-1].number if begun[-1].kind == REGISTERED else None
    return own
