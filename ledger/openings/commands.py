"""What may be asked about openings."""

from typing import ClassVar, Literal

from pydantic import Field

from contracts.opening_lines import Entry
from ledger.command import Command
from ledger.ids import AgreementId, OpeningId, PartyId
from ledger.keys.consents import Consents
from ledger.values import AmountMinor, Count, Currency, DocumentRef, MonthText, Sha256, Text, Value

EntryKind = Literal[
    "basis", "units", "before-change", "due", "part", "inflow", "recouped", "given-back", "cost",
    "earned", "cut", "topped", "repaid", "owed", "reserved", "pool", "paid", "unpaid", "unpaid-fee",
    "unpaid-distribution",
]  # fmt: skip


class OpeningEntry(Value):
    """One figure to date, typed; see `contracts.opening_lines`.

    Attributes:
        step: Clause it belongs to. account: recoupment account, or reference of holders.
        payee: Party; a reference such as `committee:cmt_x/investment` where a clause pays several.
        difference_minor: By how much it differs from what follows from the others, with `reason`.
    """

    kind: EntryKind
    step: Text | None = None
    account: Text | None = None
    payee: Text | None = None
    amount_minor: AmountMinor
    difference_minor: AmountMinor = 0
    reason: Text | None = None

    def figure(self) -> Entry:
        """Return it as the arithmetic knows it."""
        return Entry(
            kind=self.kind,
            amount_minor=self.amount_minor,
            step=self.step or "",
            account=self.account or "",
            payee=self.payee or "",
            difference_minor=self.difference_minor,
            reason=self.reason or "",
        )


class RecordOpening(Command):
    """Take an agreement over from other books, before its first run.

    Attributes:
        as_of: Last month that the other books settled; runs start after it.
        terms_version: Version in force in that month. terms_sha256: hash of its clauses.
        tolerance_minor: How far what is due may be from basis times rate without a reason.
        document: The books as they were handed over, stored.
        made_by: Whoever made the figures up; left out where the sender did.
        approved_by: Whoever stands for them; somebody else.
        supersedes: Opening that this one corrects, possible until the first run.
        reason: Why it corrects another.
    """

    TYPE: ClassVar[str] = "RecordOpening/1"
    CHUNKED: ClassVar[tuple[str, ...]] = ("entries",)

    id: OpeningId
    agreement: AgreementId
    as_of: MonthText
    currency: Currency = "JPY"
    terms_version: int = Field(ge=1)
    terms_sha256: Sha256
    entries: tuple[OpeningEntry, ...] = Field(min_length=1, max_length=20_000)
    tolerance_minor: Count = 0
    document: DocumentRef
    made_by: PartyId | None = None
    approved_by: PartyId
    supersedes: OpeningId | None = None
    reason: Text | None = None
    consents: Consents = ()
