"""Avails: is a use free on a day, until when, by whom not, and who must sign."""

import datetime as dt
import time
from dataclasses import replace
from typing import Any

from effort import few
from hypothesis import given
from hypothesis import strategies as st
from random_extents import extents, points
from written_grants import ALL, DAY, licence, reach, title, transfer

from contracts.rights.avails import Availability, Part, Question, availability
from contracts.rights.extent import Extent, covers
from contracts.rights.grants import (
    UNASSIGNED,
    Encumbrance,
    Ending,
    Grants,
    Holdback,
    Licence,
    Mandate,
    Option,
    Title,
)

COMMITTEE = "committee:cmt_1/copyright"
MEMBERS = {COMMITTEE: ("Y", "Z")}
OWNED = (Title(id="title", extent=ALL, stakes=((COMMITTEE, (1, 1)),), origin="maker_29"),)
SVOD_JP = reach("svod", "JP", "2026-04-01", "2027-03-31")


def asked(
    grants: Grants, day: dt.date, extent: Extent | None = None, asked_on: dt.date | None = None
) -> Availability:
    question = Question(extent or reach("svod", "JP"), day, asked_on)
    return availability(grants, question, MEMBERS)


def one(*args: Any, **more: Any) -> Part:
    (part,) = asked(*args, **more).parts
    return part


def test_svod_in_japan_is_licensed_until_march_and_free_from_april() -> None:
    """N has SVOD・日本 exclusively to 2027-03-31: licensed on that day, free on the next."""
    grants = Grants(titles=OWNED, licences=(licence("n", SVOD_JP),))
    last = one(grants, DAY(2027, 3, 31))
    assert (last.status, last.may_license, last.until) == ("licensed", "nothing", DAY(2027, 3, 31))
    assert [(cause.grant, cause.kind, cause.party) for cause in last.causes] == [
        ("n", "exclusive", "N")
    ]
    free = one(grants, DAY(2027, 4, 1))
    assert (free.status, free.may_license, free.until) == ("free", "exclusive", None)
    assert free.signing.parties == ("Y", "Z")


def test_svod_in_germany_is_free_until_the_next_licence_and_the_overseas_window_signs() -> None:
    """X takes 配信・欧州 from 2029 on; Z is the 海外窓口: free to 2028-12-31, and Z signs."""
    overseas = Mandate(
        holder=COMMITTEE, extent=reach("all", "WW -JP"), representative="Z", ground="window"
    )
    later = licence("x", reach("streaming", "europe", "2029-01-01"))
    grants = Grants(titles=OWNED, licences=(later,), mandates=(overseas,))
    part = one(grants, DAY(2027, 4, 1), reach("svod", "DE"))
    assert (part.status, part.until) == ("free", DAY(2028, 12, 31))
    assert part.signing.parties == ("Z",)
    assert one(grants, DAY(2027, 4, 1)).signing.parties == ("Y", "Z")


def test_a_use_of_which_parts_differ_is_answered_part_by_part() -> None:
    """配信 in Japan: SVOD is licensed, the other four are free."""
    grants = Grants(titles=OWNED, licences=(licence("n", SVOD_JP),))
    found = asked(grants, DAY(2026, 4, 1), reach("streaming", "JP"))
    assert {part.status: part.extent.media for part in found.parts} == {
        "licensed": reach("svod").media,
        "free": reach("streaming -svod").media,
    }
    assert not found.is_free


def test_a_use_that_some_may_exercise_is_open_to_others_but_not_exclusively() -> None:
    grants = Grants(titles=OWNED, licences=(licence("n", SVOD_JP, "non_exclusive"),))
    part = one(grants, DAY(2026, 4, 1))
    assert (part.status, part.may_license) == ("licensed", "non_exclusive")
    assert part.until == DAY(2027, 3, 31)


def test_a_licence_without_end_has_no_last_day() -> None:
    grants = Grants(
        titles=OWNED, licences=(licence("n", SVOD_JP), licence("p", reach("svod"), source="n"))
    )
    assert one(grants, DAY(2026, 4, 1)).until == DAY(2027, 3, 31)
    open_ended = Grants(titles=OWNED, licences=(licence("n", reach("svod")),))
    assert one(open_ended, DAY(2026, 4, 1)).until is None


def test_a_promise_to_the_cinema_holds_back_svod_for_six_months() -> None:
    promised = reach("svod", "JP", "2026-04-01", "2026-09-30")
    cinema = licence(
        "k",
        reach("cinema", "JP", "2026-04-01", "2027-03-31"),
        holdbacks=(Holdback(promised, "licensor"),),
    )
    grants = Grants(titles=OWNED, licences=(cinema,))
    part = one(grants, DAY(2026, 9, 30))
    assert (part.status, part.until, part.causes[0].kind) == (
        "held-back",
        DAY(2026, 9, 30),
        "holdback",
    )
    assert one(grants, DAY(2026, 10, 1)).status == "free"
    over = Grants(titles=OWNED, licences=(cinema,), endings=(Ending("k", DAY(2026, 8, 1)),))
    assert one(over, DAY(2026, 8, 1)).status == "free"


def test_a_licensee_who_must_wait_is_shown_beside_his_licence() -> None:
    wait = Holdback(reach("svod", "JP", "2026-04-01", "2026-06-30"), "licensee")
    open_ended = licence("n", reach("svod", "JP", "2026-04-01"), holdbacks=(wait,))
    part = one(Grants(titles=OWNED, licences=(open_ended,)), DAY(2026, 4, 1))
    assert part.status == "licensed"
    assert [(cause.kind, cause.until) for cause in part.causes] == [
        ("exclusive", None),
        ("waiting", DAY(2026, 6, 30)),
    ]


def option(kind: Any = "option") -> Option:
    """O may take SVOD・日本 from April 2027, if it says so by the end of January 2027."""
    return Option(
        id="o",
        extent=reach("svod", "JP", "2027-04-01"),
        grantors=("S",),
        holder="O",
        first=DAY(2026, 10, 1),
        until=DAY(2027, 1, 31),
        kind=kind,
    )


def test_an_option_closes_its_use_for_as_long_as_it_can_be_exercised() -> None:
    """Asked in November 2026 for April 2027: optioned. Asked in February: it has lapsed."""
    grants = Grants(titles=OWNED, options=(option(),))
    part = one(grants, DAY(2027, 4, 1), asked_on=DAY(2026, 11, 22))
    assert (part.status, part.may_license, part.until) == (
        "optioned",
        "nothing",
        DAY(2027, 1, 31),
    )
    assert one(grants, DAY(2027, 4, 1), asked_on=DAY(2027, 2, 1)).status == "free"
    before = one(grants, DAY(2026, 11, 22))
    assert (before.status, before.until) == ("free", DAY(2027, 3, 31))


def test_a_first_refusal_is_shown_and_does_not_close() -> None:
    grants = Grants(titles=OWNED, options=(option("first_refusal"),))
    part = one(grants, DAY(2027, 4, 1), asked_on=DAY(2026, 11, 22))
    assert (part.status, part.causes[0].kind) == ("free", "first_refusal")


def test_a_pledge_is_shown_and_does_not_close() -> None:
    pledge = Encumbrance(id="e", extent=ALL, holder=COMMITTEE, creditor="B", kind="pledge")
    part = one(Grants(titles=OWNED, encumbrances=(pledge,)), DAY(2027, 4, 1))
    assert (part.status, part.causes[0].party) == ("free", "B")


def test_what_nobody_holds_is_unassigned_and_nobody_can_sign() -> None:
    gone = transfer(
        "x", COMMITTEE, UNASSIGNED, None, reach(first="2027-01-01"), ground="dissolution"
    )
    grants = Grants(titles=OWNED, transfers=(gone,), licences=(licence("n", SVOD_JP),))
    part = one(grants, DAY(2027, 4, 1))
    assert (part.status, part.shares) == ("unassigned", ((UNASSIGNED, (1, 1)),))
    assert not part.signing.is_possible
    running = one(grants, DAY(2027, 3, 31))
    assert (running.status, running.signing.is_possible) == ("licensed", False)


def test_without_anything_on_record_all_is_unassigned() -> None:
    assert one(Grants(), DAY(2027, 4, 1)).status == "unassigned"


WORLD = {"t": title("t", A=(1, 2), B=(1, 2))}
KINDS = st.sampled_from(("exclusive", "non_exclusive"))


@few
@given(st.lists(st.tuples(extents(), KINDS), max_size=5), extents(), KINDS, points())
def test_adding_a_licence_never_makes_a_used_part_freer(
    drawn: list[tuple[Extent, str]], added: Extent, kind: str, point: Extent
) -> None:
    """Freest first: exclusive may be granted, one more may be granted, nothing may."""
    order = ("exclusive", "non_exclusive", "nothing")
    licences = tuple(licence(f"l{n}", each, what) for n, (each, what) in enumerate(drawn))
    grown = (*licences, licence("new", added, kind))
    before = one(Grants(titles=tuple(WORLD.values()), licences=licences), point.first, point)
    after = one(Grants(titles=tuple(WORLD.values()), licences=grown), point.first, point)
    assert order.index(after.may_license) >= order.index(before.may_license)


@few
@given(st.lists(st.tuples(extents(), KINDS), max_size=5), extents(), points())
def test_a_point_is_licensed_by_exactly_the_licences_that_reach_it(
    drawn: list[tuple[Extent, str]], whole: Extent, point: Extent
) -> None:
    """Whatever is asked around it, the part with the point names the licences over the point."""
    licences: tuple[Licence, ...] = tuple(
        licence(f"l{n}", each, what) for n, (each, what) in enumerate(drawn)
    )
    grants = Grants(titles=tuple(WORLD.values()), licences=licences)
    found = [part for part in asked(grants, point.first, whole).parts if covers(part.extent, point)]
    is_asked = not (
        point.media & ~whole.media
        or point.acts & ~whole.acts
        or point.territories & ~whole.territories
        or point.languages & ~whole.languages
    )
    assert len(found) == is_asked
    for part in found:
        reaching = {each.id for each in licences if covers(each.extent, point)}
        assert {cause.grant for cause in part.causes} == reaching
        assert (part.status == "free") == (not reaching)


def test_a_hundred_thousand_licences_of_one_work_are_searched_in_a_moment() -> None:
    """One work, no database: a question compares 100,000 licences once each."""
    base = licence("n", SVOD_JP, "non_exclusive")
    start = DAY(2026, 1, 1)
    many = tuple(
        Licence(
            id=f"l{n}",
            extent=Extent(
                base.extent.acts,
                1 << n % 28,
                1 << n % 249,
                base.extent.languages,
                start + dt.timedelta(days=n % 3000),
                start + dt.timedelta(days=n % 3000 + 400),
            ),
            licensors=("S",),
            licensee="N",
            exclusivity="non_exclusive",
        )
        for n in range(100_000)
    )
    grants = Grants(titles=OWNED, licences=many)
    asked_for = reach("svod", "JP", "2029-04-01", "2029-04-01")
    expected = sum(covers(each.extent, replace(asked_for, acts=each.extent.acts)) for each in many)
    began = time.perf_counter()
    part = one(grants, DAY(2029, 4, 1))
    assert time.perf_counter() - began < 5  # less than half a second on a quiet machine
    assert len(part.causes) == expected
