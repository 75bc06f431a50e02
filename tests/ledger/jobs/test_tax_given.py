"""The given cases of withholding, from a statement to the month and the record of the year."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from money_stage import Money, open_money
from tax_stage import Payer

from contracts.period import Month
from contracts.tax.rates import rate_on
from contracts.tax.treaty import treaty_rate
from ledger.jobs.tax_records import payer_records
from ledger.jobs.tax_withheld import withheld_in

ON = date(2026, 11, 30)
STORED = Path(__file__).parents[2] / "vectors" / "cases" / "register.json"
CASES = {case["id"]: case for case in json.loads(STORED.read_text("utf-8"))["cases"]}
HOME = ("WH-01", "WH-02", "WH-04", "WH-07", "WH-08", "WH-10", "WH-11", "WH-20", "WH-23")
ABROAD = ("NR-none", "NR-CN", "NR-KR", "NR-IN", "NR-ID", "NR-US", "NR-GB", "NR-FR")


def amount_of(given: dict[str, Any]) -> int:
    """What is paid before taxes."""
    return int(given.get("taxable_base") or given.get("fee_ex_tax") or given["amount"])


def payee_of(payer: Payer, name: str, given: dict[str, Any]) -> str:
    """Whoever is paid in a case, with the form that it asks for."""
    money = payer.money
    if name == "WH-23":
        return money.company(name)
    number = "T7000012050002" if name == "WH-20" else None
    country = given.get("country", "JP").replace("none", "BR")
    payee = money.named_person(name, residence=country, invoice_number=number)
    if given.get("treaty_form_filed"):
        article = rate_on(treaty_rate(country), ON).article
        payer.files_form(payee, date(2026, 1, 5), country=country, article=article)
    return payee


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Money, str, dict[str, str]]]:
    """All cases on one register, each with a payee of its own, paid on 30 November 2026."""
    for money in open_money(tmp_path_factory.mktemp("given") / "home"):
        payer = Payer(money)
        payees = {}
        for name in (*HOME, *ABROAD):
            given = CASES[name]["inputs"]
            payees[name] = payee_of(payer, name, given)
            payer.owes(payees[name], amount_of(given))
        money.issue(payer.id, payment_date=ON)
        yield money, payer.id, payees


@pytest.mark.parametrize("name", [*HOME, *ABROAD])
def test_a_given_case_stands_in_the_month_and_in_the_record(
    world: tuple[Money, str, dict[str, str]], name: str
) -> None:
    """The record is by receiver, the month by form; a company's tax is nothing and no line."""
    money, payer, payees = world
    expected = CASES[name]["expect"]["withholding"]
    with money.ledger.reading() as conn:
        month = withheld_in(conn, payer, Month(2026, 11), ON)
        year = payer_records(conn, money.register.vault, payer, 2026)
    lines = [one for one in month.lines if one.receiver == payees[name]]
    assert sum(one.withheld_minor for one in lines) == expected
    assert bool(lines) == (name != "WH-23")
    (record,) = [one for one in (*year.filed, *year.below) if one.receiver.id == payees[name]]
    assert record.record.total_minor == amount_of(CASES[name]["inputs"])
    assert record.record.withheld_minor == expected


def test_consumption_tax_shown_apart_is_beside_the_record(
    world: tuple[Money, str, dict[str, str]],
) -> None:
    """WH-20: 100,000 and 10,000 apart: 100,000 counts, 10,000 stands beside it."""
    money, payer, payees = world
    with money.ledger.reading() as conn:
        year = payer_records(conn, money.register.vault, payer, 2026)
    (record,) = [one for one in year.filed if one.receiver.id == payees["WH-20"]]
    assert (record.record.total_minor, record.consumption_minor) == (100_000, 10_000)
