"""The files of a payment for the bank: a transfer for each reference, in the order of references.

A payment that pays both has a file for accounts in Japan (総合振込) and one for those abroad
(pain.001). What a trailer cannot hold goes into a second file.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from contracts.banking import foreign, transfers
from contracts.banking.foreign import CreditTransfer, ForeignAccount
from contracts.banking.transfers import MOST_MINOR, MOST_TOTAL_MINOR, Account, Payer, Transfer
from contracts.errors import TermsError
from ledger.errors import RuleViolation
from ledger.payments.commands import Route

SUFFIX: Final[Mapping[Route, str]] = {"zengin": "txt", "pain": "xml"}
_MOST_IN_FILE: Final = 99_999
_MOST_NAMED: Final = 4


@dataclass(frozen=True, slots=True)
class Sender:
    """Who pays, as the bank knows him.

    Attributes:
        account: Opened bank details of the payer.
        client_code: 委託者コード: ten digits that the bank gave.
        bic: Of the payer's bank. name: of the payer in Latin letters; both for payments abroad
            from an account in Japan.
    """

    account: Account | ForeignAccount
    client_code: str = ""
    bic: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Batch:
    """What is written.

    Attributes:
        made_at: When the files are made, with its zone.
        items: Rows of the payment's items.
        accounts: Details to the opened account.
        divide: An amount above ten digits becomes several transfers of one reference.
        line_end: After each record of a file of transfers.
    """

    payment: str
    pay_on: date
    currency: str
    made_at: datetime
    items: Sequence[Mapping[str, Any]]
    accounts: Mapping[str, Account | ForeignAccount]
    divide: bool = False
    line_end: bytes = b"\r\n"


@dataclass(frozen=True, slots=True)
class Written:
    """One file."""

    route: Route
    name: str
    count: int
    total_minor: int
    data: bytes


def write_files(sender: Sender, batch: Batch) -> list[Written]:
    """Write the files of a payment; the same input gives the same bytes.

    Raises:
        RuleViolation: Something that the bank cannot read, with field, value and what would be
            right.
    """
    try:
        return [*_domestic(sender, batch), *_abroad(sender, batch)]
    except TermsError as wrong:
        raise RuleViolation(wrong.code, wrong.message, **wrong.fields) from wrong


def _domestic(sender: Sender, batch: Batch) -> Iterator[Written]:
    some = list(_transfers(batch))
    if not some:
        return
    if not isinstance(sender.account, Account):
        raise RuleViolation(
            "payer-account-abroad",
            "transfers within Japan are paid from an account in Japan",
            field="from_details",
            value="foreign",
            expected="domestic bank details of the payer",
        )
    payer = Payer(sender.client_code, sender.account)
    for number, part in enumerate(_chunks(some), start=1):
        data = transfers.write(payer, batch.pay_on, part, line_end=batch.line_end)
        total = sum(one.amount_minor for one in part)
        yield Written("zengin", _name(batch, "zengin", number), len(part), total, data)


def _transfers(batch: Batch) -> Iterator[Transfer]:
    for reference, rows in _by_reference(batch.items, "zengin").items():
        account = batch.accounts[rows[0]["details_id"]]
        total = sum(row["transfer_minor"] for row in rows)
        is_first = any(row["is_first"] for row in rows)
        for amount in _amounts(total, batch.divide):
            yield Transfer(_within(account), amount, reference, is_first)


def _within(account: Account | ForeignAccount) -> Account:
    if not isinstance(account, Account):
        raise RuleViolation(
            "account-of-another-kind", field="details", value="foreign", expected="domestic"
        )
    return account


def _amounts(total: int, divide: bool) -> list[int]:  # noqa: FBT001 - a field of the batch
    """Divide an amount into what records can hold.

    Example:
        >>> _amounts(20_000_000_000, True)
        [9999999999, 9999999999, 2]
    """
    if not divide:
        return [total]
    whole, rest = divmod(total, MOST_MINOR)
    return [MOST_MINOR] * whole + ([rest] if rest else [])


def _chunks(some: Sequence[Transfer]) -> Iterator[list[Transfer]]:
    """Part transfers so that no trailer overflows."""
    part: list[Transfer] = []
    total = 0
    for one in some:
        if part and (len(part) == _MOST_IN_FILE or total + one.amount_minor > MOST_TOTAL_MINOR):
            yield part
            part, total = [], 0
        part.append(one)
        total += one.amount_minor
    yield part


def _abroad(sender: Sender, batch: Batch) -> Iterator[Written]:
    some = [
        CreditTransfer(
            _outside(batch.accounts[rows[0]["details_id"]]),
            sum(row["transfer_minor"] for row in rows),
            batch.currency,
            end_to_end=reference,
            remittance=" ".join(_readable(row["statement_id"]) for row in rows[:_MOST_NAMED]),
        )
        for reference, rows in _by_reference(batch.items, "pain").items()
    ]
    if not some:
        return
    data = foreign.write(
        _debtor(sender),
        batch.pay_on,
        some,
        message=_readable(batch.payment),
        made_at=batch.made_at,
    )
    total = sum(one.amount_minor for one in some)
    yield Written("pain", _name(batch, "pain", 1), len(some), total, data)


def _readable(id: str) -> str:
    """Return an id in letters that banks abroad read: they know no underscore."""
    return id.replace("_", "-").upper()


def _outside(account: Account | ForeignAccount) -> ForeignAccount:
    if not isinstance(account, ForeignAccount):
        raise RuleViolation(
            "account-of-another-kind", field="details", value="domestic", expected="foreign"
        )
    return account


def _debtor(sender: Sender) -> ForeignAccount:
    """Return the payer's account as ISO 20022 names it."""
    account = sender.account
    if isinstance(account, ForeignAccount):
        return account
    for field, value in (("bic", sender.bic), ("name", sender.name)):
        if not value:
            raise RuleViolation(
                "debtor-missing",
                "a payment abroad from an account in Japan names the payer and his bank",
                field=f"payer_{field}",
                value="",
                expected="the BIC of the payer's bank, and the payer in Latin letters",
            )
    number = f"{account.bank}{account.branch}{account.number}"
    return ForeignAccount(sender.name, "JP", sender.bic, number=number)


def _by_reference(
    items: Iterable[Mapping[str, Any]], route: Route
) -> dict[str, list[Mapping[str, Any]]]:
    found: dict[str, list[Mapping[str, Any]]] = {}
    for item in sorted(items, key=lambda one: (one["reference"], one["statement_id"])):
        if item["route"] == route:
            found.setdefault(item["reference"], []).append(item)
    return found


def _name(batch: Batch, route: Route, number: int) -> str:
    return f"{batch.payment}-{batch.pay_on:%Y%m%d}-{number}.{SUFFIX[route]}"
