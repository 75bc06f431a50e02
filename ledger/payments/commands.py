"""What may be asked about payments."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import Field

from ledger.command import Command
from ledger.event import Event
from ledger.ids import BankDetailsId, PartyId, PaymentId, StatementId
from ledger.log import canonical
from ledger.values import (
    Count,
    Currency,
    DocumentRef,
    LongText,
    Sha256,
    Text,
    Value,
)

Route = Literal["zengin", "pain"]
Freelance = Literal["applies", "not", "unclear"]
MOST_ITEMS = 20_000


class PaymentItem(Value):
    """What one payment pays of one statement, in minor units.

    transfer = amount + consumption tax - withholding - set-off. No fee is taken off.

    Attributes:
        details: The account to which it goes: an entry of `ledger.bank_details`.
        route: By which file: a Japanese bank's, or ISO 20022.
        amount_minor: Before taxes. incomes: the same by kind of income.
        held_minor: What disputes hold of the statement, before taxes; not in the amount.
        reference: Arrives with the money; items of one reference are one transfer.
        is_first: Nothing was sent to this account before.
        is_rest: Nothing of the statement is left after it.
        freelance: Whether the law on freelancers sets a last day. received_on: when what was
            commissioned came in, as whoever prepares says. pay_by: the last day, where it is known.
        as_stated: Both sides agreed that the statement's consumption tax stands, although the
            payee's registration began or ended since.
    """

    statement: StatementId
    payee: PartyId
    paid_to: PartyId
    details: BankDetailsId
    route: Route
    amount_minor: Count
    consumption_tax_minor: Count
    withholding_minor: Count
    set_off_minor: Count
    transfer_minor: Count
    held_minor: Count
    incomes: dict[str, Count]
    reference: Text
    is_first: bool
    is_rest: bool
    freelance: Freelance | None = None
    received_on: date | None = None
    pay_by: date | None = None
    as_stated: Literal[True] | None = None


Items = Annotated[tuple[PaymentItem, ...], Field(min_length=1, max_length=MOST_ITEMS)]


class LeftOutSum(Value):
    """What was asked for and not taken: how many statements, how much, and the list itself.

    Attributes:
        amount_minor: What is still to be transferred of them, as far as they say.
        file: Every one with its reason and what to do.
    """

    count: Count
    amount_minor: Count
    file: DocumentRef


class SealedFile(Value):
    """A file with people's accounts in it: what is stored is sealed under a key of the register.

    Attributes:
        name: What it is saved as. sha256: of the file itself. size_bytes: of the file itself.
        sealed: The stored bytes.
    """

    name: Text
    sha256: Sha256
    size_bytes: Count
    sealed: DocumentRef


class BankFile(Value):
    """One file for the bank, with the number and the sum of its transfers."""

    route: Route
    count: Count
    total_minor: Count
    file: SealedFile


class Returned(Value):
    """A transfer that came back, and why, as the bank says."""

    statement: StatementId
    reason: Text


class PreparePayment(Command):
    """Put what is payable on one day together, prepared on a snapshot.

    Attributes:
        from_details: The payer's account.
        combine: One transfer for all statements of one account.
        divide: An amount above ten digits is written as several transfers.
        items_sha256: Cites the items, which the fact holds.
    """

    TYPE: ClassVar[str] = "PreparePayment/1"

    id: PaymentId
    payer: PartyId
    from_details: BankDetailsId
    pay_on: date
    currency: Currency
    combine: bool = False
    divide: bool = False
    left_out: LeftOutSum | None = None
    items_sha256: Sha256
    items: Items = Field(exclude=True)

    @classmethod
    def restore(cls, parts: Mapping[str, Mapping[str, Any]], fact: Event) -> Self:
        """Return the command with its items, which the fact holds."""
        body = {**parts["command"], "items": fact.model_dump(mode="json").get("items", ())}
        return cls.model_validate_json(canonical.encode(body))


def items_digest(items: tuple[PaymentItem, ...]) -> str:
    """Return the hash by which a command cites its items."""
    return canonical.digest([item.model_dump(mode="json", exclude_none=True) for item in items])


class ExportPayment(Command):
    """Record the files that go to the bank."""

    TYPE: ClassVar[str] = "ExportPayment/1"

    payment: PaymentId
    files: Annotated[tuple[BankFile, ...], Field(max_length=32)]


class ConfirmPayment(Command):
    """Record what became of transfers.

    Attributes:
        on: The day on which the bank paid, or sent back.
        paid: Statements. returned: those whose transfer came back.
        result: The bank's file, where there is one.
    """

    TYPE: ClassVar[str] = "ConfirmPayment/1"

    payment: PaymentId
    on: date
    paid: Annotated[tuple[StatementId, ...], Field(max_length=MOST_ITEMS)] = ()
    returned: Annotated[tuple[Returned, ...], Field(max_length=MOST_ITEMS)] = ()
    result: SealedFile | None = None


class CancelPayment(Command):
    """Call a payment off.

    Attributes:
        not_sent: After its file was made: the document that shows that no bank has it.
    """

    TYPE: ClassVar[str] = "CancelPayment/1"

    payment: PaymentId
    reason: LongText
    not_sent: DocumentRef | None = None
