"""Committees change from a month on; who held what on a day stays known."""

from datetime import date
from typing import Any

import pytest
from stage import Stage, member, plan, ratio, studio

from ledger.access.views import OPERATOR_VIEWER, Viewer
from ledger.command import SYSTEM
from ledger.committees.commands import AmendCommittee, Member
from ledger.committees.views import holders_on, page, show
from ledger.ledger import Ledger
from ledger.periods.commands import ClosePeriod
from ledger.store.state import State


@pytest.fixture
def stage(ledger: Ledger) -> Stage:
    return Stage(ledger)


@pytest.fixture
def three(stage: Stage) -> list[str]:
    return [stage.company(name) for name in ("幹事社", "放送局", "出版社")]


@pytest.fixture
def committee(stage: Stage, three: list[str]) -> str:
    """Formed on 1 January 2026: 60% and 40%."""
    return stage.committee(member(three[0], "3/5"), member(three[1], "2/5"))


def amending(committee: str, first_of: str, **more: Any) -> AmendCommittee:
    day = date.fromisoformat(f"{first_of}-01")
    return AmendCommittee(committee=committee, effective_from=day, reason="持分譲渡", **more)


def halves(three: list[str]) -> tuple[Member, ...]:
    return (member(three[0], "1/2"), member(three[2], "1/2"))


def test_holders_change_on_the_day_the_version_begins(
    stage: Stage, committee: str, three: list[str]
) -> None:
    done = stage.record(amending(committee, "2026-07", members=halves(three)))
    with stage.ledger.reading() as conn:
        before = holders_on(conn, committee, "investment", date(2026, 6, 30))
        after = holders_on(conn, committee, "profit", date(2026, 7, 1))
        assert holders_on(State(conn), committee, "profit", date(2026, 7, 1)) == after
        assert holders_on(conn, committee, "investment", date(2025, 12, 31)) is None
    assert before is not None
    assert before.shares == ((three[0], ratio("3/5")), (three[1], ratio("2/5")))
    assert after is not None
    assert after.entry_index == done.first_index
    assert after.shares == ((three[0], ratio("1/2")), (three[2], ratio("1/2")))


def test_of_two_versions_that_begin_together_the_last_recorded_holds(
    stage: Stage, committee: str, three: list[str]
) -> None:
    stage.record(amending(committee, "2026-07", members=halves(three)))
    stage.record(amending(committee, "2026-07", members=(member(three[0], "1"),)))
    with stage.ledger.reading() as conn:
        holders = holders_on(conn, committee, "investment", date(2026, 7, 31))
    assert holders is not None
    assert holders.shares == ((three[0], ratio("1")),)


def test_holders_of_an_unknown_set_or_committee_are_unknown_not_nobody(
    stage: Stage, three: list[str]
) -> None:
    partly = stage.committee(
        Member(party=three[0], investment=ratio("1")), origin="existing", plan=None, formed_on=None
    )
    draft = stage.committee(member(three[0]), origin="draft", lead=None)
    with stage.ledger.reading() as conn:
        day = date(1999, 1, 1)
        assert holders_on(conn, partly, "copyright", day) is None
        assert holders_on(conn, partly, "investment", day) is not None
        assert holders_on(conn, draft, "investment", day) is None
        assert holders_on(conn, stage.new("cmt"), "investment", day) is None


def test_what_an_amendment_leaves_out_stays_as_it_is(
    stage: Stage, committee: str, three: list[str]
) -> None:
    work = stage.work("星の庭")
    stage.record(amending(committee, "2026-07", works=(work,)))
    with stage.ledger.reading() as conn:
        shown = show(conn, committee, OPERATOR_VIEWER)
        assert shown is not None
        assert shown["works"] == [work]
        assert [line["party"] for line in shown["members"]] == three[:2]
        assert shown["plan"]["contact"] == three[0]
        assert (shown["version"], shown["effective_from"]) == (2, "2026-07-01")
        assert [step["reason"] for step in shown["history"]] == [None, "持分譲渡"]
        assert [row["id"] for row in page(conn, OPERATOR_VIEWER, work=work)] == [committee]
    stage.record(amending(committee, "2026-08", works=()))
    with stage.ledger.reading() as conn:
        assert page(conn, OPERATOR_VIEWER, work=work) == []


def test_a_new_lead_takes_over(stage: Stage, committee: str, three: list[str]) -> None:
    stage.record(amending(committee, "2026-07", lead=three[1]), studio(three[0]))
    late = amending(committee, "2026-08", works=())
    assert stage.refused(late, studio(three[0])).code == "not-your-party"
    assert stage.record(late, studio(three[1])).count == 1


@pytest.mark.parametrize(
    ("day", "code", "expected"),
    [
        (date(2026, 7, 2), "effective-inside-month", "2026-07-01, or the first of another month"),
        (date(2025, 12, 1), "effective-before-previous", "2026-01-01 or later"),
    ],
)
def test_a_version_begins_with_a_month_and_not_before_the_last(
    stage: Stage, committee: str, day: date, code: str, expected: str
) -> None:
    command = AmendCommittee(committee=committee, effective_from=day, reason="x", works=())
    error = stage.refused(command)
    assert (error.code, error.fields["field"]) == (code, "effective_from")
    assert error.fields["expected"] == expected


def test_a_version_does_not_begin_in_a_closed_month(stage: Stage, committee: str) -> None:
    stage.record(ClosePeriod(month="2026-07"))
    assert stage.refused(amending(committee, "2026-07", works=())).code == "period-closed"


def test_an_amendment_keeps_the_shares_exact(
    stage: Stage, committee: str, three: list[str]
) -> None:
    members = (member(three[0], "3/5"), member(three[2], "3/10"))
    error = stage.refused(amending(committee, "2026-07", members=members))
    assert (error.code, error.fields["missing"]) == ("shares-do-not-sum", "1/10")


def test_a_complete_committee_stays_complete(
    stage: Stage, committee: str, three: list[str]
) -> None:
    forgetful = amending(committee, "2026-07", members=(member(three[0]), member(three[1])))
    assert stage.refused(forgetful).code == "shares-missing"


def test_shares_once_known_do_not_become_unknown(stage: Stage, three: list[str]) -> None:
    partly = stage.committee(
        Member(party=three[0], investment=ratio("1")), origin="existing", plan=None
    )
    error = stage.refused(amending(partly, "2026-07", members=(member(three[0]),)))
    assert (error.code, error.fields["share_set"]) == ("shares-forgotten", "investment")


def test_an_existing_committee_may_be_completed_step_by_step(
    stage: Stage, three: list[str]
) -> None:
    partly = stage.committee(member(three[0]), origin="existing", plan=None)
    stage.record(amending(partly, "2026-07", members=(member(three[0], "1"),)))
    stage.record(amending(partly, "2026-07", plan=plan(three[0])))
    with stage.ledger.reading() as conn:
        shown = show(conn, partly, OPERATOR_VIEWER)
    assert shown is not None
    assert shown["flags"] == []


def test_a_draft_with_shares_and_a_plan_becomes_active(stage: Stage, three: list[str]) -> None:
    draft = stage.committee(member(three[0]), origin="draft", lead=None)
    incomplete = amending(draft, "2026-07", activate=True, lead=three[0])
    assert stage.refused(incomplete).code == "shares-missing"
    complete = amending(
        draft, "2026-07", activate=True, lead=three[0], plan=plan(three[0]),
        members=(member(three[0], "1"),), shares_are_synthetic=True,
    )  # fmt: skip
    assert stage.refused(complete, studio(three[0])).code == "operator-only"
    stage.record(complete, SYSTEM)
    with stage.ledger.reading() as conn:
        shown = show(conn, draft, OPERATOR_VIEWER)
        assert shown is not None
        assert (shown["status"], shown["shares_are_synthetic"]) == ("active", True)
        assert holders_on(conn, draft, "investment", date(2026, 7, 1)) is not None
        assert holders_on(conn, draft, "investment", date(2026, 6, 30)) is None
    assert stage.refused(complete).code == "committee-already-active"


def test_a_draft_stays_a_draft_until_it_is_activated(stage: Stage, three: list[str]) -> None:
    draft = stage.committee(member(three[0]), origin="draft", lead=None)
    with_shares = amending(draft, "2026-07", members=(member(three[0], "1"),))
    assert stage.refused(with_shares).code == "draft-with-shares"
    stage.record(amending(draft, "2026-07", members=(member(three[0]), member(three[1]))))
    with stage.ledger.reading() as conn:
        shown = show(conn, draft, OPERATOR_VIEWER)
    assert shown is not None
    assert (shown["status"], len(shown["members"])) == ("draft", 2)


def test_an_amendment_that_says_nothing_is_refused(stage: Stage, committee: str) -> None:
    assert stage.refused(amending(committee, "2026-07")).code == "nothing-to-amend"


def test_amending_an_unknown_committee_is_refused(stage: Stage) -> None:
    assert stage.refused(amending(stage.new("cmt"), "2026-07")).code == "committee-not-found"


def test_who_has_left_does_not_read_the_new_contract(
    stage: Stage, committee: str, three: list[str]
) -> None:
    stage.record(amending(committee, "2026-07", members=halves(three)))
    with stage.ledger.reading() as conn:
        left = show(conn, committee, Viewer("studio", three[1]))
        joined = show(conn, committee, Viewer("studio", three[2]))
    assert left is not None
    assert "members" not in left
    assert joined is not None
    assert "members" in joined


def test_who_leaves_later_still_reads_until_then(
    stage: Stage, committee: str, three: list[str]
) -> None:
    stage.record(amending(committee, "2027-01", members=halves(three)))
    with stage.ledger.reading() as conn:
        leaving = show(conn, committee, Viewer("studio", three[1]))
    assert leaving is not None
    assert "members" in leaving
