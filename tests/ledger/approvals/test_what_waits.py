"""From clauses to statements: what waits for a second person holds up what rests on it."""

from datetime import date

import pytest
from approvals_stage import KANA, KINDS, House
from money_stage import Money, rate, step, terms

from ledger.agreements.commands import AddTerms
from ledger.errors import Conflict
from ledger.fx.commands import PublishedRate, RecordRates
from ledger.jobs.statements import issue_statements
from ledger.jobs.verify import verify_register
from ledger.values import DocumentRef


@pytest.fixture
def house(money: Money) -> House:
    return House(money)


def added(house: House) -> AddTerms:
    """Clauses that give the author two percent."""
    clauses = terms(
        step("window", "commission/1", basis="received", rate=rate(1, 10), payee=house.paid.platform),
        step("author", "royalty/1", basis="remainder", rate=rate(1, 50), payee=house.paid.writer),
        step("members", "split/1", holders=f"committee:{house.paid.committee}/investment"),
    )  # fmt: skip
    return AddTerms(
        agreement=house.paid.agreement, effective_month="2026-02", terms=clauses, reason="改定"
    )


def test_clauses_of_a_studio_wait_and_hold_up_the_run(house: House) -> None:
    house.wants("terms")
    house.money.record(added(house), house.kana)
    (waiting,) = house.waiting()
    assert (waiting["kind"], waiting["subject"]) == ("terms", f"{house.paid.agreement}/2")
    assert (waiting["made_by"], waiting["party"]) == (KANA, house.paid.studio)
    run = house.money.payout(house.paid.agreement).command
    refused = house.money.refused(run, house.kana)
    assert refused.code == "approval-missing"
    assert refused.fields["value"] == f"terms {house.paid.agreement}/2"
    house.approve("terms", f"{house.paid.agreement}/2")
    house.money.record(run, house.kana)


def test_a_refused_report_holds_up_the_run_and_says_that_it_was_refused(house: House) -> None:
    house.wants("reports")
    paid = house.paid
    report = house.money.prepared(
        paid.agreement, paid.platform,
        f"channel,territory,work,month,units,amount\nrental,JP,{paid.work},2026-03,1,1000\n".encode(),
    ).command  # fmt: skip
    house.money.record(report, house.kana)
    house.money.receive(paid.agreement, report.id, 1_000)
    house.reject("reports", report.id)
    run = house.money.payout(paid.agreement).command
    assert house.money.refused(run, house.kana).code == "approval-refused"
    house.approve("reports", report.id)
    house.money.record(run, house.kana)


def test_everything_that_waits_is_named_at_once(house: House) -> None:
    house.wants("terms", "reports")
    paid = house.paid
    house.money.record(added(house), house.kana)
    report = house.money.prepared(
        paid.agreement, paid.platform,
        f"channel,territory,work,month,units,amount\nrental,JP,{paid.work},2026-03,1,1000\n".encode(),
    ).command  # fmt: skip
    house.money.record(report, house.kana)
    house.money.receive(paid.agreement, report.id, 1_000)
    refused = house.money.refused(house.money.payout(paid.agreement).command, house.kana)
    assert refused.fields["value"] == [f"terms {paid.agreement}/2", f"reports {report.id}"]


def test_rates_of_a_studio_wait(house: House) -> None:
    house.wants("fx")
    rates = (PublishedRate(base="USD", quote="JPY", date=date(2026, 3, 31), num=151, den=1),)
    command = RecordRates(source="studio", document=DocumentRef(sha256="a" * 64), rates=rates)
    done = house.money.record(command, house.kana)
    assert [row["subject"] for row in house.waiting()] == [f"fx/{done.first_index}"]


def test_a_run_waits_and_no_statement_shows_it_until_it_is_approved(
    money_anywhere: Money,
) -> None:
    """The whole way with every kind: who makes is never who approves, and `verify` decides again."""
    house = House(money_anywhere)
    house.wants(*KINDS)
    money, paid = house.money, house.paid
    run = money.payout(paid.agreement).command
    money.record(run, house.kana)
    with pytest.raises(Conflict) as refused:
        issue_statements(money.register, payer=paid.studio, period="2026-03", actor=house.kana)
    assert refused.value.code == "approval-missing"
    drafts = money.drafts(paid.studio)
    assert money.refused(drafts[0], house.kana).code == "approval-missing"
    assert money.refused(house.approval("runs", run.id), house.kana).code == "approval-by-maker"
    house.approve("runs", run.id)
    issued = issue_statements(money.register, payer=paid.studio, period="2026-03", actor=house.kana)
    assert {row["kind"] for row in house.waiting()} == {"statements"}
    assert len(house.waiting()) == len(issued)
    report = verify_register(money.register, commands=True)
    assert report.findings == ()


def test_without_a_policy_everything_goes_as_before(house: House) -> None:
    house.money.run(house.paid.agreement)
    assert house.money.issue(house.paid.studio)
    assert house.waiting() == []
