"""Forming committees: a new one is complete, an existing one is as it is, a draft is names."""

from datetime import date
from typing import Any

import pytest
from stage import Stage, member, plan, ratio, studio

from ledger.access.views import OPERATOR_VIEWER
from ledger.committees.commands import Disposition, FormCommittee, Member, Window
from ledger.committees.views import show
from ledger.ledger import Ledger
from ledger.values import Names


@pytest.fixture
def stage(ledger: Ledger) -> Stage:
    return Stage(ledger)


@pytest.fixture
def three(stage: Stage) -> list[str]:
    return [stage.company(name) for name in ("幹事社", "放送局", "出版社")]


def forming(stage: Stage, *members: Member, **more: Any) -> FormCommittee:
    """A command for a complete committee, changed by `more`."""
    lead = members[0].party if members else stage.new("party")
    stated: dict[str, Any] = {
        "origin": "new",
        "name": Names(ja="「星の庭」製作委員会"),
        "lead": lead,
        "plan": plan(lead),
    }
    return FormCommittee(id=stage.new("cmt"), members=members, **(stated | more))


def flags(stage: Stage, command: FormCommittee) -> tuple[str, list[str]]:
    stage.record(command)
    with stage.ledger.reading() as conn:
        shown = show(conn, command.id, OPERATOR_VIEWER)
    assert shown is not None
    return shown["status"], shown["flags"]


def test_a_complete_new_committee_is_active_without_flags(stage: Stage, three: list[str]) -> None:
    members = [member(party, "1/3") for party in three]
    assert flags(stage, forming(stage, *members)) == ("active", [])


def test_its_lead_may_record_it_and_nobody_else(stage: Stage, three: list[str]) -> None:
    command = forming(stage, member(three[0], "1/2"), member(three[1], "1/2"))
    assert stage.refused(command, studio(three[1])).code == "not-your-party"
    assert stage.record(command, studio(three[0])).count == 1
    assert stage.refused(command).code == "id-taken"


def test_shares_that_miss_one_ten_thousandth_are_refused_naming_set_sum_and_gap(
    stage: Stage, three: list[str]
) -> None:
    """30% + 30% + 39.99% = 99.99%: 1/10000 is missing, and only in the copyright shares."""
    members = [
        member(three[0], "3/10"),
        member(three[1], "3/10"),
        member(three[2], "2/5", copyright="3999/10000"),
    ]
    error = stage.refused(forming(stage, *members))
    assert error.code == "shares-do-not-sum"
    assert error.fields == {
        "field": "members.copyright",
        "value": "9999/10000",
        "expected": "1",
        "share_set": "copyright",
        "missing": "1/10000",
    }


def test_shares_beyond_one_are_refused_naming_the_excess(stage: Stage, three: list[str]) -> None:
    error = stage.refused(forming(stage, member(three[0], "1/2"), member(three[1], "51/100")))
    assert (error.fields["value"], error.fields["excess"]) == ("101/100", "1/100")
    assert error.fields["share_set"] == "investment"


def test_a_member_without_a_share_is_refused_by_name(stage: Stage, three: list[str]) -> None:
    command = forming(stage, member(three[0], "1"), member(three[1]))
    error = stage.refused(command)
    assert error.code == "shares-missing"
    assert error.fields["field"] == "members[1].investment"
    assert error.fields["party"] == three[1]


def test_a_share_of_zero_is_a_share(stage: Stage, three: list[str]) -> None:
    command = forming(stage, member(three[0], "1"), member(three[1], "0"))
    assert flags(stage, command) == ("active", [])


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"lead": None}, "lead-missing", "lead"),
        ({"plan": None}, "plan-missing", "plan"),
        ({"formed_on": date(2026, 11, 23)}, "formed-in-future", "formed_on"),
        ({"works": ("work_" + "7" * 26,)}, "work-not-found", "works[0]"),
        ({"lead": "party_" + "7" * 26}, "party-not-found", "lead"),
    ],
)
def test_a_new_committee_that_lacks_something_is_refused(
    stage: Stage, three: list[str], change: dict[str, Any], code: str, field: str
) -> None:
    command = forming(stage, member(three[0], "1"), **change)
    error = stage.refused(command)
    assert (error.code, error.fields["field"]) == (code, field)


def test_a_new_committee_without_members_is_refused(stage: Stage, three: list[str]) -> None:
    error = stage.refused(forming(stage, lead=three[0], plan=plan(three[0])))
    assert (error.code, error.fields["field"]) == ("members-missing", "members")


def test_a_lead_that_is_no_member_is_refused(stage: Stage, three: list[str]) -> None:
    error = stage.refused(forming(stage, member(three[0], "1"), lead=three[1]))
    assert (error.code, error.fields["value"]) == ("lead-not-member", three[1])


def test_a_member_named_twice_is_refused(stage: Stage, three: list[str]) -> None:
    error = stage.refused(forming(stage, member(three[0], "1/2"), member(three[0], "1/2")))
    assert (error.code, error.fields["field"]) == ("member-repeated", "members[1].party")


def test_a_member_nobody_registered_is_refused(stage: Stage, three: list[str]) -> None:
    nobody = stage.new("party")
    error = stage.refused(forming(stage, member(three[0], "1/2"), member(nobody, "1/2")))
    assert (error.code, error.fields["field"]) == ("party-not-found", "members[1].party")


def test_a_work_named_twice_is_refused(stage: Stage, three: list[str]) -> None:
    work = stage.work("星の庭")
    error = stage.refused(forming(stage, member(three[0], "1"), works=(work, work)))
    assert (error.code, error.fields["field"]) == ("work-repeated", "works[1]")


def test_two_holders_of_one_window_in_one_territory_are_refused(
    stage: Stage, three: list[str]
) -> None:
    windows = (
        Window(medium="streaming", holder=three[0], territory="JP", rate=ratio("1/10")),
        Window(medium="streaming", holder=three[1], territory="US"),
        Window(medium="streaming", holder=three[1], territory="jp "),
    )
    error = stage.refused(forming(stage, member(three[0], "1"), windows=windows))
    assert error.code == "window-taken"
    assert error.fields["field"] == "windows[2].holder"
    assert error.fields["holder"] == three[0]


def test_a_window_holder_may_be_any_known_party(stage: Stage, three: list[str]) -> None:
    outside = (Window(medium="video", holder=stage.company("ビデオ社")),)
    assert flags(stage, forming(stage, member(three[0], "1"), windows=outside))[0] == "active"
    unknown = (Window(medium="video", holder=stage.new("party")),)
    error = stage.refused(forming(stage, member(three[0], "1"), windows=unknown))
    assert (error.code, error.fields["field"]) == ("party-not-found", "windows[0].holder")


def test_a_plan_that_forgets_media_is_refused_naming_them(stage: Stage, three: list[str]) -> None:
    partly = plan(
        three[0],
        Disposition(rights=("theatrical", "broadcast", "streaming", "video"), outcome="lead"),
        Disposition(rights=("publishing", "music", "game", "event", "other"), outcome="author"),
    )
    error = stage.refused(forming(stage, member(three[0], "1"), plan=partly))
    assert error.code == "plan-incomplete"
    assert error.fields["value"] == ["merchandise", "overseas"]


def test_a_clause_without_rights_covers_the_rest(stage: Stage, three: list[str]) -> None:
    whole = plan(
        three[0],
        Disposition(rights=("overseas",), outcome="member", to=three[0]),
        Disposition(outcome="author"),
    )
    assert flags(stage, forming(stage, member(three[0], "1"), plan=whole))[1] == []


@pytest.mark.parametrize("outcome", ["member", "manager"])
def test_an_outcome_that_needs_a_receiver_is_refused_without_one(
    stage: Stage, three: list[str], outcome: Any
) -> None:
    unsaid = plan(three[0], Disposition(outcome=outcome))
    error = stage.refused(forming(stage, member(three[0], "1"), plan=unsaid))
    assert (error.code, error.fields["field"]) == (
        "disposition-receiver-wrong",
        "plan.dispositions[0].to",
    )


@pytest.mark.parametrize("outcome", ["member", "lead"])
def test_rights_do_not_go_to_a_member_that_is_none(
    stage: Stage, three: list[str], outcome: Any
) -> None:
    wrong = plan(three[0], Disposition(outcome=outcome, to=three[2]))
    error = stage.refused(forming(stage, member(three[0], "1"), plan=wrong))
    assert error.code == "disposition-receiver-wrong"


def test_two_clauses_for_one_medium_at_one_time_are_refused(stage: Stage, three: list[str]) -> None:
    later = Disposition(rights=("video",), outcome="author", after_years=5)
    twice = plan(
        three[0],
        Disposition(outcome="lead"),
        later,
        Disposition(rights=("video",), outcome="studio"),
    )
    assert flags(stage, forming(stage, member(three[0], "1"), plan=twice))[1] == []
    again = plan(three[0], Disposition(outcome="lead"), later, later)
    error = stage.refused(forming(stage, member(three[0], "1"), plan=again))
    assert (error.code, error.fields["value"]) == ("disposition-repeated", "video")


def test_a_contact_nobody_registered_is_refused(stage: Stage, three: list[str]) -> None:
    error = stage.refused(forming(stage, member(three[0], "1"), plan=plan(stage.new("party"))))
    assert (error.code, error.fields["field"]) == ("party-not-found", "plan.contact")


def test_an_existing_committee_is_recorded_with_flags_for_what_is_unknown(
    stage: Stage, three: list[str]
) -> None:
    members = [
        Member(party=three[0], investment=ratio("3/5")),
        Member(party=three[1], investment=ratio("2/5")),
    ]
    command = forming(stage, *members, origin="existing", plan=None, lead=None)
    assert flags(stage, command) == (
        "active",
        ["no-lead", "copyright-shares-unknown", "profit-shares-unknown", "no-plan"],
    )


def test_an_existing_committee_with_a_partial_plan_is_flagged(
    stage: Stage, three: list[str]
) -> None:
    partly = plan(three[0], Disposition(rights=("video",), outcome="lead"))
    command = forming(stage, member(three[0], "1"), origin="existing", plan=partly)
    assert flags(stage, command) == ("active", ["plan-incomplete"])


def test_a_half_known_set_of_an_existing_committee_is_refused(
    stage: Stage, three: list[str]
) -> None:
    members = (member(three[0]), Member(party=three[1], copyright=ratio("1/2")))
    error = stage.refused(forming(stage, *members, origin="existing", plan=None))
    assert error.code == "shares-missing"
    assert error.fields["field"] == "members[0].copyright"


def test_an_existing_committee_without_members_is_refused(stage: Stage) -> None:
    command = forming(stage, origin="existing", lead=None, plan=None)
    assert stage.refused(command).code == "members-missing"


def test_a_draft_names_members_and_is_the_operators(stage: Stage, three: list[str]) -> None:
    command = forming(
        stage, member(three[0]), member(three[1]), origin="draft", lead=None, plan=None
    )
    assert stage.refused(command, studio(three[0])).code == "operator-only"
    assert flags(stage, command) == ("draft", [])


def test_a_draft_without_members_says_so(stage: Stage) -> None:
    command = forming(stage, origin="draft", lead=None, plan=None)
    assert flags(stage, command) == ("draft", ["members-unknown"])


def test_a_draft_with_shares_is_refused(stage: Stage, three: list[str]) -> None:
    command = forming(stage, member(three[0], "1"), origin="draft", lead=None, plan=None)
    error = stage.refused(command)
    assert (error.code, error.fields["field"]) == ("draft-with-shares", "members[0].investment")
