"""What may be asked about interest on money that came late."""

from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field

from ledger.command import Command
from ledger.ids import InterestId, ReportId
from ledger.values import MAX_SAFE, DocumentRef, Ratio, Text

InterestMinor = Annotated[int, Field(gt=0, le=MAX_SAFE)]


class ChargeInterest(Command):
    """Charge whoever paid late, or has not paid, with interest up to a day.

    Attributes:
        report: For which the money came late.
        until: Last day that is counted.
        agreed_rate: Per year, where a clause names one that is higher than the statutory rate.
        clause: That clause.
        amount_minor: As computed from what is on record, less what was charged before.
        document: The letter or invoice by which it is asked for.
    """

    TYPE: ClassVar[str] = "ChargeInterest/1"

    id: InterestId
    report: ReportId
    until: date
    agreed_rate: Ratio | None = None
    clause: Text | None = None
    amount_minor: InterestMinor
    document: DocumentRef | None = None
