"""Largest remainder and first-come, by hand and by property."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.apportion import RULES, first, hamilton
from contracts.errors import TermsInvalid

weights = st.lists(st.integers(0, 10_000), min_size=1, max_size=8).filter(any)
totals = st.integers(-(10**12), 10**12)


def test_equal_remainders_go_to_the_earlier_item() -> None:
    """101 over 50/50: 50.5 each, the odd unit to the first (case CM-07)."""
    assert hamilton(101, [5000, 5000]) == [51, 50]


def test_the_larger_remainder_wins_over_the_earlier_place() -> None:
    """100 over 1/1/4: 16.67, 16.67, 66.67: two units left, to the first and the second."""
    assert hamilton(100, [1, 1, 4]) == [17, 17, 66]
    assert hamilton(10, [14, 15, 71]) == [1, 2, 7]


def test_first_gives_leftovers_in_written_order() -> None:
    """3 over 1/2/2: 0, 1, 1 and one left, to the first."""
    assert first(3, [1, 2, 2]) == [1, 1, 1]
    assert hamilton(3, [1, 2, 2]) == [1, 1, 1]
    assert first(7, [1, 3, 3]) == [1, 3, 3]
    assert first(8, [1, 3, 3]) == [2, 3, 3]


@pytest.mark.parametrize("rule", RULES)
@given(total=totals, given_weights=weights)
def test_parts_add_up_mirror_and_stay_within_one_unit(
    rule: str, total: int, given_weights: list[int]
) -> None:
    parts = RULES[rule](total, given_weights)
    assert sum(parts) == total
    assert RULES[rule](-total, given_weights) == [-part for part in parts]
    for part, weight in zip(parts, given_weights, strict=True):
        assert abs(part - Fraction(total * weight, sum(given_weights))) < 2
        assert weight or not part


@given(total=totals, given_weights=weights)
def test_no_part_by_largest_remainder_is_a_whole_unit_off(
    total: int, given_weights: list[int]
) -> None:
    for part, weight in zip(hamilton(total, given_weights), given_weights, strict=True):
        assert abs(part - Fraction(total * weight, sum(given_weights))) < 1


@pytest.mark.parametrize(
    ("given_weights", "code"),
    [([1, -1], "weight-negative"), ([0, 0], "weights-all-zero"), ([], "weights-all-zero")],
)
@pytest.mark.parametrize("rule", RULES)
def test_nobody_to_receive_is_refused(rule: str, given_weights: list[int], code: str) -> None:
    with pytest.raises(TermsInvalid) as error:
        RULES[rule](1, given_weights)
    assert error.value.code == code


def test_a_fractional_weight_is_refused_by_type() -> None:
    with pytest.raises(TermsInvalid):
        hamilton(1, [0.5, 0.5])  # type: ignore[list-item]
