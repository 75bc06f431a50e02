"""What counts for taxes once payments are on record: the bank's day, and nothing that came back."""

from datetime import date

import pytest
from money_stage import Money
from payment_stage import Payer

from contracts.period import Month
from ledger.jobs.tax_records import YearRecords, payer_records
from ledger.jobs.tax_withheld import MonthWithheld, withheld_in

FEBRUARY = date(2027, 2, 1)


@pytest.fixture
def payer(money: Money) -> Payer:
    """A studio with an account; what it owes is planned for 31 January 2027."""
    return Payer(money)


def month_of(payer: Payer, month: str) -> MonthWithheld:
    with payer.money.ledger.reading() as conn:
        return withheld_in(conn, payer.studio, Month.parse(month), date(2027, 1, 4))


def year_of(payer: Payer) -> YearRecords:
    with payer.money.ledger.reading() as conn:
        return payer_records(conn, payer.money.register.vault, payer.studio, 2027)


def owed(payer: Payer, amount: int = 100_000) -> str:
    writer = payer.person()
    payer.with_account(writer)
    return payer.owe({writer: amount})[writer]


def test_the_day_of_the_bank_counts_and_not_the_planned_one(payer: Payer) -> None:
    """By hand: planned for 31 January, paid on 1 February: 10,210 by 10 March."""
    owed(payer)
    assert month_of(payer, "2027-01").is_planned
    payment, _ = payer.sent()
    payer.confirm(payment, on=FEBRUARY)
    assert month_of(payer, "2027-01").lines == ()
    february = month_of(payer, "2027-02")
    assert (february.total_minor, february.remit_by) == (10_210, date(2027, 3, 10))
    assert not february.is_planned
    (record,) = year_of(payer).filed
    assert (record.record.total_minor, record.planned, record.unpaid_minor) == (100_000, 0, 0)


def test_what_is_on_its_way_or_came_back_is_unpaid(payer: Payer) -> None:
    """By hand: 100,000 unpaid, 10,210 not withheld; nothing is filed about it yet."""
    statement = owed(payer)
    payment, _ = payer.sent()
    for _ in range(2):
        assert month_of(payer, "2027-01").lines == ()
        (record,) = year_of(payer).below
        assert (record.record.total_minor, record.unpaid_minor) == (0, 100_000)
        assert record.unwithheld_minor == 10_210
        if payer.show(payment)["status"] == "exported":
            payer.confirm(payment, on=FEBRUARY, returned={statement: "口座なし"})
    assert month_of(payer, "2027-02").lines == ()


def test_a_payment_that_was_called_off_leaves_the_plan(payer: Payer) -> None:
    owed(payer)
    payment = payer.one()
    assert month_of(payer, "2027-01").lines == ()
    payer.cancel(payment)
    assert month_of(payer, "2027-01").total_minor == 10_210
