"""What an end says: day, month and plan, and whatever else its command says."""

from dataclasses import dataclass
from datetime import date

from contracts.dissolution.situation import Income
from ledger.dissolutions.written import (
    DebtorMove,
    EndClause,
    LicensorMove,
    MoneyOwner,
    Settling,
    SuccessorAgreement,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked about an end.

    Attributes:
        clauses: A plan instead of the contract's; None takes the contract's.
        money_from: First month of those who take the committee's place.
    """

    transfer_day: date
    money_from: str
    clauses: tuple[EndClause, ...] | None = None
    main: str | None = None
    income: Income = "copyright"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What an end itself says, besides day, month and plan."""

    moves: tuple[LicensorMove, ...] = ()
    debtors: tuple[DebtorMove, ...] = ()
    owners: tuple[MoneyOwner, ...] = ()
    settlement: Settling | None = None
    successor_agreements: tuple[SuccessorAgreement, ...] = ()
    has_declaration: bool = False
    has_custody: bool = False
