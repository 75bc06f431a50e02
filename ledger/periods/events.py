"""What is on record about months."""

from typing import ClassVar

from ledger.event import OPERATOR, Event


class PeriodOpened(Event):
    """A month was opened explicitly."""

    TYPE: ClassVar[str] = "period.opened/1"

    month: str
    agreement: str | None = None

    def readers(self) -> tuple[str, ...]:
        """The operator and whoever may read the agreement through its view."""
        return (OPERATOR,)


class PeriodClosed(Event):
    """A month was closed: it takes adjustments only, naming it."""

    TYPE: ClassVar[str] = "period.closed/1"

    month: str
    agreement: str | None = None

    def readers(self) -> tuple[str, ...]:
        """As for opening."""
        return (OPERATOR,)


class PeriodReopened(Event):
    """A closed month was opened again, for a reason."""

    TYPE: ClassVar[str] = "period.reopened/1"

    month: str
    agreement: str | None = None
    reason: str

    def readers(self) -> tuple[str, ...]:
        """As for opening."""
        return (OPERATOR,)
