"""What is on record about invoices. What a payer may credit is the payer's part alone."""

from datetime import date
from typing import ClassVar

from contracts.tax.invoice import BuyerCredit, ClassTotal
from contracts.tax.invoice_classes import Klass
from ledger.event import OPERATOR, Event
from ledger.invoices.commands import ClassOverride, SaleClass, Sent
from ledger.log.entry import Part
from ledger.log.parts import FACTS, Joining
from ledger.values import AmountMinor, Count, DocumentRef, Text, Value


class PurchasePart(Value):
    """What is paid of one subject in one class.

    Attributes:
        rule: Row of the table, or `override/N` for line N of the statement.
        amount_minor: As the statement pays it: see `is_inclusive`.
    """

    subject: Text
    tax_class: Klass
    rule: Text
    amount_minor: AmountMinor


class ClassAmount(Value):
    """The sum of one class, with the tax that it bears.

    Attributes:
        rate: Like "10%"; absent where the class bears no tax.
    """

    tax_class: Klass
    base_minor: AmountMinor
    tax_minor: AmountMinor
    rate: Text | None = None

    @classmethod
    def of(cls, total: ClassTotal) -> "ClassAmount":
        """Make it of what was computed."""
        return cls(
            tax_class=total.klass,
            base_minor=total.base_minor,
            tax_minor=total.tax_minor,
            rate=total.rate,
        )


class PayerCredit(Value):
    """What the payer may credit of the tax, and by which provision.

    Attributes:
        kind: `full` once the document is confirmed, `transitional`, or `none`.
    """

    kind: Text
    tax_minor: AmountMinor
    creditable_minor: AmountMinor
    rate: Text
    law: Text | None = None
    confidence: Text

    @classmethod
    def of(cls, credit: BuyerCredit) -> "PayerCredit":
        """Make it of what was computed."""
        return cls(
            kind=credit.kind,
            tax_minor=credit.tax_minor,
            creditable_minor=credit.creditable_minor,
            rate=credit.rate,
            law=credit.law or None,
            confidence=credit.confidence,
        )


class Deeming(Value):
    """By which clause silence is confirmation.

    Attributes:
        agreed: Entry of the clause. confirm_by: last day for an objection.
    """

    agreed: Count
    days: Count
    clause: Text
    confirm_by: date


class PurchasesAgreed(Event):
    """A clause by which silence is confirmation holds from a day on, or ends."""

    TYPE: ClassVar[str] = "purchase.agreed/1"

    payer: str
    payee: str
    day: date
    days: int | None = None
    document: DocumentRef
    clause: str

    def readers(self) -> tuple[str, ...]:
        """Both sides."""
        return (OPERATOR, self.payer, self.payee)


class PurchasePresented(Event):
    """A statement was presented as the payer's purchase document.

    Attributes:
        supplier: Whoever is paid, in whose name the document serves.
        number: The supplier's registration number on the day of payment, if there is one.
        lines: What is paid, by subject and class. classes: their sums with tax, cut once per rate.
        is_inclusive: Whether the tax is in the amounts of `lines`, as where none was added.
        is_qualified: It serves as a qualified invoice as soon as it is confirmed.
        sent: The notice that is kept. deeming: when silence confirms it, if a clause says so.
        credit: What the payer may credit; read by the payer and the operator alone.
    """

    TYPE: ClassVar[str] = "purchase.presented/1"
    JOINING: ClassVar[Joining] = Joining(merged=("credit",))

    id: str
    statement: str
    payer: str
    payee: str
    supplier: str
    period: str
    payment_date: date
    currency: str
    number: str | None = None
    lines: tuple[PurchasePart, ...]
    classes: tuple[ClassAmount, ...]
    is_inclusive: bool
    is_qualified: bool
    total_minor: int
    services_in: str
    overrides: tuple[ClassOverride, ...] = ()
    sent: Sent
    deeming: Deeming | None = None
    replaces: str | None = None
    files: tuple[DocumentRef, ...]
    credit: PayerCredit

    def concerned(self) -> tuple[str, ...]:
        """Return who reads it."""
        return tuple(dict.fromkeys((self.payer, self.payee, self.supplier)))

    def parts(self) -> list[Part]:
        """Return the document for all whom it concerns, and the payer's credit for the payer."""
        body = self.body()
        credit = {"credit": body.pop("credit")}
        return [
            Part(FACTS, (OPERATOR, *self.concerned()), body),
            Part("credit", (OPERATOR, self.payer), credit),
        ]


class PurchaseConfirmed(Event):
    """Whoever is paid by a purchase document confirmed it."""

    TYPE: ClassVar[str] = "purchase.confirmed/1"

    purchase: str
    by: str
    document: DocumentRef | None = None
    parties: tuple[str, ...]

    def readers(self) -> tuple[str, ...]:
        """Whom the document concerns."""
        return (OPERATOR, *self.parties)


class PurchaseObjected(Event):
    """Somebody objected to a purchase document.

    Attributes:
        is_late: It came after the last day for it.
    """

    TYPE: ClassVar[str] = "purchase.objected/1"

    purchase: str
    by: str
    reason: str
    line: int | None = None
    document: DocumentRef | None = None
    is_late: bool
    parties: tuple[str, ...]

    def readers(self) -> tuple[str, ...]:
        """Whom the document concerns."""
        return (OPERATOR, *self.parties)


class InvoiceIssued(Event):
    """A licensee was sent an invoice, or a credit note; `revenue.invoiced/1` stands beside it.

    Attributes:
        number: Year and place in the issuer's series, without gaps.
        issuer: The committee, else the payer of the agreement, in whose name it is.
        by: Whose name and registration number stand on it.
        registration: That number; absent on what claims to be no qualified invoice.
        rule: Row of the table, or `override`.
        of: What a credit note corrects.
        parties: Who else reads it.
    """

    TYPE: ClassVar[str] = "invoice.issued/1"

    id: str
    kind: str
    number: str
    issuer: str
    by: str
    registration: str | None = None
    agreement: str
    report: str
    debtor: str
    period: str
    issued_on: date
    due_on: date
    currency: str
    subject: str
    services_in: str
    tax_class: Klass
    rule: str
    override: SaleClass | None = None
    is_plain: bool
    is_qualified: bool
    amount_minor: int
    tax_minor: int
    rate: str | None = None
    total_minor: int
    of: tuple[str, ...] = ()
    files: tuple[DocumentRef, ...]
    parties: tuple[str, ...]

    def readers(self) -> tuple[str, ...]:
        """The agreement's parties and the debtor."""
        return (OPERATOR, *dict.fromkeys((*self.parties, self.debtor)))
