"""What may be asked about the end of a committee."""

from datetime import date
from typing import ClassVar, Literal

from pydantic import Field

from ledger.command import Command
from ledger.committees.commands import Medium
from ledger.dissolutions.written import (
    Custody,
    DebtorMove,
    Declaration,
    EndClause,
    Ground,
    Income,
    Known,
    LicensorMove,
    Liquidator,
    MoneyOwner,
    Resolution,
    Settling,
    SuccessorAgreement,
)
from ledger.ids import CommitteeId, DissolutionId, PartyId, WorkId
from ledger.keys.consents import Consents
from ledger.values import DocumentRef, LongText, MonthText, Sha256, Text


class BeginDissolution(Command):
    """Record that a committee is being wound up, by which ground and by whom.

    Attributes:
        ground_day: Day on which the ground came about (解散事由の発生).
        resolution: When and by which document it was resolved, where it was.
        liquidators: Who winds up (清算人); without one nobody may complete it.
        consents: Of the members, all of them or as the contract says they decide.
    """

    TYPE: ClassVar[str] = "BeginDissolution/1"

    id: DissolutionId
    committee: CommitteeId
    ground: Ground
    ground_day: date
    resolution: Resolution | None = None
    liquidators: tuple[Liquidator, ...] = Field(default=(), max_length=20)
    consents: Consents = ()


class CompleteDissolution(Command):
    """Record that the winding up is over: every right has a holder and every yen an owner.

    Attributes:
        transfer_day: First day on which the rights are with their new holders.
        money_from: First month whose money goes to those who take the committee's place.
        dispositions: The plan; left out, the contract's. Another one needs the members' consent.
        main: Medium whose receivers take the committee's place in its agreements; left out, those
            of most media.
        income: With co-ownership: divide income by copyright shares, or each set as before.
        moves: Licensors' positions that pass. debtors: who pays instead.
        owners: Whose the money is that nobody owned.
        contact: Whom to ask for licences; left out, whom the contract names.
        report: The document by which it was completed (清算結了の報告書・合意書).
        result_sha256: Digest of the result that was shown; refused when it is another by now.
    """

    TYPE: ClassVar[str] = "CompleteDissolution/1"

    dissolution: DissolutionId
    transfer_day: date
    money_from: MonthText
    dispositions: tuple[EndClause, ...] | None = Field(default=None, max_length=64)
    main: Medium | None = None
    income: Income = "copyright"
    moves: tuple[LicensorMove, ...] = Field(default=(), max_length=500)
    debtors: tuple[DebtorMove, ...] = Field(default=(), max_length=200)
    owners: tuple[MoneyOwner, ...] = Field(default=(), max_length=200)
    settlement: Settling | None = None
    successor_agreements: tuple[SuccessorAgreement, ...] = Field(default=(), max_length=50)
    contact: PartyId | None = None
    declaration: Declaration | None = None
    custody: tuple[Custody, ...] = Field(default=(), max_length=200)
    report: DocumentRef
    consents: Consents = ()
    result_sha256: Sha256 | None = None


class RecordPastDissolution(Command):
    """Record that a committee ended: a register may refuse orders, not facts.

    Attributes:
        cause: Why, as far as that is known.
        ended: The day, month or year.
        dispositions: What is known about who got what; left out, the contract's plan, or the law.
        document: The source.
    """

    TYPE: ClassVar[str] = "RecordPastDissolution/1"

    dissolution: DissolutionId
    committee: CommitteeId
    cause: Literal[Ground, "unknown"]
    ended: Known
    dispositions: tuple[EndClause, ...] | None = Field(default=None, max_length=64)
    contact: PartyId | None = None
    custody: tuple[Custody, ...] = Field(default=(), max_length=200)
    note: LongText | None = None
    document: DocumentRef


class DeclareUse(Command):
    """Say publicly whether uses of a work, or of all works of a committee, are licensed.

    Attributes:
        authority: How the declarant may speak. clause: of the contract, where that says so.
        contact: Whom to ask.
    """

    TYPE: ClassVar[str] = "DeclareUse/1"

    committee: CommitteeId | None = None
    work: WorkId | None = None
    declarant: PartyId
    authority: Literal["holder", "liquidator", "manager", "window", "clause"]
    clause: Text | None = None
    intention: Literal["licensable", "ask", "not_licensed"]
    conditions: LongText | None = None
    contact: PartyId
    until: date | None = None
