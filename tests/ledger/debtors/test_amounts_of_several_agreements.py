"""What came from several agreements passes to whoever owes all of them."""

from debtors_stage import Debts
from money_stage import Money

from ledger.jobs.verify import verify_register


def owed_by_two(money: Money) -> tuple[Debts, str]:
    """March gives her 300 by one agreement of A's and 500 by another: 800 wait together."""
    debts = Debts(money)
    second = debts.another()
    debts.sell("2026-03", 600)
    debts.sell("2026-03", 1_000, second)
    assert debts.state(debts.a, "2026-03").totals.carried_out == 800
    return debts, second


def test_it_stays_until_the_last_of_them_and_is_then_paid_by_the_new_debtor(money: Money) -> None:
    """With the first agreement alone nothing passes; with both 800, and April's 300 make 1,100."""
    debts, second = owed_by_two(money)
    debts.assume()
    assert (debts.carried(debts.a), debts.carried(debts.b)) == (800, 0)

    debts.assume(agreement=second)
    waits = debts.carried(debts.a), debts.carried(debts.b)
    debts.sell("2026-04", 600)
    stated = debts.state(debts.b, "2026-04")

    assert waits == (0, 800)
    assert (stated.totals.carried_in, stated.totals.payable) == (800, 1_100)
    assert verify_register(money.register, views=True, commands=True).findings == ()


def test_it_waits_for_the_last_month_that_the_payer_so_far_states(money: Money) -> None:
    """A ran April of the second agreement, 100, and states it: 900 pass with that statement."""
    debts, second = owed_by_two(money)
    debts.assume()
    debts.sell("2026-04", 200, second)
    debts.assume("2026-05", agreement=second)
    assert (debts.carried(debts.a), debts.carried(debts.b)) == (800, 0)

    debts.state(debts.a, "2026-04")

    assert (debts.carried(debts.a), debts.carried(debts.b)) == (0, 900)
    assert verify_register(money.register, views=True, commands=True).findings == ()


def test_with_two_new_debtors_it_stays(money: Money) -> None:
    debts, second = owed_by_two(money)
    other = money.company("別の承継会社", country="JP")
    debts.assume()
    asked = debts.assumption(agreement=second)
    (consent,) = asked.consents
    agreed = (consent.model_copy(update={"party": other}),)
    money.record(asked.model_copy(update={"debtor": other, "consents": agreed}))

    assert [debts.carried(each) for each in (debts.a, debts.b, other)] == [800, 0, 0]
