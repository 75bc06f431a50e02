"""What is on record about payments. What is for one payee is a part that opens alone."""

from datetime import date
from typing import ClassVar

from pydantic import BaseModel

from ledger.event import OPERATOR, Event
from ledger.log.entry import Part
from ledger.log.parts import FACTS, Joining
from ledger.payments.commands import (
    BankFile,
    LeftOutSum,
    PaymentItem,
    SealedFile,
)
from ledger.values import Count, DocumentRef, Value


class PaymentTotals(Value):
    """Sums over the items of a payment, in minor units."""

    count: Count
    amount: Count
    consumption_tax: Count
    withholding: Count
    set_off: Count
    transfer: Count
    held: Count

    @classmethod
    def of(cls, items: tuple[PaymentItem, ...]) -> "PaymentTotals":
        """Sum up."""
        return cls(
            count=len(items),
            amount=sum(item.amount_minor for item in items),
            consumption_tax=sum(item.consumption_tax_minor for item in items),
            withholding=sum(item.withholding_minor for item in items),
            set_off=sum(item.set_off_minor for item in items),
            transfer=sum(item.transfer_minor for item in items),
            held=sum(item.held_minor for item in items),
        )


class PaymentPrepared(Event):
    """What is to be paid on one day, from one account, in one currency.

    Attributes:
        made_by: Id of the token of whoever prepared it; None where none was shown.
        items: In the order of their statements.
    """

    TYPE: ClassVar[str] = "payment.prepared/1"
    JOINING: ClassVar[Joining] = Joining(gathered={"items": "item"})

    id: str
    payer: str
    from_details: str
    pay_on: date
    currency: str
    combine: bool
    divide: bool
    totals: PaymentTotals
    left_out: LeftOutSum | None = None
    made_by: str | None = None
    items: tuple[PaymentItem, ...]

    def parts(self) -> list[Part]:
        """Return the payment for its payer, and one part for each payee alone."""
        body = self.body()
        body.pop("items")
        parts = [Part(FACTS, (OPERATOR, self.payer), body)]
        return parts + [
            _own("item", item.statement, (self.payer, item.payee, item.paid_to), item)
            for item in self.items
        ]


class PaymentExported(Event):
    """The files for the bank were made."""

    TYPE: ClassVar[str] = "payment.exported/1"

    payment: str
    payer: str
    files: tuple[BankFile, ...]
    exported_by: str | None = None

    def readers(self) -> tuple[str, ...]:
        """The payer."""
        return (OPERATOR, self.payer)


class PaymentOutcome(Value):
    """What became of one item.

    Attributes:
        reason: Why it came back; None for what was paid.
        details: The account; one from which money came back takes no other payment.
    """

    statement: str
    payee: str
    paid_to: str
    details: str
    status: str
    transfer_minor: Count
    reason: str | None = None


class PaymentConfirmed(Event):
    """What became of transfers, as the bank says."""

    TYPE: ClassVar[str] = "payment.confirmed/1"
    JOINING: ClassVar[Joining] = Joining(gathered={"outcomes": "outcome"})

    payment: str
    payer: str
    currency: str
    on: date
    result: SealedFile | None = None
    outcomes: tuple[PaymentOutcome, ...]

    def parts(self) -> list[Part]:
        """Return it for the payer, and one part for each payee alone."""
        body = self.body()
        body.pop("outcomes")
        parts = [Part(FACTS, (OPERATOR, self.payer), body)]
        return parts + [
            _own("outcome", each.statement, (self.payer, each.payee, each.paid_to), each)
            for each in self.outcomes
        ]


class PaymentCancelled(Event):
    """A payment was called off; what it was to pay is payable again."""

    TYPE: ClassVar[str] = "payment.cancelled/1"

    payment: str
    payer: str
    reason: str
    not_sent: DocumentRef | None = None

    def readers(self) -> tuple[str, ...]:
        """The payer."""
        return (OPERATOR, self.payer)


def _own(name: str, statement: str, parties: tuple[str, ...], value: BaseModel) -> Part:
    readers = (OPERATOR, *dict.fromkeys(parties))
    body = value.model_dump(mode="json", exclude_none=True)
    return Part(f"{name}/{statement}", readers, {name: body})
