"""What is on record about shared accounts."""

from typing import ClassVar

from ledger.event import OPERATOR, Event
from ledger.values import DocumentRef, Names


class AccountOpened(Event):
    """An account was opened that several agreements of one payer may fill together."""

    TYPE: ClassVar[str] = "account.opened/1"

    id: str
    payer: str
    currency: str
    kind: str
    target_minor: int
    label: Names
    parties: tuple[str, ...] = ()
    document: DocumentRef | None = None

    def readers(self) -> tuple[str, ...]:
        """The payer and those with whom it was agreed."""
        return (OPERATOR, *dict.fromkeys((self.payer, *self.parties)))
