"""What is on record about works."""

from typing import ClassVar

from ledger.event import OPERATOR, PUBLIC, Event
from ledger.values import DocumentRef, Names
from ledger.works.commands import Asset, Credit, WorkData


class NoticeFiled(Event):
    """A pre-production notice exists; only its holder may read it until the work is registered."""

    TYPE: ClassVar[str] = "work.notice_filed/1"

    work: str
    holder: str
    working_title: str
    note: str | None = None
    assets: tuple[Asset, ...] = ()

    def readers(self) -> tuple[str, ...]:
        """Secret until released."""
        return (OPERATOR, self.holder)


class WorkRegistered(Event):
    """A work is on the register.

    Attributes:
        notice_index: Entry of the notice it grew from: its date is the first date.
    """

    TYPE: ClassVar[str] = "work.registered/1"
    CHUNKED: ClassVar[tuple[str, ...]] = ("credits",)

    id: str
    holder: str | None = None
    data: WorkData
    credits: tuple[Credit, ...] = ()
    assets: tuple[Asset, ...] = ()
    notice_index: int | None = None
    source: str | None = None


class WorkAmended(Event):
    """What is said about a work was replaced."""

    TYPE: ClassVar[str] = "work.amended/1"
    CHUNKED: ClassVar[tuple[str, ...]] = ("credits",)

    work: str
    by: str | None = None
    reason: str
    data: WorkData | None = None
    credits: tuple[Credit, ...] | None = None
    assets: tuple[Asset, ...] = ()


class ElementRegistered(Event):
    """A character, a design or a version belongs to a work."""

    TYPE: ClassVar[str] = "work.element_registered/1"

    id: str
    work: str
    kind: str
    name: Names
    of: str | None = None
    credits: tuple[Credit, ...] = ()
    assets: tuple[Asset, ...] = ()


class WorkClaimed(Event):
    """Somebody claims something about a work."""

    TYPE: ClassVar[str] = "work.claimed/1"

    id: str
    work: str
    claimant: str
    claim: str
    statement: str
    evidence: tuple[DocumentRef, ...] = ()

    def readers(self) -> tuple[str, ...]:
        """Competing claims are shown side by side, to anybody."""
        return (PUBLIC,)
