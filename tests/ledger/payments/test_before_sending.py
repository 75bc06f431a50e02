"""What changes between preparing a payment and sending it: an old order is not sent any more."""

from datetime import date

import pytest
from bank_stage import PAPER, typed
from money_stage import Money
from payment_stage import PAY_ON, Payer, refused_code

from ledger.bank_details.details import FIELD
from ledger.bank_details.views import rows_of
from ledger.command import Actor
from ledger.disputes.holding_commands import ReleaseDisputed
from ledger.jobs.payments import stored_files
from ledger.jobs.verify import verify_register
from ledger.vault.watching import watching
from tests.ledger.payments.test_held_parts import contest

STEPPED_UP = Actor("operator", by="tok_00000000000000000000000003", stepped_up=True)


@pytest.fixture
def payer(money: Money) -> Payer:
    """A studio with an account."""
    return Payer(money)


def approved(payer: Payer) -> tuple[str, str]:
    """A payment that a second person approved, and whom it pays."""
    writer = payer.person()
    payer.with_account(writer)
    payer.owe({writer: 1_000})
    payment = payer.one()
    payer.approve(payment)
    return payment, writer


def export_code(payer: Payer, payment: str) -> str:
    """What an export is told."""
    return str(refused_code(lambda: payer.export(payment)))


def test_whoever_says_not_me_after_the_approval_is_not_paid_there(payer: Payer) -> None:
    payment, writer = approved(payer)
    with payer.money.ledger.reading() as conn:
        (details,) = rows_of(conn, [writer])[writer]
    payer.bank.withdraw(details["id"], cause="not_me", reason="本人の申出ではない。")
    assert export_code(payer, payment) == "payment-outdated"


def test_a_change_that_waits_holds_what_was_approved(payer: Payer) -> None:
    payment, writer = approved(payer)
    new = typed(account_number="9999999")
    details = payer.bank.propose(writer, actor=STEPPED_UP, account=new)
    assert export_code(payer, payment) == "payment-outdated"
    payer.bank.withdraw(details)
    assert export_code(payer, payment) == "accepted"
    assert verify_register(payer.money.register, views=True, commands=True).findings == ()


def test_a_payer_whose_account_was_reported_sends_nothing(payer: Payer) -> None:
    payment, _ = approved(payer)
    payer.bank.withdraw(payer.account, cause="not_me", reason="申し出ていない。")
    assert export_code(payer, payment) == "payer-without-account"


def test_a_payment_whose_day_is_over_is_not_sent(payer: Payer) -> None:
    """A file says the month and the day alone: a bank would carry it out a year later."""
    payment, _ = approved(payer)
    payer.bank.pass_days((PAY_ON - payer.bank.today()).days + 1)
    assert export_code(payer, payment) == "pay-day-past"


@pytest.mark.parametrize("day", [date(2028, 1, 28), date(9999, 12, 31)])
def test_a_day_a_year_away_would_be_another_day_in_the_file(payer: Payer, day: date) -> None:
    writer = payer.person()
    payer.with_account(writer)
    payer.owe({writer: 1_000})
    assert refused_code(lambda: payer.prepare(pay_on=day)) == "pay-day-too-far"


def test_a_statement_of_a_later_year_is_not_due_yet(payer: Payer) -> None:
    writer = payer.person()
    payer.with_account(writer)
    owed = payer.owe({writer: 1_000}, day=date(2028, 1, 31))
    assert payer.prepare(due=date.max).payments == ()
    named = tuple(owed.values())
    assert refused_code(lambda: payer.prepare(statements=named)) == "pay-day-too-far"


def test_files_of_a_payment_that_was_called_off_are_not_handed_out(payer: Payer) -> None:
    payment, _ = approved(payer)
    payer.export(payment)
    payer.cancel(payment, not_sent=PAPER)
    assert export_code(payer, payment) == "payment-cancelled"
    register = payer.money.register
    again = refused_code(lambda: stored_files(register, payment, STEPPED_UP))
    assert again == "payment-cancelled"


def test_files_that_are_handed_out_again_tell_whose_accounts_they_tell(payer: Payer) -> None:
    payment, writer = approved(payer)
    payer.export(payment)
    with payer.money.ledger.reading() as conn:
        (details,) = rows_of(conn, [writer])[writer]
    with watching() as opened:
        payer.export(payment)
    assert opened == {(details["subject"], FIELD)}


def test_a_part_that_came_back_after_the_rest_was_paid_is_due_again(payer: Payer) -> None:
    """By hand: 1,100,000 - 122,520 = 977,480 came back; the 400,000 released later stay paid."""
    writer = payer.person()
    payer.with_account(writer)
    statement = payer.owe({writer: 1_500_000})[writer]
    dispute, portion = contest(payer, statement, 400_000)
    first, _ = payer.sent()
    payer.confirm(first)
    payer.money.record(
        ReleaseDisputed(dispute=dispute, by=payer.studio, lines=(portion,), reason="確認できた。")
    )
    second, _ = payer.sent()
    later = date(2027, 2, 1)
    payer.confirm(second, on=later)
    payer.confirm(first, on=later, paid=(), returned={statement: "口座なし"})
    details = payer.bank.propose(writer, actor=STEPPED_UP, account=typed(account_number="7777777"))
    payer.bank.confirm(details)
    payer.bank.pass_days()
    (item,) = payer.show(payer.one())["items"]
    assert (item["amount_minor"], item["transfer_minor"]) == (1_100_000, 977_480)
