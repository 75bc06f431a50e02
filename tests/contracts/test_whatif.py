"""Two versions of the clauses over the same money."""

import pytest

from contracts.errors import TermsInvalid
from contracts.position import Position
from contracts.waterfall import Expense, Inputs, Item
from contracts.whatif import Comparison, Version, compare
from tests.contracts.written_terms import a_step, rate, terms_of

WINDOW = a_step("window", "commission", basis="remainder", rate=rate(20), payee="party_w")
LEAD = a_step("lead", "commission", basis="remainder", rate=rate(10), payee="party_l")
MEMBERS = a_step(
    "members",
    "split",
    payees=[{"payee": "party_a", "share": rate(60)}, {"payee": "party_b", "remaining": True}],
)
WINDOW_FIRST = Version("window first", terms_of(WINDOW, LEAD, MEMBERS))
LEAD_FIRST = Version("lead first", terms_of(LEAD, WINDOW, MEMBERS))


def a_month(amount: int, month: str = "2026-04") -> Inputs:
    item = Item(f"item/{month}", amount, "net", "streaming", "JP", None, month)
    return Inputs(month, "JPY", (item,))


def amounts(found: Comparison) -> dict[str, tuple[int | None, ...]]:
    return {line.id: line.amounts for line in found.lines}


def test_two_orders_of_fees_stand_side_by_side() -> None:
    """Case CM-02. 100,001 x 20% = 20,000.2, so 20,000; 80,001 x 10% = 8,000.1, so 8,000.

    The other way round 100,001 x 10% = 10,000 and 90,001 x 20% = 18,000.2, so 18,000. Both leave
    72,001, of which 60% are 43,200.6: 43,201 and 28,800 by largest remainder.
    """
    found = compare([WINDOW_FIRST, LEAD_FIRST], Position(), [a_month(100_001)])
    assert amounts(found) == {
        "window": (20_000, 18_000),
        "lead": (8_000, 10_000),
        "members": (72_001, 72_001),
        "party_w": (20_000, 18_000),
        "party_l": (8_000, 10_000),
        "party_a": (43_201, 43_201),
        "party_b": (28_800, 28_800),
    }
    assert found.sales == 100_001


def test_a_difference_is_taken_from_the_first_version() -> None:
    found = compare([WINDOW_FIRST, LEAD_FIRST], Position(), [a_month(100_001)])
    by_id = {line.id: line.differences for line in found.lines}
    assert by_id["window"] == (0, -2_000)
    assert by_id["members"] == (0, 0)


def test_periods_follow_each_other_in_every_version() -> None:
    """-100 then 130: nothing can be distributed before the second month, then 30 less the fees."""
    plain = Version("plain", terms_of(MEMBERS))
    found = compare([plain], Position(), [a_month(-100), a_month(130, "2026-05")])
    assert amounts(found)["members"] == (30,)
    assert [outcome.amounts["members"] for outcome in found.outcomes[0]] == [0, 30]


def test_a_clause_that_one_version_lacks_is_not_a_zero() -> None:
    found = compare(
        [WINDOW_FIRST, Version("no lead", terms_of(WINDOW, MEMBERS))], Position(), [a_month(1_000)]
    )
    assert amounts(found)["lead"] == (80, None)


def test_money_that_nobody_takes_is_shown() -> None:
    found = compare([Version("fee only", terms_of(WINDOW))], Position(), [a_month(1_000)])
    assert amounts(found)["retained"] == (800,)


def test_a_version_that_cannot_run_is_named() -> None:
    cost = Inputs("2026-04", "JPY", (), (Expense("promotion", 5, "entry:1"),))
    with pytest.raises(TermsInvalid) as caught:
        compare([WINDOW_FIRST], Position(), [cost])
    assert caught.value.code == "expense-unknown-step"
    assert caught.value.fields["version"] == "window first"
    assert caught.value.fields["period"] == "2026-04"


@pytest.mark.parametrize(
    ("versions", "code"),
    [
        ([], "versions-out-of-range"),
        ([WINDOW_FIRST] * 9, "versions-out-of-range"),
        ([WINDOW_FIRST, WINDOW_FIRST], "duplicate-id"),
    ],
)
def test_versions_that_cannot_be_told_apart_are_refused(versions: list[Version], code: str) -> None:
    with pytest.raises(TermsInvalid) as caught:
        compare(versions, Position(), [a_month(1)])
    assert caught.value.code == code


def test_without_revenue_there_is_nothing_to_compare() -> None:
    with pytest.raises(TermsInvalid) as caught:
        compare([WINDOW_FIRST], Position(), [])
    assert caught.value.code == "revenue-missing"
