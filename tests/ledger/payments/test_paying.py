"""A payment from statements to the bank's word, once."""

import pytest
from money_stage import Money
from payment_stage import PAY_ON, Payer, refused_code


@pytest.fixture
def payer(money: Money) -> Payer:
    """A studio with an account."""
    return Payer(money)


def test_a_statement_is_prepared_approved_exported_and_confirmed(payer: Payer) -> None:
    """By hand: 100,000 to an individual without an invoice number, less 10,210: 89,790."""
    writer = payer.person()
    payer.with_account(writer)
    statement = payer.owe({writer: 100_000})[writer]
    payment, exported = payer.sent()
    shown = payer.show(payment)
    (item,) = shown["items"]
    assert (shown["pay_on"], item["statement_id"], item["transfer_minor"]) == (
        PAY_ON.isoformat(), statement, 89_790,
    )  # fmt: skip
    (data,) = exported.files.values()
    assert len(data) == 4 * 122
    payer.confirm(payment)
    assert payer.show(payment)["status"] == "done"
    assert payer.show(payment)["items"][0]["paid_on"] == PAY_ON.isoformat()


def test_what_was_paid_is_not_paid_again(payer: Payer) -> None:
    writer = payer.person()
    payer.with_account(writer)
    statement = payer.owe({writer: 100_000})[writer]
    payment, _ = payer.sent()
    again = payer.prepare()
    assert (again.payments, again.left_out[0].reason) == ((), "in-payment")
    assert again.left_out[0].about == {"payment": payment}
    payer.confirm(payment)
    assert payer.prepare().left_out == ()
    named = payer.prepare(statements=(statement,))
    assert (named.payments, named.left_out[0].reason) == ((), "already-paid")


def test_exporting_again_gives_the_same_bytes_and_says_when(payer: Payer) -> None:
    writer = payer.person()
    payer.with_account(writer)
    payer.owe({writer: 100_000})
    payment, first = payer.sent()
    again = payer.export(payment)
    assert (again.files, again.is_new) == (first.files, False)
    assert again.exported["by"] == first.exported["by"]


def test_nobody_exports_what_nobody_else_approved(payer: Payer) -> None:
    writer = payer.person()
    payer.with_account(writer)
    payer.owe({writer: 100_000})
    payment = payer.one()
    assert refused_code(lambda: payer.export(payment)) == "approval-missing"
