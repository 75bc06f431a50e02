"""Whether a bank can carry out what is to be paid: asked before a payment is put on record.

The rules cannot ask it: accounts are in the vault, branches in a table that changes. What a bank
would refuse is left out, with the letter or the number that it refuses and never the name itself.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any, Final

from contracts.banking import foreign, transfers
from contracts.banking.transfers import Account, Transfer
from contracts.errors import TermsError
from ledger.bank_details.details import Details, Domestic
from ledger.bank_details.directory import check_branch
from ledger.bank_details.opening import open_all
from ledger.bank_details.views import BankDetailsRow
from ledger.errors import RuleViolation
from ledger.payments.commands import PaymentItem
from ledger.payments.payable import left_out_item
from ledger.payments.reasons import LeftOut
from ledger.payments.views import Source, rows_where
from ledger.store.state import Row
from ledger.vault.vault import Vault

_SAFE: Final = ("field", "letter", "place", "expected", "table_of", "bank")
"""What may be repeated of a refusal: names and numbers of accounts stay in the vault."""


def rows_of_details(source: Source, ids: Iterable[str]) -> list[Row]:
    """Return the rows of bank details by id."""
    return list(rows_where(source, BankDetailsRow, "id", ids))


def refused_by_banks(
    source: Source, vault: Vault, items: Iterable[PaymentItem], currency: str
) -> dict[str, LeftOut]:
    """Return what no bank would carry out, by statement.

    Args:
        source: A snapshot.
        vault: Opens the accounts.
        items: What could be paid.
        currency: Of the payment.
    """
    some = list(items)
    opened = open_all(vault, rows_of_details(source, (item.details for item in some)))
    found: dict[str, LeftOut] = {}
    for item in some:
        left = _refused(item, opened.get(item.details), currency)
        if left is not None:
            found[item.statement] = left
    return found


def _refused(item: PaymentItem, details: Details | None, currency: str) -> LeftOut | None:
    if details is None:
        return left_out_item(item, currency, "bank-details-lost")
    try:
        if isinstance(details, Domestic):
            if not details.is_branch_new:
                check_branch(details.bank, details.branch)
            amount = min(item.transfer_minor, transfers.MOST_MINOR)
            transfers.data_record(Transfer(details.account(), amount, item.reference))
        else:
            _try_abroad(details.account(), item, currency)
    except RuleViolation as wrong:
        return left_out_item(item, currency, "branch-closed", **_safe(wrong))
    except TermsError as wrong:
        return left_out_item(item, currency, "bank-refuses", code=wrong.code, **_safe(wrong))
    return None


def _try_abroad(account: foreign.ForeignAccount, item: PaymentItem, currency: str) -> None:
    transfer = foreign.CreditTransfer(account, item.transfer_minor, currency, item.reference)
    at = datetime(2000, 1, 1, tzinfo=UTC)  # of a trial that nobody keeps
    foreign.write(account, date(2000, 1, 1), [transfer], message="X", made_at=at)


def _safe(wrong: RuleViolation | TermsError) -> dict[str, Any]:
    return {name: value for name, value in wrong.fields.items() if name in _SAFE}


def opened_accounts(
    source: Source, vault: Vault, ids: Iterable[str]
) -> dict[str, Account | foreign.ForeignAccount]:
    """Return the accounts behind bank details; what was erased is absent."""
    opened = open_all(vault, rows_of_details(source, ids))
    return {id: details.account() for id, details in opened.items()}
