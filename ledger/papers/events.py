"""What is on record about papers."""

from typing import ClassVar

from ledger.event import OPERATOR, Event


class PaperGenerated(Event):
    """A text was generated from terms on record; its hash says which text.

    Attributes:
        parties: Who reads the terms in full, and so may read this.
    """

    TYPE: ClassVar[str] = "paper.generated/1"

    kind: str
    of: str
    entry: int
    language: str
    template: str
    inputs: str
    sha256: str
    parties: tuple[str, ...] = ()

    def readers(self) -> tuple[str, ...]:
        """Whoever reads the terms."""
        return (OPERATOR, *self.parties)
