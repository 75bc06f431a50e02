"""The given cases of tax, from a report to the bank's file: what arrives is what they say.

By hand, each: base x 10.21% below one million, 102,100 + 20.42% of the rest above, cut to the yen;
abroad 20.42%, or the treaty's rate with a form; 10% consumption tax on top for who has a number.
"""

from datetime import date

import pytest
from money_stage import Money
from payment_stage import Payer
from stage import digest

from ledger.jobs.payments import ExportOptions, export_payment
from ledger.tax_forms.commands import FileTreatyForm
from ledger.values import DocumentRef
from tests.ledger.payments.zengin_reader import read_zengin

INDIVIDUALS = {
    9: 9, 10: 9, 100_000: 89_790, 110_000: 98_769, 1_000_000: 897_900, 1_000_001: 897_901,
    1_500_000: 1_295_800, 2_000_000: 1_693_700,
}  # fmt: skip
ABROAD = {"BR": 982_469, "US": 1_234_567, "CN": 1_111_111, "DE": 1_234_567}


def test_individuals_get_what_the_cases_say(money: Money) -> None:
    """WH-01 to WH-09: base to what arrives."""
    payer = Payer(money)
    people = {payer.person(f"作家{base}"): base for base in INDIVIDUALS}
    for number, person in enumerate(people):
        payer.with_account(person, account_number=f"50000{number:02}")
    owed = payer.owe(people)
    _, exported = payer.sent()
    (data,) = exported.files.values()
    arrives = {one["edi"]: int(one["amount"]) for one in read_zengin(data).transfers}
    assert arrives == {owed[person][-20:]: INDIVIDUALS[base] for person, base in people.items()}


def test_several_works_paid_at_once_are_one_base(money: Money) -> None:
    """WH-10: 600,000 from each of two works is one base of 1,200,000: 1,057,060 arrive."""
    payer = Payer(money)
    writer = payer.person()
    payer.with_account(writer)
    payer.owe({writer: 600_000})
    payer.owe({writer: 600_000})
    _, exported = payer.sent(combine=True)
    (data,) = exported.files.values()
    (transfer,) = read_zengin(data).transfers
    assert int(transfer["amount"]) == 1_200_000 - 142_940


@pytest.mark.parametrize("country", sorted(ABROAD))
def test_designers_abroad_get_what_the_cases_say(money: Money, country: str) -> None:
    """NR-01 to NR-05: 1,234,567; without a form 252,098 is withheld, at 10% 123,456."""
    payer = Payer(money)
    designer = payer.person("Designer", residence=country)
    payer.with_account(designer, "foreign", currency="JPY", country=country)
    if country != "BR":
        payer.money.record(
            FileTreatyForm(
                id=money.new("form"), payer=payer.studio, payee=designer, country=country,
                article="12", filed_on=date(2026, 11, 1), has_benefits_form=True,
                document=DocumentRef(sha256=digest("form")),
            )
        )  # fmt: skip
    payer.owe({designer: 1_234_567})
    payment = payer.one()
    payer.approve(payment)
    options = ExportOptions(payer_bic="MHCBJPJT", payer_name="Seiun Studio")
    exported = export_payment(money.register, payment, options)
    (data,) = exported.files.values()
    assert f'<InstdAmt Ccy="JPY">{ABROAD[country]}</InstdAmt>' in data.decode()


def test_consumption_tax_is_added_once_for_who_has_a_number(money: Money) -> None:
    """WH-20 and CT: 100,000 + 10,000 - 10,210 = 99,790; 333 of a company bear 33, not 33.3."""
    payer = Payer(money)
    writer = payer.person(invoice_number="T7000012050002")
    company = money.company("登録会社", invoice_number="T1180301018771")
    payer.with_account(writer)
    payer.with_account(company, account_number="2222222")
    owed = payer.owe({writer: 100_000, company: 333})
    _, exported = payer.sent()
    (data,) = exported.files.values()
    arrives = {one["edi"]: int(one["amount"]) for one in read_zengin(data).transfers}
    assert arrives == {owed[writer][-20:]: 99_790, owed[company][-20:]: 366}
