"""Agreements whose debtor changed, for the world with every fact."""

from debtors_stage import Debts
from money_stage import Money


def assume_debts(money: Money) -> Debts:
    """B assumes one agreement of A's with what waits; what came from another, too, stays with A."""
    debts = Debts(money)
    shared = debts.another()
    debts.sell("2026-03", 1_000)
    debts.state(debts.a, "2026-03")
    debts.sell("2026-04", 200)
    money.run(shared, "2026-03", empty=True)
    debts.sell("2026-04", 200, shared)
    debts.state(debts.a, "2026-04")
    debts.assume("2026-05")
    debts.sell("2026-05", 60)
    debts.state(debts.b, "2026-05")
    return debts
