"""Readiness with the register of rights, parties that are gone, and the search for orphans."""

from datetime import date
from typing import Any

import pytest
from money_stage import Money
from rights_stage import Rights, consent, reach
from stage import member, ratio

from ledger.access.views import OPERATOR_VIEWER, Viewer
from ledger.committees.commands import AmendCommittee, Window
from ledger.jobs.orphans import Orphans, orphans
from ledger.jobs.readiness import Ending, readiness
from ledger.jobs.readiness_reasons import Finding
from ledger.parties.commands import EndParty, RecordSuccession, ReturnParty, Successor

ON = date(2026, 11, 22)
GONE = date(2024, 5, 31)


def end(money: Money, party: str, ground: Any = "liquidation", day: date = GONE) -> None:
    money.record(EndParty(party=party, day=day, ground=ground, source="官報"))


class World:
    """A and B made one work together; a committee of both holds it, with a streaming window."""

    def __init__(self, money: Money, *, with_title: bool = True) -> None:
        self.money, self.rights = money, Rights(money)
        self.a, self.b, self.work = self.rights.a, self.rights.b, self.rights.work
        self.committee = money.committee(
            member(self.a, "1/2"),
            member(self.b, "1/2"),
            works=(self.work,),
            windows=(Window(medium="streaming", holder=self.a),),
        )
        self.holder = f"committee:{self.committee}/copyright"
        if with_title:
            money.record(self.rights.title((self.holder, "1")))

    def ending(self, viewer: Viewer = OPERATOR_VIEWER, on: date = ON) -> Ending:
        with self.money.ledger.reading() as conn:
            return readiness(conn, viewer, on, self.committee).endings[0]

    def finding(self, code: str, **more: Any) -> Finding:
        (found,) = [one for one in self.ending(**more).findings if one.code == code]
        return found

    def codes(self, **more: Any) -> list[str]:
        return [one.code for one in self.ending(**more).findings]


def found(money: Money, viewer: Viewer = OPERATOR_VIEWER) -> Orphans:
    with money.ledger.reading() as conn:
        return orphans(conn, viewer, ON)


@pytest.fixture
def world(money: Money) -> World:
    return World(money)


def test_a_committee_that_holds_all_of_its_work_lacks_nothing(money_anywhere: Money) -> None:
    assert World(money_anywhere).codes() == []


def test_a_work_without_a_title_on_record_is_named(money: Money) -> None:
    world = World(money, with_title=False)
    assert world.finding("title-missing").works == (world.work,)
    assert world.ending().is_ready


def test_media_that_somebody_else_holds_are_named(money: Money) -> None:
    """N has merchandise and music in Japan and abroad; the committee has the rest."""
    world = World(money, with_title=False)
    for holder, media in (
        (world.holder, "all/merchandise+music"),
        (world.rights.n, "merchandise+music"),
    ):
        money.record(world.rights.title((holder, "1"), extent=reach(media)))
    assert world.finding("not-held").media == ("merchandise", "overseas", "music")


def test_what_a_member_holds_by_name_counts_as_held(money: Money) -> None:
    world = World(money, with_title=False)
    money.record(world.rights.title((world.a, "1/2"), (world.b, "1/2")))
    assert world.codes() == []


def test_a_share_that_a_transfer_left_without_holder_is_an_orphan(world: World) -> None:
    """By a judgment a quarter of music left the committee, and nobody is known who has it."""
    lost = world.rights.transfer(
        world.holder, "unassigned", "1/4", extent=reach("music", "JP"), ground="judgment"
    )
    world.money.record(lost)
    assert world.finding("rights-unassigned").media == ("music",)
    assert not world.ending().is_ready
    (one,) = found(world.money).found.endings
    assert [each.code for each in one.findings] == ["rights-unassigned"]


def test_licences_that_run_are_told_with_the_licensee_until_their_last_day(world: World) -> None:
    until = date(2027, 3, 31)
    licence = world.rights.licence(
        world.holder, extent=reach("svod", "JP", until=until), consents=consent(world.a)
    )
    world.money.record(licence)
    assert world.finding("licences-running").parties == (world.rights.n,)
    assert world.codes(on=date(2027, 4, 1)) == []


def test_who_may_not_read_a_licence_is_not_told_of_it(world: World) -> None:
    licence = world.rights.licence(
        world.holder, extent=reach("svod", "JP"), consents=consent(world.a)
    )
    world.money.record(licence)
    assert "licences-running" in world.codes(viewer=Viewer("studio", world.a, ON))


def test_a_member_that_is_gone_is_told_apart_from_one_that_does_not_answer(world: World) -> None:
    end(world.money, world.a)
    assert world.finding("member-ended").parties == (world.a,)
    assert "member-lost" not in world.codes()
    end(world.money, world.b, "unreachable")
    assert world.finding("member-lost").parties == (world.b,)
    assert "no-reachable-member" in world.codes()


def test_an_end_counts_from_its_day_and_not_after_a_return(world: World) -> None:
    end(world.money, world.b)
    assert "member-ended" not in world.codes(on=date(2024, 5, 30))
    assert world.codes() == ["member-ended"]
    world.money.record(ReturnParty(party=world.b, day=ON, source="回答"))
    assert world.codes() == []


def test_whose_place_was_taken_is_not_gone(world: World) -> None:
    heir = world.money.company("承継会社")
    end(world.money, world.b)
    world.money.record(
        RecordSuccession(
            party=world.b, ground="merger", effective_from=GONE,
            successors=(Successor(party=heir, share=ratio("1")),),
        )
    )  # fmt: skip
    assert world.codes() == ["place-taken"]
    end(world.money, heir)
    assert world.finding("member-ended").parties == (world.b,)


def test_windows_are_those_of_the_version_in_force(world: World) -> None:
    late = world.money.company("後の窓口")
    world.money.record(
        AmendCommittee(
            committee=world.committee, effective_from=date(2027, 1, 1), reason="窓口の変更",
            windows=(Window(medium="streaming", holder=late),),
        )
    )  # fmt: skip
    end(world.money, late)
    assert "window-lost" not in world.codes()
    assert world.finding("window-lost", on=date(2027, 1, 1)).parties == (late,)


def test_orphans_are_those_without_plan_or_without_anybody_to_ask(money_anywhere: Money) -> None:
    """Of four, one is sound; the others lack a plan, a member on record, and members that exist."""
    money = money_anywhere
    World(money)
    left = World(money)
    end(money, left.a)
    end(money, left.b)
    planless = money.committee(member(money.company("甲"), "1"), origin="existing", plan=None)
    unknown = money.committee(origin="draft")
    told = found(money)
    reasons = {one.id: {each.code for each in one.findings} for one in told.found.endings}
    assert reasons == {
        left.committee: {"member-ended", "no-reachable-member"},
        planless: {"no-plan"},
        unknown: {"no-plan", "members-unknown"},
    }
    assert (told.asked, told.dissolved) == (4, 0)


def test_a_party_finds_orphans_among_its_own(money: Money) -> None:
    mine = World(money)
    money.committee(member(money.company("甲"), "1"), origin="existing", plan=None)
    end(money, mine.b)
    own = found(money, Viewer("studio", mine.a, ON))
    assert (own.asked, [one.id for one in own.found.endings]) == (1, [mine.committee])
