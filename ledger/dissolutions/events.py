"""What is on record about the end of committees."""

from datetime import date
from typing import ClassVar, Final

from ledger.dissolutions.written import (
    Balance,
    Cell,
    Continuing,
    Custody,
    DebtorMove,
    Defect,
    EndClause,
    HoldersFrom,
    LicensorMove,
    Liquidator,
    MoneyOwner,
    Resolution,
    Running,
    Settled,
    Settling,
    SuccessorAgreement,
    Task,
)
from ledger.event import OPERATOR, PUBLIC, Event
from ledger.keys.consents import Consent
from ledger.log.entry import Part
from ledger.log.parts import FACTS, Joining
from ledger.values import DocumentRef

_TERMS: Final = "terms"


class EndOfCommittee(Event):
    """Base of facts about an end: that it happens is public, everything else is the members'.

    Attributes:
        parties: Members before and after, and those who wind up.
    """

    JOINING: ClassVar[Joining] = Joining(merged=(_TERMS,))
    OPEN: ClassVar[tuple[str, ...]] = ()

    parties: tuple[str, ...]

    def parts(self) -> list[Part]:
        """Return what everybody may read, the members' part, and the chunks of its long fields."""
        whole, *chunks = self.split(FACTS, (OPERATOR, *self.parties))
        told = {name: whole.body[name] for name in self.OPEN if name in whole.body}
        rest = {name: value for name, value in whole.body.items() if name not in told}
        return [Part(FACTS, (PUBLIC,), told), Part(_TERMS, whole.readers, rest), *chunks]


class DissolutionBegun(EndOfCommittee):
    """A committee is being wound up.

    Attributes:
        rule: How the members decided: `unanimous`, `majority`, or `by-itself` where nobody had to.
    """

    TYPE: ClassVar[str] = "committee.dissolution_begun/1"
    OPEN: ClassVar[tuple[str, ...]] = ("id", "committee", "ground", "ground_day")

    id: str
    committee: str
    ground: str
    ground_day: date
    resolution: Resolution | None = None
    liquidators: tuple[Liquidator, ...] = ()
    rule: str
    consents: tuple[Consent, ...] = ()


class CommitteeDissolved(EndOfCommittee):
    """The winding up is over. What was asked for, and what the rule found to follow from it.

    Attributes:
        applied: The plan that was applied, whosever it was.
        cells: Every part of every work with its holders before and after.
        holders: Who takes the committee's place in its agreements.
        running: Licences that go on. balances: money and who has it. continuing: claims that go on.
        settled: What debts, residue and deficit give each.
        result_sha256: Digest of `digested()`, which a command may cite.
    """

    TYPE: ClassVar[str] = "committee.dissolved/1"
    OPEN: ClassVar[tuple[str, ...]] = ("dissolution", "committee", "transfer_day", "contact")
    CHUNKED: ClassVar[tuple[str, ...]] = ("cells", "running", "balances", "tasks")

    dissolution: str
    committee: str
    transfer_day: date
    money_from: str
    dispositions: tuple[EndClause, ...] | None = None
    applied: tuple[EndClause, ...] = ()
    main: str | None = None
    income: str
    moves: tuple[LicensorMove, ...] = ()
    debtors: tuple[DebtorMove, ...] = ()
    owners: tuple[MoneyOwner, ...] = ()
    settlement: Settling | None = None
    successor_agreements: tuple[SuccessorAgreement, ...] = ()
    contact: str
    custody: tuple[Custody, ...] = ()
    report: DocumentRef
    consents: tuple[Consent, ...] = ()
    cells: tuple[Cell, ...] = ()
    holders: tuple[HoldersFrom, ...] = ()
    running: tuple[Running, ...] = ()
    balances: tuple[Balance, ...] = ()
    continuing: tuple[Continuing, ...] = ()
    settled: Settled | None = None
    tasks: tuple[Task, ...] = ()
    result_sha256: str


class DissolutionFound(EndOfCommittee):
    """A committee had ended: what is known of it, and what it left open.

    Attributes:
        transfer_day: Day on which the rights are taken to have passed; the last one that `ended`
            allows, and the day after it.
        defects: Every cell, licence, yen and claim that nobody has.
    """

    TYPE: ClassVar[str] = "committee.dissolution_found/1"
    OPEN: ClassVar[tuple[str, ...]] = ("dissolution", "committee", "cause", "ended", "contact")
    CHUNKED: ClassVar[tuple[str, ...]] = ("cells", "running", "balances", "defects", "tasks")

    dissolution: str
    committee: str
    cause: str
    ended: str
    transfer_day: date
    money_from: str
    dispositions: tuple[EndClause, ...] | None = None
    applied: tuple[EndClause, ...] = ()
    contact: str | None = None
    custody: tuple[Custody, ...] = ()
    note: str | None = None
    document: DocumentRef
    cells: tuple[Cell, ...] = ()
    holders: tuple[HoldersFrom, ...] = ()
    running: tuple[Running, ...] = ()
    balances: tuple[Balance, ...] = ()
    continuing: tuple[Continuing, ...] = ()
    tasks: tuple[Task, ...] = ()
    defects: tuple[Defect, ...] = ()


class UseDeclared(Event):
    """利用可否の意思表示: whether uses are licensed, said publicly; a later one replaces it.

    It supports whoever asks for a use, or the authority that decides about an unmanaged work; what
    they make of it is not for this register to say.
    """

    TYPE: ClassVar[str] = "committee.use_declared/1"

    committee: str | None = None
    work: str | None = None
    declarant: str
    authority: str
    clause: str | None = None
    intention: str
    conditions: str | None = None
    contact: str
    until: date | None = None
