"""What may be asked about cash: accounts, lines of bank statements, what they are for, balances."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import Field

from ledger.cash.parts import CashPart
from ledger.command import Command
from ledger.event import Event
from ledger.ids import CashAccountId, CashImportId, CommitteeId, PartyId
from ledger.log import canonical
from ledger.values import MAX_SAFE, AmountMinor, Count, Currency, DocumentRef, Sha256, Text, Value

MOST_LINES = 50_000
MOST_PARTS = 500
LineNumber = Annotated[int, Field(ge=1, le=MOST_LINES)]
Positive = Annotated[int, Field(gt=0, le=MAX_SAFE)]


class CashLine(Value):
    """One line of a bank statement; who sent the money stands in the file, not here.

    Attributes:
        n: Counted from 1 in the order in which the account moved.
        amount_minor: Positive came in, negative went out.
        balance_minor: After it, where the bank says so.
        digest: Of the line's text, so that the same line is known again.
    """

    n: LineNumber
    day: date
    amount_minor: AmountMinor
    balance_minor: AmountMinor | None = None
    digest: Sha256


class OpenCashAccount(Command):
    """Begin to keep the book of a bank account.

    Attributes:
        party: Whose account it is: who collects for others, usually the lead manager.
        committee: Whose money lies on it, if it is one committee's alone.
        opened_on: First day that is kept. opening_minor: what was on it when that day began.
    """

    TYPE: ClassVar[str] = "OpenCashAccount/1"

    id: CashAccountId
    party: PartyId
    committee: CommitteeId | None = None
    currency: Currency = "JPY"
    name: Text
    opened_on: date
    opening_minor: AmountMinor = 0


class ImportCash(Command):
    """Take the lines of a bank's file that was read and stored outside the door.

    Attributes:
        file: As the bank gave it. profile: how it was read; a layout of one's own is kept, too.
        opening_minor: Balance before the first line, closing_minor: after the last, where said.
        lines_sha256: Of the lines, which stand in the fact.
    """

    TYPE: ClassVar[str] = "ImportCash/1"

    id: CashImportId
    account: CashAccountId
    file: DocumentRef
    profile: Text
    layout: DocumentRef | None = None
    first_day: date
    last_day: date
    opening_minor: AmountMinor | None = None
    closing_minor: AmountMinor | None = None
    lines_sha256: Sha256
    lines: tuple[CashLine, ...] = Field(min_length=1, max_length=MOST_LINES, exclude=True)

    @classmethod
    def restore(cls, parts: Mapping[str, Mapping[str, Any]], fact: Event) -> Self:
        """Return the command with its lines, which the fact holds; the hash must fit them."""
        body = {**parts["command"], "lines": fact.model_dump(mode="json")["lines"]}
        return cls.model_validate_json(canonical.encode(body))


def digest_of(lines: tuple[CashLine, ...]) -> str:
    """Return the hash by which a command cites its lines."""
    return canonical.digest([line.model_dump(mode="json", exclude_none=True) for line in lines])


class MatchCash(Command):
    """Say what a line of a bank statement was for, in whole or in part.

    Attributes:
        purposes: What it paid, each in the direction of the line.
        fee_minor: What the sender kept for the fee of his transfer, where a clause lets him.
        fee_clause: That clause; the money counts as received in whole, the fee is the holder's.
        counted_on: For receipts, a later day than the line's: the day on which it became known
            what the money was for, where the month of the line is closed.
    """

    TYPE: ClassVar[str] = "MatchCash/1"
    CHUNKED: ClassVar[tuple[str, ...]] = ("purposes",)

    account: CashAccountId
    batch: CashImportId
    line: LineNumber
    purposes: tuple[CashPart, ...] = Field(min_length=1, max_length=MOST_PARTS)
    fee_minor: Annotated[int, Field(ge=0, le=MAX_SAFE)] = 0
    fee_clause: Text | None = None
    counted_on: date | None = None


class UnmatchCash(Command):
    """Take back what was said about a line; receipts go with it while no run has used them.

    Attributes:
        number: Which of the line's matches.
    """

    TYPE: ClassVar[str] = "UnmatchCash/1"

    account: CashAccountId
    batch: CashImportId
    line: LineNumber
    number: Annotated[int, Field(ge=1, le=MOST_PARTS)]
    reason: Text


class Difference(Value):
    """Why bank and book differ.

    Attributes:
        amount_minor: Added to the bank's balance it gives the book's.
    """

    kind: Literal[
        "unmatched_in", "unmatched_out", "receipt_not_on_bank", "payment_not_on_bank", "bank_stated"
    ]
    amount_minor: AmountMinor
    count: Count


class CommitteeCash(Value):
    """What of the book belongs to one committee's agreements; None for what belongs to none."""

    committee: CommitteeId | None = None
    amount_minor: AmountMinor


OwedKind = Literal[
    "unpaid", "held", "not_stated", "carried", "set_aside", "undistributed", "excess",
    "withholding", "capital", "costs", "retained", "pool", "other", "own", "consumption_tax",
    "fees", "opening", "unexplained",
]  # fmt: skip


class OwedFromAccount(Value):
    """To whom some of the money is owed, or what it waits for.

    Attributes:
        party: To whom, where it is one. ref: statement, report or agreement that says so.
    """

    kind: OwedKind
    party: PartyId | None = None
    ref: Text | None = None
    committee: CommitteeId | None = None
    amount_minor: AmountMinor


class ReconcileCash(Command):
    """Put on record that bank and book were compared on a day, and what differs.

    Attributes:
        bank_minor: Balance of the account at the end of the day.
        book_minor: What it should be by what is on record.
        size: How many entries the log had when this was computed.
        document: The bank's certificate or statement.
    """

    TYPE: ClassVar[str] = "ReconcileCash/1"
    CHUNKED: ClassVar[tuple[str, ...]] = ("owed",)

    account: CashAccountId
    day: date
    bank_minor: AmountMinor
    book_minor: AmountMinor
    differences: tuple[Difference, ...] = ()
    committees: tuple[CommitteeCash, ...] = ()
    owed: tuple[OwedFromAccount, ...] = Field(default=(), max_length=MOST_LINES)
    size: Count
    document: DocumentRef | None = None
