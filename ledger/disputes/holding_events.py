"""What is on record about money that disputes hold: one fact for each statement.

Whose line is held reads so, and how much; the claim stays with the sides of the dispute.
"""

from typing import ClassVar

from ledger.event import OPERATOR, Event
from ledger.values import Value


class HeldPortion(Value):
    """What is held, or released, of one line; before tax.

    Attributes:
        income: Its kind for the tax withheld, as on the statement.
    """

    run: str
    step: str
    income: str
    amount_minor: int


class _OfStatement(Event):
    """Concerns whoever pays and whoever is paid one statement."""

    CHUNKED: ClassVar[tuple[str, ...]] = ("portions",)

    dispute: str
    statement: str
    payer: str
    payee: str
    paid_to: str
    currency: str
    by: str | None = None
    portions: tuple[HeldPortion, ...]

    def readers(self) -> tuple[str, ...]:
        """Payer, payee, and whoever is paid for the payee."""
        return (OPERATOR, *dict.fromkeys((self.payer, self.payee, self.paid_to)))


class DisputeHeld(_OfStatement):
    """A part of a statement is not paid while a dispute about it is open."""

    TYPE: ClassVar[str] = "dispute.held/1"


class DisputeReleased(_OfStatement):
    """A part that was held is paid before the dispute is over."""

    TYPE: ClassVar[str] = "dispute.released/1"

    reason: str
