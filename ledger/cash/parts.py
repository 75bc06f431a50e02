"""What a movement of money can have been for, and what each kind has to name.

Coming in: money for a report (`receipt`), a member's contribution (`capital`), a payment that the
bank sent back (`returned`). Going out: a payment to a payee (`payment`), a cost on record
(`expense`), tax withheld and paid over (`tax`), what the bank charges (`bank_fee`). Both ways: the
holder's own money that crossed the account (`own`), and whatever else there is (`other`), with
its reason.
"""

from typing import Annotated, Final, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from ledger.ids import (
    AgreementId,
    CapitalCallId,
    CommitteeId,
    PartyId,
    PaymentId,
    ReceiptId,
    ReportId,
    StatementId,
)
from ledger.values import MAX_SAFE, Count, MonthText, Text, Value

PartKind = Literal[
    "receipt", "capital", "returned", "payment", "expense", "tax", "bank_fee", "own", "other"
]
IN: Final = frozenset({"receipt", "capital", "returned", "own", "other"})
OUT: Final = frozenset({"payment", "expense", "tax", "bank_fee", "own", "other"})

_NEEDED: Final[dict[str, frozenset[str]]] = {
    "receipt": frozenset({"receipt", "report", "agreement"}),
    "capital": frozenset({"call", "party"}),
    "returned": frozenset({"payment", "statement"}),
    "payment": frozenset({"payment"}),
    "expense": frozenset({"expense"}),
    "tax": frozenset({"month"}),
    "bank_fee": frozenset(),
    "own": frozenset({"reason"}),
    "other": frozenset({"reason"}),
}
_ALLOWED: Final[dict[str, frozenset[str]]] = {
    "payment": frozenset({"statement"}),
    "bank_fee": frozenset({"committee", "reason"}),
    "own": frozenset({"committee"}),
    "other": frozenset({"committee"}),
}
_ALWAYS: Final = frozenset({"kind", "amount_minor"})


class CashPart(Value):
    """One thing that a movement was for.

    Attributes:
        amount_minor: Positive, in the direction of the line.
        receipt: Id that the receipt for `report` gets, under `agreement`.
        call: The call for capital that `party` paid.
        payment: Whose transfers they are; `statement` names one of them.
        expense: Entry that put the cost on record.
        month: Of the payments from which the tax was withheld.
        committee: Whose money it is, where nothing else says so.
    """

    kind: PartKind
    amount_minor: Annotated[int, Field(gt=0, le=MAX_SAFE)]
    agreement: AgreementId | None = None
    report: ReportId | None = None
    receipt: ReceiptId | None = None
    call: CapitalCallId | None = None
    party: PartyId | None = None
    payment: PaymentId | None = None
    statement: StatementId | None = None
    expense: Count | None = None
    month: MonthText | None = None
    committee: CommitteeId | None = None
    reason: Text | None = None

    @model_validator(mode="after")
    def _names_what_its_kind_needs(self) -> Self:
        given = {name for name, value in self if value is not None} - _ALWAYS
        needed = _NEEDED[self.kind]
        if not needed <= given or not given <= needed | _ALLOWED.get(self.kind, frozenset()):
            raise PydanticCustomError(
                "cash-part-malformed",
                "a part of kind {kind} names {needed}, and was given {given}",
                {
                    "kind": self.kind,
                    "needed": ", ".join(sorted(needed)) or "nothing",
                    "given": ", ".join(sorted(given)) or "nothing",
                },
            )
        return self
