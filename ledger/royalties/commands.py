"""What may be asked about payout runs."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar, Self

from pydantic import Field

from ledger.command import Command
from ledger.event import Event
from ledger.ids import AgreementId, LinkId, RunId
from ledger.log import canonical
from ledger.royalties.outcome import Result
from ledger.values import AmountMinor, Count, Currency, DocumentRef, PeriodText, Sha256, Text, Value


class RecordExpense(Command):
    """Record a cost with its evidence, for the expense clause that lets it be deducted."""

    TYPE: ClassVar[str] = "RecordExpense/1"

    agreement: AgreementId
    step: Text
    period: PeriodText
    currency: Currency
    amount_minor: int = Field(ge=-(2**53 - 1), le=2**53 - 1)
    spent_on: date
    evidence: DocumentRef


class AllocationLine(Value):
    """One clause's result for one payee.

    Attributes:
        row: The trace row that produced it; the explanation starts there.
        kept_minor: How much of it the payee kept before the money came in.
    """

    step: Text
    amount_minor: AmountMinor
    row: Text
    kept_minor: AmountMinor = 0


class PartyAllocation(Value):
    """What one payee is due from a run, clause by clause."""

    party: Text
    lines: tuple[AllocationLine, ...]


class PostingLine(Value):
    """One leg of a balanced set: positive debits, negative credits; the set sums to zero.

    Attributes:
        currency: Where it is not the run's own; the legs of each currency sum to zero.
    """

    account: Text
    amount_minor: AmountMinor
    currency: Currency | None = None


class ConvertedLine(Value):
    """What of a report in another currency was converted at one rate, to date.

    Attributes:
        amount_minor: In the report's currency.
        num: Of the rate as published, in whole units of money; `den` below it.
        date: Day it was published for. wanted: day that the clauses ask for.
        entry: Entry that states it. inverse: True when it is for the opposite pair.
        receipt: Entry of the payment it belongs to, where every payment has its own.
    """

    amount_minor: AmountMinor
    num: int = Field(ge=1, le=2**53 - 1)
    den: int = Field(ge=1, le=2**53 - 1)
    date: Text
    wanted: Text
    source: Text
    entry: Count
    inverse: bool | None = None
    receipt: Count | None = None


class HeldLine(Value):
    """Money set aside because something is unknown: never zero, never lost."""

    account: Text
    amount_minor: AmountMinor
    reason: Text


class RunResult(Value):
    """The outcome of a waterfall as the ledger records it.

    Attributes:
        identity: Named sums: sales = platform + fees + ... + distribution + held + carried.
        position: Amounts to date after the run, by position key.
        holders: The holder sets as resolved, each share as weights, with the entry they came from.
    """

    allocations: tuple[PartyAllocation, ...]
    postings: tuple[PostingLine, ...]
    held: tuple[HeldLine, ...] = ()
    identity: dict[str, AmountMinor]
    position: dict[str, AmountMinor]
    holders: dict[str, Any] = Field(default_factory=dict)

    @classmethod
    def of(cls, result: Result) -> Self:
        """Make it of what was computed."""
        return cls.model_validate_json(canonical.encode(result.as_data()))

    def digest(self) -> str:
        """Return the hash by which a command cites its result."""
        # What is absent is left out: results from before there was a field keep their hash.
        return canonical.digest(self.model_dump(mode="json", exclude_none=True))


class ClosePayout(Command):
    """Close a payout run that was prepared on a snapshot.

    The writer accepts it only if nothing it was computed from has changed since.

    Attributes:
        terms_version: Version in force in the period. terms_sha256: hash of those clauses.
        inputs: Entry indexes of the reports, receipts and expenses used.
        read_set: Last entry index seen per object the result depends on.
        consumed: Distributable amount to date per report, after this run, in its own currency.
        converted: Report in another currency to what was converted of it to date, rate by rate.
        trace: Every step with its numbers, as a blob.
        previous: The agreement's run before this one, or what revised it since.
        empty: True to close a period in which no money flows: it can never be run again.
    """

    TYPE: ClassVar[str] = "ClosePayout/1"

    id: RunId
    agreement: AgreementId
    period: PeriodText
    currency: Currency
    engine: Text
    terms_version: int = Field(ge=1)
    terms_sha256: Sha256
    inputs: tuple[Count, ...]
    read_set: dict[str, Count]
    consumed: dict[str, AmountMinor] = Field(default_factory=dict)
    converted: dict[str, tuple[ConvertedLine, ...]] | None = None
    trace: DocumentRef
    previous: LinkId | None = None
    empty: bool = False
    result_sha256: Sha256
    result: RunResult = Field(exclude=True)

    @classmethod
    def restore(cls, parts: Mapping[str, Mapping[str, Any]], fact: Event) -> Self:
        """Return the command with its result, which the fact holds; the hash must fit it."""
        stated = fact.model_dump(mode="json")
        result = {name: stated[name] for name in RunResult.model_fields}
        body = {**parts["command"], "result": result}
        return cls.model_validate_json(canonical.encode(body))
