"""Cells: parts of an extent inside which every grant is the same all over."""

import time

from effort import few
from hypothesis import given
from hypothesis import strategies as st
from random_extents import extents, points
from written_grants import ALL, DAY, MADE, reach

from contracts.rights.cells import cells, hull, meetings, merged
from contracts.rights.extent import Extent, covers, describe, touches
from contracts.rights.vocabulary import tree_of


def test_one_grant_of_streaming_in_japan_makes_three_cells_of_all_media() -> None:
    """配信・日本, 配信 outside Japan, and everything else: no more, however many leaves there are."""
    found = cells(ALL, [reach("streaming", "JP")])
    assert sorted((describe(cell.extent, "en"), cell.covered_by) for cell in found) == [
        ("all media (except streaming), the world, all acts, from 2026-01-01", ()),
        ("streaming, Japan, all acts, from 2026-01-01", (0,)),
        ("streaming, the world (except Japan), all acts, from 2026-01-01", ()),
    ]


def test_an_extent_that_all_grants_cover_is_one_cell() -> None:
    (cell,) = cells(reach("svod", "JP"), [ALL, reach("streaming", "asia"), reach("game")])
    assert cell.covered_by == (0, 1)


def test_periods_are_cut_only_where_a_grant_begins_or_ends() -> None:
    found = cells(ALL, [reach(first="2027-04-01", until="2029-03-31")])
    assert [(cell.extent.first, cell.extent.until, cell.covered_by) for cell in found] == [
        (MADE, DAY(2027, 3, 31), ()),
        (DAY(2027, 4, 1), DAY(2029, 3, 31), (0,)),
        (DAY(2029, 4, 1), None, ()),
    ]


@few
@given(extents(), st.lists(extents(), max_size=6), points())
def test_a_point_of_the_whole_is_in_one_cell_and_in_exactly_its_grants(
    whole: Extent, reaches: list[Extent], point: Extent
) -> None:
    found = [cell for cell in cells(whole, reaches) if covers(cell.extent, point)]
    assert len(found) == covers(whole, point)
    for cell in found:
        inside = tuple(n for n, reach in enumerate(reaches) if covers(reach, point))
        assert cell.covered_by == inside


@few
@given(extents(), st.lists(extents(), max_size=6), points())
def test_joining_neighbours_changes_nothing_that_is_said_of_a_point(
    whole: Extent, reaches: list[Extent], point: Extent
) -> None:
    parts = [(cell.extent, bool(cell.covered_by)) for cell in cells(whole, reaches)]
    joined = merged(parts)
    assert len(joined) <= len(parts)
    assert [said for part, said in joined if covers(part, point)] == [
        said for part, said in parts if covers(part, point)
    ]


def test_neighbours_in_time_and_in_place_are_joined() -> None:
    early, late = reach("svod", "JP", until="2026-12-31"), reach("svod", "JP", "2027-01-01")
    assert merged([(late, "x"), (reach("svod", "DE"), "x"), (early, "x")]) == [
        (reach("svod", "DE JP"), "x")
    ]
    assert len(merged([(early, "x"), (late, "y")])) == 2


@few
@given(st.lists(extents(), max_size=60))
def test_all_pairs_that_meet_are_found_once(reaches: list[Extent]) -> None:
    """Against comparing all with all."""
    pivots = set(range(0, len(reaches), 3))
    pairs = ((a, b) for b in range(len(reaches)) for a in range(b) if {a, b} & pivots)
    expected = sorted((a, b) for a, b in pairs if touches(reaches[a], reaches[b]))
    assert sorted(meetings(reaches, pivots)) == expected


@few
@given(st.lists(extents(), min_size=1, max_size=6))
def test_the_hull_covers_every_reach(reaches: list[Extent]) -> None:
    assert all(covers(hull(reaches), each) for each in reaches)


def test_two_thousand_grants_of_one_work_are_told_apart_in_seconds() -> None:
    """A medium in a country each: halves are cut, so that not all are compared with all."""
    media, places = tree_of("media"), tree_of("territories")
    pairs = [(medium, place) for place in places.leaves[:72] for medium in media.leaves]
    reaches = [
        Extent(ALL.acts, media.bits(medium), places.bits(place), ALL.languages, MADE)
        for medium, place in pairs[:2000]
    ]
    began = time.perf_counter()
    found = cells(ALL, reaches)
    assert sum(len(cell.covered_by) for cell in found) == 2000
    assert list(meetings(reaches, range(2000))) == []
    assert time.perf_counter() - began < 20
