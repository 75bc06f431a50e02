"""What is payable and was not paid: listed with its reason and its dates, never written off."""

from datetime import date

import pytest
from money_stage import Money
from payment_stage import PAY_ON, STATED, Payer

from ledger.access.views import OPERATOR_VIEWER, Viewer
from ledger.jobs.unclaimed import NOT_SENT, Unclaimed, unclaimed_of
from ledger.parties.commands import EndParty

LATER = date(2027, 3, 1)


@pytest.fixture
def payer(money_anywhere: Money) -> Payer:
    """A studio that owes statements, on either database."""
    return Payer(money_anywhere)


def listed(payer: Payer, day: date = LATER, viewer: Viewer = OPERATOR_VIEWER) -> list[Unclaimed]:
    with payer.money.ledger.reading() as conn:
        return unclaimed_of(conn, viewer, payer.studio, day)


def test_money_without_an_account_waits_with_its_dates(payer: Payer) -> None:
    """By hand: 100,000 less 10,210 withheld; due on 31 January 2027: until 31 January 2032."""
    writer = payer.person()
    statement = payer.owe({writer: 100_000})[writer]
    (one,) = listed(payer)
    assert (one.statement, one.reason) == (statement, "no-bank-details")
    assert (one.due_on, one.since) == (STATED, STATED)
    assert one.limitation.known_until == date(2032, 1, 31)
    assert one.limitation.latest == date(2037, 1, 31)
    assert one.late is None  # it is not the payer who keeps her waiting


def test_long_after_its_years_the_money_is_still_owed(payer: Payer) -> None:
    """Nobody wrote it off: nothing ends because a day has come."""
    writer = payer.person()
    payer.owe({writer: 100_000})
    (one,) = listed(payer, date(2040, 1, 1))
    assert one.limitation.latest < date(2040, 1, 1)
    assert one.statement


def test_what_nothing_stands_in_the_way_of_is_late_itself(payer: Payer) -> None:
    """By hand: 89,790 × 3% × 29 / 365 = 214.0 on 1 March; 31 January to 1 March are 29 days."""
    writer = payer.person()
    payer.with_account(writer)
    payer.owe({writer: 100_000})
    payer.bank.pass_days()
    (one,) = listed(payer)
    assert (one.reason, one.amount_minor) == (NOT_SENT, 89_790)
    assert one.late is not None
    assert (one.late.days, one.late.amount_minor) == (29, 214)


def test_what_is_paid_or_under_way_is_not_on_the_list(payer: Payer) -> None:
    """One of two is sent; when its transfer comes back it is on the list again."""
    writer, designer = payer.person(), payer.person("白石 杏")
    for party in (writer, designer):
        payer.with_account(party)
    statements = payer.owe({writer: 100_000, designer: 50_000})
    payment, _ = payer.sent(statements=(statements[writer],))
    assert [one.payee for one in listed(payer)] == [designer]
    payer.confirm(payment, paid=(), returned={statements[writer]: "口座なし"})
    assert {one.payee: one.reason for one in listed(payer)} == {
        writer: "bank-details-returned", designer: NOT_SENT,
    }  # fmt: skip


def test_what_was_paid_is_done(payer: Payer) -> None:
    """All of it arrived."""
    writer = payer.person()
    payer.with_account(writer)
    payer.owe({writer: 100_000})
    payment, _ = payer.sent()
    payer.confirm(payment, on=PAY_ON)
    assert listed(payer) == []


def test_a_payee_who_is_gone_is_named_as_such(payer: Payer) -> None:
    """A company that was wound up: somebody has to look for its liquidator."""
    company = payer.money.company("解散する会社", country="JP")
    payer.owe({company: 100_000})
    payer.money.record(
        EndParty(party=company, day=date(2026, 11, 1), ground="liquidation", source="官報")
    )
    (one,) = listed(payer)
    assert one.reason == "payee-gone"


def test_a_payee_sees_hers_and_a_stranger_nothing(payer: Payer) -> None:
    """Who reads a statement reads that it was not paid."""
    writer, stranger = payer.person(), payer.money.company("無関係の会社")
    designer = payer.person("白石 杏")
    payer.owe({writer: 100_000, designer: 50_000})
    assert [one.payee for one in listed(payer, viewer=Viewer("creator", writer))] == [writer]
    assert listed(payer, viewer=Viewer("studio", stranger)) == []
    assert len(listed(payer, viewer=Viewer("studio", payer.studio))) == 2
