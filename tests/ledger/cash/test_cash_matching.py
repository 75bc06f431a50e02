"""Lines are matched to what they were for: proposals, receipts in one stroke, and taking them back."""

from datetime import date

from cash_stage import CashStage
from money_stage import step, terms
from stage import studio

from ledger.cash.commands import MatchCash
from ledger.jobs.cash import confirm_sure
from ledger.periods.commands import ClosePeriod
from ledger.revenue.views import show as show_report


def received(cash: CashStage, report: str) -> tuple[int, int]:
    """What arrived for a report, and how much of it is excess."""
    with cash.money.ledger.reading() as conn:
        shown = show_report(conn, report)
    assert shown is not None
    return shown["received_minor"], shown["excess_minor"]


def test_a_line_that_pays_a_report_exactly_is_confirmed_and_makes_its_receipt(
    cash: CashStage,
) -> None:
    batch = cash.take("2026/04/20,,1000000,1050000,ｶ)ｱｵﾊﾞﾊｲｼﾝ").id
    assert cash.kinds() == ["exact"]
    done = confirm_sure(cash.money.register, cash.account)
    assert done.matched == (f"{batch}/1",)
    assert received(cash, cash.march) == (1_000_000, 0)
    assert received(cash, cash.april) == (0, 0)


def test_the_word_before_the_sender_in_a_column_of_remarks_is_no_part_of_the_name(
    cash: CashStage,
) -> None:
    """Banks write 振込 or ﾌﾘｺﾐ, a gap and the sender; 振込 is then nobody's name."""
    cash.take(
        "2026/04/20,,1000000,1050000,振込 ｱｵﾊﾞﾊｲｼﾝ", "2026/04/21,,500000,1550000,ﾌﾘｺﾐ　ｶ)ｱｵﾊﾞﾊｲｼﾝ"
    )
    assert cash.kinds() == ["exact", "exact"]


def test_one_line_may_pay_several_reports(cash: CashStage) -> None:
    """By hand: 1,000,000 of March and 500,000 of April are 1,500,000."""
    cash.take('令和8.5.7,,"1,500,000","1,550,000",アオバハイシン')
    assert cash.kinds() == ["several"]
    assert confirm_sure(cash.money.register, cash.account).left == 0
    assert (received(cash, cash.march), received(cash, cash.april)) == (
        (1_000_000, 0), (500_000, 0),
    )  # fmt: skip


def test_a_fee_is_received_whole_where_a_clause_says_so(cash: CashStage) -> None:
    """By hand: 999,560 came for 1,000,000; 440 were kept. The report is paid, the fee is ours."""
    batch = cash.take("2026/04/20,,999560,1049560,ｱｵﾊﾞﾊｲｼﾝ").id
    assert cash.kinds() == ["fee"]
    command = cash.confirm(f"{batch}/1", fee_clause="第7条2項")
    assert (command.fee_minor, received(cash, cash.march)) == (440, (1_000_000, 0))


def test_without_a_clause_the_fee_stays_unpaid(cash: CashStage) -> None:
    """By hand: 999,560 came; 440 of the report are still owed."""
    batch = cash.take("2026/04/20,,999560,1049560,ｱｵﾊﾞﾊｲｼﾝ").id
    cash.confirm(f"{batch}/1")
    assert received(cash, cash.march) == (999_560, 0)
    refused = cash.money.refused(
        cash.matching(batch, 1, cash.receipt(cash.march, 440), fee_minor=440)
    )
    assert refused.code in ("cash-fee-without-clause", "cash-line-exceeded")


def test_too_little_pays_the_oldest_report_in_part(cash: CashStage) -> None:
    batch = cash.take("2026/04/20,,700000,750000,ｱｵﾊﾞﾊｲｼﾝ").id
    assert cash.kinds() == ["partial"]
    cash.confirm(f"{batch}/1")
    assert received(cash, cash.march) == (700_000, 0)


def test_too_much_stays_on_the_line_until_somebody_says_what_it_is(cash: CashStage) -> None:
    """By hand: 1,600,000 came for 1,500,000: 100,000 are nobody's yet."""
    batch = cash.take("2026/05/07,,1600000,1650000,ｱｵﾊﾞﾊｲｼﾝ").id
    assert cash.kinds() == ["excess"]
    cash.confirm(f"{batch}/1")
    (line,) = cash.lines()
    assert line["amount_minor"] - line["taken_minor"] == 100_000
    cash.money.record(
        cash.matching(batch, 1, {"kind": "other", "amount_minor": 100_000, "reason": "過入金"})
    )
    assert cash.kinds() == []


def test_too_much_may_be_named_excess_of_a_report(cash: CashStage) -> None:
    batch = cash.take("2026/05/07,,1600000,1650000,ｱｵﾊﾞﾊｲｼﾝ").id
    cash.confirm(f"{batch}/1", excess_to=cash.april)
    assert received(cash, cash.april) == (600_000, 100_000)


def test_an_unknown_sender_is_not_matched_by_the_amount_alone(cash: CashStage) -> None:
    cash.take("2026/05/07,,500000,550000,ﾀﾀﾞﾉﾋﾄ")
    assert cash.kinds() == ["unknown"]


def test_a_sender_is_known_by_the_reference_that_came_with_the_money(cash: CashStage) -> None:
    reference = cash.april.partition("_")[2][-20:]
    cash.take(f"2026/05/07,,500000,550000,ﾀﾀﾞﾉﾋﾄ {reference}")
    assert cash.kinds() == ["exact"]


def test_a_line_is_not_matched_twice(cash: CashStage) -> None:
    batch = cash.take("2026/04/20,,1000000,1050000,ｱｵﾊﾞﾊｲｼﾝ").id
    cash.confirm(f"{batch}/1")
    refused = cash.money.refused(cash.matching(batch, 1, cash.receipt(cash.april, 500_000)))
    assert refused.code == "cash-line-exceeded"


def test_a_receipt_that_was_recorded_by_hand_is_shown_by_its_line_and_not_counted_again(
    cash: CashStage,
) -> None:
    by_hand = cash.money.receive(
        cash.agreement, cash.march, 1_000_000, received_on=date(2026, 4, 20)
    )
    batch = cash.take("2026/04/20,,1000000,1050000,ｱｵﾊﾞﾊｲｼﾝ").id
    part = cash.receipt(cash.march, 1_000_000, receipt=by_hand)
    recorded = cash.money.record(cash.matching(batch, 1, part))
    assert recorded.count == 1
    assert received(cash, cash.march) == (1_000_000, 0)


def test_a_match_is_taken_back_with_its_receipt(cash: CashStage) -> None:
    batch = cash.take("2026/04/20,,1000000,1050000,ｱｵﾊﾞﾊｲｼﾝ").id
    cash.confirm(f"{batch}/1")
    cash.money.record(cash.unmatching(batch, 1))
    assert received(cash, cash.march) == (0, 0)
    assert cash.kinds() == ["exact"]
    cash.confirm(f"{batch}/1")
    assert received(cash, cash.march) == (1_000_000, 0)


def test_what_was_distributed_is_not_taken_back(cash: CashStage) -> None:
    batch = cash.take("2026/04/20,,1000000,1050000,ｱｵﾊﾞﾊｲｼﾝ").id
    cash.confirm(f"{batch}/1")
    cash.money.run(cash.agreement, "2026-04")
    refused = cash.money.refused(cash.unmatching(batch, 1))
    assert refused.code == "receipt-used"
    assert "supersedes" in str(refused.fields["expected"])


def test_money_that_is_known_later_counts_from_the_day_on_which_it_is_known(
    cash: CashStage,
) -> None:
    batch = cash.take("2026/04/20,,1000000,1050000,ﾀﾀﾞﾉﾋﾄ").id
    cash.money.record(ClosePeriod(month="2026-04"))
    part = cash.receipt(cash.march, 1_000_000)
    assert cash.money.refused(cash.matching(batch, 1, part)).code == "period-closed"
    cash.money.record(cash.matching(batch, 1, part, counted_on=date(2026, 5, 2)))
    assert received(cash, cash.march) == (1_000_000, 0)


def test_what_comes_in_is_no_bank_fee(cash: CashStage) -> None:
    batch = cash.take("2026/04/20,,330,50330,利息").id
    refused = cash.money.refused(cash.matching(batch, 1, {"kind": "bank_fee", "amount_minor": 330}))
    assert refused.code == "cash-direction-wrong"


def test_a_cost_on_record_is_paid_once(cash: CashStage) -> None:
    costs = terms(step("promotion", "expense/1"))
    recorded = cash.money.record(
        cash.money.cost(cash.money.agreement(cash.lead, costs), "promotion", 1_000)
    )
    batch = cash.take("2026/04/20,1000,,49000,広告", "2026/04/21,1000,,48000,広告").id
    part = {"kind": "expense", "expense": recorded.first_index, "amount_minor": 1_000}
    cash.money.record(cash.matching(batch, 1, part))
    assert cash.money.refused(cash.matching(batch, 2, part)).code == "cash-expense-exceeds"


def test_another_party_learns_of_no_account(cash: CashStage) -> None:
    batch = cash.take("2026/04/20,,1000000,1050000,ｱｵﾊﾞﾊｲｼﾝ").id
    command: MatchCash = cash.matching(batch, 1, cash.receipt(cash.march, 1_000_000))
    assert cash.money.refused(command, studio(cash.partner)).code == "cash-account-not-found"
    assert cash.money.record(command, studio(cash.lead)).count == 2
