"""An account abroad as somebody types it, checked.

Rules kept here, in order:

1. An IBAN with right check digits where the bank's country has IBANs; else the number.
2. A BIC in the form of ISO 9362; it says in which country the bank is.
3. Names and addresses in Latin letters that every bank of the network takes: a payment is written
   once here and dropped, so that nothing is found too late.

Source:
    ISO 13616 (IBAN) and ISO 9362 (BIC), as `python-stdnum` has them.
"""

from datetime import date, datetime
from functools import partial
from typing import Final

from stdnum import bic as bics
from stdnum import iban as ibans
from stdnum import numdb
from stdnum.exceptions import ValidationError as StdnumInvalid

from contracts.banking.foreign import CreditTransfer, ForeignAccount, write
from contracts.money import minor_unit
from ledger.bank_details.details import Foreign, ForeignTyped
from ledger.bank_details.refusing import refusing
from ledger.clock import TOKYO
from ledger.errors import RuleViolation

_TRIED_AT: Final = datetime(2027, 1, 4, tzinfo=TOKYO)  # of a trial that nobody sees
_COUNTRY: Final = slice(4, 6)


def checked_abroad(typed: ForeignTyped) -> Foreign:
    """Return details that a bank can be told.

    Raises:
        RuleViolation: Names the field, its value and what would be right.
    """
    refusing(partial(minor_unit, typed.currency))
    details = Foreign(
        currency=typed.currency,
        holder=typed.holder,
        country=typed.country,
        bic=_bic(typed.bic),
        iban=_iban(typed.iban) if typed.iban else "",
        account_number=typed.account_number or "",
        bank_name=typed.bank_name,
        bank_address=typed.bank_address or "",
        address=typed.address,
    )
    _check_number(details)
    account = details.account()
    transfer = CreditTransfer(account, 1, typed.currency, "X")
    refusing(partial(_tried, account, transfer))
    return details


def _tried(account: ForeignAccount, transfer: CreditTransfer) -> None:
    write(account, date(2027, 1, 4), [transfer], message="X", made_at=_TRIED_AT)


def _check_number(details: Foreign) -> None:
    has_ibans = _has_ibans(details.bic[_COUNTRY])
    if has_ibans and not details.iban:
        raise RuleViolation(
            "iban-needed",
            f"banks of {details.bic[_COUNTRY]} have IBANs",
            field="iban",
            value=details.account_number,
            expected="the IBAN of the account",
        )


def _has_ibans(country: str) -> bool:
    found: list[tuple[str, dict[str, str]]] = numdb.get("iban").info(country)
    return bool(found and found[0][1])


def _iban(text: str) -> str:
    try:
        return str(ibans.validate(text))
    except StdnumInvalid as wrong:
        raise RuleViolation(
            "iban-wrong",
            f"no IBAN: {wrong}",
            field="iban",
            value=text,
            expected="country, check digits and account as the bank prints it",
        ) from wrong


def _bic(text: str) -> str:
    try:
        return str(bics.validate(text))
    except StdnumInvalid as wrong:
        raise RuleViolation(
            "bic-wrong",
            f"no BIC: {wrong}",
            field="bic",
            value=text,
            expected="8 or 11 letters and digits, such as DEUTDEFF",
        ) from wrong
