"""What is on record about set-offs. Readers are the two between whom they are."""

from datetime import date
from typing import ClassVar

from ledger.event import OPERATOR, Event
from ledger.keys.consents import Consents
from ledger.values import DocumentRef


class SetOffAllowed(Event):
    """A clause lets a party's remittances be set off against its distributions."""

    TYPE: ClassVar[str] = "set_off.allowed/1"

    agreement: str
    payer: str
    party: str
    clause: str
    since: date
    until: date | None = None
    document: DocumentRef
    consents: Consents = ()

    def readers(self) -> tuple[str, ...]:
        """Payer and party."""
        return (OPERATOR, *dict.fromkeys((self.payer, self.party)))


class SetOffEnded(Event):
    """Nothing is set off any more by the clause, from a day on."""

    TYPE: ClassVar[str] = "set_off.ended/1"

    agreement: str
    payer: str
    party: str
    from_day: date
    reason: str
    document: DocumentRef | None = None

    def readers(self) -> tuple[str, ...]:
        """Payer and party."""
        return (OPERATOR, *dict.fromkeys((self.payer, self.party)))


class SetOffRecorded(Event):
    """An amount of a report was set off against an amount of a statement.

    Attributes:
        agreement: Of the report. clause: what allowed it.
        receipt: What the report got by it, in the entry before.
    """

    TYPE: ClassVar[str] = "set_off.recorded/1"

    set_off: str
    agreement: str
    payer: str
    party: str
    statement: str
    report: str
    receipt: str
    currency: str
    amount_minor: int
    day: date
    clause: str

    def readers(self) -> tuple[str, ...]:
        """Payer and party."""
        return (OPERATOR, *dict.fromkeys((self.payer, self.party)))
