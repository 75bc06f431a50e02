"""Payments: one paid and returned in part, one called off, for the world with every fact."""

from money_stage import Money
from payment_stage import PAY_ON, Payer
from stage import digest

from ledger.values import DocumentRef


def pay_out(money: Money) -> Payer:
    """Pay one of two, have the other come back, and call off what no bank ever had."""
    payer = Payer(money)
    first, second = money.named_person("支払 一子"), money.company("組戻商事")
    for number, payee in enumerate((first, second), start=1):
        payer.with_account(payee, account_number=f"765432{number}")
    owed = payer.owe({first: 12_345, second: 67_890})
    called_off = payer.one(statements=(owed[first],))
    payer.approve(called_off)
    payer.export(called_off)
    payer.cancel(called_off, not_sent=DocumentRef(sha256=digest("銀行の回答")))
    payment, _ = payer.sent()
    payer.confirm(payment, paid=[owed[first]], returned={owed[second]: "口座名義相違"})
    assert payer.bank.today() >= PAY_ON
    return payer
