"""What cannot be paid is left out, each with its reason, and the others are paid all the same."""

import json
from datetime import date
from typing import Any

import pytest
from bank_stage import FIRST, PAPER, typed
from money_stage import Money
from payment_stage import PAY_ON, STATED, Payer, refused_code
from stage import digest

from ledger.bank_details.details import Domestic
from ledger.command import Actor
from ledger.jobs.bank_details import Proposal, sealed
from ledger.jobs.erase import erase_people
from ledger.jobs.payments import Outcome
from ledger.parties.commands import EndParty, SetPayee
from ledger.payments.banks_check import rows_of_details
from ledger.tax_forms.commands import FileTreatyForm
from ledger.values import DocumentRef


@pytest.fixture
def payer(money: Money) -> Payer:
    """A studio with an account."""
    return Payer(money)


def reasons(outcome: Outcome) -> dict[str, str]:
    """Payee to the reason."""
    return {one.payee: one.reason for one in outcome.left_out}


def beside_one_paid(payer: Payer, payee: str, amount: int = 1_000, **more: Any) -> Outcome:
    """Owe somebody something beside a company that can be paid, and prepare."""
    fine = payer.money.company("何事もない会社")
    payer.with_account(fine, account_number="9999999")
    payer.owe({fine: 500, payee: amount})
    outcome = payer.prepare(**more)
    (put,) = outcome.payments
    (item,) = payer.show(put.id)["items"]
    assert (item["payee"], item["transfer_minor"]) == (fine, 500)
    return outcome


def test_a_payee_without_an_account_is_left_out_and_the_list_is_on_record(payer: Payer) -> None:
    """By hand: 1,000 less 102 is 898, the sum of what is left out."""
    writer = payer.person()
    outcome = beside_one_paid(payer, writer)
    assert reasons(outcome) == {writer: "no-bank-details"}
    shown = payer.show(outcome.payments[0].id)
    assert (shown["left_out_count"], shown["left_out_minor"]) == (1, 898)
    stored = payer.money.register.blobs.get(shown["left_out"]["file"]["sha256"])
    (one,) = json.loads(stored)["left_out"]
    assert (one["payee"], one["why"]["ja"]) == (writer, "振込先口座が登録されていません")
    assert "daicho bank" in one["to_do"]["ja"]


def test_a_pending_change_of_the_account_stops_the_payment(payer: Payer) -> None:
    writer = payer.person()
    payer.bank.in_force(writer)
    own = Actor("creator", writer, "tok_00000000000000000000000009", stepped_up=True)
    payer.bank.propose(writer, actor=own)
    assert reasons(beside_one_paid(payer, writer)) == {writer: "bank-details-pending"}


def test_an_account_for_another_currency_is_named(payer: Payer) -> None:
    company = payer.money.company("海外支店")
    payer.with_account(company, "foreign")
    found = reasons(beside_one_paid(payer, company))
    assert found == {company: "bank-details-other-currency"}


def test_what_the_bank_cannot_write_is_left_out_without_repeating_the_name(payer: Payer) -> None:
    writer = payer.person()
    _seal_as_it_is(payer, writer, holder="青空 純")
    outcome = beside_one_paid(payer, writer)
    assert reasons(outcome) == {writer: "bank-refuses"}
    (left,) = outcome.left_out
    assert (left.about["letter"], left.about["place"]) == ("青", 1)
    assert "青空 純" not in str(left.as_data())


def test_a_branch_that_closed_is_named_with_the_day_of_the_table(payer: Payer) -> None:
    writer = payer.person()
    _seal_as_it_is(payer, writer, branch="997")
    outcome = beside_one_paid(payer, writer)
    assert reasons(outcome) == {writer: "branch-closed"}
    assert outcome.left_out[0].about["table_of"]


def _seal_as_it_is(payer: Payer, party: str, **change: str) -> None:
    """Record an account as an older check, or an older table of banks, let it pass."""
    stated = {
        "bank": "0001", "bank_name": "ミズホ", "branch": "001", "branch_name": "トウキヨウ",
        "account_type": "ordinary", "account_number": "1234567", "holder": "ｱｵﾊﾞ",
    }  # fmt: skip
    details = Domestic.model_validate(stated | change)
    proposal = Proposal(party=party, account=typed(), evidence=PAPER)
    command = sealed(payer.money.register, proposal, details)
    payer.money.record(command, FIRST)
    payer.bank.confirm(command.id)
    payer.bank.pass_days()


def test_ten_digits_are_the_most_and_parts_are_offered(payer: Payer) -> None:
    company = payer.money.company("大口出版")
    payer.with_account(company)
    outcome = beside_one_paid(payer, company, 10_000_000_000)
    assert reasons(outcome) == {company: "amount-too-large"}
    assert "--divide" in outcome.left_out[0].told("ja")[1]


def test_a_payee_who_is_gone_is_left_out(payer: Payer) -> None:
    company = payer.money.company("清算した会社")
    payer.with_account(company)
    payer.owe({company: 1_000})
    payer.money.record(
        EndParty(party=company, day=date(2026, 12, 1), ground="liquidation", source="官報")
    )
    assert reasons(payer.prepare()) == {company: "payee-gone"}


def test_a_payee_who_is_paid_through_another_since_is_left_out(payer: Payer) -> None:
    writer, agent = payer.person(), payer.money.company("個人事務所")
    payer.with_account(writer)
    payer.owe({writer: 1_000})
    payer.money.record(
        SetPayee(
            party=writer, payee=agent, relation="agent_company", effective_from=date(2026, 12, 1)
        )
    )
    outcome = payer.prepare()
    assert reasons(outcome) == {writer: "payee-changed"}
    assert outcome.left_out[0].about == {"paid_to": agent}


def test_a_treaty_form_that_is_over_on_the_day_is_named_with_its_last_day(payer: Payer) -> None:
    """The statement for 31 January relied on a form good until 31 January; paid in February."""
    designer = payer.person("ジェーン・ドウ", residence="US")
    payer.with_account(designer, "foreign", currency="JPY")
    form = payer.money.new("form")
    payer.money.record(
        FileTreatyForm(
            id=form, payer=payer.studio, payee=designer, country="US", article="12",
            filed_on=date(2026, 11, 1), valid_to=STATED, has_benefits_form=True,
            document=DocumentRef(sha256=digest("form")),
        )
    )  # fmt: skip
    payer.owe({designer: 1_000_000})
    outcome = payer.prepare(pay_on=date(2027, 2, 1))
    assert reasons(outcome) == {designer: "treaty-form-expired"}
    assert outcome.left_out[0].about == {"form": form, "valid_to": "2027-01-31"}
    assert payer.prepare().left_out == ()


def test_two_statements_that_would_be_one_tax_base_are_not_paid_on_one_day(payer: Payer) -> None:
    """By hand: 600,000 twice on one day is 142,940 and not twice 61,260."""
    writer = payer.person()
    payer.with_account(writer)
    payer.owe({writer: 600_000})
    second = payer.owe({writer: 600_000}, day=date(2027, 2, 28))[writer]
    outcome = payer.prepare(pay_on=PAY_ON)
    assert [(one.statement, one.reason) for one in outcome.left_out] == [
        (second, "shares-tax-base")
    ]
    assert outcome.left_out[0].amount_minor == 538_740


def test_who_is_still_to_be_paid_is_not_erased(payer: Payer) -> None:
    writer = payer.person()
    payer.with_account(writer)
    payer.owe({writer: 1_000})
    payer.one()
    refused = refused_code(lambda: erase_people(payer.money.register, writer))
    assert refused == "data-still-needed"


def test_an_account_that_was_destroyed_leaves_its_payee_out(payer: Payer) -> None:
    """Companies' accounts are sealed under keys of their own."""
    company = payer.money.company("口座消滅商事")
    details = payer.with_account(company)
    payer.owe({company: 1_000})
    with payer.money.ledger.reading() as conn:
        (row,) = rows_of_details(conn, [details])
    payer.money.register.vault.erase([row["subject"]])
    assert reasons(payer.prepare()) == {company: "bank-details-lost"}


def test_a_payment_day_on_a_holiday_names_the_working_days_around_it(payer: Payer) -> None:
    """11 February 2027 is a Thursday and the national foundation day."""
    with pytest.raises(Exception, match="2027-02-10 or 2027-02-12") as refusal:
        payer.prepare(pay_on=date(2027, 2, 11))
    assert getattr(refusal.value, "code", "") == "pay-day-not-working"


def test_what_would_be_late_is_told_and_paid_on_the_first_day_possible(payer: Payer) -> None:
    writer = payer.person()
    payer.with_account(writer)
    payer.owe({writer: 1_000}, day=date(2026, 11, 30))
    outcome = payer.prepare()
    (late,) = outcome.late
    assert (late["due_on"], late["law"]) == ("2026-11-30", "agreement")
    assert payer.show(outcome.payments[0].id)["pay_on"] == late["pay_on"]


def test_a_freelancer_is_paid_within_sixty_days_whatever_the_statement_says(payer: Payer) -> None:
    """By hand: received 2 December; day 60 is 30 January, a Saturday: paid on Friday the 29th."""
    director = payer.person("監督 太郎")
    payer.with_account(director)
    statement = payer.owe({director: 1_000}, day=date(2027, 3, 31), kind="fee")[director]
    outcome = payer.prepare(received={statement: date(2026, 12, 2)})
    shown = payer.show(outcome.payments[0].id)
    (item,) = shown["items"]
    assert (shown["pay_on"], item["freelance"], item["pay_by"]) == (
        "2027-01-29", "applies", "2027-01-30",
    )  # fmt: skip


def test_a_fee_whose_day_of_receipt_nobody_said_is_to_be_confirmed(payer: Payer) -> None:
    director = payer.person("監督 太郎")
    payer.with_account(director)
    payer.owe({director: 1_000}, kind="fee")
    (item,) = payer.show(payer.one())["items"]
    assert item["freelance"] == "unclear"
    assert "pay_by" not in item


def test_a_studio_without_an_account_cannot_pay(money: Money) -> None:
    payer = Payer(money)
    writer = payer.person()
    payer.with_account(writer)
    payer.owe({writer: 1_000})
    payer.bank.withdraw(payer.account)
    assert refused_code(payer.prepare) == "payer-without-account"
