"""Invoices and receipts beside a report: four amounts that are never mixed."""

from datetime import date
from typing import Any

import pytest
from money_stage import Money
from stage import studio
from test_reports import GOOD, World

from ledger.periods.commands import ClosePeriod
from ledger.revenue.commands import RecordInvoice


@pytest.fixture
def world(money: Money) -> World:
    return World(money)


@pytest.fixture
def report(world: World) -> str:
    command = world.command(remittance_minor=500)
    world.money.record(command)
    return command.id


def invoice(world: World, report: str | None, **more: Any) -> RecordInvoice:
    stated: dict[str, Any] = {
        "id": world.money.new("inv"), "debtor": world.licensee, "currency": "JPY",
        "amount_minor": 500, "issued_on": date(2026, 4, 1), "due_on": date(2026, 4, 30),
    }  # fmt: skip
    return RecordInvoice(agreement=world.agreement, report=report, **(stated | more))


def test_half_of_the_promised_money_makes_half_of_the_report_distributable(
    world: World, report: str
) -> None:
    """1,000 reported, 500 promised, 250 arrived: 1,000 x 250 / 500 = 500."""
    world.money.record(invoice(world, report))
    world.money.receive(world.agreement, report, 250)
    shown = world.show(report)
    assert (shown["reported_minor"], shown["invoiced_minor"]) == (1000, 500)
    assert (shown["received_minor"], shown["distributable_minor"]) == (250, 500)
    assert [paper["amount_minor"] for paper in shown["invoices"]] == [500]


def test_more_than_was_promised_is_recorded_and_flagged(world: World, report: str) -> None:
    recorded = world.money.record(world.money.receipt(world.agreement, report, 700))
    assert recorded.events[0].body()["excess_minor"] == 200
    shown = world.show(report)
    assert (shown["excess_minor"], shown["distributable_minor"]) == (200, 1000)


def test_a_superseded_report_takes_no_money(world: World, report: str) -> None:
    second = world.command(GOOD.replace("1000", "7"), supersedes=report)
    world.money.record(second)
    refusal = world.money.refused(world.money.receipt(world.agreement, report, 1))
    assert (refusal.code, refusal.fields["expected"]) == ("report-superseded", second.id)


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"currency": "USD"}, "currency-differs", "currency"),
        ({"received_on": date(2026, 11, 23)}, "day-in-future", "received_on"),
        ({"amount_minor": 2**53 - 1}, "amount-too-large", "amount_minor"),
    ],
)
def test_a_wrong_receipt_names_its_field(
    world: World, report: str, change: dict[str, Any], code: str, field: str
) -> None:
    world.money.receive(world.agreement, report, 1)
    refusal = world.money.refused(
        world.money.receipt(world.agreement, report, 1, **change)
        if "amount_minor" not in change
        else world.money.receipt(world.agreement, report, change["amount_minor"])
    )
    assert (refusal.code, refusal.fields["field"]) == (code, field)


def test_money_is_never_negative(world: World, report: str) -> None:
    with pytest.raises(ValueError, match="amount_minor"):
        world.money.receipt(world.agreement, report, -1)


def test_a_receipt_in_a_closed_month_is_refused(world: World, report: str) -> None:
    world.money.record(ClosePeriod(month="2026-03"))
    refusal = world.money.refused(world.money.receipt(world.agreement, report, 1))
    assert (refusal.code, refusal.fields["field"]) == ("period-closed", "received_on")


def test_a_receipt_for_an_unknown_report_is_refused(world: World) -> None:
    receipt = world.money.receipt(world.agreement, world.money.new("rep"), 1)
    assert world.money.refused(receipt).code == "report-not-found"


def test_a_receipt_for_a_report_of_another_agreement_is_refused(world: World, report: str) -> None:
    other = world.money.agreement(world.payer, {"terms": 1, "currency": "JPY", "steps": [
        {"id": "x", "kind": "commission/1", "clause": "第1条", "label": {"ja": "料", "en": "fee"},
         "basis": "received", "fixed": 1, "payee": world.payer}]})  # fmt: skip
    refusal = world.money.refused(world.money.receipt(other, report, 1))
    assert refusal.code == "report-of-another-agreement"


def test_only_the_payer_and_the_operator_record_money(world: World, report: str) -> None:
    receipt = world.money.receipt(world.agreement, report, 1)
    assert world.money.refused(receipt, studio(world.stranger)).code == "agreement-not-found"
    assert world.money.refused(receipt, studio(world.licensee)).code in (
        "agreement-not-found",
        "not-your-party",
    )
    world.money.record(receipt, studio(world.payer))
    assert world.money.refused(receipt).code == "id-taken"


def test_invoices_need_a_known_debtor_and_a_later_due_day(world: World, report: str) -> None:
    cases = [
        (invoice(world, report, debtor=world.money.new("party")), "party-not-found"),
        (invoice(world, report, due_on=date(2026, 3, 1)), "due-before-issue"),
        (invoice(world, world.money.new("rep")), "report-not-found"),
        (
            invoice(world, report, issued_on=date(2027, 1, 1), due_on=date(2027, 1, 1)),
            "day-in-future",
        ),
        (invoice(world, report, currency="EUR"), "currency-differs"),
    ]
    for command, code in cases:
        assert world.money.refused(command).code == code
    good = invoice(world, None)
    world.money.record(good)
    assert world.money.refused(good).code == "id-taken"
