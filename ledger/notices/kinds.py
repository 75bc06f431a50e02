"""What somebody can be told, and one thing to tell.

Nothing of this is on record: whoever hears of a fact reads the fact itself in the log.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

Channel = Literal["email", "webhook"]
Language = Literal["ja", "en"]

STATEMENT_ISSUED: Final = "statement.issued"
PURCHASE_PRESENTED: Final = "purchase.presented"
PAYMENT_SENT: Final = "payment.sent"
PAYMENT_RETURNED: Final = "payment.returned"
REPORT_OVERDUE: Final = "report.overdue"
FORM_EXPIRING: Final = "form.expiring"
APPROVAL_ASKED: Final = "approval.asked"
DISPUTE_OPENED: Final = "dispute.opened"
ANSWER_DUE: Final = "dispute.answer_due"
BANK_DETAILS_PROPOSED: Final = "bank_details.proposed"
ADDRESS_PROPOSED: Final = "address.proposed"
ADDRESS_CHANGED: Final = "address.changed"
CONFIRM: Final = "address.confirm"
TEST: Final = "test"

CHOSEN: Final = (
    STATEMENT_ISSUED,
    PURCHASE_PRESENTED,
    PAYMENT_SENT,
    PAYMENT_RETURNED,
    REPORT_OVERDUE,
    FORM_EXPIRING,
    APPROVAL_ASKED,
    DISPUTE_OPENED,
    ANSWER_DUE,
)
"""Kinds that an address may ask for, and do without."""

ALWAYS: Final = frozenset({BANK_DETAILS_PROPOSED, ADDRESS_PROPOSED, ADDRESS_CHANGED})
"""Kinds that every address of a party hears: a thief would end them first."""

DIRECT: Final = frozenset({CONFIRM, TEST})
"""Kinds that go to one address because somebody asked for it."""

NO_ENTRY: Final = -1
"""In the place of an entry's index, where no entry is behind a notice."""

_NOTHING: Final[Mapping[str, str]] = {}


@dataclass(frozen=True, slots=True)
class Telling:
    """One thing that one party is to be told.

    Attributes:
        party: Whom. about: the id of what it is about.
        arises: The day on which a notice of the calendar arises; empty for that of a fact.
        told: What the words and the webhook say besides, such as a period; never an amount, a
            name, or anything of another party.
        is_news: Whether only addresses hear it that were confirmed by the day it arose.
        contacts_since: Of what must be told: addresses that ended since this day hear it, too;
            without it those of the last thirty days do.
    """

    kind: str
    party: str
    about: str
    arises: str = ""
    told: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    is_news: bool = False
    contacts_since: str = ""
