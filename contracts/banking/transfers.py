"""The file by which a bank pays many at once (総合振込): records of 120 bytes.

    write(Payer(...), date(2027, 5, 31), [Transfer(...), ...])  -> bytes for the bank

Rules kept here:
1. A header, one record for each transfer, a trailer with their number and sum, an end record.
2. There is no field for the fee of a transfer, and none is deducted: the law on fair dealing with
   subcontractors forbids it (取適法, from 2026-01-01).
3. The reference of the payment stands in the EDI field, so that the receiver finds her statement.
4. What does not fit is refused; whoever writes a file leaves such a payment out and says so.

Source:
    全国銀行協会 (2019-12), 総合振込 (種別 21); widths as printed by several banks, sum 120.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from contracts.banking.letters import EDI, bank_letters
from contracts.banking.records import Field, Layout, record
from contracts.errors import TermsInvalid

MOST_MINOR: Final = 9_999_999_999
"""The largest amount of one transfer: ten digits of yen."""
MOST_TRANSFERS: Final = 999_999
MOST_TOTAL_MINOR: Final = 999_999_999_999
"""What the trailer of a file can hold."""

HEADER: Final[Layout] = (
    Field("record", "N", 1, "1"),
    Field("service", "N", 2, "21"),
    Field("code", "N", 1, "0"),
    Field("client_code", "N", 10),
    Field("client_name", "C", 40),
    Field("day", "N", 4),
    Field("bank", "N", 4),
    Field("bank_name", "C", 15),
    Field("branch", "N", 3),
    Field("branch_name", "C", 15),
    Field("account_type", "N", 1),
    Field("account_number", "N", 7),
    Field("blank", "C", 17),
)
DATA: Final[Layout] = (
    Field("record", "N", 1, "2"),
    Field("bank", "N", 4),
    Field("bank_name", "C", 15),
    Field("branch", "N", 3),
    Field("branch_name", "C", 15),
    Field("clearing_house", "C", 4),
    Field("account_type", "N", 1),
    Field("account_number", "N", 7),
    Field("name", "C", 30),
    Field("amount", "N", 10),
    Field("new", "N", 1),
    Field("reference", "C", 20),
    Field("manner", "N", 1, "7"),
    Field("has_reference", "C", 1),
    Field("blank", "C", 7),
)
TRAILER: Final[Layout] = (
    Field("record", "N", 1, "8"),
    Field("count", "N", 6),
    Field("total", "N", 12),
    Field("blank", "C", 101),
)
END: Final[Layout] = (Field("record", "N", 1, "9"), Field("blank", "C", 119))

AccountType = Literal["ordinary", "current", "savings", "other"]
ACCOUNT_TYPES: Final[dict[str, str]] = {
    "ordinary": "1",
    "current": "2",
    "savings": "4",
    "other": "9",
}
_OF_PAYERS: Final = ("ordinary", "current", "other")


@dataclass(frozen=True, slots=True)
class Account:
    """An account at a Japanese bank.

    Attributes:
        bank: Four digits. bank_name: its reading.
        branch: Three digits. branch_name: its reading.
        type: 普通, 当座, 貯蓄 or その他.
        number: Up to seven digits.
        name: Reading of the name that the bank has.
    """

    bank: str
    branch: str
    type: AccountType
    number: str
    name: str
    bank_name: str = ""
    branch_name: str = ""


@dataclass(frozen=True, slots=True)
class Payer:
    """Who pays: the code that the bank gave, and the account."""

    client_code: str
    account: Account


@dataclass(frozen=True, slots=True)
class Transfer:
    """One payment.

    Attributes:
        account: Of the receiver.
        amount_minor: Yen, all of it: no fee is taken off.
        reference: For the EDI field, up to twenty letters.
        is_first: The first payment to this account.
    """

    account: Account
    amount_minor: int
    reference: str = ""
    is_first: bool = False


def write(
    payer: Payer, day: date, transfers: Sequence[Transfer], *, line_end: bytes = b"\r\n"
) -> bytes:
    """Write a file of transfers.

    Args:
        payer: Who pays.
        day: When; a day on which banks work, which the caller has to know.
        transfers: In order; at least one.
        line_end: After each record: CR LF, or nothing.

    Raises:
        TermsInvalid: Something that cannot be written, with `transfers[n].field` and what would be
            right; `transfers-missing`; or `transfers-too-much`, more than the trailer can hold.
    """
    if not transfers:
        raise TermsInvalid(
            "transfers-missing", "there is nothing to pay", field="transfers", expected="at least 1"
        )
    lines = [_header(payer, day)]
    lines += [data_record(each, f"transfers[{n}].") for n, each in enumerate(transfers)]
    total = sum(each.amount_minor for each in transfers)
    _check_sum(len(transfers), total)
    lines.append(record(TRAILER, {"count": len(transfers), "total": total}))
    lines.append(record(END, {}))
    return b"".join(line + line_end for line in lines)


def data_record(transfer: Transfer, place: str = "") -> bytes:
    """Write the record of one transfer.

    Raises:
        TermsInvalid: What does not fit, with the field and what would be right.
    """
    _check_amount(transfer.amount_minor, place)
    reference = bank_letters(transfer.reference, allowed=EDI, field=f"{place}reference")
    values: dict[str, str | int] = {
        **_account(transfer.account, place, tuple(ACCOUNT_TYPES)),
        "name": bank_letters(transfer.account.name, field=f"{place}name"),
        "amount": transfer.amount_minor,
        "new": "1" if transfer.is_first else "0",
        "reference": reference,
        "has_reference": "Y" if reference else "",
    }
    return record(DATA, values, place)


def _header(payer: Payer, day: date) -> bytes:
    values: dict[str, str | int] = {
        **_account(payer.account, "payer.", _OF_PAYERS),
        "client_code": _digits(payer.client_code, 10, "payer.client_code"),
        "client_name": bank_letters(payer.account.name, field="payer.client_name"),
        "day": f"{day:%m%d}",
    }
    return record(HEADER, values, "payer.")


def _account(account: Account, place: str, types: Sequence[str]) -> dict[str, str | int]:
    if account.type not in types:
        raise TermsInvalid(
            "bank-account-type-wrong",
            "this file cannot name such an account",
            field=f"{place}account_type",
            value=account.type,
            expected=", ".join(types),
        )
    return {
        "bank": _digits(account.bank, 4, f"{place}bank", exact=True),
        "bank_name": bank_letters(account.bank_name, field=f"{place}bank_name"),
        "branch": _digits(account.branch, 3, f"{place}branch", exact=True),
        "branch_name": bank_letters(account.branch_name, field=f"{place}branch_name"),
        "account_type": ACCOUNT_TYPES[account.type],
        "account_number": _digits(account.number, 7, f"{place}account_number"),
    }


def _digits(value: str, most: int, field: str, *, exact: bool = False) -> str:
    if (
        not value.isascii()
        or not value.isdigit()
        or len(value) > most
        or (exact and len(value) != most)
    ):
        raise TermsInvalid(
            "bank-number-wrong",
            "a number of other digits",
            field=field,
            value=value,
            expected=f"{'' if exact else 'at most '}{most} digits",
        )
    return value


def _check_amount(amount_minor: int, place: str) -> None:
    if not 0 < amount_minor <= MOST_MINOR:
        raise TermsInvalid(
            "transfer-amount-wrong",
            "a transfer is from 1 yen to ten digits of yen",
            field=f"{place}amount",
            value=amount_minor,
            expected=f"1 to {MOST_MINOR}; pay a larger amount in parts",
        )


def _check_sum(count: int, total: int) -> None:
    if count > MOST_TRANSFERS or total > MOST_TOTAL_MINOR:
        raise TermsInvalid(
            "transfers-too-much",
            "the trailer cannot hold their number or their sum",
            field="transfers",
            value=f"{count}, {total}",
            expected=f"at most {MOST_TRANSFERS} transfers and {MOST_TOTAL_MINOR} yen in one file",
        )
