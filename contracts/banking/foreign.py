"""The file by which payments go abroad: ISO 20022, customer credit transfer initiation (pain.001).

    write(Debtor(...), day, [CreditTransfer(...)], message="STMT-2027-05", made_at=...) -> bytes

Rules kept here:
1. The debtor bears all charges (`DEBT`): what is stated arrives, nothing is taken off on the way by
   those who act for us.
2. Texts are in letters that every bank of the network takes; others are refused with their place.
3. One currency for one file, so that its control sum means something.

Source:
    ISO 20022 message pain.001.001.09. Which of its options a bank takes differs: to be confirmed
    with the paying bank.
"""

import datetime as dt
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from contracts.errors import CurrencyMismatch, TermsInvalid
from contracts.money import minor_unit

NAMESPACE: Final = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"
_LETTERS: Final = frozenset(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/-?:().,'+ "
)
_NAME: Final = 70
_REFERENCE: Final = 35
_MESSAGE: Final = 140
_NUMBER: Final = 34


@dataclass(frozen=True, slots=True)
class ForeignAccount:
    """An account abroad, or the account from which payments go abroad.

    Attributes:
        name: Of its holder, in Latin letters. country: of the holder.
        address: Lines of the address, at most two of seventy letters.
        iban: Where the country has it; else `number`.
        bic: Of the bank.
    """

    name: str
    country: str
    bic: str
    iban: str = ""
    number: str = ""
    address: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CreditTransfer:
    """One payment.

    Attributes:
        amount_minor: In minor units of `currency`.
        end_to_end: Identifier that arrives with the money: the statement's.
        remittance: What it is for.
    """

    account: ForeignAccount
    amount_minor: int
    currency: str
    end_to_end: str
    remittance: str = ""


def write(
    debtor: ForeignAccount,
    day: dt.date,
    transfers: Sequence[CreditTransfer],
    *,
    message: str,
    made_at: dt.datetime,
) -> bytes:
    """Write a file of payments abroad.

    Args:
        debtor: Who pays, from which account.
        day: When it is to be carried out.
        transfers: In order; at least one, all in one currency.
        message: Identifier of the file, up to 35 letters.
        made_at: When the file is made, with its zone.

    Returns:
        UTF-8 XML; the same for the same input.

    Raises:
        TermsInvalid: Something that cannot be written, with `transfers[n].field`.
        CurrencyMismatch: Two currencies in one file.
    """
    if not transfers:
        raise TermsInvalid(
            "transfers-missing", "there is nothing to pay", field="transfers", expected="at least 1"
        )
    currency = _one_currency(transfers)
    count = str(len(transfers))
    total = _decimal(sum(each.amount_minor for each in transfers), currency)
    root = ET.Element("Document", {"xmlns": NAMESPACE})
    body = ET.SubElement(root, "CstmrCdtTrfInitn")
    head = ET.SubElement(body, "GrpHdr")
    _text(head, "MsgId", _latin(message, _REFERENCE, "message"))
    _text(head, "CreDtTm", made_at.isoformat(timespec="seconds"))
    _text(head, "NbOfTxs", count)
    _text(head, "CtrlSum", total)
    _text(ET.SubElement(head, "InitgPty"), "Nm", _latin(debtor.name, _NAME, "debtor.name"))
    payment = ET.SubElement(body, "PmtInf")
    _text(payment, "PmtInfId", message)
    _text(payment, "PmtMtd", "TRF")
    _text(payment, "NbOfTxs", count)
    _text(payment, "CtrlSum", total)
    _text(ET.SubElement(payment, "ReqdExctnDt"), "Dt", day.isoformat())
    _party(payment, "Dbtr", debtor, "debtor.")
    _account(payment, "DbtrAcct", debtor, "debtor.")
    _bank(payment, "DbtrAgt", debtor)
    _text(payment, "ChrgBr", "DEBT")
    for number, each in enumerate(transfers):
        _transfer(payment, each, f"transfers[{number}].")
    ET.indent(root)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _transfer(payment: ET.Element, transfer: CreditTransfer, place: str) -> None:
    if transfer.amount_minor <= 0:
        raise TermsInvalid(
            "transfer-amount-wrong",
            "a payment is more than nothing",
            field=f"{place}amount",
            value=transfer.amount_minor,
            expected="a positive amount",
        )
    one = ET.SubElement(payment, "CdtTrfTxInf")
    ids = ET.SubElement(one, "PmtId")
    _text(ids, "EndToEndId", _latin(transfer.end_to_end, _REFERENCE, f"{place}end_to_end"))
    amount = ET.SubElement(ET.SubElement(one, "Amt"), "InstdAmt", {"Ccy": transfer.currency})
    amount.text = _decimal(transfer.amount_minor, transfer.currency)
    _bank(one, "CdtrAgt", transfer.account)
    _party(one, "Cdtr", transfer.account, place)
    _account(one, "CdtrAcct", transfer.account, place)
    if transfer.remittance:
        said = _latin(transfer.remittance, _MESSAGE, f"{place}remittance")
        _text(ET.SubElement(one, "RmtInf"), "Ustrd", said)


def _party(parent: ET.Element, name: str, account: ForeignAccount, place: str) -> None:
    party = ET.SubElement(parent, name)
    _text(party, "Nm", _latin(account.name, _NAME, f"{place}name"))
    address = ET.SubElement(party, "PstlAdr")
    _text(address, "Ctry", account.country)
    for number, line in enumerate(account.address):
        _text(address, "AdrLine", _latin(line, _NAME, f"{place}address[{number}]"))


def _account(parent: ET.Element, name: str, account: ForeignAccount, place: str) -> None:
    ids = ET.SubElement(ET.SubElement(parent, name), "Id")
    if account.iban:
        _text(ids, "IBAN", account.iban)
    elif account.number:
        _text(ET.SubElement(ids, "Othr"), "Id", _latin(account.number, _NUMBER, f"{place}number"))
    else:
        raise TermsInvalid(
            "account-number-missing",
            "neither an IBAN nor a number of the account",
            field=f"{place}iban",
            value="",
            expected="an IBAN, or the number where the country has none",
        )


def _bank(parent: ET.Element, name: str, account: ForeignAccount) -> None:
    _text(ET.SubElement(ET.SubElement(parent, name), "FinInstnId"), "BICFI", account.bic)


def _text(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = text


def _latin(text: str, most: int, field: str) -> str:
    for place, letter in enumerate(text, start=1):
        if letter not in _LETTERS:
            raise TermsInvalid(
                "bank-letter-unknown",
                f"banks abroad may not read {letter!r} (U+{ord(letter):04X}), character {place}",
                field=field,
                value=text,
                letter=letter,
                place=place,
                expected="Latin letters without accents, digits and / - ? : ( ) . , ' + and space",
            )
    if not 0 < len(text) <= most:
        raise TermsInvalid(
            "bank-field-too-long" if text else "bank-field-empty",
            f"{len(text)} letters; it takes from 1 to {most}",
            field=field,
            value=text,
            expected=f"1 to {most} letters; nothing is cut",
        )
    return text


def _decimal(amount_minor: int, currency: str) -> str:
    """Write minor units with the decimals of their currency: 123450 USD is 1234.50."""
    places = minor_unit(currency)
    digits = str(amount_minor).rjust(places + 1, "0")
    return f"{digits[:-places]}.{digits[-places:]}" if places else digits


def _one_currency(transfers: Sequence[CreditTransfer]) -> str:
    first = transfers[0].currency
    for number, each in enumerate(transfers):
        if each.currency != first:
            raise CurrencyMismatch(
                "payments-of-two-currencies",
                "one file has payments of one currency",
                field=f"transfers[{number}].currency",
                value=each.currency,
                expected=first,
            )
    return first
