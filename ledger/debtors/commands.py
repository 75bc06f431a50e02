"""What may be asked about the debtors of agreements."""

from typing import ClassVar, Literal

from pydantic import Field

from ledger.command import Command
from ledger.ids import AgreementId, PartyId
from ledger.keys.consents import Consents
from ledger.values import DocumentRef, MonthText

Manner = Literal["cumulative", "releasing"]
Ground = Literal["dissolution", "assignment"]


class AssumeDebt(Command):
    """Let somebody else owe what an agreement promises, from a month on.

    Attributes:
        debtor: Collects the revenue and owes what the clauses give, from then on.
        from_month: The first month that he runs; every month before it is settled.
        manner: `cumulative` (併存的債務引受): whoever owed it stays liable beside him. `releasing`
            (免責的債務引受): he does not, and every creditor agreed.
        liable: Who stays liable beside him; left out for the payer so far, whoever was liable
            already, and the members of the agreement's committee.
        document: By which contract.
    """

    TYPE: ClassVar[str] = "AssumeDebt/1"

    agreement: AgreementId
    debtor: PartyId
    from_month: MonthText
    manner: Manner = "cumulative"
    liable: tuple[PartyId, ...] | None = Field(default=None, max_length=200)
    ground: Ground = "assignment"
    document: DocumentRef
    consents: Consents = ()
