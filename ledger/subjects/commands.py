"""What may be asked about people's data."""

from datetime import date
from typing import ClassVar, Literal

from ledger.command import Command
from ledger.ids import SubjectId
from ledger.values import Text

Ground = Literal["request", "no_longer_needed", "unlawful", "order"]
Reason = Literal["tax_retention", "open_payment", "agreement", "dispute", "order", "request"]


class OrderErasure(Command):
    """Decide that a person's data be destroyed. Destroying follows, and is recorded when done.

    Attributes:
        ground: The person's request, no further need, unlawful handling, or an order.
    """

    TYPE: ClassVar[str] = "OrderErasure/1"

    subject: SubjectId
    ground: Ground = "request"


class RecordErasure(Command):
    """Record that a person's key was destroyed, as had been ordered."""

    TYPE: ClassVar[str] = "RecordErasure/1"

    subject: SubjectId


class RestrictUse(Command):
    """Keep a person's data for one purpose only, instead of erasing it.

    Attributes:
        reason: Why it must be kept.
        law: The provision, if there is one.
        until: Last day; open while no end is known.
    """

    TYPE: ClassVar[str] = "RestrictUse/1"

    subject: SubjectId
    reason: Reason
    law: Text | None = None
    until: date | None = None


class ReleaseSubject(Command):
    """End a restriction."""

    TYPE: ClassVar[str] = "ReleaseSubject/1"

    subject: SubjectId
    reason: Text
