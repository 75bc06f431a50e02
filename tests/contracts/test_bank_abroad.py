"""Payments abroad (pain.001): what the file says, read back by its names.

By hand: 1,234.50 and 0.05 dollars are two payments with a control sum of 1234.55.
"""

import datetime as dt
import xml.etree.ElementTree as ET

import pytest

from contracts.banking.foreign import NAMESPACE, CreditTransfer, ForeignAccount, write
from contracts.errors import CurrencyMismatch, TermsInvalid

DAY = dt.date(2027, 5, 31)
MADE = dt.datetime(2027, 5, 28, 9, tzinfo=dt.timezone(dt.timedelta(hours=9)))
PAYER = ForeignAccount("Aoba Co., Ltd.", "JP", "BOTKJPJT", number="1237654321")
ALICE = ForeignAccount(
    "Alice Smith", "GB", "NWBKGB2L", iban="GB29NWBK60161331926819", address=("1 High St",)
)
BOB = ForeignAccount("Bob Jones", "US", "CHASUS33", number="000123456789")


def text(data: bytes, path: str) -> list[str | None]:
    names = "/".join(f"{{{NAMESPACE}}}{name}" for name in path.split("/"))
    return [each.text for each in ET.fromstring(data).iterfind(f".//{names}")]


def written(*transfers: CreditTransfer) -> bytes:
    return write(PAYER, DAY, transfers, message="PAY-2027-05", made_at=MADE)


def test_amounts_have_the_decimals_of_their_currency_and_sum_up() -> None:
    data = written(CreditTransfer(ALICE, 123_450, "USD", "A"), CreditTransfer(BOB, 5, "USD", "B"))
    assert text(data, "Amt/InstdAmt") == ["1234.50", "0.05"]
    assert text(data, "GrpHdr/CtrlSum") == text(data, "PmtInf/CtrlSum") == ["1234.55"]
    assert text(data, "GrpHdr/NbOfTxs") == ["2"]


def test_yen_have_no_decimals() -> None:
    assert text(written(CreditTransfer(ALICE, 89_790, "JPY", "A")), "Amt/InstdAmt") == ["89790"]


def test_the_payer_bears_the_charges() -> None:
    assert text(written(CreditTransfer(ALICE, 1, "USD", "A")), "PmtInf/ChrgBr") == ["DEBT"]


def test_an_account_is_named_by_its_iban_or_by_its_number() -> None:
    data = written(CreditTransfer(ALICE, 1, "USD", "A"), CreditTransfer(BOB, 1, "USD", "B"))
    assert text(data, "CdtrAcct/Id/IBAN") == ["GB29NWBK60161331926819"]
    assert text(data, "CdtrAcct/Id/Othr/Id") == ["000123456789"]


def test_the_same_payments_make_the_same_bytes() -> None:
    assert written(CreditTransfer(BOB, 1, "USD", "B")) == written(
        CreditTransfer(BOB, 1, "USD", "B")
    )


@pytest.mark.parametrize(
    ("transfer", "code", "field"),
    [
        (CreditTransfer(ForeignAccount("山田", "US", "CHASUS33", number="1"), 1, "USD", "A"), "bank-letter-unknown", "transfers[0].name"),
        (CreditTransfer(ForeignAccount("Zoë", "US", "CHASUS33", number="1"), 1, "USD", "A"), "bank-letter-unknown", "transfers[0].name"),
        (CreditTransfer(ForeignAccount("A" * 71, "US", "CHASUS33", number="1"), 1, "USD", "A"), "bank-field-too-long", "transfers[0].name"),
        (CreditTransfer(ForeignAccount("A", "US", "CHASUS33"), 1, "USD", "A"), "account-number-missing", "transfers[0].iban"),
        (CreditTransfer(ALICE, 0, "USD", "A"), "transfer-amount-wrong", "transfers[0].amount"),
        (CreditTransfer(ALICE, 1, "USD", ""), "bank-field-empty", "transfers[0].end_to_end"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_with_its_field(
    transfer: CreditTransfer, code: str, field: str
) -> None:
    with pytest.raises(TermsInvalid) as refused:
        written(transfer)
    assert (refused.value.code, refused.value.fields["field"]) == (code, field)


def test_two_currencies_need_two_files() -> None:
    with pytest.raises(CurrencyMismatch) as refused:
        written(CreditTransfer(ALICE, 1, "USD", "A"), CreditTransfer(BOB, 1, "EUR", "B"))
    assert refused.value.fields["field"] == "transfers[1].currency"
