"""What may be asked about revenue: reported, invoiced and received are three amounts."""

from datetime import date
from typing import ClassVar, Literal

from pydantic import Field

from ledger.command import Command
from ledger.ids import AgreementId, InvoiceId, PartyId, ReceiptId, ReportId
from ledger.values import AmountMinor, Count, Currency, DocumentRef, PeriodText, Sha256, Text, Value


class ControlTotals(Value):
    """What the sender says the file adds up to; a difference is shown, never absorbed."""

    rows: Count | None = None
    amount_minor: AmountMinor | None = None


class ControlDifferences(Value):
    """Stated minus found, for each control total that does not foot."""

    rows: AmountMinor | None = None
    amount_minor: AmountMinor | None = None


class LineCounts(Value):
    """Every row of the file ends as one of three; they add up to the rows of the file."""

    accepted: Count
    held: Count
    rejected: Count


class RegisterReport(Command):
    """Register a licensee's report whose file was checked and stored outside the door.

    Attributes:
        reporter: The licensee or window that reports.
        basis: `gross` is what users paid; `net` had the platform's share taken already.
        file: The sender's file, byte for byte.
        lines: Accepted lines as Parquet. groups: their sums as JSON. problems: held and rejected.
        lines_root: Merkle root over the accepted lines, so that one can be proved alone.
        amount_minor: Sum of accepted lines. remittance_minor: what the sender will pay on it.
        supersedes: The report this one corrects; a report has at most one successor.
        confirm: Where that one was settled, the hash of what the correction touches.
    """

    TYPE: ClassVar[str] = "RegisterReport/1"

    id: ReportId
    agreement: AgreementId
    reporter: PartyId
    period: PeriodText
    currency: Currency
    basis: Literal["gross", "net"]
    file: DocumentRef
    lines: DocumentRef
    groups: DocumentRef
    problems: DocumentRef | None = None
    lines_root: Sha256
    counts: LineCounts
    amount_minor: AmountMinor
    remittance_minor: AmountMinor
    control: ControlTotals | None = None
    profile: Text = "standard/1"
    supersedes: ReportId | None = None
    is_synthetic: bool = False
    confirm: Sha256 | None = None


class RecordInvoice(Command):
    """Record that a licensee was invoiced."""

    TYPE: ClassVar[str] = "RecordInvoice/1"

    id: InvoiceId
    agreement: AgreementId
    debtor: PartyId
    report: ReportId | None = None
    currency: Currency
    amount_minor: AmountMinor
    issued_on: date
    due_on: date
    document: DocumentRef | None = None


class RecordReceipt(Command):
    """Record that money arrived, and for which report."""

    TYPE: ClassVar[str] = "RecordReceipt/1"

    id: ReceiptId
    agreement: AgreementId
    report: ReportId
    currency: Currency
    amount_minor: int = Field(gt=0, le=2**53 - 1)
    received_on: date
    bank_reference: Text | None = None
    document: DocumentRef | None = None
