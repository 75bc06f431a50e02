"""Members that reside abroad and windows that wait, as the register knows them."""

from datetime import date

import pytest
from money_stage import Money, step, terms
from stage import member

from ledger.access.views import OPERATOR_VIEWER, Viewer
from ledger.committees.commands import Window
from ledger.errors import NotFound, RuleViolation
from ledger.jobs.foreign import Foreign, foreign
from ledger.jobs.member_report import read_period
from tests.faults.abroad import china_window, reached

NOW = date(2026, 11, 22)


class World:
    """A here leads and pays in yen; B in China has the China window in yuan."""

    def __init__(self, money: Money) -> None:
        self.money = money
        self.a, self.b = money.company("幹事"), money.company("海外の構成員", country="CN")
        overseas = Window(medium="overseas", territory="WW", holder=self.a)
        self.committee = money.committee(
            member(self.a, "1/2"),
            member(self.b, "1/2"),
            windows=(overseas, china_window(self.b)),
        )
        clauses = terms(step("members", "split/1", holders=f"committee:{self.committee}/profit"))
        money.agreement(self.a, clauses, kind="committee", committee=self.committee)

    def ask(self, viewer: Viewer = OPERATOR_VIEWER, period: str = "2026") -> Foreign:
        with self.money.ledger.reading() as conn:
            return foreign(conn, viewer, self.committee, read_period(period))


def test_a_member_abroad_is_told_with_what_follows(money_anywhere: Money) -> None:
    world = World(money_anywhere)
    (one,) = world.ask().members
    assert (one.party, one.country) == (world.b, "CN")
    found = {each.code: each for each in one.consequences}
    assert found["partnership-withholding"].day == date(2027, 2, 28)
    assert "CNY" in found["window-currency"].en
    assert "invoices-blocked" in found


def test_a_window_waits_until_its_milestone_is_passed(money: Money) -> None:
    world = World(money)
    (waiting,) = world.ask().awaited
    assert (waiting.territory, waiting.milestone["code"]) == ("CN", "censor")
    money.record(reached(world.committee, "passed", date(2026, 1, 25)))
    assert world.ask().awaited == ()


def test_members_here_have_nothing_abroad(money: Money) -> None:
    committee = money.committee(member(money.company("甲"), "1"))
    with money.ledger.reading() as conn:
        found = foreign(conn, OPERATOR_VIEWER, committee, read_period("2026"))
    assert (found.members, found.awaited, found.unknown) == ((), (), ())


def test_where_a_person_resides_is_not_told_to_the_other_members(money: Money) -> None:
    lead, person = money.company("幹事"), money.named_person("ジェーン・ドウ", residence="US")
    committee = money.committee(member(lead, "1/2"), member(person, "1/2"))
    for viewer, told, unknown in (
        (OPERATOR_VIEWER, ["US"], ()),
        (Viewer("creator", person, NOW), ["US"], ()),
        (Viewer("studio", lead, NOW), [], (person,)),
    ):
        with money.ledger.reading() as conn:
            found = foreign(conn, viewer, committee, read_period("2026"))
        assert ([one.country for one in found.members], found.unknown) == (told, unknown)


def test_who_does_not_read_the_contract_finds_nothing(money: Money) -> None:
    world = World(money)
    with pytest.raises(NotFound, match="committee-not-found"):
        world.ask(Viewer("studio", money.company("他社"), NOW))


def test_a_period_for_which_no_rate_is_known_is_refused_by_name(money: Money) -> None:
    with pytest.raises(RuleViolation) as refused:
        World(money).ask(period="2060")
    assert (refused.value.code, refused.value.fields["field"]) == ("rate-expired", "period")
