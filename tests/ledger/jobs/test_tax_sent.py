"""What counts for taxes once payments are on record: the bank's day, and nothing that came back."""

from datetime import date

import pytest
from money_stage import Money
from payment_stage import Payer

from contracts.period import Month
from ledger.access.views import OPERATOR_VIEWER
from ledger.disputes.commands import DisputeSubject, OpenDispute
from ledger.disputes.holding_commands import HoldDisputed, LinePortion, ReleaseDisputed
from ledger.jobs.tax_records import YearRecords, payer_records
from ledger.jobs.tax_withheld import MonthWithheld, withheld_in
from ledger.statements.views import show as show_statement

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


def test_a_held_part_counts_in_the_month_in_which_it_is_paid(payer: Payer) -> None:
    """By hand: of 1,500,000, 400,000 are held. 1,100,000 in January: 102,100 + 100,000 x 20.42% =
    122,520. The rest in February: 204,200 - 122,520 = 81,680."""
    statement = owed(payer, 1_500_000)
    with payer.money.ledger.reading() as conn:
        shown = show_statement(conn, statement, OPERATOR_VIEWER)
    assert shown is not None
    (line,) = shown["lines"]
    opened = OpenDispute(
        id=payer.money.new("dsp"),
        subject=DisputeSubject(
            kind="statement_line", id=statement, run=line["run"], step=line["step"]
        ),
        by=payer.studio,
        claim="料率が違います。",
        amount_minor=400_000,
        currency="JPY",
        answer_by=date(2027, 3, 31),
    )
    payer.money.record(opened)
    portion = LinePortion(
        statement=statement, run=line["run"], step=line["step"], amount_minor=400_000
    )
    held = {"dispute": opened.id, "by": payer.studio, "lines": (portion,)}
    payer.money.record(HoldDisputed(**held))
    payment, _ = payer.sent()
    payer.confirm(payment)
    assert month_of(payer, "2027-01").total_minor == 122_520
    (record,) = year_of(payer).filed
    assert (record.record.total_minor, record.unpaid_minor) == (1_100_000, 400_000)
    payer.money.record(ReleaseDisputed(**held, reason="解決した。"))
    payment, _ = payer.sent()
    payer.confirm(payment, on=date(2027, 2, 26))
    assert month_of(payer, "2027-01").total_minor == 122_520
    assert month_of(payer, "2027-02").total_minor == 81_680
    (record,) = year_of(payer).filed
    assert (record.record.total_minor, record.record.withheld_minor) == (1_500_000, 204_200)
