"""The course of disputes: whose turn it is, what is overdue, what carries it out, and figures."""

from datetime import date
from typing import Any

import pytest
from disputes_stage import DECISION, Disputes
from money_stage import Money, rate, step, terms
from pydantic import ValidationError
from rights_stage import consent
from stage import studio

from ledger.access.views import OPERATOR_VIEWER, Viewer
from ledger.command import Actor
from ledger.disputes.course_commands import CarryOutDispute, Correction
from ledger.disputes.reading import (
    due,
    holding,
    overdue,
    page,
    show,
    to_answer,
    with_held,
    with_held_each,
)
from ledger.disputes.statistics import statistics, summary
from ledger.jobs.verify import verify_register
from ledger.statements.views import show as show_statement


@pytest.fixture
def disputes(money: Money) -> Disputes:
    return Disputes(money)


def opened(disputes: Disputes, **more: Any) -> str:
    command = disputes.open(**more)
    disputes.money.record(command)
    return str(command.id)


def late(disputes: Disputes, today: str, viewer: Viewer = OPERATOR_VIEWER) -> list[str]:
    with disputes.money.ledger.reading() as conn:
        return [one["id"] for one in overdue(conn, viewer, today)]


def test_whoever_does_not_answer_in_time_is_overdue(disputes: Disputes) -> None:
    """The answer is asked for by 31 December 2026."""
    dispute = opened(disputes)
    assert late(disputes, "2026-12-31") == []
    assert late(disputes, "2027-01-01") == [dispute]
    assert late(disputes, "2027-01-01", Viewer("studio", disputes.paid.studio)) == [dispute]
    assert late(disputes, "2027-01-01", Viewer("studio", disputes.paid.platform)) == []
    disputes.money.record(disputes.say(dispute))
    assert late(disputes, "2027-01-01") == [dispute]
    disputes.money.record(disputes.say(dispute, by=disputes.paid.studio))
    assert late(disputes, "2027-01-01") == []


def test_the_next_round_has_a_deadline_of_its_own(disputes: Disputes) -> None:
    dispute = opened(disputes)
    disputes.money.record(disputes.say(dispute, by=disputes.paid.studio))
    disputes.money.record(disputes.ask(dispute), Actor("creator", disputes.paid.writer))
    with disputes.money.ledger.reading() as conn:
        told = show(conn, dispute, Viewer("studio", disputes.paid.studio))
    assert told is not None
    assert (told["turn"], told["answer_by"]) == ([disputes.paid.studio], "2027-01-31")
    assert late(disputes, "2027-01-31") == []
    assert late(disputes, "2027-02-01") == [dispute]
    assert verify_register(disputes.money.register, commands=True).findings == ()


def test_the_longest_waiting_come_first(disputes: Disputes) -> None:
    later = opened(disputes, answer_by=date(2026, 12, 20))
    first = opened(disputes, answer_by=date(2026, 12, 10))
    assert late(disputes, "2027-01-01") == [first, later]


def test_who_is_asked_sees_what_to_answer_by_its_day_and_page_by_page(disputes: Disputes) -> None:
    """Two are of the same day: the order of their ids decides, also where a page ends."""
    days = (date(2026, 12, 20), date(2026, 12, 10), date(2026, 12, 20))
    made = [opened(disputes, answer_by=day) for day in days]
    expected = [made[1], *sorted((made[0], made[2]))]
    party = disputes.paid.studio
    viewer = Viewer("studio", party)
    found: list[str] = []
    with disputes.money.ledger.reading() as conn:
        for _ in expected:
            after = found[-1] if found else None
            some = to_answer(conn, viewer, party, after=after, limit=1)
            found += [one["id"] for one in some]
        assert found == expected
        assert to_answer(conn, viewer, party, after=found[-1]) == []
        assert to_answer(conn, Viewer("studio", disputes.paid.platform), party) == []
        assert to_answer(conn, viewer, disputes.paid.writer) == []
    disputes.money.record(disputes.say(made[1], by=party))
    with disputes.money.ledger.reading() as conn:
        assert [one["id"] for one in to_answer(conn, viewer, party)] == expected[1:]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"turn": ("writer",)}, "dispute-turn-wrong"),
        ({"turn": ("platform",)}, "dispute-turn-wrong"),
        ({"answer_by": date(2026, 11, 21)}, "dispute-answer-in-past"),
    ],
)
def test_only_the_other_side_is_asked_and_not_for_yesterday(
    disputes: Disputes, change: dict[str, Any], code: str
) -> None:
    if "turn" in change:
        change = {"turn": tuple(getattr(disputes.paid, name) for name in change["turn"])}
    dispute = opened(disputes)
    assert disputes.money.refused(disputes.ask(dispute, **change)).code == code


def test_a_decision_for_an_amount_waits_until_it_is_carried_out(disputes: Disputes) -> None:
    dispute = opened(disputes)
    upheld = disputes.settle(dispute, outcome="upheld", by=disputes.paid.studio, granted_minor=600)
    disputes.money.record(upheld)
    with disputes.money.ledger.reading() as conn:
        (listed,) = due(conn, OPERATOR_VIEWER)
    assert (listed["id"], listed["granted_minor"], listed["carried_out"]) == (dispute, 600, None)
    disputes.money.record(disputes.carried_out(dispute, DECISION))
    with disputes.money.ledger.reading() as conn:
        assert due(conn, OPERATOR_VIEWER) == []
    refusal = disputes.money.refused(disputes.carried_out(dispute, DECISION))
    assert refusal.code == "dispute-nothing-due"


def test_a_report_of_the_disputed_agreement_carries_it_out(disputes: Disputes) -> None:
    paid, money = disputes.paid, disputes.money
    dispute = opened(disputes)
    money.record(disputes.settle(dispute, outcome="upheld", by=paid.studio))
    other = money.agreement(paid.studio, _fee(paid.platform))
    foreign = money.sales(other, paid.platform, paid.work, 10)
    later = money.sales(paid.agreement, paid.platform, paid.work, 100_000, period="2026-05")

    def named(report: str, **more: Any) -> CarryOutDispute:
        correction = Correction(kind="report", id=report)
        stated = {"dispute": dispute, "by": paid.studio, "correction": correction}
        return CarryOutDispute(**(stated | more))

    assert money.refused(named(paid.report)).code == "dispute-correction-earlier"
    assert money.refused(named(foreign)).code == "dispute-correction-not-found"
    assert money.refused(named("rep_nowhere")).code == "dispute-correction-not-found"
    assert money.refused(named(later, by=paid.platform)).code == "dispute-not-a-side"
    money.record(named(later), studio(paid.studio))
    assert verify_register(money.register, commands=True).findings == ()


def _fee(payee: str) -> dict[str, Any]:
    return terms(step("fee", "commission/1", basis="received", rate=rate(1, 10), payee=payee))


def test_who_owes_does_not_confirm_his_own_document(disputes: Disputes) -> None:
    dispute = opened(disputes)
    disputes.money.record(disputes.settle(dispute, outcome="upheld", by=disputes.paid.studio))
    own = disputes.carried_out(dispute, DECISION, by=disputes.paid.studio)
    assert disputes.money.refused(own).code == "dispute-not-a-side"


def test_no_more_is_granted_than_was_claimed(disputes: Disputes) -> None:
    dispute = opened(disputes)
    for outcome, granted in (("upheld", 1_001), ("withdrawn", 1)):
        ending = disputes.settle(dispute, outcome=outcome, granted_minor=granted, by=None,
                                 document=DECISION)  # fmt: skip
        assert disputes.money.refused(ending).code == "dispute-granted-too-much"


def test_a_correction_names_an_id_or_a_document() -> None:
    for wrong in ({"kind": "revision"}, {"kind": "document", "id": "x"}):
        with pytest.raises(ValidationError):
            Correction(**wrong)


def test_a_held_line_is_marked_wherever_it_is_shown(disputes: Disputes) -> None:
    paid, money = disputes.paid, disputes.money
    dispute = opened(disputes, by=paid.studio)
    money.record(disputes.hold(dispute, 700))
    with money.ledger.reading() as conn:
        told = show(conn, dispute, Viewer("creator", paid.writer))
        assert told is not None
        assert (told["held_minor"], told["held"][0]["amount_minor"]) == (700, 700)
        (listed,) = holding(conn, OPERATOR_VIEWER)
        assert (listed["id"], listed["held_minor"]) == (dispute, 700)
        assert page(conn, OPERATOR_VIEWER)[0]["held_minor"] == 700
        shown = show_statement(conn, disputes.statement, Viewer("creator", paid.writer))
        assert shown is not None
        marked = with_held(conn, shown)
        assert marked["held"][0]["dispute"] == dispute
        assert with_held_each(conn, [shown])[0]["held_minor"] == 700
        assert with_held(conn, {"id": "stmt_none"}) == {"id": "stmt_none"}


def test_figures_count_what_was_opened_between_two_days(disputes: Disputes) -> None:
    """Two about 1,000 each; one is answered and agreed upon for 600 on its day, 700 were held."""
    paid, money = disputes.paid, disputes.money
    first = opened(disputes, by=paid.studio)
    money.record(disputes.hold(first, 700))
    money.record(disputes.say(first))
    agreed = disputes.settle(first, outcome="agreed", granted_minor=600,
                             consents=consent(paid.studio))  # fmt: skip
    money.record(agreed)
    opened(disputes)
    with money.ledger.reading() as conn:
        told = statistics(conn, OPERATOR_VIEWER, date(2026, 11, 1), date(2026, 11, 30))
        none = statistics(conn, OPERATOR_VIEWER, date(2026, 10, 1), date(2026, 10, 31))
    assert (told["opened"], told["still_open"], told["outcomes"]) == (2, 1, {"agreed": 1})
    assert (told["days_to_answer"], told["days_to_settle"], told["not_carried_out"]) == (0, 0, 1)
    assert told["amounts"] == [
        {"currency": "JPY", "claimed_minor": 2_000, "held_minor": 700, "granted_minor": 600}
    ]
    assert (none["opened"], none["days_to_answer"]) == (0, None)


def test_figures_of_two_disputes_by_hand() -> None:
    """Answered after 3 days and upheld after 10 for 600 of 1,000; another claims 500."""
    at = "2026-01-{:02}T03:00:00.000000Z"
    base = {"kind": "statement_line", "currency": "JPY", "is_due": 0}
    first = {
        **base, "dispute_id": "a", "opened_at": at.format(1), "answered_at": at.format(4),
        "settled_at": at.format(11), "outcome": "upheld", "claimed_minor": 1_000,
        "granted_minor": 600,
    }  # fmt: skip
    second = {
        **base, "dispute_id": "b", "opened_at": at.format(2), "answered_at": None,
        "settled_at": None, "outcome": "open", "claimed_minor": 500, "granted_minor": 0,
    }  # fmt: skip
    told = summary([first, second], {"a": 400})
    assert (told["opened"], told["days_to_answer"], told["days_to_settle"]) == (2, 3, 10)
    assert told["amounts"][0]["claimed_minor"] == 1_500
    assert told["amounts"][0]["held_minor"] == 400
