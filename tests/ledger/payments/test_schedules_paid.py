"""When a contract closes and pays, followed from its clauses to the day on which a bank pays."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from money_stage import Money, rate, step, terms
from payment_stage import Payer

from contracts.banking.days import working_day
from contracts.errors import TermsError
from ledger.errors import RuleViolation
from ledger.holidays import is_holiday

CASE = json.loads(
    (Path(__file__).parents[2] / "vectors" / "cases" / "schedule.json").read_text(encoding="utf-8")
)


@pytest.fixture
def payer(money_anywhere: Money) -> Payer:
    """A studio that pays a writer by SC-01, on either database."""
    return Payer(money_anywhere)


def agreed(payer: Payer, writer: str, **changes: Any) -> tuple[str, str]:
    """An agreement with the schedule of SC-01, and its work."""
    clause = step("author", "royalty/1", basis="received", rate=rate(1, 1), payee=writer)
    schedule = {**CASE["schedule"], **changes}
    agreement = payer.money.agreement(
        payer.studio, terms(clause, schedule=schedule), distribute_on="report"
    )
    return agreement, payer.money.work("星の図書館", payer.studio)


def sold(payer: Payer, agreed: tuple[str, str], period: str, month: str, amount: int) -> str:
    """Sales of a month, run and stated; the day on which the statement is to be paid."""
    agreement, work = agreed
    source = payer.money.company("配信会社")
    payer.money.sales(agreement, source, work, amount, period=period, month=month)
    payer.money.run(agreement, period)
    (draft,) = payer.money.issue(payer.studio, period).values()
    return draft.payment_date.isoformat()


def test_the_first_close_is_paid_two_months_later(payer: Payer) -> None:
    """SC-01: September 2026 closes on the 30th and pays on 30 November: 100,000 less 10,210. The
    accounts are in force in December only, so it is paid at once, not a quarter later."""
    writer = payer.person()
    payer.with_account(writer)
    planned = sold(payer, agreed(payer, writer), "2026-09", "2026-09", 100_000)
    assert planned == CASE["expect"]["first"]["pay"] == "2026-11-30"
    shown = payer.show(payer.one())
    next_day = working_day(payer.bank.today(), is_holiday, "after")
    assert (shown["pay_on"], shown["transfer_minor"]) == (next_day.isoformat(), 89_790)


def test_a_quarter_that_would_be_paid_on_a_sunday_is_paid_on_the_friday_before(
    payer: Payer,
) -> None:
    """October to December 2026 close on 31 December and pay on 28 February 2027, a Sunday."""
    writer = payer.person()
    payer.with_account(writer)
    payer.bank.pass_days(50)
    planned = sold(payer, agreed(payer, writer), "2026-Q4", "2026-11", 100_000)
    assert planned == "2027-02-28"
    shown = payer.show(payer.one())
    assert shown["pay_on"] == date(2027, 2, 26).isoformat()


def test_a_run_over_two_closes_is_refused(payer: Payer) -> None:
    """The second half of 2026 has the close of September inside."""
    writer = payer.person()
    payer.bank.pass_days(50)
    with pytest.raises((TermsError, RuleViolation)) as refused:
        sold(payer, agreed(payer, writer), "2026-H2", "2026-11", 100_000)
    assert refused.value.code == "period-across-close"


def test_a_stub_without_a_yes_is_told_before_anybody_is_paid(payer: Payer) -> None:
    """A short first period that nobody accepted: the statement is refused, and says what is
    missing; with the yes on record it is paid."""
    writer = payer.person()
    phases = [
        {"stub_until": "2026-09-30", "needs_acceptance": True}, {"closes": "open", "months": 1},
    ]  # fmt: skip
    waiting = agreed(payer, writer, release="2026-09-10", phases=phases)
    with pytest.raises((TermsError, RuleViolation)) as refused:
        sold(payer, waiting, "2026-09", "2026-09", 100_000)
    assert refused.value.code == "stub-needs-acceptance"
    accepted = agreed(payer, writer, release="2026-09-10", phases=phases, stubs_accepted=True)
    assert sold(payer, accepted, "2026-09", "2026-09", 100_000) == "2026-11-30"
