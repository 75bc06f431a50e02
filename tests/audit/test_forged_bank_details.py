"""Whoever forges how an account was changed is found by name of the entry."""

import copy
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from bank_stage import Bank, typed
from forging import Parts, Said, found, told_by
from money_stage import Money, open_money

from ledger.audit.words import problem_of
from ledger.bank_details.commands import SetBankWaiting
from ledger.blobs.blobs import Blobs
from ledger.command import Actor
from ledger.jobs.verify import verify_register

PROPOSED, CONFIRMED = "bank_details.proposed/1", "bank_details.confirmed/1"
WITHDRAWN, WAITING = "bank_details.withdrawn/1", "bank_details.waiting_set/1"


def change_accounts(money: Money) -> None:
    """A writer's first account; a thief's, which she denies; hers again; a longer and shorter wait."""
    bank = Bank(money)
    writer = money.named_person("青葉 純")
    own = Actor("creator", writer, "tok_own", stepped_up=True)
    bank.in_force(writer)
    thief = bank.propose(writer, actor=own, account=typed(account_number="6666666"))
    bank.withdraw(thief, actor=own, cause="not_me", reason="依頼していない")
    bank.confirm(bank.propose(writer, actor=own))
    money.record(SetBankWaiting(days=5, effective_from=bank.today(), reason="内規"))
    bank.pass_days()
    later = bank.today() + timedelta(days=10)
    money.record(SetBankWaiting(days=2, effective_from=later, reason="内規"))


@pytest.fixture(scope="session")
def banked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Said, Blobs]:
    for money in open_money(tmp_path_factory.mktemp("banked") / "home"):
        change_accounts(money)
        told = told_by(money)
        report = verify_register(money.register, commands=True)
        assert report.findings == ()
    return told


def facts(**change: Any) -> Callable[[Parts], None]:
    return lambda parts: parts["facts"].update(change)


def sender(by: str) -> Callable[[Parts], None]:
    return lambda parts: parts["command"].update(by=by)


FORGED: list[tuple[str, int, Callable[[Parts], None], str]] = [
    (PROPOSED, 0, facts(proposed_by=""), "bank-token-missing"),
    (PROPOSED, 0, sender("tok_other"), "bank-token-differs"),
    (PROPOSED, 0, facts(shown="word"), "bank-not-shown"),
    (PROPOSED, 0, facts(currency="USD"), "bank-currency"),
    (PROPOSED, 0, facts(subject="subj_01KAM3Z4T0V6S8Q2YB5C9D7E4J"), "bank-subject"),
    (PROPOSED, 0, facts(waiting_days=2), "bank-waiting-days"),
    (PROPOSED, 0, facts(waiting_until="2026-11-25"), "bank-wait-short"),
    (PROPOSED, 1, facts(shown="evidence"), "bank-evidence-alone"),
    (PROPOSED, 1, facts(replaces=None), "bank-replaces"),
    (CONFIRMED, 0, facts(confirmed_by=""), "bank-token-missing"),
    (CONFIRMED, 0, facts(id="bank_01KAM3Z4T0V6S8Q2YB5C9D7E2G"), "bank-unknown"),
    (CONFIRMED, 0, facts(in_force_from="2026-11-24"), "bank-in-force-early"),
    (CONFIRMED, 0, facts(currency="USD"), "bank-differs"),
    (WITHDRAWN, 0, facts(was="confirmed"), "bank-decided"),
    (WAITING, 1, facts(effective_from="2026-12-01"), "bank-waiting-soon"),
]


@pytest.mark.parametrize(("kind", "nth", "forge", "code"), FORGED)
def test_what_was_forged_about_an_account_is_found(
    banked: tuple[Said, Blobs], kind: str, nth: int, forge: Callable[[Parts], None], code: str
) -> None:
    said = copy.deepcopy(banked[0])
    index, parts = [(at, parts) for at, event_type, parts in said if event_type == kind][nth]
    forge(parts)
    problems = found(said, banked[1])
    assert (code, index) in problems
    assert all(problem_of(code, lang) != code for lang in ("ja", "en"))


def test_a_party_that_confirmed_its_own_account_is_found(banked: tuple[Said, Blobs]) -> None:
    said = copy.deepcopy(banked[0])
    index, parts = next((at, parts) for at, kind, parts in said if kind == CONFIRMED)
    parts["facts"]["confirmed_for"] = parts["facts"]["party"]
    assert ("bank-confirmed-inside", index) in found(said, banked[1])


def test_one_token_for_both_steps_is_found(banked: tuple[Said, Blobs]) -> None:
    said = copy.deepcopy(banked[0])
    proposed = next(parts for _, kind, parts in said if kind == PROPOSED)
    index, parts = next((at, parts) for at, kind, parts in said if kind == CONFIRMED)
    parts["facts"]["confirmed_by"] = proposed["facts"]["proposed_by"]
    parts["command"]["by"] = proposed["facts"]["proposed_by"]
    assert ("bank-one-person", index) in found(said, banked[1])


def test_confirming_what_the_party_denied_is_found(banked: tuple[Said, Blobs]) -> None:
    """The second confirmation is moved onto the thief's account."""
    said = copy.deepcopy(banked[0])
    thief = [parts for _, kind, parts in said if kind == PROPOSED][1]["facts"]["id"]
    index, parts = [(at, parts) for at, kind, parts in said if kind == CONFIRMED][1]
    parts["facts"]["id"] = thief
    codes = {code for code, at in found(said, banked[1]) if at == index}
    assert {"bank-decided", "bank-alarm"} <= codes


def test_two_changes_that_wait_at_a_time_are_found(banked: tuple[Said, Blobs]) -> None:
    """Without the withdrawal, the thief's proposal still waits when the next one comes."""
    said = [one for one in copy.deepcopy(banked[0]) if one[1] != WITHDRAWN]
    assert "bank-twice" in {code for code, _ in found(said, banked[1])}
