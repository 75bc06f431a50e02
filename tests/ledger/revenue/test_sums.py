"""Exact sums, rounded once, and what of them may be distributed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.apportion import hamilton
from ledger.errors import LogCorrupt, RuleViolation
from ledger.revenue.distributable import by_group, distributable_minor
from ledger.revenue.groups import Sums, read_groups, rounded, write_groups


def sums(work: str, amount_micro: int) -> Sums:
    return Sums("streaming", "JP", work, "2026-03", 1, 1, amount_micro)


def test_groups_add_up_to_the_total_that_was_cut_once() -> None:
    """0.6 + 0.6 yen are 1.2 yen, cut to 1: 0 for the first group and 1 for the second."""
    groups = rounded([sums("b", 600_000), sums("a", 600_000)], "JPY")
    assert [(group.work, group.amount_minor) for group in groups] == [("a", 0), ("b", 1)]


def test_the_minor_unit_of_the_currency_decides_where_to_cut() -> None:
    """12.345678 dollars are 1,234 cents; 12.345678 dinars are 12,345 fils."""
    assert rounded([sums("a", 12_345_678)], "USD")[0].amount_minor == 1234
    assert rounded([sums("a", 12_345_678)], "KWD")[0].amount_minor == 12345


def test_a_return_mirrors_a_sale() -> None:
    assert rounded([sums("a", -1_900_000)], "JPY")[0].amount_minor == -1


def test_a_sum_beyond_what_json_keeps_exact_is_refused() -> None:
    with pytest.raises(RuleViolation) as caught:
        rounded([sums("a", 2**53 * 10**6)], "JPY")
    assert caught.value.code == "report-amount-out-of-range"


@given(st.lists(st.integers(-(10**12), 10**12), max_size=8))
def test_rounding_keeps_the_total_and_stays_within_one_unit(amounts: list[int]) -> None:
    given_sums = [sums(f"w{place}", amount) for place, amount in enumerate(amounts)]
    groups = rounded(given_sums, "JPY")
    total = sum(amounts)
    assert sum(g.amount_minor for g in groups) == abs(total) // 10**6 * (-1 if total < 0 else 1)
    assert all(abs(g.amount_minor * 10**6 - g.amount_micro) < 2 * 10**6 for g in groups)


def test_groups_are_written_and_read() -> None:
    groups = rounded([sums("a", 10**15), sums("b", -5)], "JPY")
    assert read_groups(write_groups(groups)) == groups
    with pytest.raises(LogCorrupt):
        read_groups(b'[{"amount_micro":"x"}]')


@pytest.mark.parametrize(
    ("amount", "remittance", "received", "expected"),
    [
        (100_000, 50_000, 20_000, 40_000),
        (100_001, 30_000, 10_000, 33_333),
        (100_000, 50_000, 50_000, 100_000),
        (100_000, 50_000, 60_000, 100_000),
        (100_000, 50_000, 0, 0),
        (-101, -101, 0, -101),
        (0, 0, 0, 0),
        (100_000, 0, 0, 100_000),
    ],
)
def test_what_has_arrived_makes_that_part_distributable(
    amount: int, remittance: int, received: int, expected: int
) -> None:
    assert distributable_minor(amount, remittance, received, "receipt") == expected


def test_where_reports_are_distributed_nothing_waits_for_money() -> None:
    assert distributable_minor(100, 50, 0, "report") == 100


def test_a_part_of_mixed_groups_keeps_their_signs() -> None:
    """Half of 120 and -20: 60 and -10."""
    assert by_group(50, [120, -20, 0]) == [60, -10, 0]


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=6), st.integers(0, 10**6))
def test_with_one_sign_groups_are_divided_by_largest_remainder(
    weights: list[int], total: int
) -> None:
    if sum(weights) and total < sum(weights):
        assert by_group(total, weights) == hamilton(total, weights)
        assert by_group(-total, [-w for w in weights]) == [-p for p in hamilton(total, weights)]


@given(st.lists(st.integers(-(10**6), 10**6), min_size=1, max_size=6), st.integers(1, 99))
def test_the_parts_of_any_groups_add_up(weights: list[int], percent: int) -> None:
    total = sum(weights) * percent // 100
    parts = by_group(total, weights)
    assert sum(parts) == total
    whole = sum(weights)
    if whole:
        assert all(
            abs(part * whole - total * weight) < abs(whole)
            for part, weight in zip(parts, weights, strict=True)
        )
