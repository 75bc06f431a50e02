"""A clause, a set-off, its end, and interest on what is late, for the world with every fact."""

from datetime import date

from money_stage import Money
from set_off_stage import SetOffStage

from ledger.revenue.commands import RecordInvoice
from ledger.revenue.interest_commands import ChargeInterest


def set_off(money: Money) -> SetOffStage:
    """A window sets 100,000 off; what it owes besides is late since 31 May.

    By hand: 600,000 less 100,000 of the due day are 500,000 for 61 days:
    500,000 × 3% × 61 / 365 = 2,506.8.
    """
    stage = SetOffStage(money)
    stage.allow()
    money.record(stage.set_off(100_000))
    money.record(stage.end(date(2026, 6, 1)))
    invoice = RecordInvoice(
        id=money.new("inv"), agreement=stage.agreement, debtor=stage.window, report=stage.owed,
        currency="JPY", amount_minor=600_000, issued_on=date(2026, 5, 1), due_on=date(2026, 5, 31),
    )  # fmt: skip
    money.record(invoice)
    until = date(2026, 7, 31)
    charge = ChargeInterest(id=money.new("int"), report=stage.owed, until=until, amount_minor=2_506)
    money.record(charge)
    return stage
