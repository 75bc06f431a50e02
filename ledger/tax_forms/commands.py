"""What may be asked about treaty forms."""

from datetime import date
from typing import Annotated, ClassVar

from pydantic import StringConstraints

from ledger.command import Command
from ledger.ids import PartyId, TreatyFormId
from ledger.values import Country, DocumentRef

Article = Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]?(\([1-9][0-9]?\))?$")]


class FileTreatyForm(Command):
    """Record that a payer filed a payee's form for relief under a treaty (租税条約に関する届出書).

    Attributes:
        country: The other side of the treaty: where the payee resides.
        article: The article that the form invokes, "12" or "12(2)".
        filed_on: Day it was filed with the tax office. It helps payments after that day.
        valid_to: Last day it is good for; left out while no end is known.
        has_benefits_form: True when the form on limitation of benefits (特典条項に関する付表) was
            filed with it.
        document: The form as filed, with the stamp or number of its receipt.
    """

    TYPE: ClassVar[str] = "FileTreatyForm/1"

    id: TreatyFormId
    payer: PartyId
    payee: PartyId
    country: Country
    article: Article
    filed_on: date
    valid_to: date | None = None
    has_benefits_form: bool = False
    document: DocumentRef
