"""Bank details: proposed, confirmed, contested, and a longer wait, for the world with every fact."""

from bank_stage import Bank, typed
from money_stage import Money

from ledger.bank_details.commands import SetBankWaiting
from ledger.command import Actor


def open_accounts(money: Money) -> Bank:
    """Give a company an account abroad and a person one in Japan, which somebody else contests."""
    bank = Bank(money)
    company, person = money.company("海外支店"), money.named_person("銀 行子")
    bank.confirm(bank.propose(company, account=typed("foreign")))
    details = bank.propose(person)
    own = Actor("creator", person, "tok_00000000000000000000000003")
    bank.withdraw(details, actor=own, cause="not_me", reason="依頼していない")
    again = Actor("creator", person, own.by, stepped_up=True)
    bank.confirm(bank.propose(person, actor=again))
    money.record(SetBankWaiting(days=5, effective_from=bank.today(), reason="内規の改定"))
    return bank
