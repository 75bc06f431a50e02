"""Payments: one paid and returned in part, one called off, for the world with every fact."""

from datetime import date
from typing import Any

from bank_stage import FIRST, Bank, advance, typed
from money_stage import Money
from payment_stage import Payer
from stage import digest

from ledger.jobs.payments import confirm_payment
from ledger.payments.results import ResultProfile
from ledger.values import DocumentRef

PAY_ON = date(2026, 11, 13)


def pay_out(money: Money) -> Payer:
    """Pay one of two, have the other come back, and call off what no bank ever had."""
    first, second = money.named_person("支払 一子"), money.company("組戻商事")
    bank = Bank(money)
    for number, payee in enumerate((first, second), start=1):
        bank.confirm(bank.propose(payee, account=typed(account_number=f"765432{number}")))
    payer = Payer(money)  # lets the days pass that all three accounts wait
    owed = payer.owe({first: 12_345, second: 67_890}, day=PAY_ON)
    called_off = payer.one(statements=(owed[first],))
    payer.approve(called_off)
    payer.export(called_off)
    payer.cancel(called_off, not_sent=DocumentRef(sha256=digest("銀行の回答")))
    payment, _ = payer.sent()
    payer.bank.pass_days((PAY_ON - payer.bank.today()).days + 1)
    data = _said(payer.show(payment), owed[second])
    confirm_payment(money.register, payment, data, ResultProfile(), actor=FIRST)
    advance(money, date(2026, 11, 22))  # the rest of the world happens then
    return payer


def _said(shown: dict[str, Any], returned: str) -> bytes:
    """The bank's file: one statement came back, the other was paid."""
    lines = ["EDI情報,振込金額,振込指定日,処理結果,理由"]
    for item in shown["items"]:
        said = "組戻,口座名義相違" if item["statement_id"] == returned else "正常,"
        lines.append(f"{item['reference']},{item['transfer_minor']},20261113,{said}")
    return "\r\n".join(lines).encode("cp932")
