"""Random extents over a few leaves and years, so that they meet often."""

import datetime as dt

from hypothesis import strategies as st

from contracts.rights.extent import Extent
from contracts.rights.vocabulary import tree_of

START = dt.date(2026, 1, 1)
MEDIA = ("svod", "avod", "cinema")
PLACES = ("JP", "DE", "US")
ACTS = ("reproduction", "public-transmission", "adaptation")
LANGUAGES = ("ja", "en")


def _day(number: int) -> dt.date:
    return START + dt.timedelta(days=number)


def _sets(axis: str, codes: tuple[str, ...]) -> st.SearchStrategy[int]:
    return st.sets(st.sampled_from(codes), min_size=1).map(
        lambda chosen: tree_of(axis).bits(*sorted(chosen))
    )


@st.composite
def extents(draw: st.DrawFn) -> Extent:
    first = draw(st.integers(0, 6))
    length = draw(st.none() | st.integers(0, 6))
    return Extent(
        draw(_sets("acts", ACTS)),
        draw(_sets("media", MEDIA)),
        draw(_sets("territories", PLACES)),
        draw(_sets("languages", LANGUAGES)),
        _day(first),
        None if length is None else _day(first + length),
    )


def points() -> st.SearchStrategy[Extent]:
    """One leaf on every axis, on one day: whether it is inside can be told by looking."""
    return st.builds(
        lambda act, medium, place, language, day: Extent(
            tree_of("acts").bits(act),
            tree_of("media").bits(medium),
            tree_of("territories").bits(place),
            tree_of("languages").bits(language),
            _day(day),
            _day(day),
        ),
        st.sampled_from(ACTS),
        st.sampled_from(MEDIA),
        st.sampled_from(PLACES),
        st.sampled_from(LANGUAGES),
        st.integers(0, 13),
    )
