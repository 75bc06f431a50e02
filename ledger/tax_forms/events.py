"""What is on record about treaty forms."""

from datetime import date
from typing import ClassVar

from ledger.event import OPERATOR, Event
from ledger.values import DocumentRef


class TreatyFormFiled(Event):
    """A payer filed a payee's form for relief under a tax treaty."""

    TYPE: ClassVar[str] = "tax.treaty_form_filed/1"

    id: str
    payer: str
    payee: str
    country: str
    article: str
    filed_on: date
    valid_to: date | None = None
    has_benefits_form: bool = False
    document: DocumentRef

    def readers(self) -> tuple[str, ...]:
        """How somebody is taxed concerns him and his payer."""
        return (OPERATOR, self.payer, self.payee)
