"""What one person is paid on one day is one base for withholding; one refusal stops nobody else."""

from datetime import date

import pytest
from money_stage import Money, rate, step, terms

from ledger.errors import RuleViolation
from ledger.jobs.statements import issue_statements
from ledger.jobs.verify import verify_register
from ledger.parties.commands import SetPayee


def author(money: Money, payer: str, payee: str, amount: int, currency: str = "JPY") -> str:
    """Bring an agreement that gives somebody a tenth of an amount to its run."""
    reporter, work = money.company(f"配信社{payee}{currency}"), money.work(f"作品{payee}{currency}")
    clause = step("author", "royalty/1", basis="received", rate=rate(1, 10), payee=payee)
    clauses = terms(clause) | {"currency": currency}
    agreement = money.agreement(payer, clauses, currency=currency)
    report = money.sales(agreement, reporter, work, amount, currency=currency)
    minor = amount if currency == "JPY" else amount * 100
    money.receive(agreement, report, minor, currency=currency)
    money.run(agreement)
    return agreement


def test_two_authors_paid_to_one_person_share_the_threshold(money: Money) -> None:
    """1,200,000 and 900,000 to one person: 142,940, then 20.42% of the whole 900,000, 183,780."""
    payer = money.company("幹事社")
    first, second, receiver = (money.named_person(name) for name in ("甲", "乙", "丙"))
    for payee, amount in ((first, 12_000_000), (second, 9_000_000)):
        redirect = SetPayee(
            party=payee, payee=receiver, relation="assignee", effective_from=date(2026, 1, 1)
        )
        money.record(redirect)
        author(money, payer, payee, amount)
    issued = money.issue(payer)
    assert issued[first].totals.withholding == 142_940
    assert issued[second].totals.withholding == 183_780
    assert issued[second].tax["withholding_statements_before"] == "1"
    assert "1200000" not in str(issued[second])
    assert verify_register(money.register).findings == ()


def test_two_periods_paid_on_one_day_share_the_threshold(money: Money) -> None:
    """Twice 600,000: 61,260, and what is missing to the 142,940 of 1,200,000, 81,680."""
    payer, writer = money.company("幹事社"), money.named_person("甲")
    agreement = author(money, payer, writer, 6_000_000)
    day = date(2026, 5, 29)
    first = money.issue(payer, payment_date=day)
    report = money.sales(agreement, payer, money.work("続編"), 6_000_000, period="2026-04")
    money.receive(agreement, report, 6_000_000, received_on=date(2026, 4, 30))
    money.run(agreement, "2026-04")
    second = money.issue(payer, "2026-04", payment_date=day)
    assert [one[writer].totals.withholding for one in (first, second)] == [61_260, 81_680]
    assert verify_register(money.register).findings == ()


def test_a_statement_prepared_before_another_payment_of_the_day_is_outdated(money: Money) -> None:
    payer = money.company("幹事社")
    first, second = money.named_person("甲"), money.named_person("乙")
    redirect = SetPayee(
        party=second, payee=first, relation="assignee", effective_from=date(2026, 1, 1)
    )
    money.record(redirect)
    author(money, payer, second, 10_000)
    (early,) = money.drafts(payer)
    author(money, payer, first, 10_000)
    late = {draft.payee: draft for draft in money.drafts(payer)}
    money.record(late[first])
    assert money.refused(early).code == "statement-outdated"


def test_one_payee_who_cannot_be_paid_yet_does_not_stop_the_others(money: Money) -> None:
    payer, company = money.company("幹事社"), money.company("原作社")
    writer = money.named_person("甲")
    author(money, payer, writer, 1_000, "USD")
    author(money, payer, company, 1_000)
    for _ in range(2):
        with pytest.raises(RuleViolation) as caught:
            issue_statements(money.register, payer=payer, period="2026-03")
        assert caught.value.code == "withholding-needs-yen"
        assert caught.value.fields["payee"] == writer
    with money.ledger.reading() as conn:
        rows = conn.exec_driver_sql("SELECT payee, transfer_minor FROM v_statement").all()
    assert rows == [(company, 100)]
