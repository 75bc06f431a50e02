"""What is on record about revenue. Readers are the agreement's parties and the reporter."""

from datetime import date
from typing import ClassVar

from ledger.event import OPERATOR, Event
from ledger.revenue.commands import ControlDifferences, ControlTotals, LineCounts
from ledger.values import DocumentRef, Sha256


class RevenueReported(Event):
    """A licensee reported sales.

    Attributes:
        differences: Stated minus found, for each control total that does not foot.
    """

    TYPE: ClassVar[str] = "revenue.reported/1"

    id: str
    agreement: str
    reporter: str
    period: str
    currency: str
    basis: str
    file: DocumentRef
    lines: DocumentRef
    groups: DocumentRef
    problems: DocumentRef | None = None
    lines_root: Sha256
    counts: LineCounts
    amount_minor: int
    remittance_minor: int
    control: ControlTotals | None = None
    differences: ControlDifferences | None = None
    profile: str
    supersedes: str | None = None
    is_synthetic: bool = False
    parties: tuple[str, ...]

    def readers(self) -> tuple[str, ...]:
        """Sales are confidential to the agreement's parties and the reporter."""
        return (OPERATOR, *dict.fromkeys((*self.parties, self.reporter)))


class RevenueInvoiced(Event):
    """A licensee was invoiced."""

    TYPE: ClassVar[str] = "revenue.invoiced/1"

    id: str
    agreement: str
    debtor: str
    report: str | None = None
    currency: str
    amount_minor: int
    issued_on: date
    due_on: date
    document: DocumentRef | None = None
    parties: tuple[str, ...]

    def readers(self) -> tuple[str, ...]:
        """The agreement's parties and the debtor."""
        return (OPERATOR, *dict.fromkeys((*self.parties, self.debtor)))


class RevenueReceived(Event):
    """Money arrived for a report.

    Attributes:
        excess_minor: How much more than the promised remittance has now arrived; it stays
            undistributed until a corrected report explains it.
    """

    TYPE: ClassVar[str] = "revenue.received/1"

    id: str
    agreement: str
    report: str
    currency: str
    amount_minor: int
    received_on: date
    excess_minor: int | None = None
    bank_reference: str | None = None
    document: DocumentRef | None = None
    parties: tuple[str, ...]

    def readers(self) -> tuple[str, ...]:
        """The agreement's parties."""
        return (OPERATOR, *self.parties)


class ReceiptWithdrawn(Event):
    """What was recorded as money for a report was not for it; no run had used it.

    Attributes:
        receipt: Its id. entry: where it stands.
        reason: Why it was taken back.
    """

    TYPE: ClassVar[str] = "revenue.receipt_withdrawn/1"

    receipt: str
    entry: int
    agreement: str
    report: str
    currency: str
    amount_minor: int
    reason: str
    parties: tuple[str, ...]

    def readers(self) -> tuple[str, ...]:
        """The agreement's parties, as they read the receipt."""
        return (OPERATOR, *self.parties)
