"""Versions of terms: added, never edited, and never under months that are settled."""

from datetime import UTC, date, datetime

import pytest
from stage import Stage, member, shared_among, studio, window_fee

from ledger.agreements.commands import AddTerms
from ledger.agreements.views import settle, terms_in_force
from ledger.command import SYSTEM, Actor, Context
from ledger.committees.commands import AmendCommittee
from ledger.committees.rules import amend_committee
from ledger.errors import RuleViolation
from ledger.ledger import Ledger
from ledger.periods.commands import ClosePeriod, ReopenPeriod
from ledger.store.state import State


@pytest.fixture
def stage(ledger: Ledger) -> Stage:
    return Stage(ledger)


@pytest.fixture
def payer(stage: Stage) -> str:
    return stage.company("幹事社")


@pytest.fixture
def agreement(stage: Stage, payer: str) -> str:
    """In force from January 2026 with a fee of 10%."""
    return stage.agreement(payer, window_fee(payer), parties=(payer, stage.company("配信社")))


def adding(agreement: str, payer: str, month: str, percent: int) -> AddTerms:
    return AddTerms(
        agreement=agreement,
        effective_month=month,
        terms=window_fee(payer, percent, 100),
        reason="料率変更",
    )


def rates(stage: Stage, agreement: str, *months: str) -> list[int]:
    """The version in force in each month."""
    with stage.ledger.reading() as conn:
        found = [terms_in_force(conn, agreement, month) for month in months]
        assert found == [terms_in_force(State(conn), agreement, month) for month in months]
    return [terms["version"] for terms in found if terms]


def test_a_new_version_is_in_force_from_its_month_on(
    stage: Stage, agreement: str, payer: str
) -> None:
    stage.record(adding(agreement, payer, "2026-07", 11), studio(payer))
    assert rates(stage, agreement, "2026-06", "2026-07", "2027-01") == [1, 2, 2]


def test_a_back_dated_version_is_in_force_until_the_next_where_nothing_is_settled(
    stage: Stage, agreement: str, payer: str
) -> None:
    stage.record(adding(agreement, payer, "2026-07", 11))
    stage.record(adding(agreement, payer, "2026-04", 13))
    assert rates(stage, agreement, "2026-03", "2026-04", "2026-06", "2026-07") == [1, 3, 3, 2]


def test_of_two_versions_of_one_month_the_last_recorded_is_in_force(
    stage: Stage, agreement: str, payer: str
) -> None:
    stage.record(adding(agreement, payer, "2026-07", 11))
    stage.record(adding(agreement, payer, "2026-07", 13))
    assert rates(stage, agreement, "2026-07") == [3]


@pytest.mark.parametrize("for_all", [True, False])
def test_terms_for_closed_months_are_refused_until_they_are_reopened(
    stage: Stage, agreement: str, payer: str, for_all: bool
) -> None:
    scope = None if for_all else agreement
    stage.record(ClosePeriod(month="2026-07", agreement=scope))
    for month in ("2026-06", "2026-07"):
        error = stage.refused(adding(agreement, payer, month, 11))
        assert error.code == "terms-back-dated"
        assert error.fields["value"] == month
        assert error.fields["closed_months"] == ["2026-07"]
        assert "may begin in 2026-08" in str(error)
    stage.record(ReopenPeriod(month="2026-07", agreement=scope, reason="料率の訂正"))
    assert stage.record(adding(agreement, payer, "2026-07", 11)).count == 1


def test_the_terms_in_force_are_not_added_again(stage: Stage, agreement: str, payer: str) -> None:
    error = stage.refused(adding(agreement, payer, "2026-07", 10))
    same = AddTerms(
        agreement=agreement, effective_month="2026-07", terms=window_fee(payer), reason="x"
    )
    assert error.code == "ratio-not-lowest"
    assert stage.refused(same).code == "terms-unchanged"


def test_the_terms_in_force_may_begin_earlier(stage: Stage, payer: str) -> None:
    agreement = stage.agreement(payer, window_fee(payer), effective_month="2026-07")
    same = AddTerms(
        agreement=agreement, effective_month="2026-04", terms=window_fee(payer), reason="x"
    )
    stage.record(same)
    assert rates(stage, agreement, "2026-04") == [2]


def test_only_the_payer_adds_terms(stage: Stage, payer: str) -> None:
    party, stranger = stage.company("配信社"), stage.company("他社")
    agreement = stage.agreement(payer, window_fee(payer), parties=(payer, party))
    command = adding(agreement, payer, "2026-07", 11)
    assert stage.refused(command, studio(party)).code == "not-your-party"
    assert stage.refused(command, studio(stranger)).code == "agreement-not-found"
    assert stage.refused(command, Actor("auditor", payer)).code == "role-may-not-write"


def test_terms_of_an_unknown_agreement_are_refused(stage: Stage, payer: str) -> None:
    command = adding(stage.new("agr"), payer, "2026-07", 11)
    assert stage.refused(command).code == "agreement-not-found"


def test_added_terms_are_checked_like_the_first(stage: Stage, agreement: str, payer: str) -> None:
    error = stage.refused(adding(agreement, payer, "2026-07", 101))
    assert error.code == "rate-above-one"
    nobody = stage.new("party")
    error = stage.refused(adding(agreement, nobody, "2026-07", 11))
    assert error.code == "party-not-found"


def test_holders_do_not_change_under_a_payout_run(stage: Stage, payer: str) -> None:
    committee = stage.committee(member(payer, "1"))
    agreement = stage.agreement(payer, shared_among(committee))
    context = Context(SYSTEM, datetime(2026, 11, 22, tzinfo=UTC))

    def amending(month: int) -> AmendCommittee:
        day = date(2026, month, 1)
        return AmendCommittee(committee=committee, effective_from=day, reason="x", works=())

    with stage.ledger.reading() as conn:
        state = State(conn)
        settle(state, agreement, "2026-06")
        with pytest.raises(RuleViolation) as caught:
            amend_committee(amending(6), state, context)
        assert caught.value.code == "committee-back-dated"
        assert caught.value.fields["expected"] == "2026-07-01 or later"
        assert len(amend_committee(amending(7), state, context)) == 1
