"""Months: closed once, reopened for a reason, by those who may."""

import pytest
from stage import Stage, studio, window_fee

from ledger.command import Actor
from ledger.ledger import Ledger
from ledger.periods.commands import ClosePeriod, OpenPeriod, ReopenPeriod
from ledger.periods.views import (
    closed_months,
    closing_keys,
    first_closed,
    is_closed,
    page,
)
from ledger.store.state import State


@pytest.fixture
def stage(ledger: Ledger) -> Stage:
    return Stage(ledger)


@pytest.fixture
def payer(stage: Stage) -> str:
    return stage.company("幹事社")


@pytest.fixture
def agreement(stage: Stage, payer: str) -> str:
    return stage.agreement(payer, window_fee(payer), parties=(payer, stage.company("窓口社")))


def closed(stage: Stage, month: str, agreement: str | None = None) -> bool:
    with stage.ledger.reading() as conn:
        state = State(conn)
        state.prefetch(closing_keys([month], agreement or "*"))
        return is_closed(state, month, agreement)


def test_a_month_nobody_spoke_about_is_open(stage: Stage, agreement: str) -> None:
    assert not closed(stage, "2026-10")
    assert not closed(stage, "2026-10", agreement)


def test_a_closing_of_the_register_closes_the_month_for_every_agreement(
    stage: Stage, agreement: str
) -> None:
    stage.record(ClosePeriod(month="2026-10"))
    assert closed(stage, "2026-10")
    assert closed(stage, "2026-10", agreement)
    assert not closed(stage, "2026-11", agreement)


def test_a_closing_of_one_agreement_closes_the_month_for_it_alone(
    stage: Stage, agreement: str, payer: str
) -> None:
    other = stage.agreement(payer, window_fee(payer))
    stage.record(ClosePeriod(month="2026-10", agreement=agreement), studio(payer))
    assert closed(stage, "2026-10", agreement)
    assert not closed(stage, "2026-10", other)
    assert not closed(stage, "2026-10")


def test_closing_twice_conflicts_and_names_the_entry_that_closed_it(
    stage: Stage, agreement: str
) -> None:
    done = stage.record(ClosePeriod(month="2026-10"))
    for again in (
        ClosePeriod(month="2026-10"),
        ClosePeriod(month="2026-10", agreement=agreement),
    ):
        error = stage.refused(again)
        assert error.code == "period-already-closed"
        assert error.fields["value"] == "2026-10"
        assert error.fields["entry"] == done.first_index


def test_the_month_under_way_in_tokyo_may_be_closed_but_not_the_next(stage: Stage) -> None:
    stage.record(ClosePeriod(month="2026-11"))
    error = stage.refused(ClosePeriod(month="2026-12"))
    assert (error.code, error.fields["expected"]) == ("period-in-future", "2026-11 or earlier")


def test_a_month_that_is_none_is_refused(stage: Stage) -> None:
    error = stage.refused(ClosePeriod(month="0000-01"))
    assert (error.code, error.fields["field"]) == ("period-unreadable", "month")


def test_a_closed_month_is_reopened_for_a_reason_that_stays_on_record(stage: Stage) -> None:
    stage.record(ClosePeriod(month="2026-10"))
    stage.record(ReopenPeriod(month="2026-10", reason="報告の訂正"))
    assert not closed(stage, "2026-10")
    with stage.ledger.reading() as conn:
        (month,) = page(conn)
    assert month["status"] == "open"
    assert [step["event"] for step in month["history"]] == ["period.closed/1", "period.reopened/1"]
    assert month["history"][1]["reason"] == "報告の訂正"
    stage.record(ClosePeriod(month="2026-10"))
    assert closed(stage, "2026-10")


def test_reopening_an_open_month_conflicts(stage: Stage) -> None:
    assert stage.refused(ReopenPeriod(month="2026-10", reason="x")).code == "period-not-closed"


def test_a_register_wide_closing_is_not_reopened_for_one_agreement(
    stage: Stage, agreement: str
) -> None:
    stage.record(ClosePeriod(month="2026-10"))
    error = stage.refused(ReopenPeriod(month="2026-10", agreement=agreement, reason="x"))
    assert (error.code, error.fields["expected"]) == (
        "period-not-closed",
        "reopen it register-wide",
    )


def test_a_month_is_opened_explicitly_once(stage: Stage) -> None:
    stage.record(OpenPeriod(month="2026-04"))
    assert stage.refused(OpenPeriod(month="2026-04")).code == "period-already-open"
    stage.record(ClosePeriod(month="2026-04"))
    assert stage.refused(OpenPeriod(month="2026-04")).code == "period-closed"


def test_a_month_is_opened_at_most_a_year_ahead(stage: Stage) -> None:
    stage.record(OpenPeriod(month="2027-11"))
    assert stage.refused(OpenPeriod(month="2027-12")).code == "period-in-future"


def test_only_the_operator_speaks_about_months_of_the_register(stage: Stage, payer: str) -> None:
    assert stage.refused(ClosePeriod(month="2026-10"), studio(payer)).code == "operator-only"


def test_a_party_that_is_not_the_payer_may_not_close(stage: Stage, payer: str) -> None:
    party = stage.company("構成員")
    agreement = stage.agreement(payer, window_fee(payer), parties=(payer, party))
    command = ClosePeriod(month="2026-10", agreement=agreement)
    assert stage.refused(command, studio(party)).code == "not-your-party"


def test_a_stranger_hears_that_there_is_no_such_agreement(stage: Stage, agreement: str) -> None:
    command = ClosePeriod(month="2026-10", agreement=agreement)
    for actor in (studio(stage.company("他社")), Actor("public")):
        assert stage.refused(command, actor).code == "agreement-not-found"
    unknown = ClosePeriod(month="2026-10", agreement=stage.new("agr"))
    assert stage.refused(unknown).code == "agreement-not-found"


def test_a_period_is_closed_when_any_of_its_months_is(stage: Stage, agreement: str) -> None:
    stage.record(ClosePeriod(month="2026-05"))
    stage.record(ClosePeriod(month="2026-02", agreement=agreement))
    with stage.ledger.reading() as conn:
        state = State(conn)
        assert first_closed(state, "2026-Q1", agreement) == "2026-02"
        assert first_closed(state, "2026-Q1") is None
        assert first_closed(state, "2026-H1") == "2026-05"
        assert first_closed(state, "2026-06", agreement) is None
        assert closed_months(state, agreement) == ["2026-02", "2026-05"]
        assert closed_months(conn, agreement) == ["2026-02", "2026-05"]
        assert closed_months(conn) == ["2026-05"]


def test_months_are_listed_in_pages_by_scope(stage: Stage, agreement: str) -> None:
    for month in ("2026-03", "2026-01", "2026-02"):
        stage.record(ClosePeriod(month=month))
    stage.record(ClosePeriod(month="2026-04", agreement=agreement))
    with stage.ledger.reading() as conn:
        assert [row["month"] for row in page(conn, limit=2)] == ["2026-01", "2026-02"]
        assert [row["month"] for row in page(conn, after="2026-02")] == ["2026-03"]
        assert [row["month"] for row in page(conn, agreement=agreement)] == ["2026-04"]
