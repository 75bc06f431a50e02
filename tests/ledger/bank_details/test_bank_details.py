"""Bank details: proposed with proof, confirmed from outside by another person, after a wait."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest
from bank_stage import FIRST, PAPER, SECOND, Bank, advance, typed
from money_stage import Money, rate, step, terms
from stage import studio

from ledger.bank_details.commands import (
    ConfirmBankDetails,
    ProposeBankDetails,
    SetBankWaiting,
    WithdrawBankDetails,
)
from ledger.bank_details.opening import masked, open_all, open_details, open_sealed
from ledger.bank_details.views import in_force, note_returned, pending, rows_of, standing_of
from ledger.clock import tokyo_date
from ledger.command import SYSTEM, Actor
from ledger.errors import Conflict, Forbidden, NotFound, Refused, RuleViolation
from ledger.event import Place
from ledger.jobs.bank_details import Proposal, propose_details
from ledger.jobs.erase import erase_people
from ledger.rebuild import rebuild_views
from ledger.store.engine import write_transaction
from ledger.store.state import State


@pytest.fixture
def bank(money: Money) -> Bank:
    return Bank(money)


def stepped(party: str, role: Any = "creator", by: str = "tok_own") -> Actor:
    return Actor(role, party, by, stepped_up=True)


def holds(bank: Bank, party: str, currency: str = "JPY") -> str | None:
    """Why a party cannot be paid today."""
    with bank.money.ledger.reading() as conn:
        found = standing_of(conn, [party], currency, bank.today(), today=bank.today())
    return found[party].hold


def living(bank: Bank, party: str, day: date | None = None) -> str | None:
    """The details in force, asked of both sources."""
    with bank.money.ledger.reading() as conn:
        row = in_force(conn, party, "JPY", day or bank.today())
        assert row == in_force(State(conn), party, "JPY", day or bank.today())
    return row["id"] if row else None


def refusal(bank: Bank, code: str, **more: Any) -> Refused:
    with pytest.raises(Refused) as caught:
        bank.propose(**more)
    assert caught.value.code == code
    return caught.value


def test_first_details_are_in_force_after_a_second_person_and_three_working_days(
    money_anywhere: Money,
) -> None:
    """Proposed on Sunday 22 November 2026. Monday is a holiday; Tuesday, Wednesday and Thursday are
    the three days; on Friday 27 November the wait is over."""
    bank = Bank(money_anywhere)
    party = bank.money.named_person("青葉 純")
    details = bank.propose(party)
    assert (living(bank, party), holds(bank, party)) == (None, "pending")
    bank.confirm(details)
    assert (living(bank, party), holds(bank, party)) == (None, "pending")
    assert living(bank, party, date(2026, 11, 26)) is None
    assert living(bank, party, date(2026, 11, 27)) == details
    advance(bank.money, date(2026, 11, 27))
    assert holds(bank, party) is None
    with bank.money.ledger.reading() as conn:
        (row,) = rows_of(conn, [party])[party]
        account = open_details(bank.money.register.vault, row)
        assert (account.name, account.number) == ("ｱｵﾊﾞ ｼﾞﾕﾝ", "1234567")
        opened = open_all(bank.money.register.vault, [row])
        assert masked(opened[details]) == {"bank": "0001-001", "account_number": "…567"}


def test_no_number_and_no_name_of_an_account_is_in_the_log(bank: Bank) -> None:
    company = bank.money.company("会社")
    bank.in_force(bank.money.named_person("青葉 純"))
    bank.in_force(company, account=typed("foreign"))
    with bank.money.ledger.reading() as conn:
        stored = conn.exec_driver_sql("SELECT data FROM part").scalars().all()
    everything = b"".join(bytes(data) for data in stored)
    for secret in ("1234567", "ｱｵﾊﾞ", "000123456789", "CHASUS33", "Jane Doe", "Main Street"):
        assert secret.encode() not in everything


def test_a_change_is_held_from_its_proposal_until_its_wait_is_over(bank: Bank) -> None:
    party = bank.money.named_person("青葉 純")
    old = bank.in_force(party)
    new = bank.propose(party, actor=stepped(party), account=typed(account_number="7654321"))
    assert (living(bank, party), holds(bank, party)) == (old, "pending")
    bank.confirm(new)
    assert holds(bank, party) == "pending"
    before = bank.today()
    bank.pass_days()
    assert (living(bank, party), living(bank, party, before)) == (new, old)
    assert holds(bank, party) is None


def test_what_begins_on_a_later_day_holds_nobody_up_after_its_wait(bank: Bank) -> None:
    party = bank.money.named_person("青葉 純")
    old = bank.in_force(party)
    later = bank.today() + timedelta(days=60)
    new = bank.propose(party, actor=stepped(party), effective_from=later)
    bank.confirm(new)
    bank.pass_days()
    assert (holds(bank, party), living(bank, party)) == (None, old)
    assert living(bank, party, later) == new


@pytest.mark.parametrize(
    ("actor", "evidence", "code"),
    [
        (SYSTEM, PAPER, "token-needed"),
        (FIRST, None, "bank-evidence-needed"),
        (Actor("auditor", None, "tok_a"), PAPER, "role-may-not-write"),
    ],
)
def test_whoever_proposes_shows_a_token_and_the_operator_a_paper(
    bank: Bank, actor: Actor, evidence: Any, code: str
) -> None:
    refusal(bank, code, party=bank.money.company("会社"), actor=actor, evidence=evidence)


def test_the_party_itself_needs_a_step_up_even_for_the_first_account(bank: Bank) -> None:
    party = bank.money.named_person("青葉 純")
    plain = Actor("creator", party, "tok_own")
    assert isinstance(refusal(bank, "step-up-needed", party=party, actor=plain), Forbidden)
    bank.propose(party, actor=stepped(party))


def test_the_operator_needs_a_step_up_for_every_account_but_the_first(bank: Bank) -> None:
    party = bank.money.company("会社")
    bank.in_force(party)
    refusal(bank, "step-up-needed", party=party)
    bank.propose(party, actor=Actor("operator", None, "tok_1", stepped_up=True))


def test_nobody_proposes_for_another_party(bank: Bank) -> None:
    party, other = bank.money.company("会社"), bank.money.company("他社")
    refusal(bank, "not-your-party", party=party, actor=stepped(other, "studio"))


def test_one_token_does_not_confirm_what_it_proposed(bank: Bank) -> None:
    details = bank.propose(bank.money.company("会社"))
    with pytest.raises(Forbidden, match="second-person-needed"):
        bank.confirm(details, actor=FIRST)
    with pytest.raises(Forbidden, match="token-needed"):
        bank.confirm(details, actor=SYSTEM)


def test_a_party_does_not_confirm_its_own_account_with_a_second_token(bank: Bank) -> None:
    party = bank.money.company("会社")
    details = bank.propose(party, actor=stepped(party, "studio"))
    with pytest.raises(Forbidden, match="confirm-own-details"):
        bank.confirm(details, actor=Actor("studio", party, "tok_colleague"))


def test_nobody_becomes_a_second_person_by_an_agreement_of_his_own(bank: Bank) -> None:
    """A company that names the writer in an agreement hears of no account, and decides none."""
    money = bank.money
    payer, writer = money.company("幹事社"), money.named_person("青葉 純")
    clause = step("author", "royalty/1", basis="received", rate=rate(1, 2), payee=writer)
    money.agreement(payer, terms(clause), parties=(payer, writer))
    details = bank.propose(writer, actor=stepped(writer))
    caller = Actor("studio", payer, "tok_p")
    with pytest.raises(NotFound, match="bank-details-not-found"):
        bank.confirm(details, actor=caller, how="in_person")
    with pytest.raises(NotFound, match="bank-details-not-found"):
        bank.withdraw(details, actor=caller, cause="not_me", reason="折り返した電話で否認")
    bank.confirm(details, how="in_person")
    with money.ledger.reading() as conn:
        (row,) = rows_of(conn, [writer])[writer]
    assert row["status"] == "confirmed"


def test_a_signature_counts_as_confirmation_only_where_the_party_signed(bank: Bank) -> None:
    details = bank.propose(bank.money.company("会社"))
    with pytest.raises(RuleViolation, match="confirm-not-signed"):
        bank.confirm(details, how="signature")


def test_of_two_people_who_confirm_at_once_one_is_told_that_it_is_decided(bank: Bank) -> None:
    details = bank.propose(bank.money.company("会社"))
    actors = [Actor("operator", by=f"tok_{number}") for number in range(8)]

    def attempt(actor: Actor) -> str:
        try:
            bank.confirm(details, actor=actor)
        except Conflict as conflict:
            return conflict.code
        return "confirmed"

    with ThreadPoolExecutor(8) as pool:
        outcomes = sorted(pool.map(attempt, actors))
    assert outcomes == ["bank-details-decided"] * 7 + ["confirmed"]


def test_a_second_change_waits_for_the_first_to_be_decided(bank: Bank) -> None:
    party = bank.money.company("会社")
    details = bank.propose(party)
    found = refusal(bank, "bank-details-pending", party=party)
    assert found.fields["about"] == details
    bank.propose(party, account=typed("foreign"))  # another currency is another account
    bank.withdraw(details)
    again = bank.propose(party)
    bank.confirm(again)
    refusal(bank, "bank-details-pending", party=party)


def test_not_me_freezes_every_payment_until_later_details_are_confirmed(bank: Bank) -> None:
    """The thief proposes; the writer answers the notice. Her old account is not paid either."""
    party = bank.money.named_person("青葉 純")
    old = bank.in_force(party)
    dollars = bank.in_force(party, account=typed("foreign"), actor=stepped(party))
    thief = bank.propose(party, actor=stepped(party), account=typed(account_number="6666666"))
    bank.withdraw(thief, actor=Actor("creator", party, "tok_own"), cause="not_me")
    assert (holds(bank, party), holds(bank, party, "USD")) == ("frozen", "frozen")
    assert living(bank, party) == old
    anew = bank.propose(party, actor=stepped(party))
    assert holds(bank, party) == "frozen"
    bank.confirm(anew)
    bank.pass_days()
    assert (holds(bank, party), living(bank, party)) == (None, anew)
    assert holds(bank, party, "USD") is None
    assert dollars


def test_what_was_proposed_before_the_alarm_is_not_confirmed_after_it(bank: Bank) -> None:
    party = bank.money.named_person("青葉 純")
    old = bank.in_force(party)
    thief = bank.propose(party, actor=stepped(party))
    bank.withdraw(old, actor=Actor("creator", party, "tok_own"), cause="not_me")
    with pytest.raises(Conflict, match="bank-details-alarm"):
        bank.confirm(thief)


def test_what_ended_does_not_bring_back_what_was_before_it(bank: Bank) -> None:
    party = bank.money.company("会社")
    bank.in_force(party)
    new = bank.in_force(party, actor=Actor("operator", None, "tok_1", stepped_up=True))
    bank.withdraw(new, cause="closed", reason="口座の解約")
    assert (living(bank, party), holds(bank, party)) == (None, "ended")
    with pytest.raises(Conflict, match="bank-details-decided"):
        bank.withdraw(new)


def test_money_that_came_back_ends_the_account(bank: Bank) -> None:
    """The projection of payments calls this; the party is then told to propose another."""
    party = bank.money.company("会社")
    details = bank.in_force(party)
    with write_transaction(bank.money.register.engine) as conn:
        state = State(conn)
        note_returned(state, details, Place(99, bank.money.register.clock.now()), bank.today())
        state.flush()
        found = standing_of(state, [party], "JPY", bank.today(), today=bank.today())[party]
        assert (found.hold, found.about, found.row) == ("returned", details, None)


def test_an_account_in_another_currency_does_not_take_yen(bank: Bank) -> None:
    party, nothing = bank.money.company("会社"), bank.money.company("口座なし")
    bank.in_force(party, account=typed("foreign"))
    assert (holds(bank, party), holds(bank, party, "USD")) == ("other_currency", None)
    assert holds(bank, nothing) == "missing"


def test_a_shorter_wait_holds_only_after_the_longer_one_has_passed(bank: Bank) -> None:
    """On Sunday 22 November 2026 three working days end on Thursday: Friday 27 is the first day."""
    for day in (date(2026, 11, 22), date(2026, 11, 26)):
        command = SetBankWaiting(days=1, effective_from=day, reason="急ぎ")
        found = bank.money.refused(command, FIRST)
        assert (found.code, found.fields["expected"]) == ("waiting-too-soon", "2026-11-27 or later")
    bank.money.record(SetBankWaiting(days=5, effective_from=bank.today(), reason="内規"), FIRST)
    party = bank.money.company("会社")
    bank.confirm(bank.propose(party))
    # Tuesday to Friday are four days, Monday the fifth.
    assert living(bank, party, date(2026, 11, 30)) is None
    assert living(bank, party, date(2026, 12, 1)) is not None


def test_a_wait_that_is_too_short_is_refused_whoever_computes_it(bank: Bank) -> None:
    party = bank.money.company("会社")
    command = ProposeBankDetails(
        id=bank.money.new("bank"), party=party, kind="domestic", currency="JPY",
        subject=bank.money.new("subj"), details="ab" * 32, effective_from=bank.today(),
        waiting_until=date(2026, 11, 26), evidence=PAPER,
    )  # fmt: skip
    found = bank.money.refused(command, FIRST)
    assert (found.code, found.fields["expected"]) == ("waiting-too-short", "2026-11-27 or later")
    late = command.model_copy(update={"waiting_until": date(2027, 12, 31)})
    assert bank.money.refused(late, FIRST).code == "waiting-too-long"


def test_details_are_sealed_under_the_key_of_their_own_person(bank: Bank) -> None:
    person, other = bank.money.named_person("青葉 純"), bank.money.named_person("月野 海")
    with bank.money.ledger.reading() as conn:
        rows = {
            row.id: row.subject for row in conn.exec_driver_sql("SELECT id, subject FROM v_party")
        }
    command = ProposeBankDetails(
        id=bank.money.new("bank"), party=person, kind="domestic", currency="JPY",
        subject=rows[other], details="ab" * 32, effective_from=bank.today(),
        waiting_until=date(2026, 11, 30), evidence=PAPER,
    )  # fmt: skip
    assert bank.money.refused(command, FIRST).code == "details-of-another-person"
    company = command.model_copy(update={"party": bank.money.company("会社")})
    assert bank.money.refused(company, FIRST).code == "details-of-another-person"
    dollars = command.model_copy(update={"subject": rows[person], "currency": "USD"})
    assert bank.money.refused(dollars, FIRST).code == "domestic-not-yen"


def test_the_proposal_says_whom_to_tell_and_by_when(bank: Bank) -> None:
    """A thief changes the address first: every address of the last thirty days is told."""
    party = bank.money.named_person("青葉 純")
    recorded = propose_details(
        bank.money.register,
        Proposal(party=party, account=typed(), evidence=PAPER),
        actor=FIRST,
    )
    fact = dict(recorded.events[0])
    assert (fact["tell_by"], fact["tell_contacts_since"]) == (
        date(2026, 11, 22),
        date(2026, 10, 23),
    )
    assert (fact["replaces"], fact["shown"]) == (None, "evidence")


def test_an_erased_person_has_no_details_to_open(bank: Bank) -> None:
    party = bank.money.named_person("青葉 純")
    details = bank.propose(party)
    with bank.money.ledger.reading() as conn:
        (row,) = pending(conn, party)
    erase_people(bank.money.register, party)
    assert row["id"] == details
    with pytest.raises(NotFound, match="bank-details-erased"):
        open_sealed(bank.money.register.vault, row)
    refusal(bank, "subject-erased", party=party)


def test_the_views_come_out_of_the_log_again(bank: Bank) -> None:
    party = bank.money.company("会社")
    details = bank.in_force(party)
    bank.money.record(SetBankWaiting(days=5, effective_from=bank.today(), reason="内規"), FIRST)
    bank.withdraw(details, cause="not_me")
    with bank.money.ledger.reading() as conn:
        before = rows_of(conn, [party])
    rebuild_views(bank.money.register.engine)
    with bank.money.ledger.reading() as conn:
        assert rows_of(conn, [party]) == before


def test_what_does_not_exist_is_named(bank: Bank) -> None:
    unknown = bank.money.new("bank")
    confirm = ConfirmBankDetails(id=unknown, how="letter", note="回答")
    assert bank.money.refused(confirm, SECOND).code == "bank-details-not-found"
    withdraw = WithdrawBankDetails(id=unknown, cause="closed", reason="解約")
    assert bank.money.refused(withdraw, SECOND).code == "bank-details-not-found"
    refusal(bank, "party-not-found", party=bank.money.new("party"))
    waiting = SetBankWaiting(days=5, effective_from=tokyo_date(bank.money.register.clock.now()),
                             reason="内規")  # fmt: skip
    assert bank.money.refused(waiting, studio(bank.money.company("会社"))).code == "operator-only"
