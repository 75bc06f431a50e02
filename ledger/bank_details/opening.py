"""Opening the details behind a row, for whoever may: the vault has them, the log never does."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from contracts.banking.foreign import ForeignAccount
from contracts.banking.transfers import Account
from ledger.bank_details.details import Details, Domestic, read_sealed
from ledger.errors import NotFound
from ledger.vault.vault import Vault

_SHOWN: Final = 3

Row = Mapping[str, Any]


def open_details(vault: Vault, row: Row) -> Account | ForeignAccount:
    """Return the account behind a row of bank details.

    Raises:
        NotFound: `bank-details-erased`: they were destroyed with the person's data.
    """
    return open_sealed(vault, row).account()


def open_sealed(vault: Vault, row: Row) -> Details:
    """Return the details behind a row as they were sealed.

    Raises:
        NotFound: `bank-details-erased`.
    """
    found = open_all(vault, [row])
    if row["id"] not in found:
        raise NotFound(
            "bank-details-erased", field="id", value=row["id"], expected="details that still exist"
        )
    return found[row["id"]]


def open_all(vault: Vault, rows: Iterable[Row]) -> dict[str, Details]:
    """Return the details behind many rows by their ids; what was erased is absent."""
    pairs = {(row["subject"], row["commit"]): row["id"] for row in rows}
    opened = vault.open_many(pairs)
    return {pairs[pair]: read_sealed(value) for pair, value in opened.items()}


def masked(details: Details) -> dict[str, str]:
    """Describe details to somebody who may not see the number: its last three digits alone."""
    if isinstance(details, Domestic):
        bank, number = f"{details.bank}-{details.branch}", details.account_number
    else:
        bank, number = details.bic, details.iban or details.account_number
    return {"bank": bank, "account_number": f"…{number[-_SHOWN:]}"}


def shown(details: Details) -> dict[str, Any]:
    """Describe details in full."""
    plain = details.model_dump(mode="json")
    return {name: value for name, value in plain.items() if value not in ("", [], False)}
