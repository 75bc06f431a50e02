"""Licences side by side: conflicts, sub-licences, holdbacks, options, and what ends with what."""

from typing import Any

import pytest
from effort import few
from hypothesis import given
from hypothesis import strategies as st
from random_extents import extents
from written_grants import ALL, DAY, licence, reach, title, transfer

from contracts.rights.extent import Extent, describe, overlap
from contracts.rights.grants import Ending, Grants, Holdback, Licence, Option, in_force
from contracts.rights.licences import (
    Conflict,
    beyond_source,
    conflicts,
    conflicts_with,
    exercisable,
    held_back,
    not_licensable,
    without_licensor,
)

SVOD_JP = reach("svod", "JP", "2026-04-01", "2031-03-31")


def test_two_exclusives_conflict_where_they_overlap_on_every_axis() -> None:
    """N: SVOD・日本 to March 2031. X: 配信・全世界 from 2030. They meet from January 2030 on."""
    n, x = licence("n", SVOD_JP), licence("x", reach("streaming", "WW", "2030-01-01"))
    (conflict,) = conflicts([n, x])
    assert (conflict.licence, conflict.other) == ("n", "x")
    assert describe(conflict.extent, "ja") == (
        "SVOD・日本・すべての行為・2030-01-01から2031-03-31まで"
    )
    assert conflicts_with([n], x) == [conflict]


@pytest.mark.parametrize(
    ("media", "places", "first"),
    [("avod", "JP", "2030-01-01"), ("svod", "DE", "2030-01-01"), ("svod", "JP", "2031-04-01")],
)
def test_licences_apart_on_one_axis_stand_together(media: str, places: str, first: str) -> None:
    assert conflicts([licence("n", SVOD_JP), licence("x", reach(media, places, first))]) == []


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [
        ("non_exclusive", "non_exclusive", 0),
        ("exclusive", "non_exclusive", 1),
        ("non_exclusive", "sole", 1),
        ("sole", "sole", 1),
    ],
)
def test_only_exclusive_and_sole_licences_shut_others_out(one: str, other: str, count: int) -> None:
    found = conflicts([licence("n", SVOD_JP, one), licence("x", SVOD_JP, other)])
    assert len(found) == count


def test_a_sub_licence_does_not_conflict_with_what_it_is_derived_from() -> None:
    """n to p to q: p and q are derived from n; r is derived from n as well, and not from p."""
    n, p = licence("n", SVOD_JP), licence("p", SVOD_JP, source="n")
    q, r = licence("q", SVOD_JP, source="p"), licence("r", SVOD_JP, source="n")
    assert conflicts([n, p, q]) == []
    assert [(each.licence, each.other) for each in conflicts([n, p, q, r])] == [
        ("p", "r"),
        ("q", "r"),
    ]


@few
@given(st.lists(st.tuples(extents(), st.sampled_from(("exclusive", "non_exclusive"))), max_size=40))
def test_conflicts_are_all_pairs_that_meet_and_are_not_both_open(
    drawn: list[tuple[Extent, str]],
) -> None:
    licences = [licence(f"l{n:02}", each, kind) for n, (each, kind) in enumerate(drawn)]
    expected = [
        Conflict(a.id, b.id, both)
        for n, a in enumerate(licences)
        for b in licences[n + 1 :]
        if "exclusive" in (a.exclusivity, b.exclusivity) and (both := overlap(a.extent, b.extent))
    ]
    assert conflicts(licences) == expected


def test_a_sub_licence_wider_than_its_source_is_told_with_what_is_beyond() -> None:
    """Source SVOD・日本 to 2031-03-31; the sub-licence also takes 2031-04-01 to 2032-03-31."""
    source = licence("n", SVOD_JP, may_sublicense=True)
    wide = reach("svod", "JP", "2026-04-01", "2032-03-31")
    sub = licence("p", wide, source="n", licensors=("N",))
    (beyond,) = beyond_source(Grants(licences=(source,)), sub)
    assert (beyond.first, beyond.until) == (DAY(2031, 4, 1), DAY(2032, 3, 31))


@pytest.mark.parametrize(
    ("source", "sub"),
    [
        ({"may_sublicense": False}, {"licensors": ("N",)}),
        ({"may_sublicense": True}, {"licensors": ("S",)}),
        ({"may_sublicense": True}, {"licensors": ("N",), "source": "elsewhere"}),
    ],
)
def test_a_source_that_may_not_sublicense_gives_nothing(
    source: dict[str, Any], sub: dict[str, Any]
) -> None:
    above = licence("n", SVOD_JP, **source)
    below = licence("p", SVOD_JP, **({"source": "n"} | sub))
    assert beyond_source(Grants(licences=(above,)), below) == [SVOD_JP]


def test_a_sub_licence_ends_with_its_source_unless_it_was_agreed_to_survive() -> None:
    """n is terminated from 2028-04-01 on: p and q below it reach to 2028-03-31, r goes on."""
    force = in_force(
        Grants(
            licences=(
                licence("n", SVOD_JP),
                licence("p", SVOD_JP, source="n"),
                licence("q", SVOD_JP, source="p"),
                licence("r", SVOD_JP, source="n", survives_source=True),
            ),
            endings=(Ending("n", DAY(2028, 4, 1)),),
        )
    )
    assert {each.id: each.extent.until for each in force.licences} == {
        "n": DAY(2028, 3, 31),
        "p": DAY(2028, 3, 31),
        "q": DAY(2028, 3, 31),
        "r": DAY(2031, 3, 31),
    }
    assert in_force(force) == force


def test_what_ended_before_it_began_was_never_in_force() -> None:
    void = (
        Ending("n", DAY(2026, 4, 1)),
        Ending("title", DAY(2026, 1, 1)),
        Ending("x", DAY(2025, 1, 1)),
    )
    grants = Grants(
        titles=(title(S=(1, 1)),),
        transfers=(transfer("x", "S", "T", (1, 1), ALL),),
        licences=(licence("n", SVOD_JP), licence("p", SVOD_JP, source="n")),
        endings=void,
    )
    assert in_force(grants) == Grants(endings=void)


def test_a_licensor_who_holds_nothing_there_cannot_license_it() -> None:
    """S gave 商品化 away: a licence of everything by S is short of 商品化."""
    grants = Grants(
        titles=(title(S=(1, 1)),),
        transfers=(transfer("x", "S", "T", (1, 1), reach("merchandise")),),
    )
    (short,) = not_licensable(grants, licence("n", ALL))
    assert describe(short.extent, "en") == "merchandise, the world, all acts, from 2026-01-01"
    assert short.giver == "S"
    assert not_licensable(grants, licence("n", SVOD_JP)) == []


def test_a_licence_goes_on_under_a_new_holder_and_is_orphaned_without_one() -> None:
    """63条の2: the licensee may oppose T. When the title ends, nobody is the licensor."""
    grants = Grants(
        titles=(title(S=(1, 1)),),
        transfers=(transfer("x", "S", "T", (1, 1), reach(first="2027-01-01")),),
        licences=(licence("n", SVOD_JP),),
        endings=(Ending("title", DAY(2029, 1, 1)),),
    )
    assert without_licensor(grants, DAY(2028, 12, 31)) == []
    (short,) = without_licensor(grants, DAY(2029, 1, 1))
    assert (short.grant, short.extent.first) == ("n", DAY(2029, 1, 1))
    assert without_licensor(grants, DAY(2032, 1, 1)) == []


def test_a_holdback_of_the_licensor_closes_a_use_for_others() -> None:
    """K shows the film in cinemas; the licensor promised no SVOD in Japan for six months."""
    promised = reach("svod", "JP", "2026-04-01", "2026-09-30")
    cinema = licence(
        "k",
        reach("cinema", "JP", "2026-04-01", "2027-03-31"),
        holdbacks=(Holdback(promised, "licensor"),),
    )
    (waiting,) = held_back([cinema], licence("n", SVOD_JP))
    assert (waiting.licence, waiting.extent) == ("k", promised)
    later = licence("n", reach("svod", "JP", "2026-10-01"))
    assert held_back([cinema], later) == []


def test_a_holdback_of_the_licensee_binds_nobody_else() -> None:
    own = licence("k", SVOD_JP, holdbacks=(Holdback(SVOD_JP, "licensee"),))
    assert held_back([own], licence("n", SVOD_JP)) == []


def test_a_promise_to_somebody_does_not_bind_his_own_sub_licences() -> None:
    above = licence("k", SVOD_JP, holdbacks=(Holdback(SVOD_JP, "licensor"),))
    below = licence("n", SVOD_JP, source="k")
    assert held_back([above], below) == []
    assert held_back([above, below], licence("p", SVOD_JP, source="n")) == []


def test_a_promise_may_outlast_the_term_and_falls_when_the_licence_is_ended_early() -> None:
    """Term to 2027-03-31, promise to 2027-09-30; terminated from 2026-12-01: to 2026-11-30."""
    promise = Holdback(reach("svod", "JP", "2026-04-01", "2027-09-30"), "licensor")
    later = Holdback(reach("avod", "JP", "2027-01-01"), "licensor")
    term = reach("cinema", "JP", "2026-04-01", "2027-03-31")
    grants = Grants(licences=(licence("k", term, holdbacks=(promise, later)),))
    assert in_force(grants).licences == grants.licences
    ended = in_force(Grants(licences=grants.licences, endings=(Ending("k", DAY(2026, 12, 1)),)))
    assert [each.extent.until for each in ended.licences[0].holdbacks] == [DAY(2026, 11, 30)]


def option(**changes: Any) -> Option:
    fields = {"first": DAY(2027, 1, 1), "until": DAY(2027, 12, 31)} | changes
    return Option(id="o", extent=ALL, grantors=("S",), holder="O", **fields)


@pytest.mark.parametrize(
    ("day", "answer"),
    [
        (DAY(2026, 12, 31), "not-yet"),
        (DAY(2027, 1, 1), ""),
        (DAY(2027, 12, 31), ""),
        (DAY(2028, 1, 1), "lapsed"),
    ],
)
def test_an_option_can_be_exercised_from_its_first_day_to_its_last(day: Any, answer: str) -> None:
    assert exercisable(option(), day) == answer


def test_an_option_is_exercised_once() -> None:
    assert exercisable(option(exercised_on=DAY(2027, 2, 1)), DAY(2027, 3, 1)) == "exercised"


def test_an_option_that_was_ended_lapses_on_that_day() -> None:
    (ended,) = in_force(
        Grants(options=(option(),), endings=(Ending("o", DAY(2027, 6, 1)),))
    ).options
    assert exercisable(ended, DAY(2027, 5, 31)) == ""
    assert exercisable(ended, DAY(2027, 6, 1)) == "lapsed"
    assert (
        in_force(Grants(options=(option(),), endings=(Ending("o", DAY(2027, 1, 1)),))).options == ()
    )


def test_licences_without_end_stay_as_they_are_under_a_source_without_end() -> None:
    above, below = licence("n", reach("svod")), licence("p", reach("svod"), source="n")
    assert in_force(Grants(licences=(above, below))).licences == (above, below)


def test_a_licence_that_names_itself_as_source_does_not_loop() -> None:
    odd: Licence = licence("n", SVOD_JP, source="n")
    assert conflicts([odd, licence("p", SVOD_JP, source="n")]) == []
