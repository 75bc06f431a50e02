"""Tables of tiers as arithmetic: slices, the tier reached, and what they are worth."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.bounds import Bound
from contracts.tiers import Tier, reached, slices, worth

RATES = st.tuples(st.integers(0, 100), st.just(100))
QUANTITIES = st.integers(-(10**9), 10**9)


@st.composite
def tables(draw: st.DrawFn) -> tuple[Tier, ...]:
    """A table whose first tier starts at zero."""
    starts = [0, *sorted(draw(st.sets(st.integers(1, 10**9), max_size=5)))]
    return tuple(
        Tier(start, end, draw(RATES))
        for start, end in zip(starts, [*starts[1:], None], strict=True)
    )


def test_a_slice_ends_where_the_next_begins() -> None:
    """12,000 at starts 0, 5,000 and 10,000: 5,000, 5,000 and 2,000."""
    table = (Tier(0, 5_000, (1, 10)), Tier(5_000, 10_000, (1, 8)), Tier(10_000, None, (3, 20)))
    assert [one.counted for one in slices(table, 12_000)] == [5_000, 5_000, 2_000]
    assert [one.counted for one in slices(table, 5_000)] == [5_000]
    assert [one.number for one in slices(table, 5_001)] == [1, 2]
    assert slices(table, 0) == []


@pytest.mark.parametrize(
    ("quantity", "number"), [(0, 1), (4_999, 1), (5_000, 2), (-4_999, 1), (-5_000, 2)]
)
def test_a_tier_is_reached_at_its_start(quantity: int, number: int) -> None:
    table = (Tier(0, 5_000, (1, 10)), Tier(5_000, None, (1, 8)))
    assert reached(table, quantity).number == number
    assert reached(table, quantity).counted == quantity


@given(tables(), QUANTITIES)
def test_slices_add_up_to_the_quantity(table: tuple[Tier, ...], quantity: int) -> None:
    assert sum(one.counted for one in slices(table, quantity)) == quantity


@given(tables(), QUANTITIES)
def test_a_negative_quantity_mirrors_the_positive_one(
    table: tuple[Tier, ...], quantity: int
) -> None:
    num, den = worth(slices(table, quantity))
    assert worth(slices(table, -quantity)) == (-num, den)


@given(tables(), QUANTITIES, st.integers(1, 10_000))
def test_the_worth_is_exact(table: tuple[Tier, ...], quantity: int, price: int) -> None:
    """The same sum in fractions, unit by unit of the table."""
    size, total = abs(quantity), Fraction(0)
    for tier in table:
        end = size if tier.ends is None else min(size, tier.ends)
        total += max(0, end - tier.starts) * Fraction(*tier.rate) * price * Fraction(9, 10)
    num, den = worth(slices(table, quantity), (price * 9, 10))
    assert Fraction(num, den) == (total if quantity >= 0 else -total)


@given(tables(), st.integers(0, 10**9), st.integers(0, 10**6))
def test_marginal_tiers_never_fall_when_more_is_counted(
    table: tuple[Tier, ...], quantity: int, more: int
) -> None:
    before, after = worth(slices(table, quantity)), worth(slices(table, quantity + more))
    assert Fraction(*after) >= Fraction(*before)


@given(st.integers(-100, 100), st.integers(0, 100), st.integers(0, 100))
def test_a_bounded_amount_stays_within_floor_and_cap(value: int, least: int, room: int) -> None:
    floor, cap = Bound("floor", least, "period"), Bound("cut", least + room, "period")
    lifted = value + floor.difference(value)
    kept = lifted + cap.difference(lifted)
    assert least <= kept <= least + room
    assert kept == value or value in (*range(-100, least), *range(least + room, 101))
