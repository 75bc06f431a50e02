"""What was kept is verified: its commands decided again, its views rebuilt, on both databases."""

import time

from cash_stage import CashStage, owed
from money_stage import Money
from sqlalchemy import event

from ledger.jobs.cash import confirm_sure
from ledger.jobs.verify import verify_register
from tests.faults.cash_kept import keep_cash


def test_a_kept_account_is_verified_on_either_database(money_anywhere: Money) -> None:
    keep_cash(money_anywhere)
    report = verify_register(money_anywhere.register, views=True, commands=True)
    assert report.findings == ()


def test_a_book_over_two_months_is_verified_and_owed_to_the_yen(money_anywhere: Money) -> None:
    """By hand: 1,000,000 in April and 500,000 in May came and were divided: 15,000 to the author,
    of 1,485,000 two thirds, 990,000, to the lead and 495,000 to the partner; 50,000 opened the book.
    """
    cash = CashStage(money_anywhere)
    cash.take("2026/04/20,,1000000,1050000,ｱｵﾊﾞﾊｲｼﾝ")
    confirm_sure(cash.money.register, cash.account)
    cash.money.run(cash.agreement, "2026-04")
    cash.take("2026/05/20,,500000,1550000,ｱｵﾊﾞﾊｲｼﾝ")
    confirm_sure(cash.money.register, cash.account)
    cash.money.run(cash.agreement, "2026-05")
    found = cash.compared()
    cash.money.record(found.command())
    assert owed(found) == {
        ("opening", None): 50_000,
        ("not_stated", cash.writer): 15_000,
        ("not_stated", cash.lead): 990_000,
        ("not_stated", cash.partner): 495_000,
    }
    assert verify_register(cash.money.register, views=True, commands=True).findings == ()


def queries_of(cash: CashStage) -> tuple[int, float]:
    """How many queries proposing takes, and how many seconds."""
    count = 0

    def counted(*_: object) -> None:
        nonlocal count
        count += 1

    engine = cash.money.register.engine
    event.listen(engine, "before_cursor_execute", counted)
    began = time.perf_counter()
    cash.proposed()
    seconds = time.perf_counter() - began
    event.remove(engine, "before_cursor_execute", counted)
    return count, seconds


def test_the_number_of_queries_does_not_depend_on_the_number_of_lines(cash: CashStage) -> None:
    cash.take("2026/04/20,,1000000,1050000,ｱｵﾊﾞﾊｲｼﾝ")
    few, _ = queries_of(cash)
    rows = [f"2026/04/21,,{n},{1_050_000 + n * (n + 1) // 2},ﾀﾀﾞﾉﾋﾄ" for n in range(1, 2_001)]
    cash.take(*rows)
    assert len(cash.lines()) == 2_001
    many, seconds = queries_of(cash)
    assert (many, seconds < 10) == (few, True)
