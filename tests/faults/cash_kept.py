"""A bank account that is kept, for the world with every fact."""

from datetime import date

from cash_stage import bank_csv
from money_stage import Money
from stage import window_fee

from ledger.cash.commands import MatchCash, OpenCashAccount, UnmatchCash
from ledger.cash.parts import CashPart
from ledger.jobs.cash import compare, confirm_sure, import_cash
from ledger.values import DocumentRef


def keep_cash(money: Money) -> str:
    """Take a file, match a line, take that back, match it again; explain a fee; compare."""
    holder, sender = money.company("口座の持ち主"), money.company("アカネハイシン")
    work = money.work("茜色の記録", holder)
    agreement = money.agreement(holder, window_fee(sender), parties=(holder, sender))
    money.sales(agreement, sender, work, 4_321, period="2026-07")
    account = money.new("acct")
    money.record(
        OpenCashAccount(
            id=account, party=holder, name="預り金口", opened_on=date(2026, 7, 1),
            opening_minor=1_000,
        )
    )  # fmt: skip
    data = bank_csv("2026/07/20,,4321,5321,ｱｶﾈﾊｲｼﾝ", "2026/07/21,220,,5101,手数料")
    batch = import_cash(money.register, account, data).id
    confirm_sure(money.register, account)
    money.record(UnmatchCash(account=account, batch=batch, line=1, number=1, reason="取り違え"))
    confirm_sure(money.register, account)
    fee = CashPart(kind="bank_fee", amount_minor=220)
    money.record(MatchCash(account=account, batch=batch, line=2, purposes=(fee,)))
    found = compare(money.register, account, date(2026, 7, 31))
    money.record(found.command(DocumentRef(sha256="c" * 64, title="残高証明書")))
    return account
