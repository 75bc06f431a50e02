"""What may be asked about months."""

from typing import ClassVar

from ledger.command import Command
from ledger.ids import AgreementId
from ledger.values import MonthText, Text


class OpenPeriod(Command):
    """Open a month explicitly. Months are open until closed; this states the first one in use."""

    TYPE: ClassVar[str] = "OpenPeriod/1"

    month: MonthText
    agreement: AgreementId | None = None


class ClosePeriod(Command):
    """Close a month, for one agreement or for the whole register: from then on adjustments only."""

    TYPE: ClassVar[str] = "ClosePeriod/1"

    month: MonthText
    agreement: AgreementId | None = None


class ReopenPeriod(Command):
    """Reopen a closed month for a reason that stays on record."""

    TYPE: ClassVar[str] = "ReopenPeriod/1"

    month: MonthText
    agreement: AgreementId | None = None
    reason: Text
