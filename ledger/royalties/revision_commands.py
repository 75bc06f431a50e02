"""What may be asked about corrections of past payout runs."""

from collections.abc import Mapping
from typing import Any, ClassVar, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from ledger.command import Command
from ledger.event import Event
from ledger.ids import AgreementId, LinkId, RevisionId
from ledger.log import canonical
from ledger.royalties.commands import ConvertedLine
from ledger.values import AmountMinor, Count, Currency, DocumentRef, PeriodText, Sha256, Text, Value


class RevisionCause(Value):
    """Why past runs are run again.

    Attributes:
        kind: `terms`, `report`, or `returns` of months that were run under other terms.
        entry: The entry that changed something.
        ref: The version of the terms, or the id of the correcting report, or of the one that
            brings returns.
        period: For returns, that of the coming run, which would take their report.
    """

    kind: Literal["terms", "report", "returns"]
    entry: Count
    ref: Text
    period: PeriodText | None = None


class RevisedRun(Value):
    """What a run stands on now.

    Attributes:
        trace: The run computed again. replaced_trace: what it stood on before.
        identity: Differences of the named sums.
        consumed: Report to what this and all earlier runs use of it now.
        holders: Holder sets that the clauses name for the first time, as resolved.
    """

    run: Text
    period: PeriodText
    terms_version: int = Field(ge=1)
    terms_sha256: Sha256
    trace: DocumentRef
    replaced_trace: Sha256
    identity: dict[str, AmountMinor] = Field(default_factory=dict)
    consumed: dict[str, AmountMinor] = Field(default_factory=dict)
    holders: dict[str, Any] = Field(default_factory=dict)


class RevisedLine(Value):
    """One clause's result for one payee in one run: what was, what is, and the difference.

    Attributes:
        kept_minor: Difference of what the payee kept before the money came in.
        rows: Rows of the new trace that give `now_minor`. replaced_rows: of the old, `was_minor`.
    """

    run: Text
    step: Text
    was_minor: AmountMinor
    now_minor: AmountMinor
    amount_minor: AmountMinor
    kept_was_minor: AmountMinor = 0
    kept_now_minor: AmountMinor = 0
    kept_minor: AmountMinor = 0
    rows: tuple[Text, ...] = ()
    replaced_rows: tuple[Text, ...] = ()


class RevisedAllocation(Value):
    """What one payee gets more or less, line by line."""

    party: Text
    lines: tuple[RevisedLine, ...]


class RevisedPosting(Value):
    """The difference of one leg of one run; those of a run sum to zero in each currency.

    Attributes:
        currency: Where it is not the run's own.
    """

    run: Text
    account: Text
    amount_minor: AmountMinor
    currency: Currency | None = None


class RevisedHeld(Value):
    """The difference of what one run set aside or released."""

    run: Text
    account: Text
    amount_minor: AmountMinor
    reason: Text


class ReturnedGroup(Value):
    """A group of the report that caused a revision, put back into the run of its month.

    Attributes:
        group: Its place in the report.
    """

    run: Text
    group: Count
    amount_minor: int = Field(ge=-(2**53 - 1), lt=0)


class RevisionResult(Value):
    """What runs computed again change, as the ledger records it.

    Attributes:
        consumed: Corrected reports to what all runs now use of them.
        position: Amounts to date after the last run, by position key.
        converted: Corrected report in another currency to what was converted of it, rate by rate.
        returned: Groups put back into the runs of their months; later runs leave them out.
    """

    runs: tuple[RevisedRun, ...] = Field(min_length=1)
    allocations: tuple[RevisedAllocation, ...]
    postings: tuple[RevisedPosting, ...]
    held: tuple[RevisedHeld, ...] = ()
    consumed: dict[str, AmountMinor] = Field(default_factory=dict)
    position: dict[str, AmountMinor]
    converted: dict[str, tuple[ConvertedLine, ...]] | None = None
    returned: tuple[ReturnedGroup, ...] | None = None

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Self:
        """Make it of what was computed."""
        return cls.model_validate_json(canonical.encode(data))

    def digest(self) -> str:
        """Return the hash by which a command cites its result."""
        # Left out where absent: results from before there were returned groups keep their hash.
        absent = {"returned"} if self.returned is None else set()
        return canonical.digest(self.model_dump(mode="json", exclude=absent))


class CloseRevision(Command):
    """Record the differences that one change of the past makes, prepared on a snapshot.

    The writer accepts it only if that change is the next one waiting, and nothing was run since.

    Attributes:
        previous: The agreement's last run or revision.
    """

    TYPE: ClassVar[str] = "CloseRevision/1"

    id: RevisionId
    agreement: AgreementId
    currency: Currency
    engine: Text
    cause: RevisionCause
    previous: LinkId
    result_sha256: Sha256
    result: RevisionResult = Field(exclude=True)

    @model_validator(mode="after")
    def _check_period(self) -> Self:
        if (self.cause.kind == "returns") != (self.cause.period is not None):
            raise PydanticCustomError("period", "returns, and nothing else, name the coming period")
        return self

    @classmethod
    def restore(cls, parts: Mapping[str, Mapping[str, Any]], fact: Event) -> Self:
        """Return the command with its result, which the fact holds; the hash must fit it."""
        stated = fact.model_dump(mode="json")
        result = {name: stated[name] for name in RevisionResult.model_fields}
        body = {**parts["command"], "result": result}
        return cls.model_validate_json(canonical.encode(body))
