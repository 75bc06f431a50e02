"""What is on record about statements."""

from datetime import date
from typing import ClassVar

from ledger.event import OPERATOR, Event
from ledger.statements.commands import CarriedAmount, StatementLine, StatementTotals
from ledger.values import DocumentRef


class StatementIssued(Event):
    """A payee's statement for one planned payment, with the hash of each of its files."""

    TYPE: ClassVar[str] = "statement.issued/1"
    CHUNKED: ClassVar[tuple[str, ...]] = ("lines",)

    id: str
    payer: str
    payee: str
    paid_to: str
    period: str
    currency: str
    payment_date: date
    runs: tuple[str, ...]
    lines: tuple[StatementLine, ...]
    totals: StatementTotals
    tax: dict[str, str]
    files: tuple[DocumentRef, ...]
    previous: str | None = None
    carried: tuple[CarriedAmount, ...] | None = None
    final: bool | None = None

    def readers(self) -> tuple[str, ...]:
        """Payer, payee, and whoever is paid for the payee."""
        return (OPERATOR, *dict.fromkeys((self.payer, self.payee, self.paid_to)))
