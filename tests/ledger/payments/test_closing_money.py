"""The list by which books close says what was transferred, not what the statements were about."""

import pytest
from money_stage import Money
from payment_stage import Payer

from ledger.access.views import OPERATOR_VIEWER
from ledger.disputes.holding_commands import ReleaseDisputed
from ledger.jobs.closing_list import ClosingList, closing_list
from ledger.statements.views import show as show_statement
from tests.ledger.payments.test_held_parts import contest


@pytest.fixture
def payer(money: Money) -> Payer:
    """A studio with an account."""
    return Payer(money)


def listed(payer: Payer, statement: str) -> ClosingList:
    """The list of the statement's period."""
    with payer.money.ledger.reading() as conn:
        shown = show_statement(conn, statement, OPERATOR_VIEWER)
        assert shown is not None
        return closing_list(
            conn,
            OPERATOR_VIEWER,
            payer.studio,
            shown["period"],
            payer.money.register.clock.now().date(),
        )


def test_what_a_dispute_holds_is_open_while_the_other_part_is_paid(payer: Payer) -> None:
    """By hand: of 1,500,000, 204,200 are withheld: 1,295,800 to transfer.

    1,100,000 less 122,520 are 977,480 first; 400,000 less 81,680 are the 318,320 that are left.
    """
    writer = payer.person()
    payer.with_account(writer)
    statement = payer.owe({writer: 1_500_000})[writer]
    dispute, portion = contest(payer, statement, 400_000)
    first, _ = payer.sent()
    sent = listed(payer, statement).money
    assert [one.amount_minor for one in sent["exported"]] == [977_480]
    assert [one.amount_minor for one in sent["open"]] == [318_320]
    payer.confirm(first)
    payer.money.record(
        ReleaseDisputed(dispute=dispute, by=payer.studio, lines=(portion,), reason="確認できた。")
    )
    payer.sent()
    assert listed(payer, statement).own == ()
    both = listed(payer, statement).money
    assert [one.amount_minor for one in both["paid"]] == [977_480]
    assert [one.amount_minor for one in both["exported"]] == [318_320]
    assert both["open"] == ()
