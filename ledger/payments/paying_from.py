"""The account from which a payer pays in a currency on a day."""

from datetime import date

from ledger.bank_details.views import standing_of
from ledger.errors import RuleViolation
from ledger.payments.views import Source
from ledger.store.state import Row


def payer_account(source: Source, payer: str, currency: str, pay_on: date, today: date) -> Row:
    """Return the row of the payer's account.

    Raises:
        RuleViolation: `payer-without-account`: none is in force, or a change of it waits.
    """
    standing = standing_of(source, [payer], currency, pay_on, today=today)[payer]
    if standing.row is None:
        raise RuleViolation(
            "payer-without-account",
            "the payer has no account of its own to pay from",
            field="payer",
            value=payer,
            why=standing.hold,
            expected=f"confirmed bank details of the payer in {currency}",
        )
    return standing.row
