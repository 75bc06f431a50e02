"""How late money for a report is, and what the delay costs: payment by payment.

    late_of(report, invoices, receipts, date(2026, 7, 31))  -> Late(...)

The rules kept here, in order:

1. Without an invoice no due day is known, and there is no interest: unknown is not zero.
2. The last invoice of a report says when it was due. What arrived fills the promised remittance in
   the order of days; what arrived after the due day was late, each part for as long as it took.
3. What has not arrived is late up to the day that is asked for.
4. Interest follows no clause of the waterfall: it is damages, shown apart from revenue.

Source:
    民法412条, 419条; contracts/late_interest.py. That interest is outside consumption tax (不課税)
    follows 消費税法基本通達5-2-5; to be confirmed by an expert.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from contracts.late_interest import Interest, interest
from contracts.money import Ratio

_Row = Mapping[str, Any]
NO_DUE_DAY: Final = "no-due-day"


@dataclass(frozen=True, slots=True)
class LatePart:
    """Money that came late, or has not come.

    Attributes:
        amount_minor: How much.
        paid_on: When it came; None for what is still open.
        receipt: By which receipt.
        interest: What its delay costs.
    """

    amount_minor: int
    paid_on: date | None
    receipt: str | None
    interest: Interest


@dataclass(frozen=True, slots=True)
class Late:
    """What is late of one report.

    Attributes:
        due_on: Last day in time; None where no invoice names one.
        open_minor: What has not arrived.
        parts: What is or was late, in the order of days.
        charged_minor: Interest charged before.
    """

    due_on: date | None
    open_minor: int
    parts: tuple[LatePart, ...] = ()
    charged_minor: int = 0

    @property
    def interest_minor(self) -> int:
        """All interest up to the day."""
        return sum(part.interest.amount_minor for part in self.parts)

    @property
    def to_charge_minor(self) -> int:
        """Interest that was not charged yet."""
        return max(0, self.interest_minor - self.charged_minor)


def late_of(
    report: _Row,
    invoices: Sequence[_Row],
    receipts: Sequence[_Row],
    day: date,
    *,
    agreed: Ratio | None = None,
    charged_minor: int = 0,
) -> Late:
    """Compute what is late of a report on a day.

    Args:
        report: Its row.
        invoices: Of it and of those that it corrects.
        receipts: The same.
        day: Up to which interest is asked for; what arrives later is open on it.
        agreed: Rate per year that a clause names.
        charged_minor: Interest charged before.

    Example:
        By hand: 1,000,000 due on 31 May 2026; 400,000 came on 30 June and nothing since. On 31
        July: 400,000 × 3% × 30 / 365 = 986.3; 600,000 × 3% × 61 / 365 = 3,008.2; 3,994 in all.

    Raises:
        TermsInvalid: `late-rate-unknown`.
    """
    came = [row for row in receipts if date.fromisoformat(row["received_on"]) <= day]
    promised = max(0, int(report["remittance_minor"]))
    left = max(0, promised - sum(int(row["amount_minor"]) for row in came))
    if not invoices:
        return Late(None, left, charged_minor=charged_minor)
    due_on = max(date.fromisoformat(row["due_on"]) for row in invoices)
    parts = [
        LatePart(amount, paid_on, id, interest(amount, due_on, paid_on or day, agreed=agreed))
        for amount, paid_on, id in _parts(promised, came)
        if (paid_on or day) > due_on
    ]
    return Late(due_on, left, tuple(parts), charged_minor)


def _parts(promised: int, came: Sequence[_Row]) -> Iterator[tuple[int, date | None, str | None]]:
    """Yield how the promised amount was filled, and what is still open of it."""
    left = promised
    for row in sorted(came, key=lambda row: (row["received_on"], row["id"])):
        part = min(left, int(row["amount_minor"]))
        if part > 0:
            yield part, date.fromisoformat(row["received_on"]), str(row["id"])
            left -= part
    if left > 0:
        yield left, None, None
