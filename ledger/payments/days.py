"""On which day a statement is paid: its own, moved to one on which banks work, and never too late.

Example:
    By hand: stated for 31 January 2027, a Sunday: paid on Friday 29 January; "after", on Monday
    1 February. Work that came in on 2 December 2026 must be paid by 30 January, a Saturday: also
    on Friday 29 January, whatever the agreement says.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from contracts.banking.days import working_day
from ledger.holidays import is_holiday

Toward = Literal["before", "after"]
FREELANCE: Final = "freelance"


@dataclass(frozen=True, slots=True)
class PayDay:
    """The day on which a statement is paid.

    Attributes:
        due_on: The last day on which it ought to be.
        law: `freelance` where the law and not the agreement sets it.
    """

    due_on: date
    pay_on: date
    law: str | None = None

    @property
    def is_late(self) -> bool:
        """Whether it cannot be in time any more."""
        return self.pay_on > self.due_on


def pay_day(
    stated: date, pay_by: date | None, today: date, toward: Toward, asked: date | None = None
) -> PayDay:
    """Return the day on which a statement is paid.

    Args:
        stated: The statement's day of payment.
        pay_by: The last day that a law sets, where it does.
        today: In Japan; nothing is paid before it.
        toward: Which way a day moves on which banks rest.
        asked: A day that whoever pays asks for.
    """
    due, law = working_day(stated, is_holiday, toward), None
    if pay_by is not None:
        last = working_day(pay_by, is_holiday)
        if last < due:
            due, law = last, FREELANCE
    first = working_day(today, is_holiday, "after")
    return PayDay(due, asked or max(due, first), law)


def told_late(statement: Mapping[str, Any], day: PayDay) -> dict[str, Any]:
    """Say that a statement will be paid late: first of all that is said."""
    return {
        "statement": statement["id"],
        "payee": statement["payee"],
        "due_on": day.due_on.isoformat(),
        "pay_on": day.pay_on.isoformat(),
        "law": day.law or "agreement",
    }
