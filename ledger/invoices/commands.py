"""What may be asked about invoices."""

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from contracts.tax.invoice_classes import Klass
from ledger.command import Command
from ledger.ids import InvoiceId, PartyId, PurchaseId, ReportId, StatementId
from ledger.values import AmountMinor, DocumentRef, LongText, Sha256, Text, Value

Place = Literal["home", "abroad", "unknown"]
SaleSubject = Literal["royalty", "service", "damages", "late_interest", "remittance"]
InvoiceKind = Literal["invoice", "credit"]
Files = Annotated[tuple[DocumentRef, ...], Field(max_length=16)]
LineNumber = Annotated[int, Field(ge=1, le=1_000_000)]


class ClassOverride(Value):
    """A line that is of another class than the table says, why, and where that is written.

    Attributes:
        line: Number of the line in the statement, from one.
    """

    line: LineNumber
    tax_class: Klass
    reason: Text
    document: DocumentRef


class Sent(Value):
    """How and when a document was shown to whom it concerns: the notice that is kept.

    Attributes:
        method: `register`: it lies open to the payee in the register from that day on.
    """

    method: Literal["register", "email", "post", "hand"] = "register"
    on: date
    document: DocumentRef | None = None


class AgreePurchases(Command):
    """Record a clause by which silence is confirmation, or its end.

    Attributes:
        day: From which day of sending on.
        days: How many days without an objection; left out: the clause ends with the day before.
        document: The agreement. clause: where in it.
    """

    TYPE: ClassVar[str] = "AgreePurchases/1"

    payer: PartyId
    payee: PartyId
    day: date
    days: Annotated[int, Field(ge=1, le=120)] | None = None
    document: DocumentRef
    clause: Text


class PresentPurchase(Command):
    """Present a statement to its payee as the payer's purchase document (仕入明細書).

    Attributes:
        services_in: Where services in it were done, where that decides.
        overrides: Lines of another class than the table gives.
        replaces: The document that was objected to, which this one stands for.
        figures_sha256: Of what was computed on a snapshot; the rule computes it again.
        files: Made outside the door.
    """

    TYPE: ClassVar[str] = "PresentPurchase/1"

    id: PurchaseId
    statement: StatementId
    sent: Sent
    services_in: Place = "unknown"
    overrides: Annotated[tuple[ClassOverride, ...], Field(max_length=200)] = ()
    replaces: PurchaseId | None = None
    figures_sha256: Sha256
    files: Files


class ConfirmPurchase(Command):
    """Confirm what a purchase document says, as whoever is paid by it.

    Attributes:
        document: Where the confirmation is seen; needed where the operator records it.
    """

    TYPE: ClassVar[str] = "ConfirmPurchase/1"

    purchase: PurchaseId
    by: PartyId
    document: DocumentRef | None = None


class ObjectPurchase(Command):
    """Say that something in a purchase document is wrong; silence is no confirmation any more.

    Attributes:
        line: Number of the line in the statement, where it is about one.
    """

    TYPE: ClassVar[str] = "ObjectPurchase/1"

    purchase: PurchaseId
    by: PartyId
    reason: LongText
    line: LineNumber | None = None
    document: DocumentRef | None = None


class SaleClass(Value):
    """A class that somebody decided against the table, why, and where that is written."""

    tax_class: Klass
    reason: Text
    document: DocumentRef


class IssueInvoice(Command):
    """Invoice a licensee for a report, or credit what a corrected report makes less.

    Attributes:
        kind: `invoice`, or `credit` (適格返還請求書) for what was invoiced too high.
        report: The report in force; what was invoiced on those that it corrects counts.
        number: The next of the issuer's year; given by who made the files.
        subject: What is paid for. is_plain: no qualified invoice is claimed.
        amount_minor: Without tax, as computed on a snapshot; the rule computes it again.
    """

    TYPE: ClassVar[str] = "IssueInvoice/1"

    id: InvoiceId
    kind: InvoiceKind = "invoice"
    report: ReportId
    issued_on: date
    due_on: date
    number: Text
    subject: SaleSubject = "royalty"
    services_in: Place = "unknown"
    override: SaleClass | None = None
    is_plain: bool = False
    amount_minor: AmountMinor
    tax_minor: AmountMinor
    files: Files
