"""Extents: overlap, cover, remainder, words and refusals."""

import datetime as dt
from typing import Any

import pytest
from effort import few
from hypothesis import given
from hypothesis import strategies as st
from random_extents import extents, points

from contracts.errors import TermsInvalid
from contracts.rights.extent import (
    VOCABULARY,
    Extent,
    clipped,
    covers,
    describe,
    everything,
    from_dict,
    overlap,
    remainder,
    resolve,
    to_dict,
    touches,
    without,
)
from contracts.rights.vocabulary import tree_of

DAY = dt.date


def written(**changes: Any) -> dict[str, Any]:
    base = {
        "vocabulary": VOCABULARY,
        "media": {"include": ["streaming"], "exclude": ["svod"]},
        "territories": {"include": ["JP"]},
        "first": "2026-04-01",
    }
    return {key: value for key, value in (base | changes).items() if value is not None}


def test_an_extent_is_said_by_the_largest_nodes_that_cover_it() -> None:
    extent = resolve(written())
    assert describe(extent, "ja") == "配信（SVOD以外）・日本・2026-04-01から"
    assert describe(extent, "en") == "streaming (except SVOD), Japan, from 2026-04-01"


def test_acts_languages_and_an_end_are_said_where_they_are_special() -> None:
    extent = resolve(
        written(
            acts={"include": ["public-transmission"]},
            languages={"include": ["all"], "exclude": ["ja"]},
            territories={"include": ["WW"], "exclude": ["JP"]},
            until="2031-03-31",
        )
    )
    assert describe(extent, "ja") == (
        "配信（SVOD以外）・全世界（日本以外）・公衆送信・全言語（日本語以外）・2026-04-01から2031-03-31まで"
    )
    assert describe(extent, "en").endswith("2026-04-01 to 2031-03-31")


def test_acts_of_27_and_28_beyond_the_usual_ones_are_said() -> None:
    assert describe(everything(DAY(2020, 1, 1)), "ja") == (
        "全媒体・全世界・すべての行為・2020-01-01から"
    )


def test_acts_left_out_leave_articles_27_and_28_with_the_grantor() -> None:
    """61条2項: rights of 27 and 28 that are not named are presumed retained."""
    acts = tree_of("acts")
    assert resolve(written()).acts == acts.all_bits & ~acts.bits("articles-27-28")


def test_an_axis_that_is_null_is_left_out() -> None:
    assert resolve(written() | {"acts": None, "languages": None, "until": None}) == (
        resolve(written())
    )


def test_days_may_be_days_or_text() -> None:
    assert resolve(written(first=DAY(2026, 4, 1), until=DAY(2027, 3, 31))) == (
        resolve(written(until="2027-03-31"))
    )


def test_naming_a_remake_names_the_right_to_adapt() -> None:
    assert resolve(written(media={"include": ["remake", "stage"]})).acts == (
        tree_of("acts").all_bits
    )


def test_streaming_in_2026_and_svod_from_july_meet_in_svod_from_july_to_december() -> None:
    """Every axis is intersected: 配信∩SVOD = SVOD, 日本∩全世界 = 日本, 1-12月∩7月- = 7-12月."""
    streaming = resolve(written(media={"include": ["streaming"]}, until="2026-12-31"))
    svod = resolve(
        written(media={"include": ["svod"]}, territories={"include": ["WW"]}, first="2026-07-01")
    )
    both = overlap(streaming, svod)
    assert both is not None
    assert describe(both, "ja") == "SVOD・日本・2026-07-01から2026-12-31まで"


def test_periods_that_follow_each_other_do_not_meet() -> None:
    before = resolve(written(until="2026-06-30"))
    assert overlap(before, resolve(written(first="2026-07-01"))) is None
    assert overlap(before, resolve(written(first="2026-06-30"))) is not None


def test_what_is_left_of_the_world_after_japan_is_sold_is_overseas() -> None:
    world = everything(DAY(2026, 1, 1))
    japan = Extent(
        world.acts, world.media, tree_of("territories").bits("JP"), world.languages, world.first
    )
    (left,) = without(world, japan)
    assert describe(left, "ja") == "全媒体・全世界（日本以外）・すべての行為・2026-01-01から"


def test_an_extent_is_cut_at_the_day_it_ends() -> None:
    extent = resolve(written(until="2031-03-31"))
    assert clipped(extent, DAY(2027, 3, 31)) == resolve(written(until="2027-03-31"))
    assert clipped(extent, DAY(2040, 1, 1)) == extent
    assert clipped(extent, DAY(2026, 3, 31)) is None


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"until": "2026-03-31"}, "rights-period-ends-before-it-begins", "until"),
        ({"first": "2026-4-1"}, "rights-day-malformed", "first"),
        ({"first": "20260401"}, "rights-day-malformed", "first"),
        ({"until": 20260401}, "rights-day-malformed", "until"),
        ({"first": None}, "rights-field-missing", "first"),
        ({"media": None}, "rights-field-missing", "media"),
        ({"vocabulary": "media/9"}, "rights-vocabulary-unknown", "vocabulary"),
        ({"medium": "svod"}, "rights-field-unknown", "medium"),
        ({"languages": {"include": ["jp"]}}, "rights-code-unknown", "languages.include"),
        ({"acts": {"include": []}}, "rights-axis-empty", "acts"),
    ],
)
def test_a_wrong_extent_is_refused_with_the_field_and_what_would_be_right(
    changes: dict[str, Any], code: str, field: str
) -> None:
    obj = written(**changes)
    for name in [name for name, value in changes.items() if value is None]:
        obj.pop(name, None)
    with pytest.raises(TermsInvalid) as caught:
        resolve(obj)
    assert (caught.value.code, caught.value.fields["field"]) == (code, field)
    assert caught.value.fields["expected"]


def test_an_extent_must_be_an_object() -> None:
    with pytest.raises(TermsInvalid, match="rights-extent-malformed"):
        resolve(["svod"])


@few
@given(extents())
def test_an_extent_is_read_back_from_its_hexadecimal_text(extent: Extent) -> None:
    assert from_dict(to_dict(extent)) == extent


def test_bits_beyond_the_vocabulary_are_refused() -> None:
    obj = to_dict(resolve(written())) | {"media": "8000000000"}
    with pytest.raises(TermsInvalid, match="rights-bits-malformed"):
        from_dict(obj)


@few
@given(extents(), extents())
def test_overlap_is_symmetric(a: Extent, b: Extent) -> None:
    assert overlap(a, b) == overlap(b, a)


@few
@given(extents(), extents(), points())
def test_a_point_is_in_the_overlap_when_it_is_in_both(a: Extent, b: Extent, point: Extent) -> None:
    both = overlap(a, b)
    assert (both is not None and covers(both, point)) == (covers(a, point) and covers(b, point))
    assert touches(a, b) == (both is not None)


@few
@given(extents(), extents(), extents())
def test_covering_is_transitive(a: Extent, b: Extent, c: Extent) -> None:
    assert not (covers(a, b) and covers(b, c)) or covers(a, c)
    assert covers(a, a)


@few
@given(extents(), st.lists(extents(), max_size=5), points())
def test_a_point_of_an_extent_is_in_one_part_of_what_is_left_or_in_another_extent(
    a: Extent, others: list[Extent], point: Extent
) -> None:
    inside = covers(a, point) and not any(covers(other, point) for other in others)
    assert sum(covers(part, point) for part in remainder(a, others)) == inside
