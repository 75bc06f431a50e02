"""What a payer has to transfer, summed up by day: as much as its statements say one by one."""

from datetime import date, timedelta

import pytest
from money_stage import Money
from payment_stage import Payer

from ledger.payments.known import due_statements, due_sums

DUE = date(2027, 1, 31)


@pytest.fixture
def payer(money: Money) -> Payer:
    """A studio with an account; what it owes is planned for 31 January 2027."""
    return Payer(money)


def sums_of(payer: Payer, day: date = DUE) -> list[tuple[str, date, int, int]]:
    with payer.money.ledger.reading() as conn:
        return due_sums(conn, payer.studio, day)


def test_what_is_due_is_summed_by_currency_and_day_until_it_is_in_a_payment(payer: Payer) -> None:
    """By hand: 100,000 and 50,000 less 10,210 and 5,105 withheld are 134,685 to transfer."""
    writers = payer.person(), payer.person()
    for writer in writers:
        payer.with_account(writer)
    payer.owe(dict(zip(writers, (100_000, 50_000), strict=True)))
    with payer.money.ledger.reading() as conn:
        rows = due_statements(conn, payer.studio, "JPY", DUE)
    assert sums_of(payer) == [("JPY", DUE, 2, sum(row["transfer_minor"] for row in rows))]
    assert sums_of(payer) == [("JPY", DUE, 2, 134_685)]
    assert sums_of(payer, DUE - timedelta(days=1)) == []
    payer.sent()
    assert sums_of(payer) == []
