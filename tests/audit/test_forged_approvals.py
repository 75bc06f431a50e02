"""Whoever slips something past the second person, or speaks for him, is found at the entry."""

import copy
from collections.abc import Callable
from typing import Any

import pytest
from approvals_stage import KANA, KINDS, RIKU, House
from forging import Parts, Said, found, told_by
from money_stage import open_money

from ledger.audit.words import problem_of
from ledger.blobs.blobs import Blobs
from ledger.jobs.statements import issue_statements

ASKED, GIVEN = "approval.asked/1", "approval.given/1"
SET, REFUSED = "approval.policy_set/1", "approval.refused/1"
RUN, STATEMENT = "royalty.payout_closed/1", "statement.issued/1"


@pytest.fixture(scope="module")
def approved(tmp_path_factory: pytest.TempPathFactory) -> tuple[Said, Blobs]:
    """A run that was approved, its statements, of which one was refused, and a weaker policy."""
    for money in open_money(tmp_path_factory.mktemp("approved") / "home"):
        house = House(money)
        house.wants(*KINDS)
        run = money.payout(house.paid.agreement).command
        money.record(run, house.kana)
        house.approve("runs", run.id)
        issue_statements(
            money.register, payer=house.paid.studio, period="2026-03", actor=house.kana
        )
        house.reject("statements", house.waiting()[0]["subject"])
        house.wants("runs")
        house.approve("policy", f"policy/{house.paid.studio}")
        told = told_by(money)
    return told


def facts(**change: Any) -> Callable[[Parts], None]:
    return lambda parts: parts["facts"].update(change)


def sent(**change: Any) -> Callable[[Parts], None]:
    return lambda parts: parts["command"].update(change)


FORGED: list[tuple[str, int, Callable[[Parts], None], set[str]]] = [
    (SET, 1, facts(dropped=[]), {"approval-policy"}),
    (ASKED, 0, facts(made_by=RIKU), {"approval-token"}),
    (GIVEN, 0, facts(asked=1), {"approval-unasked"}),
    (GIVEN, 0, facts(given_by=KANA), {"approval-by-maker", "approval-token"}),
    (GIVEN, 0, sent(by=KANA), {"approval-token"}),
    (GIVEN, 0, sent(party="party_01KAM3Z4T0V6S8Q2YB5C9D7E1F"), {"approval-outsider"}),
    (GIVEN, 0, facts(party="party_01KAM3Z4T0V6S8Q2YB5C9D7E1F"), {"approval-party"}),
    (REFUSED, 0, facts(refused_by=KANA), {"approval-by-maker"}),
]


def test_sound_approvals_have_no_finding(approved: tuple[Said, Blobs]) -> None:
    assert found(*approved) == set()


@pytest.mark.parametrize(("kind", "nth", "forge", "codes"), FORGED)
def test_a_forged_approval_is_found(
    approved: tuple[Said, Blobs],
    kind: str,
    nth: int,
    forge: Callable[[Parts], None],
    codes: set[str],
) -> None:
    said = copy.deepcopy(approved[0])
    index, parts = [(at, parts) for at, event_type, parts in said if event_type == kind][nth]
    forge(parts)
    problems = found(said, approved[1])
    assert codes <= {code for code, at in problems if at == index}
    for code, _ in problems:
        assert all(problem_of(code, lang) != code for lang in ("ja", "en"))


def without(said: Said, kind: str) -> Said:
    """The log with the first entry of a type taken for another that says nothing here."""
    place = next(at for at, (_, event_type, _) in enumerate(said) if event_type == kind)
    return said[:place] + said[place + 1 :]


def test_a_run_that_nobody_was_asked_about_is_found(approved: tuple[Said, Blobs]) -> None:
    run = next(at for at, event_type, _ in approved[0] if event_type == RUN)
    assert ("approval-not-asked", run) in found(without(approved[0], ASKED), approved[1])


def test_a_statement_of_a_run_that_was_not_approved_is_found(approved: tuple[Said, Blobs]) -> None:
    first = next(at for at, event_type, _ in approved[0] if event_type == STATEMENT)
    assert ("approval-missing", first) in found(without(approved[0], GIVEN), approved[1])
