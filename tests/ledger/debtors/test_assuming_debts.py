"""A creator's debtor changes, and she is paid as if nothing had happened."""

import pytest
from debtors_stage import Debts, agreed
from money_stage import Money
from rights_stage import consent
from stage import member, studio


def test_what_waited_with_the_old_debtor_is_paid_by_the_new(money_anywhere: Money) -> None:
    """She is owed 800 by A, less than the 1,000 from which A pays. B assumes it from April.

    April gives 300: B carries 800 in, states 300, and pays 1,100. A owes her nothing any more.
    """
    debts = Debts(money_anywhere)
    debts.sell("2026-03", 1_600)
    before = debts.state(debts.a, "2026-03")
    assert (before.totals.payable, before.totals.carried_out) == (0, 800)
    debts.assume()
    assert (debts.carried(debts.a), debts.carried(debts.b)) == (0, 800)
    debts.sell("2026-04", 600)
    after = debts.state(debts.b, "2026-04")
    totals = after.totals
    assert (totals.carried_in, totals.royalties, totals.payable) == (800, 300, 1_100)
    assert (after.payer, after.previous, totals.carried_out) == (debts.b, None, 0)
    assert (debts.carried(debts.a), debts.carried(debts.b)) == (0, 0)


def test_the_old_debtor_states_what_he_ran_and_what_is_left_of_it_passes(money: Money) -> None:
    """A ran March and states it after B took over: the 800 that A does not pay wait with B."""
    debts = Debts(money)
    debts.sell("2026-03", 1_600)
    debts.assume()
    assert debts.carried(debts.b) == 0
    stated = debts.state(debts.a, "2026-03")
    assert stated.totals.carried_out == 800
    assert (debts.carried(debts.a), debts.carried(debts.b)) == (0, 800)
    debts.sell("2026-04", 600)
    assert debts.state(debts.b, "2026-04").totals.payable == 1_100


def test_what_came_from_two_agreements_stays_where_it_is(money: Money) -> None:
    """300 and 100 of one kind are one sum of 400, and one of the two agreements stays with A."""
    debts = Debts(money)
    other = debts.another()
    debts.sell("2026-03", 600)
    debts.sell("2026-03", 200, other)
    debts.state(debts.a, "2026-03")
    debts.assume()
    assert (debts.carried(debts.a), debts.carried(debts.b)) == (400, 0)


def test_two_agreements_that_one_debtor_assumes_add_up(money: Money) -> None:
    """A states 300 of the one in March and 400 of the other in April: B owes 700."""
    debts = Debts(money)
    other = debts.another()
    debts.sell("2026-03", 600)
    debts.state(debts.a, "2026-03")
    debts.sell("2026-04", 0 + 2, debts.agreement)
    money.run(other, "2026-03", empty=True)
    debts.sell("2026-04", 800, other)
    debts.assume("2026-05")
    debts.state(debts.a, "2026-04")
    debts.assume("2026-05", agreement=other)
    assert debts.carried(debts.a) + debts.carried(debts.b) == 701


def test_who_owes_it_is_told_with_those_who_stay_liable(money: Money) -> None:
    """C is a member of the committee whose agreement it is; A was its payer."""
    debts = Debts(money)
    other = money.company("構成員")
    committee = money.committee(member(debts.a, "1/2"), member(other, "1/2"))
    agreement = debts.another(kind="committee", committee=committee)
    debts.assume("2026-01", agreement=agreement, ground="dissolution")
    told = debts.told(agreement)
    assert (told["debtor"], told["liable"]) == (debts.b, [debts.a, other])
    assert told["assumptions"][0]["manner"] == "cumulative"


def test_the_new_debtor_acts_for_the_agreement_and_the_old_one_no_more(money: Money) -> None:
    debts = Debts(money)
    debts.sell("2026-03", 1_600)
    debts.assume()
    back = {"debtor": debts.a}
    unasked = debts.assumption(**back, consents=agreed(debts.a, debts.a))
    assert money.refused(unasked, studio(debts.a)).code == "payer-consent-missing"
    money.record(debts.assumption(**back, consents=agreed(debts.a, debts.b)), studio(debts.b))
    assert debts.told()["debtor"] == debts.a


def test_a_run_that_was_prepared_before_is_prepared_again(money: Money) -> None:
    debts = Debts(money)
    debts.sell("2026-03", 1_600)
    money.sales(debts.agreement, debts.a, debts.work, 600, period="2026-04")
    prepared = money.payout(debts.agreement, "2026-04")
    debts.assume()
    assert money.refused(prepared.command).code == "payout-outdated"
    money.run(debts.agreement, "2026-04")


@pytest.mark.parametrize(
    ("month", "code"),
    [("2026-03", "assumption-month-settled"), ("2026-05", "assumption-months-unsettled")],
)
def test_the_first_month_follows_the_last_run(money: Money, month: str, code: str) -> None:
    debts = Debts(money)
    debts.sell("2026-03", 1_600)
    refusal = money.refused(debts.assumption(month))
    assert (refusal.code, refusal.fields["field"]) == (code, "from_month")


def test_nobody_owes_what_he_did_not_agree_to_owe(money: Money) -> None:
    debts = Debts(money)
    refusal = money.refused(debts.assumption("2026-01", consents=()))
    assert (refusal.code, refusal.fields["value"]) == ("debtor-consent-missing", debts.b)


def test_only_every_creditor_together_lets_a_debtor_go(money: Money) -> None:
    debts = Debts(money)
    releasing = {"manner": "releasing", "from_month": "2026-01"}
    refusal = money.refused(debts.assumption(**releasing))
    assert (refusal.code, refusal.fields["value"]) == ("creditor-consent-missing", [debts.writer])
    debts.assume(**releasing, consents=consent(debts.b, debts.writer))
    assert debts.told()["liable"] == []


def test_a_former_debtor_is_not_left_out_of_those_who_stay_liable(money: Money) -> None:
    debts = Debts(money)
    refusal = money.refused(debts.assumption("2026-01", liable=()))
    assert (refusal.code, refusal.fields["missing"]) == ("liable-released", [debts.a])


def test_who_owes_it_already_assumes_nothing(money: Money) -> None:
    debts = Debts(money)
    same = debts.assumption("2026-01", debtor=debts.a, consents=consent(debts.a))
    assert money.refused(same).code == "debtor-unchanged"


def test_a_file_that_was_reported_to_the_old_debtor_is_not_reported_to_the_new(
    money: Money,
) -> None:
    debts = Debts(money)
    debts.sell("2026-03", 1_600)
    report = money.prepared(
        debts.agreement, debts.a, b"channel,territory,work,month,units,amount\n"
        + f"streaming,JP,{debts.work},2026-03,1,50\n".encode(), period="2026-03",
    )  # fmt: skip
    money.record(report.command)
    debts.assume()
    again = report.command.model_copy(update={"id": money.new("rep")})
    assert money.refused(again).code == "report-duplicate"


def test_what_waits_is_paid_with_the_last_month_of_the_old_debtor_if_it_can_be(
    money: Money,
) -> None:
    """200 of March wait with A. He ran April, 800, and states it after B took over: he pays 1,000.

    Had the 200 passed at once, A would have carried 800, and she would be paid a month later.
    """
    debts = Debts(money)
    debts.sell("2026-03", 400)
    debts.state(debts.a, "2026-03")
    debts.sell("2026-04", 1_600)
    debts.assume("2026-05")
    assert (debts.carried(debts.a), debts.carried(debts.b)) == (200, 0)
    assert debts.state(debts.a, "2026-04").totals.payable == 1_000
    assert (debts.carried(debts.a), debts.carried(debts.b)) == (0, 0)
