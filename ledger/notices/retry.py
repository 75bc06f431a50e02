"""What came of an attempt, and when the next one is made: pure.

The rules kept here, in order:

1. The first attempt is made at once, then after 1 and 5 minutes, half an hour, 2 and 8 hours and a
   day; if that fails, too, the delivery is dead until somebody replays it.
2. Up to a tenth is added to each pause, so that what failed together is not tried together.
3. Who says when to come back is heard, up to a day.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final, Literal

from ledger.entropy import Entropy

Result = Literal["sent", "later", "never", "gone"]
"""Taken; to be tried again; refused for good; refused for good, whatever else is sent there."""

PAUSES: Final = (0, 60, 300, 1_800, 7_200, 28_800, 86_400)
"""Seconds before each attempt."""

_LONGEST: Final = PAUSES[-1]
_STEPS: Final = 1_000  # of jitter
_SECONDS: Final = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one attempt.

    Attributes:
        answer: What the other side said, or why there was no answer; short, one line.
        status: The code of SMTP or HTTP; 0 without an answer.
        after: Seconds that the other side asks to wait for, if it does.
        ms: How long it took.
    """

    result: Result
    answer: str
    status: int = 0
    after: int | None = None
    ms: int = 0


def next_pause(failed: int, asked: int | None, entropy: Entropy) -> int | None:
    """Return the seconds to wait after an attempt that failed; None when it was the last.

    Args:
        failed: How many attempts have failed, this one included.
        asked: What the other side asked for.
        entropy: Draws the jitter.

    Example:
        After the second failure: 300 seconds, and 0 to 30 more.
    """
    if failed >= len(PAUSES):
        return None
    pause = max(PAUSES[failed], min(asked or 0, _LONGEST))
    drawn = int.from_bytes(entropy.bytes(4), "big") % (_STEPS + 1)
    return pause + pause * drawn // (_STEPS * 10)


def retry_after(value: str | None, now: datetime) -> int | None:
    """Read how long another server wants to be left alone: seconds or a day; None for nonsense.

    Source:
        RFC 9110 section 10.2.3, Retry-After.
    """
    text = (value or "").strip()
    if _SECONDS.fullmatch(text):
        return min(int(text), _LONGEST)
    try:
        moment = parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(max(0, (aware - now) // timedelta(seconds=1)), _LONGEST)


def one_line(text: str, limit: int = 200) -> str:
    """Return what somebody else said as it may be shown: printable, on one line, not long."""
    plain = "".join(character if character.isprintable() else " " for character in text)
    return " ".join(plain.split())[:limit]
