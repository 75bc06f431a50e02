"""A China window beside an overseas one: who signs, what waits for an approval, and who is told."""

from datetime import date
from typing import Any

import pytest
from money_stage import Money
from rights_stage import Rights, consent, reach
from stage import member, studio

from ledger.access.views import OPERATOR_VIEWER
from ledger.command import SYSTEM, Actor
from ledger.committees.commands import Window
from ledger.committees.views import show
from ledger.errors import Conflict, Forbidden, RuleViolation
from ledger.rights.answers import Asked, avails
from ledger.rights.events import RightLicensed
from tests.faults.abroad import CENSOR, china_window, reached

USE = date(2027, 4, 1)
DECIDED = date(2026, 1, 25)


class World:
    """A leads and has the overseas window, B the China window."""

    def __init__(self, money: Money) -> None:
        self.money, self.rights = money, Rights(money)
        overseas = Window(medium="overseas", territory="WW", holder=self.rights.a)
        self.committee = money.committee(
            member(self.rights.a, "1/2"),
            member(self.rights.b, "1/2"),
            windows=(overseas, china_window(self.rights.b)),
        )
        self.holder = f"committee:{self.committee}/copyright"
        money.record(self.rights.title((self.holder, "1")))

    def decide(self, outcome: str, day: date = DECIDED, actor: Actor = SYSTEM) -> int:
        return self.money.record(reached(self.committee, outcome, day), actor).first_index

    def part(self, place: str, **more: Any) -> dict[str, Any]:
        asked = Asked(self.rights.work, more.pop("day", USE), ("svod",), (place,), **more)
        with self.money.ledger.reading() as conn:
            (part,) = avails(conn, OPERATOR_VIEWER, asked)["parts"]
        found: dict[str, Any] = part
        return found

    def licensed(self, place: str, *agreeing: str) -> RightLicensed:
        licence = self.rights.licence(
            self.holder, extent=reach("svod", place), consents=consent(*agreeing)
        )
        event = self.money.record(licence).events[0]
        assert isinstance(event, RightLicensed)
        return event


@pytest.fixture
def world(money: Money) -> World:
    return World(money)


def test_the_china_window_signs_for_china_and_the_overseas_window_for_the_rest(
    money_anywhere: Money,
) -> None:
    world = World(money_anywhere)
    assert [one["party"] for one in world.part("CN")["signers"]] == [world.rights.b]
    assert [one["party"] for one in world.part("DE")["signers"]] == [world.rights.a]
    assert [one["code"] for one in world.part("CN")["awaiting_approval"]] == ["censor"]
    world.decide("passed")
    assert "awaiting_approval" not in world.part("CN")


def test_the_overseas_window_alone_cannot_license_china(world: World) -> None:
    with pytest.raises(Forbidden) as refused:
        world.licensed("CN+KR", world.rights.a)
    assert refused.value.code == "co-owner-consent-missing"
    assert refused.value.fields["value"] == [world.rights.b]
    together = world.licensed("CN+KR", world.rights.a, world.rights.b)
    assert set(together.signers) == {world.rights.a, world.rights.b}


def test_a_use_in_china_says_what_it_waits_for_and_until_when_that_was_due(world: World) -> None:
    (waiting,) = world.part("CN")["awaiting_approval"]
    assert waiting["due"] == "2027-06-30"
    assert waiting["name"]["ja"] == CENSOR.name.ja
    assert (waiting["holder"], waiting["territory"]) == (world.rights.b, "CN")
    assert "awaiting_approval" not in world.part("DE")


def test_an_approval_counts_from_its_day_and_from_its_entry(world: World) -> None:
    index = world.decide("passed")
    assert "awaiting_approval" not in world.part("CN")
    assert "awaiting_approval" in world.part("CN", known_at=index - 1)
    assert "awaiting_approval" in world.part("CN", day=date(2026, 1, 24))


def test_a_refusal_leaves_it_waiting_and_the_last_decision_holds(world: World) -> None:
    world.decide("refused", date(2026, 1, 20))
    assert "awaiting_approval" in world.part("CN")
    world.decide("passed", date(2026, 1, 25))
    assert "awaiting_approval" not in world.part("CN")


def test_a_licence_of_a_waiting_window_is_recorded_and_says_so(world: World) -> None:
    event = world.licensed("CN", world.rights.b)
    assert event.awaiting is not None
    (waiting,) = event.awaiting
    assert (waiting.committee, waiting.territory) == (world.committee, "CN")
    assert (waiting.code, waiting.due) == ("censor", date(2027, 6, 30))


def test_a_licence_after_the_approval_or_elsewhere_waits_for_nothing(world: World) -> None:
    assert world.licensed("DE", world.rights.a).awaiting is None
    world.decide("passed")
    assert world.licensed("CN", world.rights.b).awaiting is None


def test_the_holder_of_the_window_and_the_lead_say_so_and_nobody_else(world: World) -> None:
    world.decide("refused", date(2026, 1, 20), studio(world.rights.b))
    world.decide("passed", date(2026, 1, 25), studio(world.rights.a))
    with pytest.raises(Forbidden, match="not-your-window"):
        world.decide("passed", date(2026, 1, 26), studio(world.rights.n))


def test_whoever_holds_one_window_does_not_hear_of_the_others(world: World) -> None:
    given = reached(world.committee, "passed", DECIDED)
    with pytest.raises(RuleViolation) as refused:
        world.money.record(given.model_copy(update={"territory": "WW"}), studio(world.rights.b))
    assert refused.value.code == "window-unknown"
    assert refused.value.fields["expected"] == "overseas/CN"


def test_members_read_what_was_decided(world: World) -> None:
    world.decide("passed")
    with world.money.ledger.reading() as conn:
        shown = show(conn, world.committee, OPERATOR_VIEWER)
    assert shown is not None
    (said,) = shown["milestones_reached"]
    assert (said["code"], said["day"], said["outcome"]) == ("censor", "2026-01-25", "passed")


def test_an_unknown_window_and_an_unknown_milestone_are_named(world: World) -> None:
    given = reached(world.committee, "passed", DECIDED)
    for change, code, expected in (
        ({"territory": "KR"}, "window-unknown", "overseas/WW, overseas/CN"),
        ({"code": "premiere"}, "milestone-unknown", "censor"),
    ):
        with pytest.raises(RuleViolation) as refused:
            world.money.record(given.model_copy(update=change))
        assert refused.value.code == code
        assert refused.value.fields["expected"] == expected


def test_decisions_of_tomorrow_and_decisions_said_twice_are_refused(world: World) -> None:
    with pytest.raises(RuleViolation, match="milestone-in-future"):
        world.decide("passed", date(2999, 1, 1))
    world.decide("passed")
    with pytest.raises(Conflict, match="milestone-said-already"):
        world.decide("passed")


def test_a_window_names_each_milestone_once_and_a_currency_that_exists(world: World) -> None:
    twice = china_window(world.rights.b).model_copy(update={"milestones": (CENSOR, CENSOR)})
    coin = china_window(world.rights.b).model_copy(update={"currency": "XQX"})
    for window, code in ((twice, "milestone-repeated"), (coin, "unknown-currency")):
        with pytest.raises(RuleViolation) as refused:
            world.money.committee(member(world.rights.a, "1"), windows=(window,))
        assert refused.value.code == code
        assert refused.value.fields["field"].startswith("windows[0].")


def test_an_overseas_window_of_an_unknown_territory_is_overseas(world: World) -> None:
    committee = world.money.committee(
        member(world.rights.a, "1"),
        windows=(Window(medium="overseas", territory="海外", holder=world.rights.n),),
    )
    work = world.money.work("別の作品", world.rights.a)
    holder = f"committee:{committee}/copyright"
    world.money.record(world.rights.title((holder, "1"), work=work))
    asked = Asked(work, USE, ("svod",), ("DE",))
    with world.money.ledger.reading() as conn:
        (part,) = avails(conn, OPERATOR_VIEWER, asked)["parts"]
    assert [one["party"] for one in part["signers"]] == [world.rights.n]
