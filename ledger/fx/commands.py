"""What may be asked about rates of exchange."""

from datetime import date
from typing import Annotated, ClassVar, Final

from pydantic import Field, StringConstraints

from ledger.command import Command
from ledger.values import MAX_SAFE, Count, Currency, DocumentRef, Value

MOST_RATES: Final = 2_000
"""In one command; an import of more is cut into several."""

SourceName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,63}$")]


class PublishedRate(Value):
    """How many units of `quote` one unit of `base` bought on a day: num / den.

    Attributes:
        replaces: Entry of the value that this one corrects.
    """

    base: Currency
    quote: Currency
    date: date
    num: int = Field(ge=1, le=MAX_SAFE)
    den: int = Field(ge=1, le=MAX_SAFE)
    replaces: Count | None = None


class RecordRates(Command):
    """Record rates that a source published.

    Attributes:
        source: Who published them, as the terms of agreements name it: "ecb", "boj".
        document: The file or page they were read from.
    """

    TYPE: ClassVar[str] = "RecordRates/1"
    CHUNKED: ClassVar[tuple[str, ...]] = ("rates",)

    source: SourceName
    document: DocumentRef
    rates: tuple[PublishedRate, ...] = Field(min_length=1, max_length=MOST_RATES)
