"""What is on record about rates of exchange. Published rates are for everybody to read."""

from typing import ClassVar

from ledger.event import Event
from ledger.fx.commands import PublishedRate
from ledger.values import DocumentRef


class RatesRecorded(Event):
    """Rates that a source published were recorded.

    Attributes:
        recorder: The party that recorded them; absent for the operator.
    """

    TYPE: ClassVar[str] = "fx.rates_recorded/1"
    CHUNKED: ClassVar[tuple[str, ...]] = ("rates",)

    source: str
    document: DocumentRef
    rates: tuple[PublishedRate, ...]
    recorder: str | None = None
