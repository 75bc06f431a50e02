"""What is on record about interest on money that came late."""

from datetime import date
from typing import ClassVar

from ledger.event import OPERATOR, Event
from ledger.values import DocumentRef, Ratio, Text, Value


class InterestPart(Value):
    """Money that came late, or had not come.

    Attributes:
        paid_on: When it came; absent for what was open on the last day counted.
        days: Of delay.
        interest_minor: Cut to whole minor units.
    """

    amount_minor: int
    paid_on: date | None = None
    receipt: Text | None = None
    days: int
    interest_minor: int


class InterestCharged(Event):
    """Somebody was charged with interest; it is damages, no revenue.

    Attributes:
        debtor: Who reported and pays late.
        rate: Per year. law: where it comes from.
        before_minor: Charged before for the same report.
        delays: What came late, part by part.
        amount_minor: All of them together less what was charged before.
    """

    TYPE: ClassVar[str] = "revenue.interest_charged/1"

    id: str
    agreement: str
    report: str
    debtor: str
    currency: str
    due_on: date
    until: date
    rate: Ratio
    law: str
    clause: str | None = None
    delays: tuple[InterestPart, ...]
    before_minor: int
    amount_minor: int
    document: DocumentRef | None = None
    parties: tuple[str, ...]

    def readers(self) -> tuple[str, ...]:
        """The agreement's parties and the debtor."""
        return (OPERATOR, *dict.fromkeys((*self.parties, self.debtor)))
