"""Who is licensor: the contract's position moves by a recorded change, never with the right."""

from datetime import date

import pytest
from money_stage import Money
from rights_stage import Rights, consent, reach
from stage import member, studio

from ledger.access.views import OPERATOR_VIEWER, Viewer
from ledger.committees.commands import Window
from ledger.rights.positions import licensors_on
from ledger.rights.views import RightRow, read_right, show
from ledger.store.views import table_of

SINCE = date(2028, 4, 1)


def held(money: Money) -> Rights:
    rights = Rights(money)
    rights.money.record(rights.title())
    return rights


@pytest.fixture
def rights(money: Money) -> Rights:
    return held(money)


def licensed(rights: Rights) -> str:
    """A licence of A and B to N, SVOD in Japan to March 2031."""
    command = rights.licence(extent=reach("svod", "JP", until=date(2031, 3, 31)))
    rights.money.record(command)
    return str(command.id)


def licensors(rights: Rights, licence: str, day: date) -> tuple[str, ...]:
    with rights.money.ledger.reading() as conn:
        table = table_of(RightRow)
        row = conn.execute(table.select().where(table.c.id == licence)).mappings().one()
        return licensors_on(read_right(row), day)


def test_a_position_passes_on_its_day(money_anywhere: Money) -> None:
    """A and B license; B's position passes to C from 2028-04-01: until 31 March A and B."""
    rights = held(money_anywhere)
    licence, c = licensed(rights), rights.money.company("丙社")
    command = rights.position(licence, rights.b, c, consents=consent(rights.n))
    rights.money.record(command)
    assert licensors(rights, licence, date(2028, 3, 31)) == (rights.a, rights.b)
    assert licensors(rights, licence, SINCE) == (rights.a, c)
    with rights.money.ledger.reading() as conn:
        shown = show(conn, licence, OPERATOR_VIEWER)
        assert shown is not None
        assert shown["licensors"] == [rights.a, rights.b]
        assert shown["licensors_now"] == [rights.a, c]
        assert show(conn, licence, Viewer("studio", c)) is not None


def test_the_licensor_stays_when_the_right_passes(rights: Rights) -> None:
    """63条の2: B gives all it holds to C; the licence stands, and B is its licensor still."""
    licence, c = licensed(rights), rights.money.company("丙社")
    rights.money.record(rights.transfer(rights.b, c, None, consents=consent(rights.a)))
    assert licensors(rights, licence, date(2029, 1, 1)) == (rights.a, rights.b)


def test_an_assignment_needs_the_licensee(rights: Rights) -> None:
    licence = licensed(rights)
    refusal = rights.money.refused(rights.position(licence, rights.b, rights.a))
    assert (refusal.code, refusal.fields["value"]) == ("licensor-consent-missing", [rights.n])


def test_a_notice_needs_giver_and_taker(rights: Rights) -> None:
    """民法467条: the licensee hears of it; who sends speaks for himself alone."""
    licence = licensed(rights)
    command = rights.position(licence, rights.b, rights.a, ground="notice")
    refusal = rights.money.refused(command, studio(rights.b))
    assert (refusal.code, refusal.fields["value"]) == ("licensor-consent-missing", [rights.a])
    agreed = command.model_copy(update={"consents": consent(rights.a)})
    rights.money.record(agreed)
    assert licensors(rights, licence, SINCE) == (rights.a,)


def test_only_who_is_licensor_gives_the_position(rights: Rights) -> None:
    licence, c = licensed(rights), rights.money.company("丙社")
    command = rights.position(licence, c, rights.n, ground="notice")
    refusal = rights.money.refused(command)
    assert (refusal.code, refusal.fields["value"]) == ("rights-not-licensor", c)
    assert refusal.fields["expected"] == sorted((rights.a, rights.b))


def test_a_position_that_passed_later_is_not_given_before(rights: Rights) -> None:
    """B gave to C from April 2028; B to A from January 2027 would leave C nothing."""
    licence, c = licensed(rights), rights.money.company("丙社")
    rights.money.record(rights.position(licence, rights.b, c, consents=consent(rights.n)))
    earlier = rights.position(
        licence, rights.b, rights.a, first_day=date(2027, 1, 1), consents=consent(rights.n)
    )
    refusal = rights.money.refused(earlier)
    assert refusal.code == "rights-licensor-changed-before"
    assert refusal.fields["expected"] == "before 2028-04-01"


def test_a_licence_that_is_over_has_no_position_to_give(rights: Rights) -> None:
    """The licence ends on 31 March 2031."""
    licence = licensed(rights)
    command = rights.position(licence, rights.b, rights.a, first_day=date(2031, 4, 1))
    refusal = rights.money.refused(command)
    assert (refusal.code, refusal.fields["expected"]) == (
        "rights-licence-over",
        "2031-03-31 or earlier",
    )


def test_a_title_has_no_licensor(rights: Rights) -> None:
    title = rights.title(
        (rights.n, "1"), extent=reach(since=date(2020, 1, 1), until=date(2020, 2, 1))
    )
    rights.money.record(title)
    refusal = rights.money.refused(rights.position(title.id, rights.n, rights.a))
    assert refusal.code == "right-not-a-licence"


def test_a_committee_agrees_through_its_window_or_all_members(money: Money) -> None:
    rights = Rights(money)
    window = Window(medium="streaming", holder=rights.b, clause="第9条")
    members = (member(rights.a, "1/2"), member(rights.b, "1/2"))
    holder = f"committee:{money.committee(*members, windows=(window,))}/copyright"
    money.record(rights.title((holder, "1")))
    svod = rights.licence(holder, consents=consent(rights.b))
    video = rights.licence(
        holder, extent=reach("merchandise", "JP"), consents=consent(rights.a, rights.b)
    )
    money.record(svod)
    money.record(video)
    by_window = rights.position(svod.id, holder, rights.b, consents=consent(rights.n))
    money.record(by_window)
    by_all = rights.position(video.id, holder, rights.b, consents=consent(rights.n))
    refusal = money.refused(by_all)
    assert (refusal.code, refusal.fields["value"]) == ("licensor-consent-missing", [rights.a])


def test_a_stranger_does_not_move_a_position(rights: Rights) -> None:
    licence = licensed(rights)
    stranger = rights.money.company("他社")
    command = rights.position(licence, rights.b, rights.a)
    assert rights.money.refused(command, studio(stranger)).code == "not-your-right"


def test_the_licensor_of_the_day_may_end_his_licence(rights: Rights) -> None:
    """B's position passed to A: A alone is licensor from April 2028, and terminates in 2029."""
    licence = licensed(rights)
    rights.money.record(rights.position(licence, rights.b, rights.a, consents=consent(rights.n)))
    ending = rights.end(licence, date(2029, 1, 1))
    rights.money.record(ending, studio(rights.a))
