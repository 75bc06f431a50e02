"""What may be asked about statements."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from typing import ClassVar, Literal, Self

from pydantic import Field

from ledger.command import Command
from ledger.ids import PartyId, StatementId
from ledger.statements.carrying import Carried
from ledger.statements.totals import Totals
from ledger.values import AmountMinor, Count, Currency, DocumentRef, PeriodText, Text, Value


class StatementLine(Value):
    """One line: which run and clause, and how much. The statement's file explains it.

    Attributes:
        kind: `royalty` for what a clause gives; `recoupment` for an advance that is given back
            out of it; `adjustment` for what the payee kept before the money came in.
        treatment: `taxable` for fees and royalties; `distribution` for a partner's own money,
            which is outside consumption tax.
        income: Its kind for the tax withheld; absent where the rules knew no kinds.
        period: For a correction, the period of the run that it corrects. cause: why, such as
            `terms/2` or `report/rep_...`.
    """

    run: Text
    agreement: Text
    step: Text
    row: Text
    label_ja: Text
    label_en: Text
    kind: Literal["royalty", "recoupment", "adjustment"] = "royalty"
    treatment: Literal["taxable", "distribution"] = "taxable"
    amount_minor: AmountMinor
    income: Literal["copyright", "fee", "partnership", "repayment"] | None = None
    period: PeriodText | None = None
    cause: Text | None = None


class CarriedAmount(Value):
    """A part of what a statement carries out: the statement in which it arose, and its kind."""

    statement: Text
    income: Text
    treatment: Literal["taxable", "distribution"]
    amount_minor: AmountMinor

    @classmethod
    def of(cls, parts: Iterable[Carried]) -> tuple[Self, ...] | None:
        """Make them of what was computed; None where nothing is carried."""
        return tuple(cls(**asdict(part)) for part in parts) or None


class StatementTotals(Value):
    """The identity of a statement.

    carried_in + royalties + adjustments - recouped = payable + carried_out, and
    transfer = payable + consumption_tax - withholding. All in minor units.
    """

    carried_in: AmountMinor
    royalties: AmountMinor
    adjustments: AmountMinor
    recouped: AmountMinor
    payable: AmountMinor
    carried_out: AmountMinor
    consumption_tax: AmountMinor
    withholding: AmountMinor
    transfer: AmountMinor

    @classmethod
    def of(cls, totals: Totals) -> Self:
        """Make it of what was computed."""
        return cls(**asdict(totals))


class IssueStatement(Command):
    """Issue the statement of one payee for one planned payment, prepared on a snapshot.

    Attributes:
        carried: What `totals.carried_out` consists of.
        final: True to pay an amount although it is below the smallest payment.
    """

    TYPE: ClassVar[str] = "IssueStatement/1"
    CHUNKED: ClassVar[tuple[str, ...]] = ("lines",)

    id: StatementId
    payer: PartyId
    payee: PartyId
    paid_to: PartyId
    period: PeriodText
    currency: Currency
    payment_date: date
    runs: tuple[Text, ...]
    lines: tuple[StatementLine, ...]
    totals: StatementTotals
    tax: dict[str, Text] = Field(default_factory=dict)
    files: tuple[DocumentRef, ...]
    read_set: dict[str, Count]
    previous: StatementId | None = None
    carried: tuple[CarriedAmount, ...] | None = None
    final: bool | None = None
