"""What is on record about cash. It concerns the holder of the account alone, and the operator."""

from datetime import date
from typing import ClassVar

from ledger.cash.commands import CashLine, CommitteeCash, Difference, OwedFromAccount
from ledger.cash.parts import CashPart
from ledger.event import OPERATOR, Event
from ledger.values import DocumentRef


class _OfHolder(Event):
    """A fact that the holder of an account and the operator read.

    Attributes:
        party: The holder.
    """

    party: str

    def readers(self) -> tuple[str, ...]:
        """The holder of the account: whose money came and went is nobody else's affair."""
        return (OPERATOR, self.party)


class CashAccountOpened(_OfHolder):
    """The book of a bank account was begun."""

    TYPE: ClassVar[str] = "cash.account_opened/1"

    id: str
    committee: str | None = None
    currency: str
    name: str
    opened_on: date
    opening_minor: int


class CashLinesImported(_OfHolder):
    """A bank's file was taken, line by line; the names of senders stay in the file.

    Attributes:
        in_minor: Sum of what came in. out_minor: of what went out, positive.
    """

    TYPE: ClassVar[str] = "cash.lines_imported/1"
    CHUNKED: ClassVar[tuple[str, ...]] = ("lines",)

    id: str
    account: str
    file: DocumentRef
    profile: str
    layout: DocumentRef | None = None
    first_day: date
    last_day: date
    opening_minor: int | None = None
    closing_minor: int | None = None
    lines_sha256: str
    lines: tuple[CashLine, ...]
    in_minor: int
    out_minor: int


class CashMatched(_OfHolder):
    """Somebody said what a line was for.

    Attributes:
        made: Receipts that were made for it, in the entries before this one; others it names were
            recorded by hand.
        number: Counted on each line. taken_minor: how much of the line this explains, with its
            sign. rest_minor: what of the line is still unexplained after it, with its sign.
    """

    TYPE: ClassVar[str] = "cash.matched/1"
    CHUNKED: ClassVar[tuple[str, ...]] = ("purposes",)

    account: str
    batch: str
    line: int
    number: int
    day: date
    purposes: tuple[CashPart, ...]
    made: tuple[str, ...] = ()
    fee_minor: int
    fee_clause: str | None = None
    counted_on: date | None = None
    taken_minor: int
    rest_minor: int


class CashUnmatched(_OfHolder):
    """What was said about a line was taken back.

    Attributes:
        entry: Where the match stands. returned_minor: how much of the line is open again.
    """

    TYPE: ClassVar[str] = "cash.unmatched/1"

    account: str
    batch: str
    line: int
    number: int
    entry: int
    reason: str
    returned_minor: int


class CashReconciled(_OfHolder):
    """Bank and book were compared."""

    TYPE: ClassVar[str] = "cash.reconciled/1"
    CHUNKED: ClassVar[tuple[str, ...]] = ("owed",)

    account: str
    day: date
    bank_minor: int
    book_minor: int
    differences: tuple[Difference, ...] = ()
    committees: tuple[CommitteeCash, ...] = ()
    owed: tuple[OwedFromAccount, ...] = ()
    size: int
    document: DocumentRef | None = None
